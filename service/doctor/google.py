"""Google: the key file, signing in, the shared drive, the coordinator's workbook, the form's settings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from service.config import Config, Mistake
from service.google.connect import Google, connect
from service.google.errors import Busy, GoogleError, SignInError
from service.google.retry import Retry
from service.store.engine import open_engine, reading
from service.store.tables import form, workbook
from sheets_schema.cells.spreadsheets import spreadsheet_id

_SHARE = "Chia sẻ cho tài khoản dịch vụ {email}, quyền {role} / share it with the service account."
_KEYS = ("client_email", "private_key", "token_uri")


def check(config: Config) -> Iterator[Mistake]:
    """Google's mistakes, each found with one try."""
    wrong = list(_key_file(Path(config.credentials)))
    yield from wrong
    if wrong:
        return
    try:
        google = connect(config, Retry(tries=1))
    except SignInError as error:
        yield Mistake("credentials.unusable", str(error), error.hint)
        return
    try:
        yield from _signed_in(google, config)
    finally:
        google.close()


def _signed_in(google: Google, config: Config) -> Iterator[Mistake]:
    wrong = list(_drive(google, config))
    yield from wrong
    if not any(mistake.id in ("google.sign_in", "google.unreachable") for mistake in wrong):
        spreadsheet, forms = _known(config)
        yield from _workbook(google, spreadsheet_id(spreadsheet))
        for form_id in forms:
            yield from _form(google, form_id)


def _key_file(path: Path) -> Iterator[Mistake]:
    hint = "Tải lại khóa JSON của tài khoản dịch vụ từ Google Cloud / download the JSON key again."
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        yield Mistake("credentials.unreadable", f"{path}: {error.strerror}.", f"chmod u+r {path}")
        return
    except ValueError:
        yield Mistake("credentials.not_json", f"{path} không phải là JSON (not JSON).", hint)
        return
    kind = content.get("type") if isinstance(content, dict) else None
    if kind != "service_account":
        yield Mistake(
            "credentials.kind",
            f"{path} không phải khóa tài khoản dịch vụ (type: {kind}; not a service account's key).",
            hint,
        )
    elif missing := [key for key in _KEYS if not content.get(key)]:
        yield Mistake("credentials.incomplete", f"{path} thiếu {', '.join(missing)} (incomplete).", hint)


def _drive(google: Google, config: Config) -> Iterator[Mistake]:
    try:
        google.drive.start_token(config.shared_drive)
    except SignInError as error:
        yield Mistake("google.sign_in", str(error), f"{error.hint} Kiểm tra cả đồng hồ máy / and the clock.")
    except Busy as error:
        yield Mistake("google.unreachable", str(error), "Kiểm tra mạng, tường lửa / check the network.")
    except GoogleError as error:
        yield Mistake(
            "google.drive",
            f"Không mở được bộ nhớ dùng chung {config.shared_drive}: {error} (shared drive).",
            _SHARE.format(email=google.email, role="Người quản lý nội dung"),
        )


def _known(config: Config) -> tuple[str, list[str]]:
    """The coordinator's spreadsheet and the newest year's forms, as the store knows them.

    Before it knows any: the settings' spreadsheet.
    """
    engine = open_engine(config.store_url)
    try:
        with reading(engine) as connection:
            book = connection.execute(
                select(workbook.c.spreadsheet_id).where(workbook.c.key == "coordinator")
            ).scalar()
            years: dict[str, list[str]] = {}
            for row in connection.execute(select(form.c.id, form.c.key).order_by(form.c.key)):
                years.setdefault(row.key.rpartition(":")[2], []).append(row.id)
    except DatabaseError:  # the store's own check tells why
        return config.coordinator_spreadsheet, []
    finally:
        engine.dispose()
    return book or config.coordinator_spreadsheet, years[max(years)] if years else []


def _workbook(google: Google, spreadsheet: str) -> Iterator[Mistake]:
    if not spreadsheet:
        return
    try:
        google.sheets.skeleton(spreadsheet)
    except GoogleError as error:
        yield Mistake(
            "google.coordinator",
            f"Không mở được sổ của thư ký {spreadsheet}: {error} (coordinator's workbook).",
            _SHARE.format(email=google.email, role="Người chỉnh sửa"),
        )


def _form(google: Google, form_id: str) -> Iterator[Mistake]:
    try:
        settings = google.forms.get(form_id).get("settings", {})
    except GoogleError as error:
        yield Mistake(
            "google.form",
            f"Không mở được phiếu khảo sát {form_id}: {error} (the form).",
            _SHARE.format(email=google.email, role="Người chỉnh sửa"),
        )
        return
    kind = settings.get("emailCollectionType", "DO_NOT_COLLECT")
    if kind not in ("DO_NOT_COLLECT", "EMAIL_COLLECTION_TYPE_UNSPECIFIED"):
        yield Mistake(
            "google.form_email",
            "Phiếu khảo sát đang thu thập địa chỉ thư; khảo sát phải ẩn danh (the form collects e-mails).",
            "Mở phiếu → Cài đặt → Thu thập địa chỉ email: Không thu thập / turn it off.",
        )
