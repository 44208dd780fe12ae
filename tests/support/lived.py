"""A made-up department's months lived to their end, and what is left of them, in words that fit any run.

Two runs of one seed differ in ports, in the ids Google gives and in nothing else, so what is left is told
without them and may be compared with `==`.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from demo import department
from demo.world import World, mails
from demo.year import Year
from tests.support.killer import EVERY_FILE, Hit, Kill, Killer

_CELLS = (
    "properties(title,locale),sheets(properties(title),merges,data(rowData(values("
    "effectiveValue,userEnteredValue,note,userEnteredFormat(backgroundColor,numberFormat)))))"
)
_ANSWER = "submitted_at, edited_at, period, unit, procedure, levels, trips, channel, comment, state"
_CUBE = "day, unit, question, level"
_CHANGE = "period, unit, table_name, key, field, before, after, seen_at"


@dataclass(frozen=True)
class Lived:
    """What is left of a run: all JSON values, so that it can be kept in a file.

    `reports`: "monthly 2022-01" → figure by name. `books`: workbook → tab → cell → value, typed, note, look.
    `answers`, `cube`, `changes`: rows of the store. `posted`: ids of answers at Google, `taken`: kept.
    `mails`: lines of the mailbox's index, as they came. `addresses`: Google's id → the workbook's key.
    `files`: the names of all files the administrator finds in Drive.
    """

    directory: str
    reports: dict[str, Any]
    books: dict[str, Any]
    answers: list[list[Any]]
    cube: list[list[Any]]
    changes: list[list[Any]]
    posted: list[str]
    taken: list[str]
    mails: list[dict[str, Any]]
    addresses: dict[str, str]
    files: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    @property
    def extra_mails(self) -> list[dict[str, Any]]:
        """The mails whose key had come before."""
        keys = [mail["key"] for mail in self.mails]
        return [mail for at, mail in enumerate(self.mails) if mail["key"] in keys[:at]]

    def letter(self, mail: dict[str, Any]) -> bytes:
        """A mail's bytes as the server got them."""
        return (Path(self.directory) / "sandbox" / "mail" / f"{mail['id']}.eml").read_bytes()


def differences(before: Lived, after: Lived) -> list[str]:
    """Where two runs came to different ends: a line each. Mails that came twice count once."""
    names = ("reports", "books", "answers", "cube", "changes")
    found = [line for name in names for line in _differ(getattr(before, name), getattr(after, name), name)]
    sent = [{(m["key"], m["message_id"], m["subject"]) for m in one.mails} for one in (before, after)]
    return found + [f"mail {key}" for key, *_ in sorted(sent[0] ^ sent[1])]


def _differ(one: Any, other: Any, where: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from _differ(one.get(key), other.get(key), f"{where}/{key}")
    elif one != other:
        yield f"{where}: {str(one)[:300]} != {str(other)[:300]}"


@dataclass
class DeadlyYear(Year):
    """A year whose worker dies as planned, from its very first step on."""

    kills: Sequence[Kill] = ()
    hits: list[Hit] = field(default_factory=list)

    def _tick(self) -> set[tuple[str, str]]:
        if self.kills and not isinstance(self.worker, Killer):
            self.worker = Killer(self.world, self.kills, self.seed)
            self.hits = self.worker.hits
        return super()._tick()


def live(
    directory: Path, *, seed: int, units: int, months: int, kills: Sequence[Kill] = ()
) -> tuple[Lived, list[Hit]]:
    """Live the first `months` of the year, the worker dying as planned: what is left, and the hits."""
    directory.mkdir(parents=True, exist_ok=True)
    with World(directory, units) as world:
        year = DeadlyYear(world, seed, months, kills=kills)
        try:
            year.begin()
            year.live(lambda _at: None)
        finally:
            if isinstance(year.worker, Killer):
                year.worker.close()
        return _gather(year), year.hits


def lived_once(
    shared: pytest.TempPathFactory,
    *,
    seed: int = 5,
    units: int = 2,
    months: int = 1,
    kills: Sequence[Kill] = (),
) -> tuple[Lived, list[Hit]]:
    """As `live`, but lived once in a test run, however many processes share the tests."""
    base = shared.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    planned = hashlib.sha256(repr(list(kills)).encode()).hexdigest()[:12]
    name = f"lived-{seed}-{units}-{months}-{planned}"
    kept = root / f"{name}.json"
    with (root / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            left, hits = live(
                Path(tempfile.mkdtemp(prefix=name, dir=root)),
                seed=seed,
                units=units,
                months=months,
                kills=kills,
            )
            told = {"left": asdict(left), "hits": [{**asdict(hit), "at": hit.at.isoformat()} for hit in hits]}
            kept.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    found = json.loads(kept.read_text(encoding="utf-8"))
    hits = [Hit(one["stage"], datetime.fromisoformat(one["at"]), one["shown"]) for one in found["hits"]]
    return Lived(**found["left"]), hits


def _gather(year: Year) -> Lived:
    world = year.world
    with closing(sqlite3.connect(world.directory / "qms.db")) as store:
        ids = dict(store.execute("SELECT spreadsheet_id, key FROM workbook").fetchall())
        form = store.execute("SELECT id FROM form").fetchone()[0]

        def told(text: str) -> Any:
            return json.loads(_plain(text, {**ids, form: "form", world.url: "google", world.pages: "pages"}))

        reports = store.execute("SELECT kind || ' ' || label, json FROM report ORDER BY id").fetchall()
        drive = world.hands(department.ADMINISTRATOR).get("/drive/v3/files", EVERY_FILE)
        lines = [dict(mail) for mail in mails(world.directory)]
        broken = world.state / "violations.jsonl"
        return Lived(
            str(world.directory),
            {name: told(text)["figures"] for name, text in reports},
            {key: told(json.dumps(_book(year, book), ensure_ascii=False)) for book, key in ids.items()},
            _rows(store, f"SELECT {_ANSWER} FROM answer ORDER BY {_ANSWER}"),
            _rows(store, f"SELECT {_CUBE}, count FROM cube ORDER BY {_CUBE}"),
            _rows(store, f"SELECT {_CHANGE} FROM change ORDER BY {_CHANGE}"),
            sorted(one["responseId"] for one in _responses(world, form)),
            [str(row[0]) for row in _rows(store, "SELECT response_id FROM answer ORDER BY 1")],
            lines,
            ids,
            sorted(one["name"] for one in drive["files"]),
            year.failures,
            broken.read_text(encoding="utf-8").splitlines() if broken.exists() else [],
        )


def _plain(text: str, names: dict[str, str]) -> str:
    for address, name in names.items():
        text = text.replace(address, name)
    return text


def _rows(store: sqlite3.Connection, query: str) -> list[list[Any]]:
    return [list(row) for row in store.execute(query)]


def _book(year: Year, spreadsheet: str) -> dict[str, Any]:
    """Every cell of a workbook that holds or shows something, as a person who sees it finds it."""
    found = _look(year, spreadsheet)
    tabs = {}
    for sheet in found["sheets"]:
        cells = {}
        for at, row in enumerate((sheet.get("data") or [{}])[0].get("rowData", [])):
            for column, cell in enumerate(row.get("values", [])):
                seen = [cell.get(name) for name in ("effectiveValue", "userEnteredValue", "note")]
                look = cell.get("userEnteredFormat")
                if look or any(one is not None for one in seen):
                    cells[f"{at},{column}"] = [*seen, look]
        tabs[sheet["properties"]["title"]] = {"cells": cells, "merges": sheet.get("merges", [])}
    return {"locale": found["properties"].get("locale"), "tabs": tabs}


def _look(year: Year, spreadsheet: str) -> Any:
    query = {"fields": _CELLS, "includeGridData": "true"}
    clerk = next((clerk for clerk in year.clerks if clerk.book_id == spreadsheet), None)
    hands = clerk.hands if clerk else year.world.hands(department.ADMINISTRATOR)
    return hands.get(f"/v4/spreadsheets/{spreadsheet}", query)


def _responses(world: World, form: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    token = ""
    hands = world.hands(department.ADMINISTRATOR)
    while True:
        query = {"pageSize": 5000, **({"pageToken": token} if token else {})}
        answer = hands.get(f"/v1/forms/{form}/responses", query)
        found += answer.get("responses", [])
        token = answer.get("nextPageToken", "")
        if not token:
            return found
