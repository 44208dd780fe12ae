"""The machine below: the settings file's mode, the clock, the free disk space."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime

from service.clock import ZONE, Clock
from service.config import Config, Mistake, settings_file

#: Less free space than this (bytes) and a backup or a report may not fit.
LEAST_FREE = 500 * 1024 * 1024
#: The program was written after this; a real clock before it stands wrong.
WRITTEN = datetime(2026, 1, 1, tzinfo=ZONE)


def check(config: Config) -> Iterator[Mistake]:
    """The machine's mistakes."""
    yield from _settings(config)
    yield from _clock(config)
    yield from _disk(config)


def _settings(config: Config) -> Iterator[Mistake]:
    path = settings_file(config.dir)
    if not path.exists():
        yield Mistake(
            "config.missing",
            f"Chưa có {path} (no settings file).",
            "Chạy qms init / run qms init.",
        )
    elif os.name == "posix" and path.stat().st_mode & 0o077:
        yield Mistake(
            "config.permissions",
            f"{path} người khác đọc được; trong đó có mật khẩu (others can read it).",
            f"chmod 600 {path}",
        )


def _clock(config: Config) -> Iterator[Mistake]:
    try:
        now = Clock(config.clock).now()
    except (OSError, ValueError) as error:
        yield Mistake("clock.file", f"Không đọc được giờ: {error} (clock).", 'Đặt clock = "real".')
        return
    if config.clock == "real" and now < WRITTEN:
        yield Mistake(
            "clock.wrong",
            f"Đồng hồ máy chỉ {now:%d/%m/%Y %H:%M} (the machine's clock is wrong).",
            "Chỉnh giờ, bật đồng bộ giờ (NTP) / set the clock, turn NTP on.",
        )


def _disk(config: Config) -> Iterator[Mistake]:
    place = config.dir if config.dir.exists() else config.dir.parent
    if not place.exists():
        return
    free = shutil.disk_usage(place).free
    if free < LEAST_FREE:
        yield Mistake(
            "disk.full",
            f"Chỉ còn {free // (1024 * 1024)} MB trống ở {place} (little free space).",
            "Dọn đĩa, hoặc chuyển thư mục cài đặt / free some space.",
        )
