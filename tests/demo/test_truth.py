"""What people mean is a pure function of the seed: the calendar, the objectives, the dossiers, the visits."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

import pytest

from demo import calendar, department, dossiers, objectives, typing
from demo.people import citizens


def test_moments_run_forward_and_close_each_month_just_after_its_freeze() -> None:
    """Time never goes back; each month has one closing tick, in the first minutes after its freeze day."""
    found = list(calendar.moments(12))
    assert all(before.at < after.at for before, after in pairwise(found))
    closing = {moment.closes: moment.at for moment in found if moment.closes}
    assert list(closing) == [month.label for month in calendar.months(12)]
    assert closing["2022-12"] == datetime(2022, 12, 20, 0, 5, tzinfo=calendar.ZONE)
    assert found[-1].at.date() == date(2022, 12, 23)


def test_nobody_works_at_weekends_or_tet() -> None:
    """The next working day after the eve of Tết is the first Monday after the holiday."""
    assert calendar.workday(date(2022, 1, 29)) == date(2022, 2, 7)
    assert calendar.workday(date(2022, 3, 5)) == date(2022, 3, 7)


@pytest.mark.parametrize(
    ("shown", "period"),
    [
        ("2022-03", "2022-03"),
        ("Tháng 3/2022", "2022-03"),
        ("03/2022", "2022-03"),
        ("01/03/2022", "2022-03"),
        ("Thang 11/2022", "2022-11"),
        ("Quý I/2022", "2022-Q1"),
        ("Quý 4/2022", "2022-Q4"),
        ("2022-Q2", "2022-Q2"),
        ("Năm học 2021-2022", "2021-2022"),
        ("2022", "2022"),
        ("Năm 2022", "2022"),
        ("chưa rõ", None),
    ],
)
def test_a_period_is_read_as_people_write_it(shown: str, period: str | None) -> None:
    """People know which period a cell shows, however it is written."""
    assert calendar.period_of(shown) == period


def test_a_period_ends_with_its_last_month() -> None:
    """Quarters, years and school years are reported with the month that ends them."""
    ends = [calendar.last_month(p) for p in ("2022-02", "2022-Q1", "2022", "2021-2022")]
    assert ends == ["2022-02", "2022-03", "2022-12", "2022-08"]


def test_units_are_told_apart() -> None:
    """No two units share a code, a name, an alias or a person's address."""
    names = [n for unit in department.UNITS for n in (unit.code, unit.name, *unit.aliases)]
    assert len({name.casefold() for name in names}) == len(names)
    people = department.everyone(12)
    assert len({department.token(email) for email in people}) == len(people) == 28


def test_the_same_seed_tells_the_same_truth() -> None:
    """An objective's result depends on seed, unit, code and period only."""
    unit = department.UNITS[0]
    code, aim = next(iter(objectives.aims(unit).items()))
    one, again = (objectives.truth(7, unit, code, aim, "2022-05") for _ in range(2))
    assert one == again
    others = {objectives.truth(seed, unit, code, aim, "2022-05") for seed in range(20)}
    assert len(others) > 5


def test_a_failed_objective_has_a_cause_and_a_measure() -> None:
    """Whoever misses the target says why and what is done; whoever meets it owes nothing."""
    for unit in department.UNITS:
        for code, aim in objectives.aims(unit).items():
            true = objectives.truth(1, unit, code, aim, "2022-04")
            assert (true.cause is None) == (true.measure is None)
            if true.total and aim.direction == "ge" and aim.measure == "%":
                assert true.achieved is not None
                assert (true.cause is None) == (100 * true.achieved >= aim.target * true.total)


def test_dossiers_add_up_and_carry_over() -> None:
    """As they truly went, the counts balance and each month takes over what the month before left."""
    labels = [month.label for month in calendar.months(12)]
    for unit in department.UNITS:
        for procedure in unit.procedures:
            months = list(dossiers.year(1, unit, procedure, labels).values())
            for one in months:
                assert one.received_total == one.received_online + one.received_direct + one.received_carried
                assert one.resolved_total == one.resolved_before + one.resolved_on_time + one.resolved_late
                assert one.received_total == one.resolved_total + one.pending_total
                assert one.pending_total == one.pending_within + one.pending_late
            assert all(b.received_carried == a.pending_total for a, b in pairwise(months))


def test_citizens_of_a_year() -> None:
    """About two thousand answers, the same for the same seed; small units get few, everybody answers q8."""
    visits = citizens.invent(1, department.UNITS, date(2022, 12, 14))
    assert visits == citizens.invent(1, department.UNITS, date(2022, 12, 14))
    assert 1900 <= len(visits) <= 2100
    assert all(visit.levels["q8"] for visit in visits)
    assert 0 < sum(visit.unit.code == "CTTT" for visit in visits) < 25
    assert all(before.at <= after.at for before, after in pairwise(visits))


def test_targets_are_spelled_in_many_ways() -> None:
    """A percent target comes bare, with words or with a sign, never against its own direction."""
    from random import Random

    rng = Random(1)
    spelled = {typing.target("ge", 97.5, "%", (), rng) for _ in range(60)}
    assert spelled == {"97,5%", "≥ 97,5%", "từ 97,5% trở lên"}
