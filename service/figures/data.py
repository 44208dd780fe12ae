"""What a period looked like when it was frozen: the snapshot that figures read, and the figures themselves.

`to_json` gives the canonical text that is kept and hashed; `from_json` reads it back. Dates inside
`Row.values` are ISO strings in both directions, so a snapshot read back equals the one that was written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from service.duties import duty
from service.duties.duty import Duty
from service.periods.windows import Cut, Rules, Window
from service.periods.workdays import Calendar

#: The pseudo-unit of a cube row that holds the pools left over at the end of the year.
LEFTOVER = "*"
#: The pseudo-question that counts people by their lowest valid level (0: no valid answer).
LOWEST = "lowest"
#: The pseudo-question that counts comments, and what the names of those of themes and patterns begin with.
COMMENT = "comment"
THEME = "theme."
FLAG = "flag."
#: The question on the service overall: the only one published of a single unit.
OVERALL = "q8"

Kind = Literal["monthly", "annual", "conclusions"]
Scale = Literal["share", "count", "score", "value"]
Number = Fraction | float


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit. `parent`: the nearest one above it that is valid in the window too; `successor`: whom it was
    merged into.
    """

    code: str
    name: str
    has_dossiers: bool = False
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""

    def valid_in(self, window: Window) -> bool:
        """Whether the unit exists on some day of the window."""
        begun = self.valid_from is None or self.valid_from <= window.end
        return begun and (self.valid_to is None or self.valid_to >= window.start)


@dataclass(frozen=True, slots=True)
class Row:
    """One record that counts: its unit, its key, its values by field name, where it stood, of which year."""

    unit: str
    key: str
    values: Mapping[str, Any]
    origin: tuple[str, str, int] = ("", "", 0)  # spreadsheet id, tab, sheet row
    year: int = 0  # of its workbook

    def __post_init__(self) -> None:
        """Keep dates as ISO strings, whatever was given."""
        plain = {name: v.isoformat() if isinstance(v, date) else v for name, v in self.values.items()}
        object.__setattr__(self, "values", plain)

    @property
    def place(self) -> str:
        """The origin as `spreadsheet!tab!row`."""
        return "!".join(str(part) for part in self.origin)

    def day(self, name: str) -> date | None:
        """The value of a date field."""
        value = self.values.get(name)
        return date.fromisoformat(value) if isinstance(value, str) and value else None

    def text(self, name: str) -> str:
        """The value of a text field, "" when blank."""
        value = self.values.get(name)
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Excluded:
    """A row left out because of an error. `key` is "" when the row has none that can be read."""

    unit: str
    table: str
    key: str
    row: int
    column: str
    code: str

    @property
    def line(self) -> str:
        """One line for `Figure.exclusions`."""
        return f"{self.unit}/{self.table}/{self.key or f'row{self.row}'}/{self.column or '-'}/{self.code}"


@dataclass(frozen=True, slots=True)
class Open:
    """Problems of a unit that stood open at the freeze."""

    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class Freshness:
    """How well a unit's workbook was read: when last (ISO), and `fresh`, `unreachable` or `unusable`."""

    last_read_at: str | None = None
    state: str = "fresh"


@dataclass(frozen=True, slots=True)
class CubeRow:
    """Counts of a published batch. `first`, `last`: its months ("2022-02"); it is published in `last`.

    `question` is one of the questionnaire `version`, LOWEST, COMMENT, THEME + name or FLAG + name; `level`
    1 … 5, or 0 for not applicable or blank (1 for what is only counted).
    """

    unit: str
    first: str
    last: str
    question: str
    level: int
    count: int
    version: int = 1


@dataclass(frozen=True, slots=True)
class Change:
    """An edit to a frozen period, seen after its freeze; "" before or after where nothing was or is."""

    unit: str
    table: str
    key: str
    field: str
    before: str
    after: str
    seen_at: str
    period: str


@dataclass(frozen=True, slots=True)
class Data:
    """A frozen period. `units` in the coordinator's order, `former` those that ended before it; rows only of
    `units` and of the period's year, but for findings, corrections and registers that go on over the years;
    what an ended unit left open stands with the unit that took over.

    `previous`: the figures (JSON form) of the report of the month before. `months`: figures (JSON form) of
    the year's monthly reports by label; a monthly report may carry the earlier ones for its chart.
    """

    window: Window
    kind: Kind
    rules: Rules
    units: tuple[Unit, ...] = ()
    former: tuple[Unit, ...] = ()
    k: int = 5
    objectives: tuple[Row, ...] = ()
    progress: tuple[Row, ...] = ()
    dossiers: tuple[Row, ...] = ()
    findings: tuple[Row, ...] = ()
    findings_known: bool = True  # the auditors' workbook has been read at least once
    unread: tuple[str, ...] = ()  # what could not be read at the freeze: "answers", "workbooks"
    corrections: tuple[Row, ...] = ()
    confirmations: tuple[Row, ...] = ()
    registers: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)  # table name → its right rows
    duties: tuple[Duty, ...] = ()  # what was owed, as it stood at the freeze
    open_conclusions: tuple[Duty, ...] = ()  # those owed then, whatever their day; in no figure
    after_year: tuple[Duty, ...] = ()  # of a year, due after its window, for it and for January; in no figure
    reminders: Mapping[str, int] = field(default_factory=dict)  # by what became of them, since the last close
    excluded: tuple[Excluded, ...] = ()
    problems_open: Mapping[str, Open] = field(default_factory=dict)
    freshness: Mapping[str, Freshness] = field(default_factory=dict)
    cube: tuple[CubeRow, ...] = ()
    late_answers: Mapping[str, int] = field(default_factory=dict)
    unassigned_answers: int = 0
    changes_after_close: tuple[Change, ...] = ()
    previous: Mapping[str, Any] | None = None
    year_before: Mapping[str, Any] | None = None  # figures on satisfaction of the same period a year before
    months: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    #: Where fields stood: "spreadsheet!tab" → field → zero-based column, and "" → the tab's id.
    places: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The year the period is reported under."""
        return int(self.window.label[:4])

    def to_json(self) -> str:
        """The canonical text: sorted keys, no spaces, UTF-8 letters as they are."""
        form = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
        return json.dumps(_plain(self), default=_plain, **form)  # type: ignore[arg-type]

    def digest(self) -> str:
        """SHA-256 of the canonical text, hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no place in a snapshot")


def _rows(items: list[dict[str, Any]]) -> tuple[Row, ...]:
    return tuple(Row(i["unit"], i["key"], i["values"], tuple(i["origin"]), i.get("year", 0)) for i in items)


def _window(item: dict[str, Any]) -> Window:
    days = {name: date.fromisoformat(item[name]) for name in ("start", "end", "due", "freeze")}
    return Window(label=item["label"], kind=item["kind"], **days)


def _unit(item: dict[str, Any]) -> Unit:
    days = {n: date.fromisoformat(item[n]) if item.get(n) else None for n in ("valid_from", "valid_to")}
    return Unit(**{**item, **days})


def _rules(item: dict[str, Any]) -> Rules:
    spans = item.get("calendar", {})
    calendar = Calendar(**{name: tuple(_span(*span) for span in spans[name]) for name in spans})
    dated = tuple((label, *_span(due, freeze)) for label, due, freeze in item.get("dated", ()))
    cuts = tuple(Cut(**cut) for cut in item.get("cuts", ()))
    return Rules(**{**item, "cuts": cuts, "calendar": calendar, "dated": dated})


def _freshness(item: dict[str, Any]) -> Freshness:
    return Freshness(item["last_read_at"], item["state"])


def _span(first: str, last: str) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last)


_ROWS = ("objectives", "progress", "dossiers", "findings", "corrections", "confirmations")
_LISTS: tuple[tuple[str, type], ...] = (
    ("excluded", Excluded),
    ("cube", CubeRow),
    ("changes_after_close", Change),
)


def from_json(text: str) -> Data:
    """A snapshot from its canonical text. Raises KeyError or ValueError when it is not one."""
    raw: dict[str, Any] = json.loads(text)
    parts: dict[str, Any] = dict(raw)
    parts["window"], parts["rules"] = _window(raw["window"]), _rules(raw["rules"])
    parts |= {name: _rows(raw[name]) for name in _ROWS}
    parts |= {name: tuple(of(**item) for item in raw[name]) for name, of in _LISTS}
    parts |= {name: tuple(_unit(item) for item in raw.get(name, ())) for name in ("units", "former")}
    parts["registers"] = {table: _rows(rows) for table, rows in raw["registers"].items()}
    for name in ("duties", "open_conclusions", "after_year"):
        parts[name] = tuple(duty.from_json(item) for item in raw.get(name, ()))
    parts["problems_open"] = {unit: Open(**item) for unit, item in raw["problems_open"].items()}
    parts["freshness"] = {unit: _freshness(item) for unit, item in raw["freshness"].items()}
    parts["unread"] = tuple(raw.get("unread", ()))
    return Data(**parts)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with everything that is needed to argue about it (see docs/figures.md)."""

    name: str
    value: Number | None
    unit: Scale
    numerator: Number | None = None
    denominator: Number | None = None
    n: int | None = None
    state: str | None = None
    exclusions: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The figure as JSON values; the name is the key it stands under."""
        return {
            "value": number(self.value),
            "numerator": number(self.numerator),
            "denominator": number(self.denominator),
            "n": self.n,
            "unit": self.unit,
            "state": self.state,
            "exclusions": list(self.exclusions),
            "origin": list(self.origin),
        }


def number(value: Number | int | None) -> int | float | None:
    """An exact number as JSON: whole ones as int, others as float."""
    if isinstance(value, Fraction) and value.denominator == 1:
        return int(value)
    return float(value) if isinstance(value, Fraction) else value


Figures = dict[str, Figure]
