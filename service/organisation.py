"""The agency as its coordinator's workbook describes it: units, recipients, settings. Data, never code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from operator import itemgetter
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, select

from service import state
from service.duties import allowances
from service.duties.allowances import Allowance
from service.periods import fixed, workdays
from service.periods.windows import Cut, Rules, Window, containing, window
from service.periods.workdays import PLAIN, Calendar
from service.report_kinds import KINDS
from service.store.tables import record, snapshot, workbook
from sheets_schema import descriptor
from sheets_schema.cells import fold
from sheets_schema.naming import Naming

_YES = {fold(word) for word in ("có", "yes", "true", "x", "1", "đúng")}


@dataclass(frozen=True)
class Unit:
    """One unit of the agency, as the coordinator lists it."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    parent: str = ""
    editors: tuple[str, ...] = ()
    head: str = ""
    spreadsheet: str = ""
    has_dossiers: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""  # code of the unit that takes over from the day after `valid_to`

    def ended_before(self, day: date) -> bool:
        """Whether the unit's last day lies before `day`."""
        return self.valid_to is not None and self.valid_to < day

    def valid_in(self, window: Window) -> bool:
        """Whether the unit exists on some day of the window."""
        begun = self.valid_from is None or self.valid_from <= window.end
        return begun and (self.valid_to is None or self.valid_to >= window.start)


@dataclass(frozen=True)
class Recipient:
    """A person who gets reports. role: coordinator | leader; reports: all | monthly | annual."""

    email: str
    name: str
    role: str
    language: Literal["vi", "en"] = "vi"
    reports: str = "all"

    def wants(self, kind: str) -> bool:
        """Whether reports of this kind go to them."""
        return self.reports in ("all", KINDS[kind].asked_for)


@dataclass(frozen=True)
class Settings:
    """The organisational settings; names, types and defaults are those of the settings table's document."""

    values: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True)
class Agency:
    """The identity a report is issued under.

    `symbol` stands in a document's number; `authority`: in whose place the signer signs ("KT. GIÁM ĐỐC").
    """

    name: str
    parent: str
    place: str
    symbol: str = ""
    authority: str = ""
    signer_title: str = ""
    signer: str = ""


@dataclass(frozen=True)
class Organisation:
    """Everything the coordinator decides."""

    units: tuple[Unit, ...]
    recipients: tuple[Recipient, ...]
    settings: Settings
    by_code: Mapping[str, Unit] = field(default_factory=dict)
    #: Labels of the frozen months, in order.
    frozen: tuple[str, ...] = ()
    #: The settings each year with frozen months is held to, oldest first.
    fixed: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    #: The agency's identities, each from its day on, oldest first.
    identities: tuple[tuple[date, Agency], ...] = ()
    #: Days off, make-up days, quiet times.
    calendar: Calendar = PLAIN
    #: What the coordinator allows: extensions, exemptions, reopenings, silence.
    allowances: tuple[Allowance, ...] = ()
    #: The due day and the freeze day that each frozen month was frozen with.
    dated: tuple[tuple[str, date, date], ...] = ()

    def agency_on(self, day: date) -> Agency:
        """The identity in force on a day; before the first one listed, that of the settings."""
        in_force = [identity for since, identity in self.identities if since <= day]
        s = self.settings
        return (
            in_force[-1]
            if in_force
            else Agency(str(s.agency_name), str(s.agency_parent), str(s.agency_place))
        )

    @property
    def language(self) -> Literal["vi", "en"]:
        """The agency's language: of its reports, and of what its units are told."""
        return _language(self.settings.language)

    def year_on(self, day: date) -> int:
        """The year whose workbooks are kept: the one set, or that of the month `day` lies in."""
        return int(self.settings.year or containing(day, self.rules).label[:4])

    @property
    def rules(self) -> Rules:
        """How the agency cuts time, the years with frozen months as they were cut."""
        s = self.settings
        cuts = tuple(
            Cut(year, held["window_start_day"], held["school_year_end_month"])
            for year, held in self.fixed.items()
        )
        return Rules(
            s.window_start_day,
            s.due_after_days,
            s.freeze_after_days,
            s.school_year_end_month,
            cuts,
            self.calendar,
            self.dated,
            meeting_after=s.meeting_after_days,
            conclusions_after=s.conclusions_after_days,
            full_review_month=s.full_review_month,
        )

    def settings_of(self, year: int) -> Settings:
        """The settings in force in a year; years before the first that has frozen months go with that."""
        held = next((held for of, held in self.fixed.items() if year <= of), {})
        return Settings({**self.settings.values, **held})

    def fixed_on(self, day: date) -> Mapping[str, int]:
        """The settings that cannot change now: those the year `day` lies in is held to."""
        return self.fixed.get(int(containing(day, self.rules).label[:4]), {})

    def takes_entries(self, month: Window, day: date) -> bool:
        """Whether what is entered on `day` still counts for a month; a later freeze day opens none again."""
        return day <= month.freeze and month.label not in self.frozen

    def units_in(self, window: Window) -> tuple[Unit, ...]:
        """The units that exist in the window, in the coordinator's order."""
        return tuple(unit for unit in self.units if unit.valid_in(window))

    def naming(self) -> Naming:
        """Which unit is meant, by any of its names."""
        return Naming(
            (name, unit.code) for unit in self.units for name in (unit.code, unit.name, *unit.aliases) if name
        )

    def heir(self, code: str, day: date) -> Unit | None:
        """Who answers on `day` for what a unit left open: itself, or the unit that took over from it.

        None for a unit that is not listed, or that ended and was merged into none.
        """
        unit, passed = self.by_code.get(code), set()
        while unit is not None and unit.ended_before(day):
            passed.add(unit.code)
            unit = self.by_code.get(unit.successor) if unit.successor not in passed else None
        return unit

    def keeper(self, code: str, day: date, done_on: date | None) -> str:
        """Who answers on `day` for a matter of a unit: the unit itself for what it had done by its last day.

        "" for one that ended and was merged into none; a code that is not listed answers for itself.
        """
        unit = self.by_code.get(code)
        if unit is None or (done_on is not None and not unit.ended_before(done_on)):
            return code
        heir = self.heir(code, day)
        return heir.code if heir else ""

    def above(self, code: str) -> tuple[str, ...]:
        """The codes of the units above one, nearest first."""
        found: list[str] = []
        unit = self.by_code.get(code)
        while unit is not None and unit.parent and unit.parent not in (code, *found):
            found.append(unit.parent)
            unit = self.by_code.get(unit.parent)
        return tuple(found)

    def left_to(self, code: str, day: date) -> tuple[Unit, ...]:
        """The ended units whose open matters are a unit's on `day`, in the coordinator's order."""
        ended = (unit for unit in self.units if unit.code != code and unit.ended_before(day))
        return tuple(unit for unit in ended if (heir := self.heir(unit.code, day)) and heir.code == code)

    def addressed(self, role: str, kind: str) -> list[Recipient]:
        """The people of a role who get reports of a kind."""
        return [r for r in self.recipients if r.role == role and r.wants(kind)]

    def fingerprint_on(self, day: date) -> str:
        """Changes whenever something changes that workbooks or the form are laid out by, the year as well."""
        units = [astuple(unit) for unit in self.units]
        told = [person.email for person in coordinators(self, "")]
        told += [unit.code for unit in self.units if unit.ended_before(day)]
        held = [self.year_on(day), units, told, dict(self.settings.values), astuple(self.agency_on(day))]
        return json.dumps(held, ensure_ascii=False, default=str)


#: The coordinator's tables that say what the agency is; her registers are read elsewhere.
TABLES = ("units", "recipients", "settings", "identities", "holidays", "exceptions")
#: Where the store keeps in which month a unit was added in the middle of a year: code → label, "" for none;
#: noted by an older version, the year alone.
NEWCOMERS = "units_added"
#: What `read` asks, put together once: every job and every check begins with it.
_BOOK = select(workbook.c.id, workbook.c.last_read_at).where(workbook.c.key == "coordinator")
_ROWS = (
    select(record.c.table_name, record.c["values"])
    .where(record.c.workbook_id == bindparam("book"), record.c.table_name.in_(TABLES))
    .order_by(record.c.row)
)
_FROZEN = select(snapshot.c.label).where(snapshot.c.kind == "monthly").order_by(snapshot.c.label)


def read(connection: Connection) -> Organisation | None:
    """The organisation from the coordinator's last good records; None before they were ever read."""
    book = connection.execute(_BOOK).first()
    if book is None or book.last_read_at is None:
        return None
    held = fixed.read(connection)
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for name, values in connection.execute(_ROWS, {"book": book.id}):
        tables[name].append(values)
    units = tuple(_unit(values) for values in tables["units"])
    made = Organisation(
        units,
        tuple(_recipient(values) for values in tables["recipients"]),
        settings(tables["settings"]),
        {unit.code: unit for unit in units},
        tuple(connection.execute(_FROZEN).scalars()),
        held.settings,
        tuple(sorted((_identity(values) for values in tables["identities"]), key=itemgetter(0))),
        workdays.calendar(tables["holidays"]),
        tuple(allowances.of(values) for values in tables["exceptions"]),
        held.dated,
    )
    return _with_newcomers(made, state.get(connection, NEWCOMERS) or {})


def _with_newcomers(known: Organisation, added: Mapping[str, str]) -> Organisation:
    """The agency with each unit that nobody dates there from the month on in which it was `added` (code →
    label, "" for none), unless it is listed as ended before that.
    """
    days = {
        code: window(label, known.rules).start
        for code, label in added.items()
        if len(label) == len("2022-01")
    }
    blank = [unit for unit in known.units if unit.code in days and unit.valid_from is None]
    late = {unit.code: days[unit.code] for unit in blank if not unit.ended_before(days[unit.code])}
    if not late:
        return known
    units = tuple(replace(unit, valid_from=late.get(unit.code, unit.valid_from)) for unit in known.units)
    return replace(known, units=units, by_code={unit.code: unit for unit in units})


def coordinators(known: Organisation | None, email: str, kind: str = "") -> list[Recipient]:
    """The coordinators listed (for reports of a `kind`, those who get them), each address once.

    When there is none, the one at `email`, the configuration's address; when that is blank, nobody.
    """
    listed = [r for r in known.recipients if r.role == "coordinator"] if known else []
    found = {r.email.casefold(): r for r in listed if not kind or r.wants(kind)}
    if found or not email:
        return list(found.values())
    return [Recipient(email, "", "coordinator", known.language if known else "vi")]


def settings(rows: list[dict[str, Any]]) -> Settings:
    """Typed settings: what the coordinator wrote, over the defaults of the table's document."""
    known = {str(entry["key"]): entry for entry in descriptor.table("settings").known}
    values = {key: entry["default"] for key, entry in known.items()}
    for row in rows:
        key, value = str(row["key"]), row.get("value")
        if key in known and value not in (None, ""):
            values[key] = _typed(known[key]["type"], value)
    return Settings(values)


def _typed(kind: str, value: Any) -> Any:
    """A setting's cell, which the table's rules have accepted, as the type its document names."""
    if kind == "integer":
        return int(value)
    if kind == "boolean":
        return value if isinstance(value, bool) else fold(str(value)) in _YES
    return str(value)


def _unit(values: Mapping[str, Any]) -> Unit:
    return Unit(
        code=values["code"],
        name=values["name"],
        aliases=tuple(values.get("aliases") or ()),
        parent=values.get("parent") or "",
        editors=tuple(values.get("editors") or ()),
        head=values.get("head") or "",
        spreadsheet=values.get("spreadsheet") or "",
        has_dossiers=bool(values.get("has_dossiers")),
        valid_from=_day(values.get("valid_from")),
        valid_to=_day(values.get("valid_to")),
        successor=values.get("successor") or "",
    )


def _recipient(values: Mapping[str, Any]) -> Recipient:
    return Recipient(
        values["email"],
        values["name"],
        values["role"],
        _language(values.get("language")),
        values.get("reports") or "all",
    )


def _identity(values: Mapping[str, Any]) -> tuple[date, Agency]:
    told = {name: str(values.get(name) or "") for name in Agency.__dataclass_fields__}
    return date.fromisoformat(values["valid_from"]), Agency(**told)


def _language(value: str | None) -> Literal["vi", "en"]:
    return "en" if value == "en" else "vi"


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
