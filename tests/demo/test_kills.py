"""kill -9 in the middle of a stage: the same step again, and the month ends as if nothing had happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from demo.calendar import ZONE
from tests.support.killer import Hit, Kill
from tests.support.lived import Lived, differences, lived_once

pytestmark = pytest.mark.timeout(600)
#: The objectives are typed from 20/12 on; the first digests go out in the days after.
PLAN = (
    Kill("mark", datetime(2021, 12, 20, tzinfo=ZONE)),
    Kill("after DATA", datetime(2022, 1, 15, tzinfo=ZONE)),
)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The month without kills."""
    return lived_once(tmp_path_factory)[0]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Lived, list[Hit]]:
    """The same month with two kills."""
    return lived_once(tmp_path_factory, kills=PLAN)


def test_a_month_with_two_kills_ends_like_an_undisturbed_one(
    quiet: Lived, killed: tuple[Lived, list[Hit]]
) -> None:
    """Killed after a write reached Google and after a mail went out: figures, cells and answers are equal."""
    left, hits = killed
    assert [hit.stage for hit in hits] == ["mark", "after DATA"]
    assert hits[0].shown.endswith("still to be read")
    assert hits[1].shown.endswith("arrived, still in the outbox")
    assert "monthly 2022-01" in left.reports
    assert left.failures == left.violations == []
    assert differences(quiet, left) == []


def test_no_answer_is_lost_or_doubled_by_a_kill(killed: tuple[Lived, list[Hit]]) -> None:
    """Each answer that Google holds is kept once, and counted once in the cube."""
    left, _ = killed
    assert left.taken == left.posted != []
    counted = sum(row[-1] for row in left.cube if row[2] == "lowest")
    assert counted == sum(row[-1] == "counted" for row in left.answers)


def test_a_kill_costs_at_most_one_mail_that_is_known_by_its_key(
    quiet: Lived, killed: tuple[Lived, list[Hit]]
) -> None:
    """The mail whose sending was not noted comes once more: the same bytes, key and Message-ID."""
    left, hits = killed
    assert quiet.extra_mails == []
    assert [mail["key"] for mail in left.extra_mails] == [hits[1].shown.partition(" arrived")[0]]
    for extra in left.extra_mails:
        first = next(mail for mail in left.mails if mail["key"] == extra["key"])
        assert extra["message_id"] == first["message_id"]
        assert left.letter(extra) == left.letter(first)


def test_the_comparison_sees_a_cell_a_figure_and_a_mail(quiet: Lived) -> None:
    """A run that ended otherwise in any one place is told apart."""
    books = {**quiet.books, "coordinator": {"locale": "vi_VN", "tabs": {}}}
    assert differences(quiet, replace(quiet, books=books)) != []
    assert differences(quiet, replace(quiet, reports={})) != []
    assert differences(quiet, replace(quiet, mails=quiet.mails[1:])) == [f"mail {quiet.mails[0]['key']}"]
