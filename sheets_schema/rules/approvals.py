"""Approvals of objectives: of such as the unit has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from sheets_schema.cells.choices import closest
from sheets_schema.cells.text import fold
from sheets_schema.rules import Found, Rows, rule

#: Words that say the same as a blank: all of them.
_ALL = frozenset(["tat ca", "all", "toan bo"])
#: What is said of a code that is none of the unit's.
UNKNOWN = "approval_unknown"


def is_all(codes: Iterable[str] | None) -> bool:
    """Whether all objectives are meant that there are: by a blank, or in words."""
    told = {fold(code) for code in codes or ()}
    return not told or bool(told & _ALL)


def unknown(codes: Iterable[str] | None, known: Collection[str]) -> str | None:
    """The first code of an approval that is none of those `known`."""
    there = {fold(code) for code in known}
    told = () if is_all(codes) else codes or ()
    return next((code for code in told if fold(code) not in there), None)


def quoted(code: str, unit: str, year: str) -> dict[str, str]:
    """What is quoted when that is said of a code."""
    return {"value": code, "unit": unit, "year": year}


@rule(
    UNKNOWN,
    "warning",
    title=("Phê duyệt mục tiêu không có", "Approves an objective there is none of"),
    sentence=(
        "Sổ năm {year} của {unit} không có mục tiêu {value}, nên dòng này chưa phê duyệt được mục tiêu đó.",
        "The book of {unit} for {year} has no objective {value}, so this row does not approve it.",
    ),
    remedy=(
        "Hãy ghi đúng mã như trong tab Mục tiêu của đơn vị, hoặc để trống nếu phê duyệt tất cả.",
        "Write the code as in the unit's tab Objectives, or leave it blank to approve all there are.",
    ),
    example="MT09 khi đơn vị chỉ có MT01, MT02",
)
def approval_unknown(rows: Rows) -> Iterator[Found]:
    """A code that is approved is one of the unit's; not judged of a year whose workbook was not read."""
    told = zip(rows["unit"], rows["year"], rows["codes"], strict=True)
    for index, (unit, year, codes) in enumerate(told):
        known = rows.context.aims.get((unit, year))
        code = unknown(codes, known) if known is not None else None
        if known is not None and code is not None:
            there = {fold(one): one for one in known}
            yield Found(index, "codes", quoted(code, unit, year), closest(fold(code), there))
