"""Computing a spreadsheet's formulas."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.errors import GoogleError
from sandbox.sheets import a1
from sandbox.sheets.a1 import Area
from sandbox.sheets.book import Book, Cell, Sheet
from sandbox.sheets.formula import parser
from sandbox.sheets.formula.functions import FUNCTIONS, VOLATILE, Argument, one
from sandbox.sheets.formula.values import FormulaError, Scalar, error_value, extended, number, text, truth

_KIND_OF = {
    "#REF!": "REF",
    "#NAME?": "NAME",
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#VALUE!": "VALUE",
    "#N/A": "N_A",
    "#NUM!": "NUM",
}


def recalculate(book: Book, now: datetime) -> None:
    """Compute every formula of the book and keep the results as effectiveValue."""
    sheets = [sheet for sheet in book.sheets if sheet.has_formulas]
    if not sheets:
        book.volatile_day = ""
        return
    machine = _Machine(book, _local(book, now))
    for sheet in sheets:
        sheet.has_formulas = _sheet(machine, sheet)
    book.volatile_day = machine.now.date().isoformat() if machine.volatile else ""


def refresh(book: Book, now: datetime) -> None:
    """Compute again when the day has changed since, and TODAY() with it."""
    if _local(book, now).date().isoformat() != book.volatile_day:
        recalculate(book, now)


def _sheet(machine: _Machine, sheet: Sheet) -> bool:
    found = False
    for index, row in enumerate(sheet.rows):
        for column, cell in list(row.items()):
            if "formulaValue" not in cell.get("userEnteredValue", ()):
                continue
            found = True
            result = machine.result(sheet, index, column)
            if cell.get("effectiveValue") != result:
                sheet.put(index, column, {**cell, "effectiveValue": result})
    return found


def _local(book: Book, now: datetime) -> datetime:
    try:
        return now.astimezone(ZoneInfo(book.properties["timeZone"]))
    except (ZoneInfoNotFoundError, ValueError):
        return now


class _Machine:
    """One computation: remembers results, notices circles."""

    def __init__(self, book: Book, now: datetime) -> None:
        self.book = book
        self.now = now
        self.volatile = False
        self._known: dict[tuple[int, int, int], Scalar | FormulaError] = {}
        self._open: set[tuple[int, int, int]] = set()

    def result(self, sheet: Sheet, row: int, column: int) -> dict[str, object]:
        """Return the ExtendedValue of a formula cell."""
        try:
            return extended(self.value(sheet, row, column))
        except FormulaError as error:
            return error_value(error)

    def value(self, sheet: Sheet, row: int, column: int) -> Scalar:
        """Return a cell's value. Raises FormulaError."""
        cell = sheet.cell(row, column)
        entered = cell.get("userEnteredValue", {})
        if "formulaValue" not in entered:
            return _plain(entered)
        key = (sheet.id, row, column)
        if key not in self._known:
            self._known[key] = self._compute(key, sheet, entered["formulaValue"])
        found = self._known[key]
        if isinstance(found, FormulaError):
            raise FormulaError(found.kind, str(found))
        return found

    def _compute(self, key: tuple[int, int, int], sheet: Sheet, formula: str) -> Scalar | FormulaError:
        if key in self._open:
            return FormulaError("REF", "Circular dependency detected.")
        self._open.add(key)
        try:
            return one(self.node(parser.parse(formula), sheet))
        except FormulaError as error:
            return error
        except RecursionError:
            return FormulaError("ERROR", "Formula parse error.")
        finally:
            self._open.discard(key)

    def node(self, node: parser.Node, sheet: Sheet) -> Argument:
        """Return the value of a tree. Raises FormulaError."""
        if isinstance(node, parser.Literal):
            return node.value
        if isinstance(node, parser.Failure):
            raise FormulaError(_KIND_OF[node.shown], "Reference does not exist.")
        if isinstance(node, (parser.Ref, parser.Name)):
            return self._range(self._area(node, sheet))
        if isinstance(node, parser.FunctionCall):
            return self._call(node, sheet)
        return _operate(node.operator, [one(self.node(part, sheet)) for part in node.operands])

    def _area(self, node: parser.Ref | parser.Name, sheet: Sheet) -> Area:
        if isinstance(node, parser.Name):
            for named in self.book.named_ranges:
                if named["name"].casefold() == node.text.casefold():
                    return a1.from_grid_range(named["range"])
            raise FormulaError("NAME", f"Unknown range name: '{node.text.upper()}'.")
        title, span = a1.split_title(node.text.replace("$", ""))
        home = sheet if title is None else self.book.titled(title)
        area = a1.parse_span(home.id, span) if home else None
        if area is None:
            raise FormulaError("REF", f"Unresolved sheet name '{title}'.")
        return area

    def _range(self, area: Area) -> Argument:
        try:
            sheet = self.book.sheet(area.sheet_id)
        except GoogleError:
            raise FormulaError("REF", "Reference does not exist.") from None
        if area.row0 >= sheet.row_count or area.col0 >= sheet.column_count:
            raise FormulaError("REF", "Reference does not exist.")
        if area.anchor:
            return self.value(sheet, area.row0, area.col0)
        rows, columns = len(sheet.rows), sheet.column_count
        last = min(rows if area.row1 is None else area.row1, max(rows, area.row0 + 1))
        right = columns if area.col1 is None else min(area.col1, columns)
        return [
            [self.value(sheet, r, c) for c in range(area.col0, right)] for r in range(area.row0, last)
        ] or [[None]]

    def _call(self, node: parser.FunctionCall, sheet: Sheet) -> Argument:
        if node.name in ("IF", "IFERROR"):
            return self._branch(node, sheet)
        function = FUNCTIONS.get(node.name)
        if function is None:
            raise FormulaError("NAME", f"Unknown function: '{node.name}'.")
        self.volatile = self.volatile or node.name in VOLATILE
        arguments = [None if part is None else self.node(part, sheet) for part in node.arguments]
        try:
            return function(arguments, self.now)
        except IndexError:
            raise FormulaError("N_A", f"Wrong number of arguments to {node.name}.") from None

    def _branch(self, node: parser.FunctionCall, sheet: Sheet) -> Argument:
        parts = [*node.arguments, None, None]
        if node.name == "IFERROR":
            try:
                return self.node(parts[0], sheet) if parts[0] else None
            except FormulaError:
                return self.node(parts[1], sheet) if parts[1] else ""
        if len(node.arguments) < 2 or parts[0] is None:
            raise FormulaError("N_A", "Wrong number of arguments to IF.")
        chosen = parts[1] if truth(one(self.node(parts[0], sheet))) else parts[2]
        if chosen is None:
            return False if len(node.arguments) == 2 else None
        return self.node(chosen, sheet)


def _plain(entered: Cell) -> Scalar:
    for kind in ("numberValue", "stringValue", "boolValue"):
        if kind in entered:
            value: Scalar = entered[kind]
            return value
    return None


def _operate(operator: str, values: list[Scalar]) -> Scalar:
    if len(values) == 1:
        return {"-": -1, "+": 1, "%": 0.01}[operator] * number(values[0])
    left, right = values
    if operator == "&":
        return text(left) + text(right)
    if operator in ("=", "<>", "<", ">", "<=", ">="):
        return _compare(operator, left, right)
    if operator == "/" and number(right) == 0:
        raise FormulaError("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
    return _arithmetic(operator, number(left), number(right))


def _arithmetic(operator: str, left: float, right: float) -> float:
    try:
        return {
            "+": lambda: left + right,
            "-": lambda: left - right,
            "*": lambda: left * right,
            "/": lambda: left / right,
            "^": lambda: float(left**right),
        }[operator]()
    except (OverflowError, ZeroDivisionError, TypeError):
        raise FormulaError("NUM", "The result is not a number that a cell can hold.") from None


def _compare(operator: str, left: Scalar, right: Scalar) -> bool:
    one_key, other_key = _key(left, right), _key(right, left)
    return {
        "=": one_key == other_key,
        "<>": one_key != other_key,
        "<": one_key < other_key,
        ">": one_key > other_key,
        "<=": one_key <= other_key,
        ">=": one_key >= other_key,
    }[operator]


def _key(value: Scalar, other: Scalar) -> tuple[int, float, str]:
    """Order numbers before texts before truth values; a blank is what its neighbour makes of it."""
    if value is None:
        value = "" if isinstance(other, str) else False if isinstance(other, bool) else 0
    if isinstance(value, bool):
        return (2, float(value), "")
    if isinstance(value, str):
        return (1, 0, value.casefold())
    return (0, value, "")
