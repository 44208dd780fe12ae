"""Every figure of every month and of the year, from the dumps alone; the one entry point of the oracle."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from tests.oracle import (
    activities,
    answers,
    books,
    dossiers,
    dumps,
    duties,
    findings,
    objectives,
    registers,
    reviews,
    satisfaction,
    tree,
)
from tests.oracle.answers import Pools
from tests.oracle.books import Books
from tests.oracle.dumps import Dump
from tests.oracle.fig import ANY, Fig, Figures, share
from tests.oracle.windows import previous, window

PREVIOUS = ("objectives.met", "dossiers.on_time", "satisfaction.q8.top2", "corrections.overdue")
RECONCILED = (
    "objectives.evaluated",
    "objectives.met",
    "dossiers.new",
    "dossiers.resolved",
    "findings.new",
    "findings.closed_in_window",
    "satisfaction.n",
)


def from_folder(folder: Path, months: Sequence[str], year: str | None = None) -> dict[str, Figures]:
    """Figures by label from `folder` (DIR/dumps): each of `months`, then the year when one is given."""
    whole = None if year is None else dumps.load(folder, year)
    return from_dumps([dumps.load(folder, month) for month in months], whole)


def from_dumps(months: Sequence[Dump], year: Dump | None = None) -> dict[str, Figures]:
    """Figures by label from the dumps of the months, in order, and the one at the annual close."""
    found: dict[str, Figures] = {}
    pools = Pools()
    noticed: set[str] = set()
    for number, dump in enumerate(months):
        now = books.build(months[: number + 1])
        late = _late(now, months[:number], dump)
        allowed = duties.exceptions(months[: number + 1], now)
        found[dump.label] = _month(now, dump, pools, found, len(late), allowed)
        found[dump.label] |= _kept(months[: number + 1], now, dump.label)
        noticed |= late
    if year is not None:
        now = books.build([*months, year])
        noticed |= _late(now, months, year)
        found[year.label[:4]] = _year(now, year.label[:4], pools, found, len(noticed))
        found[year.label[:4]] |= _kept([*months, year], now, year.label[:4])
    return found


def _kept(months: Sequence[Dump], now: Books, label: str) -> Figures:
    """What the registers give, by their documents and each in its own figures."""
    kept = registers.collect(months, now, label)
    found = registers.figures(kept, now, label) | activities.figures(kept, now, label)
    return found | reviews.figures(months, kept, now, label) | duties.figures(months, kept, now, label)


def _late(now: Books, frozen: Sequence[Dump], dump: Dump) -> set[str]:
    earlier = answers.parse(frozen[-1], now) if frozen else []
    return satisfaction.late(now, {one.label for one in frozen}, answers.parse(dump, now), earlier)


def _month(
    now: Books,
    dump: Dump,
    pools: Pools,
    before: Mapping[str, Figures],
    late: int,
    allowed: Sequence[duties.Allowed],
) -> Figures:
    label, last = dump.label, before.get(previous(dump.label))
    given = answers.parse(dump, now)
    fresh, unassigned = answers.of_window(given, label, now)
    answers.publish(pools, label, fresh, now.k)
    found = objectives.figures(now, label, False) | dossiers.figures(now, label, False)
    found |= findings.figures(now, label) | _completeness(now, label, allowed)
    found |= satisfaction.month(now, pools, label, before)
    found["satisfaction.response"] = _response(found)
    found["satisfaction.late"] = Fig(late)
    found["satisfaction.unassigned"] = Fig(unassigned)
    found |= tree.figures(now, label, found)
    for name in PREVIOUS:
        found[f"previous.{name}"] = Fig(None, ANY, ANY) if last is None else last[name]
    return found


def _year(now: Books, label: str, pools: Pools, months: Mapping[str, Figures], late: int) -> Figures:
    found = objectives.figures(now, label, True) | dossiers.figures(now, label, True)
    found |= findings.figures(now, label) | satisfaction.year(now, pools, label, list(months), months)
    found["satisfaction.response"] = _response(found)
    found["satisfaction.late"] = Fig(late)
    found["satisfaction.unassigned"] = Fig(
        sum(int(str(one["satisfaction.unassigned"].value)) for one in months.values())
    )
    found |= _completeness_year(months)
    found |= tree.figures(now, label, found)
    return found | _reconciliation(now, label, found, months)


def _response(found: Figures) -> Fig:
    units = [f for n, f in found.items() if re.fullmatch(r"satisfaction\.unit\.[^.]+\.response", n)]
    told = [one for one in units if one.value is not None]
    if not told:
        return Fig(None, ANY, ANY)
    answered, handled = (sum(Fraction(str(getattr(one, part))) for one in told) for part in _PARTS)
    return share(Fraction(answered), Fraction(handled))


_PARTS = ("numerator", "denominator")


def _completeness(now: Books, label: str, allowed: Sequence[duties.Allowed]) -> Figures:
    found: Figures = {}
    given_all = owed_all = 0
    for unit in now.in_window(window(label, now.rules)):
        parts = [
            counts
            for table, counts in duties.asked(now, unit.code, label, unit.has_dossiers).items()
            if not duties.exempt(allowed, unit.code, table, label)
        ]
        owed = sum(asked for asked, _ in parts)
        given = owed - sum(missing for _, missing in parts)
        found[f"completeness.unit.{unit.code}"] = share(given, owed)
        given_all, owed_all = given_all + given, owed_all + owed
    found["completeness"] = share(given_all, owed_all)
    return found


def _completeness_year(months: Mapping[str, Figures]) -> Figures:
    names = {name for one in months.values() for name in one if name.startswith("completeness")}
    found: Figures = {}
    for name in names:
        parts = [one[name] for one in months.values() if name in one]
        given = sum(int(str(one.numerator)) for one in parts if isinstance(one.numerator, int))
        owed = sum(int(str(one.denominator)) for one in parts if isinstance(one.denominator, int))
        found[name] = share(given, owed)
    return found


def _reconciliation(now: Books, label: str, found: Figures, months: Mapping[str, Figures]) -> Figures:
    result: Figures = {}
    for name in RECONCILED:
        parts = [value for one in months.values() if (value := _part(name, one)) is not None]
        whole = sum(parts) if parts else None
        read = _year_part(now, label, name, found)
        difference = None if whole is None or read is None else read - whole
        for end, value in (("months", whole), ("year", read), ("difference", difference)):
            result[f"reconciliation.{name}.{end}"] = Fig(value, ANY, ANY)
    return result


def _part(name: str, month: Figures) -> int | None:
    if name == "objectives.evaluated":
        met, not_met = month["objectives.met"].numerator, month["objectives.not_met"].value
        return met + not_met if isinstance(met, int) and isinstance(not_met, int) else None
    if name == "objectives.met":
        met = month["objectives.met"].numerator
        return met if isinstance(met, int) else None
    value = month[name].value
    return value if isinstance(value, int) else None


def _year_part(now: Books, label: str, name: str, found: Figures) -> int | None:
    if not name.startswith("objectives."):
        value = found[name].value
        return value if isinstance(value, int) else None
    states = []
    for unit in now.in_window(window(label, now.rules)):
        rows = now.rows(unit.code, "progress")
        for aim in now.rows(unit.code, "objectives"):
            for period in objectives.periods_of_year(aim, label, now, unit):
                states.append(objectives.result(aim, objectives.row_of(rows, aim, period)).state)
    wanted = ("met",) if name == "objectives.met" else ("met", "not_met")
    return sum(1 for state in states if state in wanted)
