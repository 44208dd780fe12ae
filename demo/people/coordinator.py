"""The coordinator: keeps her own workbook, reads the report and approves it on the web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin

import requests

from demo import calendar, department, registers
from demo.calendar import ZONE
from demo.entries import Entry, Meant
from demo.people.desk import Desk, Story
from demo.people.hands import Book, Hands, Tab
from demo.people.registers import Registers
from demo.registers import Row, Step
from sheets_schema import descriptor

_TIMEOUT = 60.0

SETTINGS: dict[str, Meant] = {
    "agency_name": department.AGENCY,
    "agency_parent": department.PARENT,
    "agency_place": department.PLACE,
    "year": department.YEAR,
    "window_start_day": 15,
    "due_after_days": 1,
    "freeze_after_days": 5,
    "k": 5,
    "contact": f"Thư ký ISO, {department.COORDINATOR}",
}

RECIPIENTS: tuple[tuple[str, str, str], ...] = (
    (department.COORDINATOR, "Nguyễn Thu Trang", "coordinator"),
    (department.LEADERS[0], "Giám đốc Sở", "leader"),
    (department.LEADERS[1], "Phó Giám đốc Sở", "leader"),
)


@dataclass
class Mistake:
    """A slip in the coordinator's own workbook: typed on `when`, mended on `mend`."""

    entry: Entry
    when: datetime
    mend: datetime
    right: dict[str, str]
    typed: bool = False


class Coordinator(Desk):
    """The coordinator of the steering committee."""

    def __init__(self, hands: Hands, pages: str, story: Story, units: tuple[department.Unit, ...]) -> None:
        super().__init__("coordinator", hands, story)
        self.pages, self.units = pages, units
        self._waiting: list[tuple[datetime, str, str]] = []
        self._mistakes = _mistakes()
        known = {unit.code for unit in units}
        rows = [*registers.story("coordinator", known), *self.organisation()]
        self.registers = Registers(self, rows)

    def is_own(self, title: str) -> bool:
        """The coordinator's workbook is the one that is nobody else's."""
        return "thư ký" in title.casefold() or "điều phối" in title.casefold()

    def begin(self, now: datetime, adopted: dict[str, str]) -> bool:
        """Fill the workbook at the start: settings, units (`adopted`: code → spreadsheet), recipients."""
        book = self.open()
        if book is None:
            return False
        self._settings(book, now)
        units, recipients = book.tab(_title("units")), book.tab(_title("recipients"))
        if units is None or recipients is None:
            return False
        for unit in self.units:
            if unit.since is None:
                self.add_row(units, self._unit(unit, adopted.get(unit.code)), now)
        for email, name, role in RECIPIENTS:
            meant: dict[str, Meant] = {"email": email, "name": name, "role": role}
            self.add_row(recipients, self._entry("recipients", email, meant), now)
        self.registers.work(book, now)
        self.commit(book)
        return True

    def organisation(self) -> Iterator[Row]:
        """Units that are born, merged or renamed in mid-year, as she writes it down a week before."""
        week = timedelta(days=7)
        for unit in self.units:
            if unit.since is not None:
                born = {**self._unit(unit, None).meant, "valid_from": unit.since}
                yield Row("units", self.name, (Step(unit.since - week, born),))
            cells: dict[str, Meant] = {"code": unit.code}
            if unit.until is not None:
                left: dict[str, Meant] = {**cells, "valid_to": unit.until, "successor": unit.successor}
                yield Row("units", self.name, (Step(unit.until - week, left),), there=True)
            if unit.renamed is not None:
                day, name = unit.renamed
                new: dict[str, Meant] = {**cells, "name": name, "aliases": [*unit.aliases, unit.name]}
                yield Row("units", self.name, (Step(day, new),), there=True)

    def sit(self, now: datetime) -> None:
        """Make and mend her own slips; approve what waits for her."""
        due = [m for m in self._mistakes if (m.mend if m.typed else m.when) <= now]
        if (due or self.registers.due(now)) and (book := self.open()) is not None:
            for mistake in due:
                self._slip(book, mistake, now)
            self.registers.work(book, now)
            self.commit(book)
        for when, kind, label in list(self._waiting):
            if when <= now and self._approve(kind, label):
                self._waiting.remove((when, kind, label))

    def expect(self, kind: str, label: str, now: datetime) -> None:
        """A report has come: she reads it and approves it a day later; one month she takes a week."""
        days = 7 if label == "2022-07" else 1
        day = calendar.workday((now + timedelta(days=days)).date())
        self._waiting.append((datetime.combine(day, time(14), ZONE), kind, label))

    def _settings(self, book: Book, now: datetime) -> None:
        tab = book.tab(_title("settings"))
        if tab is None:
            return
        for key, value in SETTINGS.items():
            entry = Entry("settings", key, {"value": value}, {"value": str(value)}, {"key": key})
            row = self.row_of(entry, tab)
            if row is not None:
                self.type_row(tab, row, entry, now, ["value"])

    def _unit(self, unit: department.Unit, spreadsheet: str | None) -> Entry:
        meant: dict[str, Meant] = {
            "code": unit.code,
            "name": unit.name,
            "aliases": list(unit.aliases),
            "editors": [unit.email, unit.head_email],
            "head": unit.head_email,
            "spreadsheet": spreadsheet,
            "has_dossiers": bool(unit.procedures),
        }
        return self._entry("units", unit.code, meant)

    def _entry(self, table: str, key: str, meant: dict[str, Meant]) -> Entry:
        entry = Entry(table, key, meant, {}, {descriptor.table(table).primary_key[0]: key})
        entry.typed = {name: self.spell(entry, name) for name in meant}
        return entry

    def _slip(self, book: Book, mistake: Mistake, now: datetime) -> None:
        entry, tab = mistake.entry, book.tab(_title(mistake.entry.table))
        if tab is None:
            return
        if not mistake.typed:
            mistake.typed = True
            self.tally.slips += 1
            row = self.row_of(entry, tab)
            if row is None:
                self.add_row(tab, entry, now)
            else:
                self.type_row(tab, row, entry, now, list(mistake.right))
            return
        row = self._row_typed(tab, entry)
        self._mistakes.remove(mistake)
        if row is None:
            return
        mended = Entry(entry.table, entry.key, entry.meant, {**entry.typed, **mistake.right}, entry.where)
        self.type_row(tab, row, mended, now, list(mistake.right))

    def _row_typed(self, tab: Tab, entry: Entry) -> int | None:
        where = {name: entry.typed[name] for name in entry.where}
        return self.row_of(Entry(entry.table, entry.key, {}, {}, where), tab)

    def _approve(self, kind: str, label: str) -> bool:
        """Open the report's page, tick that it was read, press the button."""
        session = requests.Session()
        address = urljoin(self.pages, f"/bao-cao/{kind}/{label}")
        page = session.get(address, timeout=_TIMEOUT)
        form = _Form.find(page.text, "/duyet") if page.status_code == 200 else None
        if form is None:
            return False
        data = {**form.fields, "confirm": "yes"}
        headers = {"Referer": address, "Origin": self.pages.rstrip("/")}
        sent = session.post(urljoin(address, form.action), data=data, headers=headers, timeout=_TIMEOUT)
        return sent.status_code == 200


class _Form(HTMLParser):
    """The form of a page whose action ends in a given way, with its hidden fields."""

    def __init__(self, ending: str) -> None:
        super().__init__()
        self.ending, self.action, self._inside = ending, "", False
        self.fields: dict[str, str] = {}

    @classmethod
    def find(cls, text: str, ending: str) -> _Form | None:
        """Read a page; None when it has no such form."""
        found = cls(ending)
        found.feed(text)
        return found if found.action else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the hidden fields of the wanted form."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and re.search(re.escape(self.ending) + r"(\?|$)", given.get("action", "")):
            self.action, self._inside = given["action"], True
        if self._inside and tag == "input" and given.get("type") == "hidden":
            self.fields[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """Leave the form."""
        if tag == "form":
            self._inside = False


def _title(table: str) -> str:
    return descriptor.table(table).title


def _mistakes() -> list[Mistake]:
    """What goes wrong in her own workbook during the year: (row as meant, as typed, expected codes)."""
    rows: list[tuple[date, int, str, dict[str, Meant], dict[str, str], tuple[str, ...]]] = [
        (date(2022, 2, 8), 2, "recipients",
         {"email": "bandao.iso@minhha.example", "name": "Ban Chỉ đạo ISO", "role": "leader",
          "reports": "annual"},
         {"email": "bandao.iso@", "name": "Ban Chỉ đạo ISO", "role": "Lãnh đạo", "reports": "Hằng năm"},
         ("email_invalid",)),
        # Wrong over February's close: the unit stays as it last was right, or its figures would be missing.
        (date(2022, 2, 18), 4, "units", {"code": "MC", "has_dossiers": True},
         {"code": "MC", "has_dossiers": "chưa rõ"}, ("yesno_unknown",)),
        (date(2022, 3, 22), 3, "settings", {"key": "k", "value": 5}, {"key": "k", "value": "năm phiếu"},
         ("setting_invalid",)),
        (date(2022, 4, 5), 1, "units",
         {"code": "THUVIEN", "name": "Thư viện Sở", "editors": ["thuvien@minhha.example"],
          "valid_from": date(2023, 1, 1), "valid_to": date(2023, 12, 31)},
         {"code": "THUVIEN", "name": "Thư viện Sở", "editors": "thuvien@minhha.example",
          "valid_from": "01/01/2023", "valid_to": "31/12/2021"}, ("date_order",)),
        (date(2022, 5, 24), 2, "units",
         {"code": "BANQL", "name": "Ban Quản lý dự án", "aliases": ["Ban QLDA"],
          "editors": ["banql@minhha.example"], "valid_from": date(2023, 1, 1)},
         {"code": "BANQL", "name": "Ban Quản lý dự án", "aliases": "Văn phòng",
          "editors": "banql@minhha.example", "valid_from": "01/01/2023"}, ("alias_duplicate",)),
        (date(2022, 6, 22), 2, "units",
         {"code": "QUY", "name": "Quỹ khuyến học", "editors": ["quy@minhha.example"],
          "valid_from": date(2023, 1, 1)},
         {"code": "quỹ kh", "name": "Quỹ khuyến học", "editors": "quy@minhha.example",
          "valid_from": "01/01/2023"}, ("pattern_mismatch",)),
    ]  # fmt: skip
    return [_mistake(*row) for row in rows]


def _mistake(
    day: date, days: int, table: str, meant: dict[str, Meant], typed: dict[str, str], codes: tuple[str, ...]
) -> Mistake:
    key = descriptor.table(table).primary_key[0]
    right = _right(meant, typed)
    entry = Entry(
        table, str(meant[key]), meant, typed, {key: typed[key]}, None, "own", codes, True, tuple(right)
    )
    day = calendar.workday(day)
    later = calendar.workday(day + timedelta(days=days))
    return Mistake(entry, datetime.combine(day, time(8), ZONE), datetime.combine(later, time(8), ZONE), right)


def _right(meant: dict[str, Meant], typed: dict[str, str]) -> dict[str, str]:
    """The texts that put right what was typed wrongly."""
    right = {}
    for name, value in meant.items():
        text = f"{value:%d/%m/%Y}" if isinstance(value, date) else "có" if value is True else str(value)
        text = "; ".join(value) if isinstance(value, list) else text
        if name not in ("role", "reports") and typed.get(name) != text:
            right[name] = text
    return right
