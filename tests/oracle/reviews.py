"""Management reviews and their conclusions (docs/figures.md, section 10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tests.oracle import register_tables
from tests.oracle.books import Books, coordinators_known
from tests.oracle.cells import alike
from tests.oracle.dumps import Dump
from tests.oracle.fig import ANY, Fig, Figures, share
from tests.oracle.registers import Entry, Registers
from tests.oracle.windows import window

KINDS = ("improvement", "change", "resources")


def figures(dumps: Sequence[Dump], registers: Registers, now: Books, label: str) -> Figures:
    """All figures of section 10 for a month or a year."""
    span = window(label, now.rules)
    meetings = registers.get("reviews", ())

    def inside(day: date | None) -> bool:
        return day is not None and span.start <= day <= span.end

    def is_held(one: Entry) -> bool:
        return one.row["status"] == "held" and (one.day("date") or date.max) <= span.end

    planned = [one for one in meetings if one.row["status"] != "cancelled" and inside(one.day("date"))]
    here = [one for one in planned if is_held(one)]
    held = {alike(one.row["code"]): one for one in meetings if is_held(one)}
    typed = coordinators_known(dumps, register_tables.LIVES["reviews"].sheet, "code")
    there = {alike(one.row["code"]) for one in meetings} | set(typed)
    gone = {alike(one.row["meeting"]) for one in registers.get("conclusions", ())} - there
    rows = [
        one
        for one in registers.get("conclusions", ())
        if alike(one.row["meeting"]) in {*held, *gone} and one.row["status"] != "cancelled"
    ]

    def is_done(one: Entry) -> bool:
        return one.row["status"] == "done" and (one.day("done_on") or date.max) <= span.end

    still = [one for one in rows if not is_done(one)]
    done = [one for one in rows if is_done(one) and inside(one.day("done_on"))]
    timely = [one for one in done if (one.day("done_on") or date.max) <= (one.day("deadline") or date.min)]
    told = [one for one in rows if alike(one.row["meeting"]) in held]
    made = [one for one in told if inside(held[alike(one.row["meeting"])].day("date"))]
    found = {
        "reviews.held": share(len(here), len(planned)),
        "reviews.full": Fig(sum(one.row["kind"] == "full" for one in here)),
        "conclusions.followed": Fig(len(still) + len(done)),
        "conclusions.done": Fig(len(done)),
        "conclusions.open": Fig(len(still)),
        "conclusions.overdue": Fig(sum((one.day("deadline") or date.max) < span.end for one in still)),
        "conclusions.on_time": share(len(timely), len(done)),
        "conclusions.made": Fig(len(made)),
    }
    for kind in KINDS:
        found[f"conclusions.made.{kind}"] = Fig(sum(one.row["kind"] == kind for one in made))
    if "reviews" in registers:
        return found
    empty = dict.fromkeys(found, Fig(None, ANY, ANY))
    return empty | {name: fig for name, fig in found.items() if rows and not name.startswith("reviews.")}
