"""Which month a file is of: what its titles say, against what the person says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.imports.parts import Note, Unfit, Wanted
from sheets_schema.cells import periods
from sheets_schema.cells.text import fold
from sheets_schema.descriptor import Table
from sheets_schema.foreign import Sheet

_dates = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_month = re.compile(r"thang (\d{1,2}) ?(?:/|-| nam ) ?(\d{4})")
_longer = re.compile(r"(quy (?:iv|i{1,3}|[1-4])|6 thang|9 thang|nam)(?: ?/ ?| nam | )?\d{4}")


def month(table: Table, sheet: Sheet, wanted: Wanted) -> tuple[str, list[Note]]:
    """The month of every row that names none itself, and what the titles say against it. Raises Unfit."""
    if "period" not in table.primary_key or table.field("period").filled_by == "service":
        return "", []
    if "period" in sheet.columns:
        return "", []
    told = _told_months(sheet.titles)
    if wanted.period:
        if told and wanted.period not in told:
            raise Unfit(
                f"Tệp ghi {', '.join(map(periods.told, sorted(told)))}, không phải "
                f"{periods.told(wanted.period)} (the file is of another month).",
                hint="Kiểm tra lại tệp hoặc --period / check the file or --period.",
            )
        return wanted.period, _span(sheet.titles)
    if len(told) == 1:
        return told.pop(), _span(sheet.titles)
    longer = next((m[0] for title in sheet.titles if (m := _longer.search(fold(title)))), "")
    why = f" (tiêu đề ghi “{longer}”)" if longer else ""
    raise Unfit(
        f"Không rõ tệp của tháng nào{why} (which month is not told).",
        hint="Ghi thêm --period 2022-03 nếu là số liệu của đúng một tháng / give --period, for one month.",
    )


def _told_months(titles: Sequence[str]) -> set[str]:
    found = {
        f"{m[2]}-{int(m[1]):02}"
        for title in titles
        for m in _month.finditer(fold(title))
        if 1 <= int(m[1]) <= 12
    }
    if not found and len(days := _days(titles)) == 2 and days[1][1:] == days[0][1:]:
        found = {f"{days[0][2]}-{days[0][1]:02}"}
    return found


def _days(titles: Sequence[str]) -> list[tuple[int, int, int]]:
    for title in titles:
        if "tu ngay" in fold(title) and len(found := _dates.findall(title)) == 2:
            return [(int(d), int(m), int(y)) for d, m, y in found]
    return []


def _span(titles: Sequence[str]) -> list[Note]:
    """The days the title names, for a person to compare with the month's window."""
    days = _days(titles)
    if not days:
        return []
    first, last = (f"{d:02}/{m:02}/{y}" for d, m, y in days)
    return [Note("Tiêu đề", f"Tệp ghi số liệu từ ngày {first} đến ngày {last}.", stops=False)]
