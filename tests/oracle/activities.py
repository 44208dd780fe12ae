"""Procedures, training, audits, risks, petitions, action plans (docs/figures.md, section 12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction

from tests.oracle.books import Books
from tests.oracle.cells import alike
from tests.oracle.fig import ANY, Fig, Figures, share
from tests.oracle.registers import Entry, Registers
from tests.oracle.windows import Window, window

VERDICTS = ("conforming", "nonconforming", "not_applicable", "not_assessed")


class Period:
    """What all parts ask: the registers, the books, the window, and the day on which its year begins."""

    def __init__(self, registers: Registers, now: Books, label: str) -> None:
        self.registers, self.now, self.label = registers, now, label
        self.span: Window = window(label, now.rules)
        self.end = self.span.end
        self.year = window(label[:4], now.rules).start
        self.units = [unit.code for unit in now.in_window(self.span)]

    def rows(self, name: str) -> list[Entry]:
        """The right rows of a register; of a yearly workbook those of the year."""
        found = self.registers.get(name, ())
        return [one for one in found if one.year in (0, int(self.label[:4]))]

    def now_in(self, day: date | None) -> bool:
        """Whether a day lies in the window."""
        return day is not None and self.span.start <= day <= self.end

    def by(self, day: date | None) -> bool:
        """Whether a day is not after the window."""
        return day is not None and day <= self.end


def figures(registers: Registers, now: Books, label: str) -> Figures:
    """All figures of section 12."""
    period = Period(registers, now, label)
    parts: dict[str, Callable[[Period], Figures]] = {
        "procedures": _procedures_and_steps,
        "training": _training,
        "audits": _audits,
        "risks": _risks,
        "petitions": _petitions,
        "actions": _actions,
    }
    found: Figures = {}
    for register, part in parts.items():
        made = part(period)
        if register in registers:
            found |= made
        else:
            found |= dict.fromkeys(made, Fig(None, ANY, ANY))
    return found


def _count(rows: Iterable[object]) -> Fig:
    return Fig(sum(1 for _ in rows))


def is_withdrawn(one: Entry, end: date) -> bool:
    """Withdrawn by a day."""
    day = one.day("withdrawn_on")
    return one.row["status"] == "withdrawn" and day is not None and day <= end


def is_first(one: Entry) -> bool:
    """The first issue, never revised."""
    return one.row["issue"] == 1 and not one.row["revision"]


def in_force(period: Period) -> list[Entry]:
    """The procedures in force at the window's end."""
    return [
        one
        for one in period.rows("procedures")
        if not is_withdrawn(one, period.end) and (period.by(one.day("effective")) or not is_first(one))
    ]


def _procedures_and_steps(period: Period) -> Figures:
    every, force = period.rows("procedures"), in_force(period)

    def late(one: Entry) -> bool:
        return (one.day("next_review") or date.max) < period.end

    begun = [one for one in every if period.now_in(one.day("effective"))]
    found = {
        "procedures.in_force": _count(force),
        "procedures.new": _count(one for one in begun if is_first(one)),
        "procedures.amended": _count(one for one in begun if not is_first(one)),
        "procedures.withdrawn": _count(
            one for one in every if is_withdrawn(one, period.end) and period.now_in(one.day("withdrawn_on"))
        ),
        "procedures.review_due": _count(one for one in force if period.now_in(one.day("next_review"))),
        "procedures.review_overdue": _count(one for one in force if late(one)),
    }
    for kind in ("system", "internal", "operating"):
        found[f"procedures.in_force.{kind}"] = _count(one for one in force if one.row["kind"] == kind)
    for unit in dict.fromkeys([*period.units, *sorted({one.unit for one in force})]):
        own = [one for one in force if one.unit == unit]
        found[f"procedures.unit.{unit}.in_force"] = Fig(len(own))
        found[f"procedures.unit.{unit}.review_overdue"] = _count(one for one in own if late(one))
    return found | _proposals(period, force) | _steps(period, force)


def _proposals(period: Period, force: Sequence[Entry]) -> Figures:
    given: dict[str, set[str]] = defaultdict(set)
    for one in period.rows("proposals"):
        given[one.unit].add(one.row["code"])
    found: Figures = {}
    whole = 0
    asked_in = 0
    for unit in period.units:
        asked = [
            one.row["code"]
            for one in force
            if one.unit == unit and not (is_first(one) and (one.day("effective") or date.min) >= period.year)
        ]
        if not asked or period.label.endswith("-01"):
            continue
        got = sum(code in given[unit] for code in asked)
        found[f"proposals.unit.{unit}"] = share(got, len(asked))
        asked_in += 1
        whole += got == len(asked)
    return found | {"proposals.units": share(whole, asked_in)}


def _steps(period: Period, force: Sequence[Entry]) -> Figures:
    steps: dict[str, list[Entry]] = defaultdict(list)
    for one in period.rows("steps"):
        steps[alike(one.row["procedure"])].append(one)

    def own(one: Entry) -> list[Entry]:
        return steps[alike(one.row["code"])] or steps[alike(one.row["name"])]

    def described(one: Entry) -> bool:
        lines = own(one)
        numbers = sorted(line.row["step"] for line in lines)
        told = all(line.row[name] for line in lines for name in ("function", "authority", "result"))
        return bool(lines) and numbers == list(range(1, len(lines) + 1)) and told

    limited = [one for one in force if one.row["days"] is not None and own(one)]
    kept = [one for one in limited if sum(Fraction(s.row["hours"]) for s in own(one)) <= 8 * one.row["days"]]
    owners = [unit for unit in period.units if any(one.unit == unit for one in force)]
    found = {
        "steps.procedures": share(sum(map(described, force)), len(force)),
        "steps.within_days": share(len(kept), len(limited)),
    }
    for unit in owners:
        mine = [one for one in force if one.unit == unit]
        found[f"steps.unit.{unit}"] = share(sum(map(described, mine)), len(mine))
    whole = sum(all(described(one) for one in force if one.unit == unit) for unit in owners)
    found["steps.units"] = share(whole, len(owners))
    return found


def _training(period: Period) -> Figures:
    def held(one: Entry) -> bool:
        return one.row["status"] == "done" and period.by(one.day("done_on"))

    sessions = []
    for one in period.rows("training"):
        day = one.day("done_on" if held(one) else "planned_on")
        if one.row["status"] != "cancelled" and day and period.year <= day <= period.end:
            sessions.append(one)
    done = [one for one in sessions if held(one)]
    told = [one for one in done if one.row["effect"]]
    came, planned = sum(one.row["present"] for one in done), sum(one.row["planned"] for one in sessions)
    return {
        "training.sessions": Fig(len(sessions)),
        "training.held": share(len(done), len(sessions)),
        "training.held_in_window": _count(one for one in done if period.now_in(one.day("done_on"))),
        "training.coverage": share(came, planned, len(sessions)),
        "training.evaluated": share(len(told), len(done)),
        "training.effective": share(sum(one.row["effect"] == "good" for one in told), len(told)),
    }


def _audits(period: Period) -> Figures:
    programme = period.rows("audits")
    held = [one for one in programme if period.by(one.day("held_on"))]
    due = [one for one in programme if one in held or period.by(one.day("planned_on"))]
    units, reached = {one.unit for one in programme}, {one.unit for one in held}
    found = {
        "audits.planned": Fig(len(programme)),
        "audits.held": share(len(held), len(due)),
        "audits.units": share(len(reached), len(units)),
        "audits.units_planned": share(sum(unit in units for unit in period.units), len(period.units)),
    }
    for unit in dict.fromkeys([*period.units, *sorted(units)]):
        found[f"audits.unit.{unit}.planned"] = _count(one for one in programme if one.unit == unit)
        found[f"audits.unit.{unit}.held"] = _count(one for one in held if one.unit == unit)
    return found | _lines(period, {one.row["code"] for one in held})


def _lines(period: Period, held: set[str]) -> Figures:
    lines = [one for one in period.rows("checklists") if one.row["audit"] in held]
    by = {verdict: [one for one in lines if one.row["verdict"] == verdict] for verdict in VERDICTS}
    good, bad = len(by["conforming"]), len(by["nonconforming"])
    found = {
        "checklists.lines": Fig(len(lines)),
        "checklists.assessed": share(len(lines) - len(by["not_assessed"]), len(lines)),
        "checklists.conformity": share(good, good + bad),
        "checklists.without_finding": _count(one for one in by["nonconforming"] if not one.row["finding"]),
        **{f"checklists.{verdict}": Fig(len(rows)) for verdict, rows in by.items()},
    }
    if "checklists" not in period.registers:
        return dict.fromkeys(found, Fig(None, ANY, ANY))
    return found


def _risks(period: Period) -> Figures:
    every = [one for one in period.rows("risks") if period.by(one.day("identified_on"))]
    done = [one for one in every if one.row["status"] == "done" and period.by(one.day("done_on"))]
    still = [one for one in every if one not in done and one.row["status"] != "accepted"]
    risks = [one for one in still if one.row["kind"] == "risk"]

    def level(one: Entry) -> str:
        points = one.row["likelihood"] * one.row["impact"]
        return "high" if points >= 10 else "medium" if points >= 5 else "low"

    recent = [one for one in done if (one.day("done_on") or date.min) >= period.year]
    found = {
        "risks.open": Fig(len(risks)),
        "risks.opportunities": _count(one for one in still if one.row["kind"] == "opportunity"),
        "risks.overdue": _count(one for one in still if (one.day("deadline") or date.max) < period.end),
        "risks.new": _count(one for one in every if period.now_in(one.day("identified_on"))),
        "risks.done_in_window": _count(one for one in done if period.now_in(one.day("done_on"))),
        "risks.evaluated": share(sum(bool(one.row["effect"]) for one in recent), len(recent)),
    }
    for name in ("high", "medium", "low"):
        found[f"risks.open.{name}"] = _count(one for one in risks if level(one) == name)
    return found


def _petitions(period: Period) -> Figures:
    every = period.rows("petitions")

    def answered(one: Entry, day: date | None) -> bool:
        when = one.day("done_on")
        return one.row["status"] == "done" and when is not None and day is not None and when <= day

    ours = [one for one in every if one.row["status"] != "transferred"]
    still = [one for one in ours if period.by(one.day("received_on")) and not answered(one, period.end)]
    due = [one for one in ours if period.now_in(one.day("deadline"))]
    return {
        "petitions.received": _count(one for one in every if period.now_in(one.day("received_on"))),
        "petitions.answered": _count(
            one for one in every if answered(one, period.end) and period.now_in(one.day("done_on"))
        ),
        "petitions.open": Fig(len(still)),
        "petitions.overdue": _count(one for one in still if (one.day("deadline") or date.max) < period.end),
        "petitions.on_time": share(sum(answered(one, one.day("deadline")) for one in due), len(due)),
    }


def _actions(period: Period) -> Figures:
    named: dict[str, set[str]] = defaultdict(set)
    for one in period.rows("actions"):
        if one.row["status"] != "cancelled":
            named[one.unit].add(alike(one.row["objective"]))
    found: Figures = {}
    planned = total = 0
    for unit in period.units:
        aims = period.now.rows(unit, "objectives")
        got = sum(bool({alike(aim["code"]), alike(aim["objective"])} & named[unit]) for aim in aims)
        found[f"actions.unit.{unit}.objectives"] = share(got, len(aims))
        planned, total = planned + got, total + len(aims)
    return found | {"actions.objectives": share(planned, total)}
