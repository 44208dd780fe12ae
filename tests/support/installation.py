"""An installation with a store filled by hand: three units in April 2022, two closed months, problems."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from service import config as configuration
from service.compose import Services, compose
from service.store.tables import form, outbox, problem, record, report, slot, workbook
from service.work import ledger
from tests.support import stores

NOW = "2022-04-10T09:30:00+07:00"
READ_AT = "2022-04-10T09:20:00.000000+07:00"
SECRET = "not-to-be-shown-anywhere"
#: Three units: one complete, one late with problems, one that cannot be read.
UNITS = (
    {"code": "VP", "name": "Văn phòng", "has_dossiers": True, "editors": ["an@example.vn"]},
    {"code": "TTR", "name": "Thanh tra", "has_dossiers": False, "editors": ["binh@example.vn"]},
    {
        "code": "KHTC",
        "name": "Phòng Kế hoạch – Tài chính",
        "has_dossiers": False,
        "editors": ["chi@example.vn"],
    },
)
SETTINGS = {
    "agency_name": "Sở Giáo dục và Đào tạo tỉnh Minh Hà",
    "year": "2022",
    "window_start_day": "15",
    "contact": "Văn phòng Sở, 0200 000 000",
}
#: One transparent pixel.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def make_installation(directory: Path, now: str = NOW) -> Services:
    """Settings, a simulated clock and a filled store in `directory`."""
    directory.mkdir(parents=True, exist_ok=True)
    clock = directory / "clock"
    clock.write_text(now, encoding="utf-8")
    values: dict[str, str | int | bool] = {
        "clock": str(clock),
        "coordinator_email": "thuky@example.vn",
        "sender": "iso@example.vn",
        "secret_key": SECRET,
        "smtp_password": SECRET,
        "sheets_link_base": "http://127.0.0.1:9",
    }
    configuration.save(directory, values)
    stores.lay_out(configuration.load(directory).store_url, fill)
    return compose(directory)


def fill(connection: Connection) -> None:
    """Everything the pages show."""
    coordinator = add_workbook(connection, "coordinator", None)
    for number, unit in enumerate(UNITS):
        add_record(connection, coordinator, "units", str(unit["code"]), number + 2, unit)
    for number, (key, value) in enumerate(SETTINGS.items()):
        add_record(connection, coordinator, "settings", key, number + 2, {"key": key, "value": value})
    for number, (role, email) in enumerate({"coordinator": "thuky", "leader": "giamdoc"}.items()):
        person = {"email": f"{email}@example.vn", "name": email, "role": role}
        add_record(connection, coordinator, "recipients", person["email"], number + 2, person)
    add_workbook(connection, "unit", "VP")
    late = add_workbook(connection, "unit", "TTR")
    add_workbook(connection, "unit", "KHTC", state="unreachable", reason="unshared", since=READ_AT)
    add_problem(connection, late, "C5", code="number_invalid", value="<b>tám mươi</b>")
    add_problem(connection, late, "G6", code="cause_missing", severity="warning", value="")
    add_problem(connection, late, "C7", code="date_impossible", value="31/02/2022", mended_at=READ_AT)
    add_problem(connection, late, "C8", code="still_typing", value="9", quiet=True)
    for label in ("2022-01", "2022-02"):
        add_report(connection, "monthly", label)
    add_mail(connection, "2022-01")
    ledger.introduce(connection, {"close": "Chốt số liệu tháng"})
    add_slot(connection, "close", "2022-02", "done", result="đã chốt")
    add_slot(connection, "monthly_report", "2022-03", "failed", error="Đường truyền tới Google lỗi")
    add_form(connection)


def add_workbook(connection: Connection, kind: str, unit: str | None, **values: Any) -> int:
    """One workbook; returns its id."""
    key = kind if unit is None else f"unit:{unit}:2022"
    row = {
        "key": key,
        "kind": kind,
        "unit": unit,
        "year": 2022,
        "spreadsheet_id": f"sheet-{unit or kind}",
        "title": unit or kind,
        "state": "ok",
        "last_read_at": READ_AT,
        "sheets": {"progress": 7, "objectives": 3},
        **values,
    }
    made = connection.execute(insert(workbook).values(row)).inserted_primary_key
    assert made is not None
    return int(made[0])


def add_record(
    connection: Connection, book: int, table: str, key: str, row: int, values: Mapping[str, Any]
) -> None:
    """One good row of a tab."""
    connection.execute(
        insert(record).values(
            workbook_id=book, table_name=table, key=key, row=row, values=dict(values), changed_at=READ_AT
        )
    )


def add_problem(connection: Connection, book: int, cell: str, **values: Any) -> None:
    """One problem in the tab of results."""
    code = values.get("code", "number_invalid")
    row = {
        "workbook_id": book,
        "identity": f"progress|{cell}|achieved|{code}",
        "table_name": "progress",
        "key": "MT01|2022-03",
        "column_name": "achieved",
        "severity": "error",
        "row": int(cell[1:]),
        "cell": cell,
        "title": "Số đạt",
        "message_vi": f"Ô {cell} chưa đúng.",
        "message_en": f"Cell {cell} is not right.",
        "remedy_vi": "Gõ lại bằng số.",
        "remedy_en": "Type a number.",
        "suggestion": None,
        "quiet": False,
        "first_seen_at": READ_AT,
        "last_seen_at": READ_AT,
        **values,
    }
    connection.execute(insert(problem).values(row))


def add_report(connection: Connection, kind: str, label: str, language: str = "vi", **values: Any) -> None:
    """One report: VP complete, TTR late in January and with problems in February, KHTC missing."""
    states = {
        "VP": ("complete", 4),
        "TTR": ("late" if label == "2022-01" else "problems", 3),
        "KHTC": ("missing", 1),
    }
    figures = {
        f"completeness.unit.{unit}": {
            "value": given / 4,
            "numerator": given,
            "denominator": 4,
            "n": 4,
            "state": state,
        }
        for unit, (state, given) in states.items()
    }
    row = {
        "kind": kind,
        "label": label,
        "language": language,
        "subject": f"[ISO] Báo cáo tháng {int(label[5:] or 0) if kind == 'monthly' else label}/2022",
        "hash": "0" * 64,
        "json": {"kind": kind, "period": label, "figures": figures},
        "text": "Kính gửi đồng chí Giám đốc,\nMục tiêu đạt 41/46.",
        "html": '<p style="color:#123456">Kính gửi đồng chí Giám đốc</p><img src="cid:chart-1">',
        "images": {"chart-1": PIXEL},
        "created_at": f"2022-0{int(label[5:] or 1) + 1}-01T00:05:00.000000+07:00",
        **values,
    }
    connection.execute(insert(report).values(row))


def add_mail(connection: Connection, period: str, **values: Any) -> None:
    """One mail with a monthly report, sent."""
    row = {
        "key": f"monthly:{period}:thuky@example.vn",
        "kind": "monthly",
        "period": period,
        "recipient": "thuky@example.vn",
        "message": b"",
        "created_at": READ_AT,
        "state": "sent",
        "attempts": 1,
        "next_try_at": READ_AT,
        "sent_at": READ_AT,
        **values,
    }
    connection.execute(insert(outbox).values(row))


def add_slot(connection: Connection, job: str, period: str, state: str, **values: Any) -> None:
    """One run in the ledger."""
    row = {
        "job": job,
        "period": period,
        "due_at": READ_AT,
        "state": state,
        "attempts": 1,
        "started_at": READ_AT,
        "finished_at": READ_AT,
        **values,
    }
    connection.execute(insert(slot).values(row))


def add_form(connection: Connection) -> None:
    """The year's questionnaire, published."""
    connection.execute(
        insert(form).values(
            id="form-1",
            key="satisfaction-1:2022",
            version="1",
            responder_uri="http://127.0.0.1:9/forms/d/e/abc/viewform",
            questions={"unit": "0000000a", "procedure": "0000000b", "q8": "0000000c"},
            state="ok",
        )
    )
