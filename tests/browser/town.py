"""A small department whose programs all run: its people type, time passes, the store fills."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, select

from demo import objectives
from demo.department import Unit
from demo.objectives import Aim
from demo.people import hands as screen
from demo.people.clerk import Clerk
from demo.world import World, mails
from demo.year import Year
from service.store import tables
from sheets_schema import descriptor

OBJECTIVES, PROGRESS, START = "Mục tiêu", "Kết quả", "Bắt đầu"


@dataclass
class Town:
    """The demo's world before its first day: workbooks and form are laid out, nobody has typed anything."""

    world: World
    year: Year

    @property
    def clerk(self) -> Clerk:
        """The clerk of the first unit."""
        return self.year.clerks[0]

    @property
    def unit(self) -> Unit:
        """The first unit."""
        return self.clerk.unit

    @property
    def now(self) -> datetime:
        """The simulated instant."""
        return datetime.fromisoformat(self.world.clock_file.read_text(encoding="utf-8"))

    def book(self) -> screen.Book:
        """The first unit's workbook as its clerk sees it."""
        found = self.clerk.open()
        assert found is not None, self.clerk.tally.refused
        return found

    def cell(self, tab: str, a1: str = "A1") -> str:
        """The address of a cell of the first unit's workbook, as links have it."""
        book = self.book()
        return f"{self.world.url}/spreadsheets/d/{book.id}/edit#gid={book.tabs[tab].sheet_id}&range={a1}"

    def type(self, tab: str, row: int, column: str, *texts: str) -> None:
        """The clerk types texts side by side, from a 1-based row and a column's letter on."""
        places = (f"'{tab}'!{chr(ord(column) + n)}{row}" for n in range(len(texts)))
        self.clerk.hands.type(self.book().id, list(zip(places, texts, strict=True)))

    def set_objectives(self) -> None:
        """The first unit's objectives of the demo, all of them right, from row 2 on."""
        for row, name in enumerate(self.unit.objectives, 2):
            self.type(OBJECTIVES, row, "B", *_typed(objectives.AIMS[name]))

    def tick(self, minutes: float = 1) -> list[dict[str, Any]]:
        """Let time pass, then one tick of the worker; what it did. No job may fail."""
        self.until(self.now + timedelta(minutes=minutes))
        did = self.year.worker.step()
        failed = [one for one in did if one.get("error")]
        assert failed == [], failed
        return did

    def until(self, when: datetime) -> None:
        """Let time pass without a tick."""
        self.world.set_clock(when)

    def open_problems(self) -> list[dict[str, Any]]:
        """The open problems of all workbooks, as the store holds them, oldest first."""
        query = (
            select(tables.problem).where(tables.problem.c.mended_at.is_(None)).order_by(tables.problem.c.id)
        )
        return self.rows(query)

    def rows(self, query: Any) -> list[dict[str, Any]]:
        """What the store answers to a query."""
        engine = create_engine(f"sqlite:///{self.world.directory / 'qms.db'}")
        with engine.connect() as connection:
            found = [dict(row) for row in connection.execute(query).mappings()]
        engine.dispose()
        return found

    def mails_to(self, email: str) -> list[dict[str, Any]]:
        """What the mailbox holds for somebody, oldest first."""
        return [mail for mail in mails(self.world.directory) if email in mail["recipients"]]


@contextmanager
def living(directory: Path, units: int = 2, months: int = 1) -> Iterator[Town]:
    """Stand-in, pages and worker as processes of their own, while the block runs."""
    with World(directory, units) as world:
        year = Year(world, seed=1, months=months)
        year.begin()
        assert year.failures == [], year.failures
        yield Town(world, year)


def _typed(aim: Aim) -> list[str]:
    """An objective's cells as typed, from "Mục tiêu" to "Nguồn số liệu"."""
    share = "%" if aim.measure == "%" else ""
    number = f"{aim.target:g}".replace(".", ",")
    return [
        aim.text,
        _label("direction", aim.direction),
        number + share,
        aim.measure,
        _label("evaluation", aim.evaluation),
        "01/01/2022",
        f"{aim.deadline:%d/%m/%Y}",
        _label("aggregation", aim.aggregation),
        aim.formula,
        aim.source,
    ]


def _label(field: str, code: str) -> str:
    choices = next(one.choices for one in descriptor.table("objectives").fields if one.name == field)
    assert choices is not None
    return choices[code]
