"""Management reviews held, and what became of their conclusions (docs/figures.md, 10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from service.figures import exact
from service.figures.data import Data, Figure, Row
from service.periods import windows

#: The tables of meetings and of what they decided.
TABLES = ("reviews", "conclusions")
#: What a conclusion may ask for (clause 9.3.3), in the table's order.
KINDS = ("improvement", "change", "resources")


def meetings(data: Data) -> list[Row]:
    """The meetings that are not cancelled, by day."""
    rows = (row for row in data.registers.get("reviews", ()) if row.text("status") != "cancelled")
    return sorted(rows, key=lambda row: (row.text("date"), row.key))


def of_period(data: Data, label: str) -> list[Row]:
    """The meetings that look at a month, by day."""
    return [row for row in meetings(data) if row.text("period") == label]


def after_year(data: Data, year: int) -> list[Row]:
    """The meetings that look at a month of a year and are held after its window: it does not count them."""
    end = windows.window(str(year), data.rules).end
    rows = (row for row in meetings(data) if row.text("period").startswith(f"{year}-"))
    return [row for row in rows if (day := row.day("date")) is not None and day > end]


def held(data: Data, until: date) -> list[Row]:
    """The meetings held by the end of day `until`, by day."""
    return [
        row
        for row in meetings(data)
        if row.text("status") == "held" and (day := row.day("date")) is not None and day <= until
    ]


def conclusions(data: Data, of: Sequence[Row]) -> list[Row]:
    """What those meetings decided and nobody dropped, in the order of the sheet."""
    codes = {row.text("code") for row in of}
    rows = data.registers.get("conclusions", ())
    return [row for row in rows if row.text("meeting") in codes and row.text("status") != "cancelled"]


def orphans(data: Data) -> list[Row]:
    """The conclusions of meetings whose row was deleted, that nobody dropped: they go on being followed.

    A meeting whose row never was right is not deleted, so its conclusions wait.
    """
    there = {row.text("code") for row in data.registers.get("reviews", ())}
    there |= {e.key for e in data.excluded if e.table == "reviews"}
    rows = data.registers.get("conclusions", ())
    return [row for row in rows if row.text("meeting") not in there and row.text("status") != "cancelled"]


def is_done(row: Row, on: date) -> bool:
    """Whether a conclusion is carried out by the end of day `on`."""
    day = row.day("done_on")
    return row.text("status") == "done" and day is not None and day <= on


def is_overdue(row: Row, on: date) -> bool:
    """Whether a conclusion is not carried out although its day has passed before day `on`."""
    deadline = row.day("deadline")
    return deadline is not None and deadline < on and not is_done(row, on)


def followed(data: Data) -> list[Row]:
    """The conclusions of the meetings held by the window's end that were not done before the window began."""
    start, end = data.window.start, data.window.end
    rows = [*conclusions(data, held(data, end)), *orphans(data)]
    return [row for row in rows if not is_done(row, end) or (row.day("done_on") or end) >= start]


def carried(data: Data, on: date | None = None) -> list[Row]:
    """Conclusions not done at the end of day `on`, else of the window: each later meeting looks at them."""
    day = on or data.window.end
    rows = [*conclusions(data, held(data, day)), *orphans(data)]
    return [row for row in rows if not is_done(row, day)]


def figures(data: Data) -> Iterator[Figure]:
    """All figures of meetings and conclusions; without a value until a meeting was entered."""
    known, end = "reviews" in data.registers, data.window.end
    yield from _of_meetings(data, known)
    known = known or bool(orphans(data))
    rows, notes = followed(data), _left_out(data)
    done = [row for row in rows if is_done(row, end)]
    made = conclusions(data, [row for row in held(data, end) if _within(data, row)])
    groups = {
        "followed": rows,
        "done": done,
        "open": carried(data),
        "overdue": [row for row in rows if is_overdue(row, end)],
        "made": made,
        **{f"made.{kind}": [row for row in made if row.text("kind") == kind] for kind in KINDS},
    }
    for name, found in groups.items():
        value, places = len(found) if known else None, [row.place for row in found]
        yield exact.count(f"conclusions.{name}", value, value, exclusions=notes, origin=places)
    timely = [row for row in done if (row.day("done_on") or end) <= (row.day("deadline") or end)]
    parts = (len(timely), len(done), len(done)) if known else (None, None)
    yield exact.share("conclusions.on_time", *parts, exclusions=notes, origin=[row.place for row in done])


def _of_meetings(data: Data, known: bool) -> Iterator[Figure]:
    planned = [row for row in meetings(data) if _within(data, row)]
    took_place = [row for row in held(data, data.window.end) if row in planned]
    full = [row for row in took_place if row.text("kind") == "full"]
    notes = [e.line for e in data.excluded if e.table == "reviews"]
    parts = (len(took_place), len(planned), len(planned)) if known else (None, None)
    yield exact.share("reviews.held", *parts, exclusions=notes, origin=[row.place for row in planned])
    value = len(full) if known else None
    yield exact.count("reviews.full", value, value, exclusions=notes, origin=[row.place for row in full])


def _within(data: Data, row: Row) -> bool:
    day = row.day("date")
    return day is not None and data.window.contains(day)


def _left_out(data: Data) -> list[str]:
    """Rows that hold an error, and conclusions of a meeting that is not known or not said to be held."""
    lines = [e.line for e in data.excluded if e.table in ("reviews", "conclusions")]
    codes = {row.text("code") for row in meetings(data) if row.text("status") == "held"}
    codes |= {row.text("meeting") for row in orphans(data)}
    rows = data.registers.get("conclusions", ())
    return lines + [f"not_held:{row.key}" for row in rows if row.text("meeting") not in codes]
