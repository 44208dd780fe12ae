"""What makes a row of a register an error across its cells: the errors of docs/problems.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tests.oracle import register_tables as tables
from tests.oracle.cells import alike, fold
from tests.oracle.rows import Row, Rule
from tests.oracle.tables import FINDINGS, OBJECTIVES, Sheet
from tests.oracle.windows import window

if TYPE_CHECKING:
    from tests.oracle.books import Books
    from tests.oracle.dumps import Dump

EVERYBODY = ("Các đơn vị", "Tất cả các đơn vị", "Mọi đơn vị", "All units", "units")
COMMITTEE = ("Ban Chỉ đạo", "Ban Chỉ đạo ISO", "BCĐ", "Thư ký ISO", "Committee", "committee")
_DENOUNCED = ("tố cáo", "tố giác")


def of(name: str, dumps: Sequence[Dump], now: Books) -> list[Rule]:
    """The rules of one register, at the last of `dumps`."""
    from tests.oracle.books import codes, coordinators_known

    today = date.fromisoformat(dumps[-1].at[:10])

    def unit(column: str) -> Rule:
        return lambda row: None if not row[column] or now.names.code(row[column]) else "link_unknown"

    def known(column: str, key: str, sheet: Sheet) -> Rule:
        every = codes(dumps, key, sheet)
        return lambda row: None if not row[column] or str(row[column]).casefold() in every else "link_unknown"

    year = dumps[-1].label[:4]
    if name == "plan":
        return [_order(today, "completed_on"), _plan(now)]
    if name == "procedures":
        order = _order(today, "withdrawn_on", first="effective", last=("next_review", "withdrawn_on"))
        return [unit("owner"), order, _needs("withdrawn", "withdrawn_on"), _withdrawn]
    if name == "steps":
        named = coordinators_known(dumps, tables.PROCEDURES, "code", "name")
        return [unit("unit"), lambda row: None if alike(row["procedure"]) in named else "link_unknown"]
    if name == "training":
        return [_needs("done", "done_on", "present"), _order(today, "done_on"), _training]
    if name in ("risks", "petitions"):
        first = "identified_on" if name == "risks" else "received_on"
        order = _order(today, first, "done_on", first=first, last=("deadline", "done_on"))
        return [unit("unit"), order, _needs("done", "done_on"), _risk if name == "risks" else _petition]
    if name == "reviews":
        return [_needs("held", "chair", "present"), _held(today)]
    if name == "conclusions":
        meetings = coordinators_known(dumps, tables.REVIEWS, "code")
        return [unit("unit"), _needs("done", "done_on"), _order(today, "done_on"), _conclusion(meetings)]
    if name == "actions":
        return [_needs("done", "done_on"), _order(today, "done_on")]
    if name == "proposals":
        listed = coordinators_known(dumps, tables.PROCEDURES, "code")
        return [_proposal, lambda row: None if _is_listed(row, listed) else "procedure_unknown"]
    if name == "audits":
        return [unit("unit"), unit("auditor_unit"), _order(today, "held_on"), _auditor(now)]
    book = f"auditors:{year}"
    return [known("audit", book, tables.AUDITS), known("finding", book, FINDINGS), _line]


def links(dumps: Sequence[Dump], name: str, key: str) -> list[Rule]:
    """What binds rows to others of their own workbook: an action serves an objective, by code or words."""
    from tests.oracle.books import called

    if name != "actions":
        return []
    there = called(dumps, key, OBJECTIVES, "code", "objective")
    return [lambda row: None if not row["objective"] or alike(row["objective"]) in there else "link_unknown"]


def _order(today: date, *past: str, first: str = "", last: Sequence[str] = ()) -> Rule:
    """No day of `past` lies ahead; no day of `last` before `first`."""

    def rule(row: Row) -> str | None:
        if any(row[name] and row[name] > today for name in past):
            return "date_future"
        begun = row[first] if first else None
        return "date_order" if begun and any(row[n] and row[n] < begun for n in last) else None

    return rule


def _needs(status: str, *columns: str) -> Rule:
    def rule(row: Row) -> str | None:
        lacking = row["status"] == status and any(row[name] is None for name in columns)
        return "needed_when" if lacking else None

    return rule


def _plan(now: Books) -> Rule:
    others = {fold(word) for word in (*EVERYBODY, *COMMITTEE)}

    def rule(row: Row) -> str | None:
        if fold(row["who"]) not in others and not now.names.code(row["who"]):
            return "owner_unknown"
        return "due_before_month" if row["due"] < window(row["from_month"], now.rules).start else None

    return rule


def _withdrawn(row: Row) -> str | None:
    return "withdrawn_in_force" if row["withdrawn_on"] and row["status"] == "in_force" else None


def _training(row: Row) -> str | None:
    if row["present"] is not None and row["present"] > row["planned"]:
        return "present_over_planned"
    return "effect_before_held" if row["effect"] and row["status"] != "done" else None


def _risk(row: Row) -> str | None:
    level = row["level"]
    return "risk_level" if level is not None and level != row["likelihood"] * row["impact"] else None


def _petition(row: Row) -> str | None:
    told = [str(row[name]) for name in ("code", "field", "summary") if row[name]]
    return "denunciation" if any(_denounces(text) for text in told) else None


def _denounces(text: str) -> bool:
    plain = re.sub(r"\W+", " ", text)
    spell: Callable[[object], str] = fold if alike(plain) == fold(plain) else alike
    return any(f" {spell(word)} " in f" {spell(plain)} " for word in _DENOUNCED)


def _held(today: date) -> Rule:
    return lambda row: "not_yet" if row["status"] == "held" and row["date"] > today else None


def _conclusion(meetings: Mapping[str, Row]) -> Rule:
    def rule(row: Row) -> str | None:
        meeting = meetings.get(alike(row["meeting"]))
        if meeting is None:
            return "link_unknown"
        if not row["unit"] and not row["who"]:
            return "nobody_named"
        days: list[Any] = [row["deadline"], row["done_on"]]
        return "before_meeting" if any(day and day < meeting["date"] for day in days) else None

    return rule


_NEW = re.compile(r"MOI-\d{1,3}")


def _is_listed(row: Row, listed: Mapping[str, Row]) -> bool:
    return bool(_NEW.fullmatch(row["code"])) or alike(row["code"]) in listed


def _proposal(row: Row) -> str | None:
    if bool(_NEW.fullmatch(row["code"])) != (row["decision"] == "new"):
        return "proposal_unfit"
    return "new_name_missing" if row["decision"] == "new" and not row["new_name"] else None


def _auditor(now: Books) -> Rule:
    def rule(row: Row) -> str | None:
        same = now.names.code(row["unit"]) == now.names.code(row["auditor_unit"])
        return "auditor_of_unit" if same else None

    return rule


def _line(row: Row) -> str | None:
    unfit = row["finding"] and row["verdict"] in ("not_applicable", "not_assessed")
    return "finding_unfit" if unfit else None


#: The tabs that a month asks for.
_BY_MONTH = {"muc tieu", "ket qua", "ho so tthc", "xac nhan"}


def exception(now: Books) -> Rule:
    """The rule of *Gia hạn, miễn*: a unit that is known, an end, something that it is for."""

    def rule(row: Row) -> str | None:
        if row["unit"] and row["unit"] != "*" and not now.names.code(row["unit"]):
            return "link_unknown"
        if row["kind"] in ("extension", "reopen") and row["until"] is None:
            return "until_missing"
        unbounded = row["kind"] != "silence" and not row["period"] and not row["record"]
        if unbounded:
            return "exception_unbounded"
        of_month = len(str(row["period"] or "")) == 7 and row["kind"] != "reopen"
        unnamed = row["table"] and not row["record"] and fold(row["table"]) not in _BY_MONTH
        return "exception_of_nothing" if of_month and unnamed else None

    return rule


def holiday(row: Row) -> str | None:
    """The rule of *Lịch nghỉ*: it ends no earlier than it begins."""
    return "date_order" if row["to"] and row["to"] < row["from"] else None
