"""The year: people and programs take turns along the simulated time, day by day."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import requests

from demo import calendar, department, dumps, register_slips, slips
from demo.calendar import ZONE, Moment
from demo.entries import Diary
from demo.people import habits
from demo.people.auditors import Auditors
from demo.people.citizens import Citizens, invent
from demo.people.clerk import Clerk
from demo.people.coordinator import Coordinator
from demo.people.desk import Desk, Story
from demo.people.hands import Refused
from demo.world import Broken, Worker, World, mails

_SUBJECT = re.compile(
    r"(Báo cáo (?:tháng|năm)|Dự thảo biên bản .*tháng|Thông báo kết luận .*tháng) (?:(\d{1,2})/)?(\d{4})"
)
#: What a report's kind is called in its subject, by how that begins.
_KINDS = {
    "Báo cáo tháng": "monthly",
    "Báo cáo năm": "annual",
    "Dự thảo": "minutes",
    "Thông báo": "conclusions",
}
#: In June the form cannot be read for longer than a close waits: the window's last answers are late.
OUTAGE = (datetime(2022, 6, 13, 17, 0, tzinfo=ZONE), datetime(2022, 6, 22, 12, 0, tzinfo=ZONE))


@dataclass
class Year:
    """One seed's year in one world. `tell` is called with each moment's date and what the worker did."""

    world: World
    seed: int
    months: int
    dumping: bool = False
    failures: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Start the programs, give everybody a desk, let the coordinator fill her workbook."""
        now = datetime(2021, 12, 15, 7, 30, tzinfo=ZONE)
        self.world.set_clock(now)
        self.world.open_standin()
        self._people()
        self._adopt()
        self.world.initialise()
        self.world.open_pages()
        self.worker = Worker(self.world)
        self.coordinator = Coordinator(
            self.world.hands(department.COORDINATOR), self.world.pages, self.story, self.units
        )
        visits = invent(self.seed, self.units, self.story.months[-1].end)
        self.citizens = Citizens(self.world.pages, self.world.directory / "answered.jsonl", visits)
        now += timedelta(minutes=20)
        self.world.set_clock(now)
        if not self.coordinator.begin(now, {c.name: c.book_id for c in self.clerks if c.book_id}):
            raise Broken(f"the coordinator does not find her workbook: {self.coordinator.tally.refused}")
        self.world.set_clock(now + timedelta(minutes=15))
        self._tick()
        self._let_auditors_in()

    def _people(self) -> None:
        self.units = department.units(self.world.number_of_units)
        every = {**slips.BY_TABLE, **register_slips.BY_TABLE}
        decks = {table: slips.Deck(own, Random(f"{self.seed}|deck|{table}")) for table, own in every.items()}
        diary = Diary(self.world.directory / "meant.jsonl")
        self.story = Story(self.seed, calendar.months(self.months), diary, decks, self.units)
        self.clerks = [
            Clerk(unit, self.world.hands(unit.email), self.world.hands(unit.head_email), self.story)
            for unit in self.units
        ]
        for clerk in self.clerks:
            habits.plan(clerk, self.world.service_account)
        self.auditors = Auditors(self.world.hands(department.AUDITORS[0]), self.story, self.clerks)
        self._reported: set[str] = set()
        self._closing: str | None = None
        self._faulty, self._read_at = False, datetime(2021, 12, 15, tzinfo=ZONE)

    def _adopt(self) -> None:
        """Some units already keep a spreadsheet of their own, and share it."""
        for clerk in self.clerks:
            if clerk.unit.adopts:
                clerk.book_id = clerk.hands.create(f"Sổ chất lượng {clerk.unit.name}", "vi_VN")
                clerk.hands.share(clerk.book_id, self.world.service_account)
                clerk.hands.share(clerk.book_id, clerk.unit.head_email)

    def _let_auditors_in(self) -> None:
        """The coordinator shares the auditors' workbook with them."""
        shared = self.coordinator.hands.shared_with_me()
        book = next((ident for title, ident in shared.items() if self.auditors.is_own(title)), None)
        if book is None:
            self.failures.append("the auditors' workbook was not made")
            return
        self.auditors.book_id = book
        for auditor in department.AUDITORS:
            self.coordinator.hands.share(book, auditor)

    def live(self, tell: Callable[[datetime], None]) -> None:
        """Every moment from the first day to the last."""
        for moment in calendar.moments(self.months):
            self._citizens(moment.at)
            self._outage(moment.at)
            self.world.set_clock(moment.at)
            if moment.kind == "people":
                self._act(moment.at)
            else:
                self._work(moment)
            tell(moment.at)

    def _citizens(self, until: datetime) -> None:
        for visit in self.citizens.due(until):
            self.world.set_clock(visit.at)
            self.citizens.answer(visit)

    def _act(self, now: datetime) -> None:
        for desk in (self.coordinator, self.auditors, *self.clerks):
            try:
                desk.sit(now)
            except Refused as refused:
                desk.refuse(refused)

    def _work(self, moment: Moment) -> None:
        self._closing = moment.closes or self._closing
        if self._closing and self.dumping:
            self._dump(self._closing, moment.at)
        if ("close", self._closing) in self._tick():
            self._closing = None
        if not self._faulty:
            self._read_at = moment.at

    def _dump(self, label: str, now: datetime) -> None:
        """Dump what stands; while the form cannot be read, with the instant up to which answers were read."""
        if not self._faulty:
            dumps.write(self.world, label, now, self.desks())
            return
        self._break(False)
        dumps.write(self.world, label, now, self.desks(), self._read_at)
        self._break(True)

    def desks(self) -> dict[str, Desk]:
        """Who sees which workbook, by the workbook's key."""
        found: dict[str, Desk] = {"coordinator": self.coordinator, "auditors": self.auditors}
        return {**found, **{f"unit:{clerk.name}": clerk for clerk in self.clerks}}

    def _tick(self) -> set[tuple[str, str]]:
        """Let the worker do what is due; gives back what it did well, as (job, period)."""
        did = self.worker.step()
        failed = [one for one in did if one.get("error") and not (self._faulty and one["job"] == "answers")]
        self.failures += [f"{one['job']} {one['period']}: {one['error']}" for one in failed]
        if any(one["job"] == "deliver" for one in did):
            self._read_mail()
        return {(one["job"], one["period"]) for one in did if not one.get("error")}

    def _read_mail(self) -> None:
        """The coordinator finds reports in her mailbox."""
        for mail in mails(self.world.directory):
            match = _SUBJECT.search(mail["subject"])
            if not match or department.COORDINATOR not in mail["recipients"]:
                continue
            kind = next(kind for words, kind in _KINDS.items() if match[1].startswith(words))
            label = f"{match[3]}-{int(match[2]):02}" if match[2] else match[3]
            if f"{kind} {label}" not in self._reported:
                self._reported.add(f"{kind} {label}")
                now = datetime.fromisoformat(self.world.clock_file.read_text(encoding="utf-8"))
                self.coordinator.expect(kind, label, now)

    @property
    def reports(self) -> list[str]:
        """The reports on figures that reached the coordinator, such as "monthly 2022-03"."""
        return sorted(one for one in self._reported if one.startswith(("monthly", "annual")))

    def _outage(self, now: datetime) -> None:
        wanted = OUTAGE[0] <= now < OUTAGE[1]
        if wanted == self._faulty:
            return
        self._faulty = wanted
        self._break(wanted)

    def _break(self, broken: bool) -> None:
        """Make the stand-in refuse to list answers, or let it again."""
        fault = {"match": "*responses.list", "status": 403, "times": 100000, "message": "Permission denied"}
        answer = requests.post(
            f"{self.world.url}/_sandbox/faults", json=[fault] if broken else [], timeout=30
        )
        answer.raise_for_status()
