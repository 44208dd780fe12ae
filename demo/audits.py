"""The audit programme of the year and the checklists, after what the auditors find. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from demo.department import Unit
from demo.entries import Meant
from demo.registers import Row, Step


@dataclass(frozen=True)
class Found:
    """A finding as the programme needs it."""

    code: str
    unit: Unit
    day: date
    clause: str
    grade: str
    evidence: str


#: When each round's programme is written down.
ROUNDS = (date(2022, 8, 1), date(2022, 11, 1))
#: An audit of the second round that nobody holds.
_NEVER = date(2022, 11, 25)


def rows(found: Sequence[Found], units: Sequence[Unit]) -> Iterator[Row]:
    """Programme and checklists: in each round, one audit of every unit in which something is found."""
    number = 0
    for first, after in zip(ROUNDS, (ROUNDS[1], date.max), strict=True):
        for unit in units:
            own = sorted((one for one in found if one.unit == unit and first <= one.day < after), key=_order)
            if own:
                number += 1
                yield _audit(number, unit, units, first, own[0].day)
                yield from _checklist(f"DG-2022-{number:02}", own)
    yield _audit(number + 1, units[0], units, ROUNDS[1], None)


def _order(found: Found) -> tuple[date, str]:
    return found.day, found.code


def _audit(number: int, unit: Unit, units: Sequence[Unit], written: date, held: date | None) -> Row:
    other = units[(units.index(unit) + 1) % len(units)]
    cells: dict[str, Meant] = {
        "code": f"DG-2022-{number:02}",
        "unit": unit.code,
        "scope": ("4, 6, 8", "7.5, 8.5", "9.1, 10.2")[number % 3],
        "planned_on": _NEVER if held is None else held - timedelta(days=number % 4),
        "auditor": other.clerk,
        "auditor_unit": other.code,
    }
    later = [] if held is None else [Step(held, {"held_on": held})]
    return Row("audits", "auditors", (Step(written, cells), *later))


def _checklist(audit: str, own: Sequence[Found]) -> Iterator[Row]:
    """A line for each finding, one that conforms, one that does not apply, one looked at later."""
    day, number = own[0].day, 0
    plain: tuple[dict[str, Meant], ...] = (
        {"clause": "5.2", "question": "Chính sách chất lượng được niêm yết?", "verdict": "conforming",
         "evidence": "Bảng tin tầng một"},
        {"clause": "8.3", "question": "Có thiết kế, phát triển dịch vụ mới?", "verdict": "not_applicable"},
        {"clause": "7.1.6", "question": "Tri thức được lưu giữ thế nào?", "verdict": "not_assessed"},
    )  # fmt: skip
    for number, cells in enumerate(plain, 1):
        looked: dict[str, Meant] = {"verdict": "conforming", "evidence": "Thư mục dùng chung"}
        asked = cells["verdict"] == "not_assessed"
        later = (Step(day + timedelta(days=12), looked),) if asked else ()
        yield Row("checklists", "auditors", (Step(day, {"audit": audit, "number": number, **cells}), *later))
    for at, one in enumerate(own, number + 1):
        line: dict[str, Meant] = {
            "audit": audit,
            "number": at,
            "clause": one.clause,
            "question": "Yêu cầu của điều khoản được thực hiện?",
            "verdict": "nonconforming" if one.grade in ("major", "minor") else "conforming",
            "evidence": one.evidence,
            "finding": one.code,
        }
        yield Row("checklists", "auditors", (Step(one.day + timedelta(days=4), line),))
