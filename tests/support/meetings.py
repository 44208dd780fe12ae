"""Management reviews made by hand: meetings and what they decided, for frozen periods."""

from __future__ import annotations

from datetime import date
from typing import Any

from service.figures.data import Row

BOOK = "book-coordinator"


def meeting(period: str, day: date, **values: Any) -> Row:
    """A monthly meeting that was held."""
    code = f"XX-{period}"
    given: dict[str, Any] = {"code": code, "date": day, "kind": "monthly", "period": period, "status": "held"}
    given |= {"chair": "Nguyễn Văn A", "present": "Ban Chỉ đạo ISO", "absent": None, "place": "Phòng họp 1"}
    return Row("", code, given | values, (BOOK, "Xem xét lãnh đạo", 2))


def conclusion(code: str, period: str, deadline: date, **values: Any) -> Row:
    """An open conclusion of the month's meeting, for an improvement."""
    given: dict[str, Any] = {
        "code": code,
        "meeting": f"XX-{period}",
        "item": "c2",
        "conclusion": f"Việc {code}",
    }
    given |= {"kind": "improvement", "unit": "VP", "who": None, "deadline": deadline, "status": "open"}
    given |= {"done_on": None, "evidence": None, "result": None}
    return Row("VP", code, given | values, (BOOK, "Kết luận", int(code[-1]) + 1))


def spring() -> dict[str, tuple[Row, ...]]:
    """Three meetings and five conclusions; seen on 14 March 2022 the third meeting is still to come."""
    return {
        "reviews": (
            meeting("2022-01", date(2022, 1, 20)),
            meeting("2022-02", date(2022, 2, 21), kind="full"),
            meeting("2022-03", date(2022, 3, 21), status="planned"),
        ),
        "conclusions": (
            conclusion("KL-1", "2022-01", date(2022, 2, 10), status="done", done_on=date(2022, 2, 10)),
            conclusion("KL-2", "2022-01", date(2022, 2, 28), status="done", done_on=date(2022, 3, 1)),
            conclusion("KL-3", "2022-01", date(2022, 3, 13), kind="change", status="doing"),
            conclusion("KL-4", "2022-02", date(2022, 3, 14), kind="resources"),
            conclusion("KL-5", "2022-02", date(2022, 3, 10), status="done", done_on=date(2022, 3, 15)),
            conclusion("KL-6", "2022-02", date(2022, 3, 10), status="cancelled"),
            conclusion("KL-7", "2022-03", date(2022, 4, 1)),
        ),
    }
