"""A report's figures, rows and what was left out as XLSX: text stays text, whatever it looks like."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from service.figures.data import Data, Excluded, Figure, Figures, Row, number
from service.reports.blocks import Report
from service.reports.render.clean import clean, line
from sheets_schema import descriptor

#: Nothing typed becomes a formula, a link or a number.
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
#: A cell of XLSX holds so many characters.
_LONGEST = 32_767
#: A workbook's date stays out of it: the same report gives the same bytes.
_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
#: How a figure is shown, by its unit.
_FORMATS = {"share": "0.0%", "count": "#,##0.##", "score": "0.0", "value": "General"}
_WIDEST = 60


def xlsx(report: Report, data: Data, figures: Figures) -> bytes:
    """The workbook's bytes: figures, then each table's rows, then the rows that do not count."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, **_PLAIN})
    book.set_properties({"title": line(report.subject), "created": _NO_DAY})
    sheets = _Sheets(book, vi=report.language == "vi")
    sheets.figures(figures.values())
    for name, rows in _tables(data).items():
        sheets.rows(name, rows)
    sheets.left_out(data.excluded)
    book.close()
    return kept.getvalue()


def _tables(data: Data) -> dict[str, Sequence[Row]]:
    names = ("objectives", "progress", "dossiers", "findings", "corrections", "confirmations")
    own: dict[str, Sequence[Row]] = {name: getattr(data, name) for name in names}
    return {name: rows for name, rows in (own | dict(data.registers)).items() if rows}


class _Sheets:
    """The workbook's sheets, each with a header that stays in sight and can be filtered by."""

    def __init__(self, book: Workbook, *, vi: bool) -> None:
        self.book, self.vi = book, vi
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF5", "border": 1}
        )
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.numbers = {
            unit: book.add_format({"num_format": shown, "valign": "top"}) for unit, shown in _FORMATS.items()
        }

    def say(self, vi: str, en: str) -> str:
        """The words in the report's language."""
        return vi if self.vi else en

    def figures(self, found: Iterable[Figure]) -> None:
        """Every figure by name: value, numerator, denominator, n, state, what was left out, where from."""
        header = (
            ("Tên số liệu", "Figure"),
            ("Giá trị", "Value"),
            ("Tử số", "Numerator"),
            ("Mẫu số", "Denominator"),
            ("n", "n"),
            ("Tình trạng", "State"),
            ("Không tính", "Left out"),
            ("Nguồn", "Origin"),
        )
        lines = [
            (
                f.name,
                (number(f.value), f.unit),
                number(f.numerator),
                number(f.denominator),
                f.n,
                f.state,
                "\n".join(f.exclusions),
                "\n".join(f.origin),
            )
            for f in found
        ]
        self._sheet(self.say("Số liệu", "Figures"), [self.say(*one) for one in header], lines)

    def rows(self, name: str, rows: Sequence[Row]) -> None:
        """The rows of a table that count, with where each stood."""
        table = descriptor.table(name)
        fields = [field for field in table.fields if any(row.values.get(field.name) for row in rows)]
        header = [self.say("Đơn vị", "Unit"), *(self.say(f.title, f.title_en) for f in fields)]
        header.append(self.say("Nguồn", "Origin"))
        lines = [(row.unit, *(_shown(row.values.get(f.name)) for f in fields), row.place) for row in rows]
        self._sheet(self.say(table.title, table.title_en), header, lines)

    def left_out(self, found: Sequence[Excluded]) -> None:
        """The rows that an error keeps from counting."""
        header = (
            ("Đơn vị", "Unit"),
            ("Bảng", "Table"),
            ("Mã, kỳ", "Key"),
            ("Dòng", "Row"),
            ("Cột", "Column"),
            ("Lỗi", "Problem"),
        )
        lines = [(e.unit, descriptor.table(e.table).title, e.key, e.row, e.column, e.code) for e in found]
        self._sheet(self.say("Chưa được tính", "Not counted"), [self.say(*one) for one in header], lines)

    def _sheet(self, title: str, header: Sequence[str], lines: Sequence[Sequence[Any]]) -> None:
        sheet = self.book.add_worksheet(_named(title, self.book))
        for at, text in enumerate(header):
            sheet.write_string(0, at, clean(text), self.head)
        wide = [len(text) for text in header]
        for row, told in enumerate(lines, 1):
            for at, value in enumerate(told):
                shown = self._write(sheet, row, at, value)
                wide[at] = max(wide[at], max((len(part) for part in shown.split("\n")), default=0))
        for at, longest in enumerate(wide):
            sheet.set_column(at, at, min(longest + 2, _WIDEST))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(lines), 1), len(header) - 1)

    def _write(self, sheet: Worksheet, row: int, at: int, value: Any) -> str:
        style: Format = self.text
        if isinstance(value, tuple):
            value, unit = value
            style = self.numbers[unit]
        if value is None or value == "":
            return ""
        if isinstance(value, bool) or not isinstance(value, int | float):
            text = clean(str(value))[:_LONGEST]
            sheet.write_string(row, at, text, self.text)
            return text
        sheet.write_number(row, at, value, style)
        return str(value)


def _shown(value: Any) -> Any:
    return ", ".join(str(part) for part in value) if isinstance(value, list | tuple) else value


def _named(title: str, book: Workbook) -> str:
    """A sheet's name: at most 31 characters, none that XLSX forbids, once in the workbook."""
    plain = "".join(c for c in line(title) if c not in "[]:*?/\\")[:28].strip("'") or "Sheet"
    taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
    return next(n for n in (plain, *(f"{plain} {i}" for i in range(2, 99))) if n.casefold() not in taken)
