"""Procedures, steps, training, audits, risks, petitions and action plans, counted on fingers."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from service.figures import actions, audits, petitions, procedures, risks, steps, training
from service.figures.data import Data, Excluded, Figure, Row
from tests.support import frozen

#: March 2022 is 15/02 … 14/03; its year began on 15/12/2021.
MARCH = date(2022, 3, 14)


def made(of: Any, data: Data) -> dict[str, Figure]:
    """The figures of one function by name."""
    return {figure.name: figure for figure in of(data)}


def values(of: Any, data: Data) -> dict[str, Any]:
    """Their values."""
    return {name: figure.value for name, figure in made(of, data).items()}


def procedure(code: str, unit: str, effective: date, **more: Any) -> Row:
    """A first issue in force."""
    given = {"code": code, "kind": "operating", "issue": 1, "revision": None, "effective": effective}
    return Row(
        unit, code, given | {"owner": unit, "status": "in_force"} | more, ("c", "Danh mục quy trình", 2)
    )


OLD = date(2020, 5, 1)
PROCEDURES = (
    procedure("A", "VP", OLD, kind="system", next_review=date(2022, 2, 28), days=1),
    procedure("B", "VP", date(2022, 2, 15), issue=2, next_review=date(2022, 3, 14), days=1),
    procedure("C", "TCCB", date(2022, 3, 14), kind="internal"),
    procedure("D", "TCCB", date(2022, 3, 15), days=1),
    procedure("E", "TCCB", date(2022, 3, 15), revision=1),
    procedure("F", "VP", OLD, status="withdrawn", withdrawn_on=date(2022, 2, 20)),
    procedure("G", "VP", OLD, status="withdrawn", withdrawn_on=date(2022, 3, 15)),
)


def month(**registers: tuple[Row, ...]) -> Data:
    """March with these registers."""
    return frozen.month(registers=registers)


def test_procedures_stand_as_of_the_windows_end() -> None:
    """D begins a day later; of E the issue before still holds; G is withdrawn a day later."""
    found = values(procedures.figures, month(procedures=PROCEDURES))
    assert [row.key for row in procedures.in_force(month(procedures=PROCEDURES))] == ["A", "B", "C", "E", "G"]
    assert {name: found[f"procedures.{name}"] for name in ("in_force", "new", "amended", "withdrawn")} == {
        "in_force": 5,
        "new": 1,
        "amended": 1,
        "withdrawn": 1,
    }
    assert [found[f"procedures.in_force.{kind}"] for kind in procedures.KINDS] == [1, 1, 3]
    assert (found["procedures.review_due"], found["procedures.review_overdue"]) == (2, 1)
    units = ("VP", "TCCB", "GDTH")
    assert [found[f"procedures.unit.{unit}.in_force"] for unit in units] == [3, 2, 0]
    assert [found[f"procedures.unit.{unit}.review_overdue"] for unit in units] == [1, 0, 0]


def test_what_is_to_be_reviewed_next() -> None:
    """From the window's end on."""
    data = month(procedures=PROCEDURES)
    assert [row.key for row in procedures.upcoming(data, date(2022, 4, 14))] == ["B"]


def proposal(unit: str, code: str, year: int = 2022) -> Row:
    """A unit's proposal."""
    return Row(unit, code, {"code": code, "decision": "keep"}, ("u", "Quy trình", 2), year)


def test_proposals_are_asked_for_what_was_in_force_before_the_year() -> None:
    """VP gave A and B but not G; TCCB's C is of this year; last year's proposals count no more."""
    given = (proposal("VP", "A"), proposal("VP", "B"), proposal("TCCB", "E"), proposal("VP", "G", 2021))
    data = month(procedures=PROCEDURES, proposals=given)
    found = made(procedures.proposals, data)
    assert {name: (f.numerator, f.denominator) for name, f in found.items()} == {
        "proposals.unit.VP": (2, 3),
        "proposals.unit.TCCB": (1, 1),
        "proposals.units": (1, 2),
    }


def test_nobody_owes_a_proposal_in_january() -> None:
    """“Từ tháng 2”."""
    january = frozen.month("2022-01", registers={"procedures": PROCEDURES})
    assert values(procedures.proposals, january) == {"proposals.units": None}


def step(code: str, number: int, hours: float = 4, **more: Any) -> Row:
    """A described step."""
    given = {
        "procedure": code,
        "step": number,
        "hours": hours,
        "function": "x",
        "authority": "x",
        "result": "x",
    }
    return Row("VP", f"{code}|{number}", given | more, ("c", "Các bước", 2))


def test_a_procedure_is_described_when_every_step_tells_all() -> None:
    """A is, and takes its 8 hours; B's second step is missing, and too long; of C one tells no result."""
    every = (step("A", 1), step("A", 2), step("B", 1), step("B", 3, 4.5), step("C", 1, result=None))
    data = month(procedures=PROCEDURES, steps=(*every, step("D", 1, 99)))
    found = made(steps.figures, data)
    assert {name: (f.numerator, f.denominator) for name, f in found.items()} == {
        "steps.procedures": (1, 5),
        "steps.within_days": (1, 2),
        "steps.unit.VP": (1, 3),
        "steps.unit.TCCB": (0, 2),
        "steps.units": (0, 2),
    }
    assert [row.key for row in steps.over(data)] == ["B"]


def session(code: str, planned_on: date, planned: int, status: str = "open", **more: Any) -> Row:
    """A session of the coordinator's."""
    given = {"code": code, "planned_on": planned_on, "planned": planned, "status": status}
    return Row("", code, given | more, ("c", "Đào tạo", 2))


def test_coverage_holds_those_who_came_against_all_whose_day_has_come() -> None:
    """Held 9 of 10 and 5 of 5, not held 5; what lies ahead, cancelled or of another year is not asked yet."""
    rows = (
        session("1", date(2022, 1, 10), 10, "done", done_on=date(2022, 2, 15), present=9, effect="good"),
        session("2", date(2022, 3, 14), 5),
        session("3", date(2022, 3, 15), 100),
        session("4", date(2022, 3, 1), 100, "cancelled"),
        session("5", date(2021, 11, 1), 5, "done", done_on=date(2021, 12, 15), present=5, effect="poor"),
        session("6", date(2021, 11, 1), 100, "done", done_on=date(2021, 12, 14), present=100),
        session("7", date(2022, 3, 15), 8, "done", done_on=date(2022, 3, 15), present=8),
    )
    found = made(training.figures, month(training=rows))
    assert {name: f.value for name, f in found.items()} == {
        "training.sessions": 3,
        "training.held": Fraction(2, 3),
        "training.held_in_window": 1,
        "training.coverage": Fraction(14, 20),
        "training.evaluated": 1,
        "training.effective": Fraction(1, 2),
    }
    assert found["training.coverage"].n == 3


def test_a_session_on_the_windows_last_day_was_held() -> None:
    """And one of the day after was not: it still waits for its planned day."""
    rows = tuple(
        session(str(day), date(2022, 3, 1), 1, "done", done_on=date(2022, 3, day), present=1)
        for day in (14, 15)
    )
    found = made(training.figures, month(training=rows))["training.held"]
    assert (found.numerator, found.denominator) == (1, 2)


def test_while_no_session_was_to_be_held_nobody_was_to_come() -> None:
    """Neither 0 % nor 100 %: there is nothing to divide by."""
    ahead = session("1", date(2022, 3, 15), 100)
    coverage = made(training.figures, month(training=(ahead,)))["training.coverage"]
    assert (coverage.value, coverage.denominator) == (None, 0)


def audit(code: str, unit: str, planned_on: date, held_on: date | None = None, year: int = 2022) -> Row:
    """An audit of the programme."""
    given = {"code": code, "unit": unit, "planned_on": planned_on, "held_on": held_on}
    return Row(unit, code, given, ("a", "Chương trình đánh giá", 2), year)


def line(code: str, number: int, verdict: str, finding: str | None = None, year: int = 2022) -> Row:
    """A line of a checklist."""
    given = {"audit": code, "number": number, "verdict": verdict, "finding": finding}
    return Row("", f"{code}|{number}", given, ("a", "Phiếu đánh giá", 2), year)


AUDITS = (
    audit("1", "VP", date(2022, 2, 1), date(2022, 2, 2)),
    audit("2", "VP", date(2022, 3, 20), date(2022, 3, 14)),
    audit("3", "TCCB", date(2022, 3, 14)),
    audit("4", "TCCB", date(2022, 3, 15), date(2022, 3, 15)),
    audit("5", "CU", date(2022, 8, 1)),
    audit("1", "GDTH", date(2021, 8, 1), date(2021, 8, 1), 2021),
)


def test_the_programme_is_followed_by_audit_and_by_unit() -> None:
    """Two of three held; one of three units reached; the programme plans two of the window's three units."""
    found = made(audits.figures, month(audits=AUDITS))
    shares = ("audits.held", "audits.units", "audits.units_planned")
    assert [(found[name].numerator, found[name].denominator) for name in shares] == [(2, 3), (1, 3), (2, 3)]
    assert found["audits.planned"].value == 5
    units = ("VP", "TCCB", "GDTH", "CU")
    assert [found[f"audits.unit.{unit}.planned"].value for unit in units] == [2, 2, 0, 1]
    assert [found[f"audits.unit.{unit}.held"].value for unit in units] == [2, 0, 0, 0]
    assert found["checklists.lines"].value is None


def test_only_lines_of_audits_held_count() -> None:
    """Not of an audit to come, nor of last year's audit with the same code."""
    lines = (
        *(line("1", 1, "conforming"), line("1", 2, "nonconforming", "PH-1"), line("2", 1, "nonconforming")),
        *(line("2", 2, "not_applicable"), line("2", 3, "not_assessed"), line("4", 1, "conforming")),
        *(line("2", 4, "nonconforming"), line("1", 3, "conforming", year=2021)),
    )
    found = values(audits.figures, month(audits=AUDITS, checklists=lines))
    counts = {name: found[f"checklists.{name}"] for name in ("lines", *audits.VERDICTS)}
    assert list(counts.values()) == [6, 1, 3, 1, 1]
    assert found["checklists.assessed"] == Fraction(5, 6)
    assert found["checklists.conformity"] == Fraction(1, 4)
    assert found["checklists.without_finding"] == 2


def risk(code: str, likelihood: int, impact: int, status: str = "open", **more: Any) -> Row:
    """A risk of VP, due in May."""
    given = {"kind": "risk", "likelihood": likelihood, "impact": impact, "status": status}
    given |= {"identified_on": date(2022, 1, 5), "deadline": date(2022, 5, 1)}
    return Row("VP", code, given | more, ("c", "Rủi ro, cơ hội", 2))


def test_risks_are_counted_by_level() -> None:
    """10 is high, 9 and 5 medium, 4 low; what is done later is still open, what is accepted is not."""
    rows = (
        *(risk("1", 2, 5), risk("2", 3, 3, deadline=MARCH), risk("3", 1, 5, deadline=date(2022, 3, 13))),
        *(risk("4", 2, 2, "done", done_on=date(2022, 3, 15)), risk("5", 5, 5, "accepted")),
        risk("6", 5, 5, "done", done_on=MARCH, effect="good", identified_on=date(2021, 5, 1)),
        risk("7", 5, 5, "done", done_on=date(2021, 12, 15), deadline=date(2021, 12, 1)),
        risk("8", 5, 5, identified_on=date(2022, 3, 15)),
        risk("9", 1, 1, kind="opportunity", identified_on=date(2022, 2, 15)),
    )
    found = values(risks.figures, month(risks=rows))
    assert found == {
        "risks.open": 4,
        "risks.open.high": 1,
        "risks.open.medium": 2,
        "risks.open.low": 1,
        "risks.opportunities": 1,
        "risks.overdue": 1,
        "risks.new": 1,
        "risks.done_in_window": 1,
        "risks.evaluated": Fraction(1, 2),
    }


def petition(code: str, received: date, deadline: date, status: str = "open", **more: Any) -> Row:
    """A petition to VP."""
    given = {"received_on": received, "deadline": deadline, "status": status}
    return Row("VP", code, given | more, ("c", "Phản ánh, kiến nghị", 2))


def test_petitions_are_judged_in_the_window_of_their_deadline() -> None:
    """On the day is in time; unanswered on its day is not; who was sent elsewhere is not judged."""
    early, begin = date(2022, 2, 1), date(2022, 2, 15)
    rows = (
        petition("1", early, begin, "done", done_on=begin),
        petition("2", begin, MARCH, "done", done_on=date(2022, 3, 15)),
        petition("3", MARCH, date(2022, 3, 30)),
        petition("4", begin, MARCH, "transferred"),
        petition("5", early, date(2022, 2, 14)),
        petition("6", date(2022, 3, 15), date(2022, 3, 30)),
    )
    assert values(petitions.figures, month(petitions=rows)) == {
        "petitions.received": 3,
        "petitions.answered": 1,
        "petitions.open": 3,
        "petitions.overdue": 1,
        "petitions.on_time": Fraction(1, 2),
    }


def test_an_objective_is_planned_when_an_action_names_it() -> None:
    """One that was dropped plans nothing; MT01 of another unit is another objective."""

    def action(unit: str, objective: str, status: str = "open") -> Row:
        return Row(unit, "KH01", {"objective": objective, "status": status}, ("u", "Kế hoạch", 2), 2022)

    aims = tuple(
        frozen.objective(unit, code, 98)
        for unit, code in (("VP", "MT01"), ("VP", "MT02"), ("TCCB", "MT01"), ("TCCB", "MT02"))
    )
    plans = (action("VP", "MT01"), action("VP", "MT02", "cancelled"), action("GDTH", "MT01"))
    found = made(actions.figures, frozen.month(objectives=aims, registers={"actions": plans}))
    assert {name: (f.numerator, f.denominator) for name, f in found.items()} == {
        "actions.objectives": (1, 4),
        "actions.unit.VP.objectives": (1, 2),
        "actions.unit.TCCB.objectives": (0, 2),
        "actions.unit.GDTH.objectives": (None, None),
    }


@pytest.mark.parametrize(
    "of",
    [
        procedures.figures,
        procedures.proposals,
        steps.figures,
        training.figures,
        audits.figures,
        risks.figures,
        petitions.figures,
        actions.figures,
    ],
)
def test_a_register_nobody_keeps_has_no_figure_with_a_value(of: Any) -> None:
    """Never 0: there is no data."""
    assert set(values(of, frozen.month()).values()) == {None}


def test_what_was_left_out_is_named() -> None:
    """A session with an error, in every figure it would have entered."""
    wrong = Excluded("", "training", "DT-9", 5, "present", "present_over_planned")
    data = frozen.month(registers={"training": ()}, excluded=(wrong,))
    assert {figure.exclusions for figure in training.figures(data)} == {(wrong.line,)}
