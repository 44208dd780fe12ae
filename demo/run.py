"""One demo from an empty folder to its summary: progress, Ctrl-C, and the pages that stay up afterwards."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from demo import calendar, summary
from demo.calendar import ZONE
from demo.world import MARKER, Broken, World
from demo.year import Year

#: After the year, this much simulated time passes with every beat, so that edits are soon spoken of.
_BEAT_SECONDS, _BEAT_PASSES = 5.0, timedelta(minutes=15)


def run(
    directory: Path | None, seed: int, units: int, months: int, *, dumping: bool = False, leave: bool = True
) -> int:
    """Live a year; the exit code: 0 when every report arrived, 1 when not, 130 when interrupted."""
    folder = prepare(directory)
    click.echo(f"Thư mục (folder): {folder}")
    signal.signal(signal.SIGTERM, _terminate)
    try:
        with World(folder, units) as world:
            year = Year(world, seed, months, dumping)
            year.begin()
            year.live(_progress(months))
            return _finish(year, folder, months, leave)
    except Broken as broken:
        click.echo(f"Demo dừng lại (stopped): {broken}", err=True)
        return 1
    except KeyboardInterrupt:
        click.echo("Đã dừng (stopped).")
        return 130


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def prepare(directory: Path | None) -> Path:
    """An empty folder for the demo: a new temporary one, or `directory` if it is empty or held a demo."""
    if directory is None:
        folder = Path(tempfile.mkdtemp(prefix="qms-demo-"))
    else:
        folder = directory.absolute()
        if folder.exists() and any(folder.iterdir()):
            if not (folder / MARKER).exists():
                raise click.ClickException(
                    f"{folder} không trống và không phải thư mục demo / is not empty and holds no demo."
                )
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text(json.dumps({"made": datetime.now(ZONE).isoformat()}), encoding="utf-8")
    return folder


def _finish(year: Year, folder: Path, months: int, leave: bool) -> int:
    told = summary.summarise(year)
    summary.keep(told, year, folder / "summary.json", leave=leave)
    for line in summary.lines(told, folder, leave=leave):
        click.echo(line)
    good = told.complete(months)
    if not leave:
        _stay(year)
    return 0 if good else 1


def _stay(year: Year) -> None:
    """Keep pages and worker going until Ctrl-C; the simulated clock runs on."""
    click.echo("Các trang vẫn mở; Ctrl-C để thôi (pages stay up; Ctrl-C ends).")
    now = datetime.fromisoformat(year.world.clock_file.read_text(encoding="utf-8"))
    try:
        while True:
            time.sleep(_BEAT_SECONDS)
            now += _BEAT_PASSES
            year.world.set_clock(now)
            year.worker.step()
    except KeyboardInterrupt:
        click.echo("Đã dừng (stopped).")


def _progress(months: int) -> Callable[[datetime], None]:
    """Tells how far the year is: a bar on a terminal, a line a month elsewhere."""
    if not sys.stdout.isatty():
        return _Lines(months)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} ngày"),
    )
    bar = Progress(*columns, TimeElapsedColumn(), console=Console())
    first, last = calendar.FIRST, calendar.months(months)[-1].freeze + timedelta(days=4)
    task = bar.add_task("Năm 2022", total=(last - first).days)
    bar.start()

    def tell(now: datetime) -> None:
        done = (now.date() - first).days
        bar.update(task, completed=done, description=f"Tháng {now.month:>2}/{now.year}")
        if now.date() >= last:
            bar.stop()

    return tell


class _Lines:
    """One plain line for each month that is reached."""

    def __init__(self, months: int) -> None:
        self._months, self._seen, self._began = months, "", time.monotonic()

    def __call__(self, now: datetime) -> None:
        """Print when a new month begins."""
        label = f"{now:%m/%Y}"
        if label != self._seen:
            self._seen = label
            click.echo(f"Tháng {label} … {time.monotonic() - self._began:.0f} s")
