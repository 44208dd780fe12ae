"""Who may read what: every mail and page of a run held against what its reader has a right to see."""

from __future__ import annotations

import html
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from service.report_kinds import KINDS
from tests.support.lived import Lived

REPORTS = tuple(KINDS)
_BOOK = re.compile(r"/spreadsheets/d/([\w-]+)")
_UNIT_PAGE = re.compile(r"/don-vi/([\w%-]+)")
#: Shorter words of citizens would be found by chance.
_SHORTEST_SECRET = 12


@dataclass(frozen=True)
class Rights:
    """Who is who in an agency, and what nobody may be told.

    `units`: code → full name; `editors`: address → unit's code; `books`: spreadsheet id → unit's code ("" for
    the coordinator's and the auditors'); `approved`: "monthly 2022-01" → when, None while it is not;
    `secrets`: citizens' words and the ids of their answers.
    """

    units: Mapping[str, str]
    editors: Mapping[str, str]
    coordinators: frozenset[str]
    leaders: frozenset[str]
    books: Mapping[str, str]
    approved: Mapping[str, datetime | None]
    secrets: frozenset[str]


def rights(left: Lived) -> Rights:
    """The rights in a run, as its coordinator's sheet, its reports and its answers say."""
    folder = Path(left.directory)
    with closing(sqlite3.connect(folder / "qms.db")) as store:
        units = _records(store, "units")
        people = _records(store, "recipients")
        reports = store.execute("SELECT kind || ' ' || label, approved_at FROM report").fetchall()
        comments = {row[0] for row in store.execute("SELECT comment FROM answer")}
    answered = (folder / "answered.jsonl").read_text(encoding="utf-8")
    said = {json.loads(line)["comment"] for line in answered.rstrip("\n").split("\n")}
    books = {
        ident: key.split(":")[1] if key.startswith("unit:") else "" for ident, key in left.addresses.items()
    }
    return Rights(
        {unit["code"]: unit["name"] for unit in units},
        {address.casefold(): unit["code"] for unit in units for address in unit["editors"]},
        frozenset(p["email"].casefold() for p in people if p["role"] == "coordinator"),
        frozenset(p["email"].casefold() for p in people if p["role"] == "leader"),
        books,
        {name: datetime.fromisoformat(at) if at else None for name, at in reports},
        frozenset(_flat(text) for text in said | comments if len(_flat(text)) >= _SHORTEST_SECRET)
        | frozenset(left.posted),
    )


def of_mails(left: Lived, known: Rights) -> list[str]:
    """What is wrong with a run's mails; a line each."""
    found = []
    for mail in left.mails:
        message = BytesParser(policy=policy.default).parsebytes(left.letter(mail))
        found += of_mail(message, mail["recipients"], datetime.fromisoformat(mail["received"]), known)
    return found


def of_mail(message: EmailMessage, readers: Iterable[str], at: datetime, known: Rights) -> list[str]:
    """What is wrong with one mail that `readers` got at an instant."""
    key = str(message["X-QMS-Key"])
    raw, words = read(message)
    return [
        f"{key} to {reader}: {why}"
        for reader in readers
        for why in [*_of_reader(key, reader.casefold(), at, raw, words, known), *told_secrets(words, known)]
    ]


def of_unit_page(code: str, page: str, known: Rights) -> list[str]:
    """What is wrong with the page of one unit."""
    words = _flat(_bare(page))
    wrong = [*_others(code, page, words, known), *told_secrets(words, known)]
    return [f"/don-vi/{code}: {why}" for why in wrong]


def told_secrets(words: str, known: Rights) -> list[str]:
    """The citizens' words and the ids of answers that a text shows."""
    return [f"shows “{secret[:40]}” of an answer" for secret in sorted(known.secrets) if secret in words]


def read(message: EmailMessage) -> tuple[str, str]:
    """(all text of a mail as it was sent, its words without markup and line breaks)."""
    parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    sent = [str(message["Subject"]), *(str(part.get_content()) for part in parts)]
    return "\n".join(sent), _flat(" ".join(_bare(text) for text in sent))


def page_words(page: str) -> str:
    """The words of an HTML page."""
    return _flat(_bare(page))


def _of_reader(key: str, reader: str, at: datetime, raw: str, words: str, known: Rights) -> Iterator[str]:
    kind, _, label = key.partition("|")
    report = f"{kind} {label.partition('|')[0]}" if kind in REPORTS else ""
    if reader in known.coordinators:
        return
    if reader in known.leaders:
        approved = known.approved.get(report)
        if not report:
            yield "a leader gets reports only"
        elif approved is None or at < approved:
            yield "not approved yet"
        return
    code = known.editors.get(reader)
    if code is None:
        yield "nobody we know"
        return
    if report:
        yield "a unit gets no report"
    yield from _others(code, raw, words, known)


def _others(code: str, raw: str, words: str, known: Rights) -> Iterator[str]:
    """What of other units (or of the coordinator's and the auditors' workbooks) a text shows."""
    for ident in sorted(set(_BOOK.findall(raw))):
        if known.books.get(ident) != code:
            yield f"leads to the workbook of {known.books.get(ident) or 'nobody in particular'}"
    for ident, owner in known.books.items():
        if owner != code and ident in raw:
            yield f"names the workbook of {owner or 'nobody in particular'}"
    yield from (f"leads to the page of {other}" for other in _UNIT_PAGE.findall(raw) if other != code)
    for other, name in known.units.items():
        if other != code and (name in words or re.search(rf"(?<![\w-]){re.escape(other)}(?![\w-])", words)):
            yield f"names {name}"


def _records(store: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    query = 'SELECT "values" FROM record WHERE table_name = ?'
    return [json.loads(row[0]) for row in store.execute(query, (table,))]


def _bare(text: str) -> str:
    """A text without its markup; plain text as it is."""
    return html.unescape(re.sub(r"<style.*?</style>|<[^<>]*>", " ", text, flags=re.DOTALL))


def _flat(text: str) -> str:
    return " ".join(text.split())
