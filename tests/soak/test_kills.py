"""A whole simulated year with twenty kill -9 of the worker, each stage four times, beside a quiet one."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from demo.calendar import ZONE
from tests.support import privacy
from tests.support.killer import SLOTS, STAGES, Hit, Kill
from tests.support.lived import Lived, differences, live

SEED = int(os.environ.get("KILLS_SEED", "1"))
UNITS = int(os.environ.get("KILLS_UNITS", "13"))
MONTHS = 12
FIRST = datetime(2021, 12, 15, tzinfo=ZONE)
EACH = 4


def plan(seed: int) -> list[Kill]:
    """Four kills a stage: closes and renders of four months each, the year's own among them."""
    rng = Random(f"{seed}|plan")
    kills = []
    for stage in STAGES:
        if stage in SLOTS:
            months = sorted(rng.sample(range(1, 12), EACH - 1))
            kills += [
                Kill(stage, datetime(2022, month, 19, tzinfo=ZONE), SLOTS[stage][0]) for month in months
            ]
            kills.append(Kill(stage, datetime(2022, 12, 19, tzinfo=ZONE), SLOTS[stage][1]))
            continue
        for number in range(EACH):
            day = datetime(2021, 12, 20, tzinfo=ZONE) + timedelta(days=80 * number + rng.randrange(80))
            kills.append(Kill(stage, day, early=number % 2 == 1))
    return kills


def extras_by_stage(left: Lived, hits: list[Hit]) -> Counter[str]:
    """Extra mails by the kill at whose instant they came; the stage after DATA is blamed first."""
    told: Counter[str] = Counter()
    for mail in left.extra_mails:
        at = datetime.fromisoformat(mail["received"])
        there = sorted((h for h in hits if h.at == at), key=lambda hit: hit.stage != "after DATA")
        told[there[0].stage if there else "no kill"] += 1
    return told


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_a_year_with_twenty_kills_ends_like_an_undisturbed_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every figure, answer and cell is equal; at most one extra mail a kill; all mail of both is private."""
    with ThreadPoolExecutor(2) as both:
        calm = both.submit(live, tmp_path / "quiet", seed=SEED, units=UNITS, months=MONTHS)
        wild = both.submit(live, tmp_path / "killed", seed=SEED, units=UNITS, months=MONTHS, kills=plan(SEED))
        quiet, (left, hits) = calm.result()[0], wild.result()
    count, extra = Counter(hit.stage for hit in hits), extras_by_stage(left, hits)
    with capsys.disabled():
        print(f"\nseed {SEED}, {UNITS} units, {MONTHS} months, {len(left.reports)} reports")
        print(f"{'stage':<12} {'hits':>4} {'extra mails':>11}")
        for stage in STAGES:
            print(f"{stage:<12} {count[stage]:>4} {extra[stage]:>11}")
        for hit in hits:
            print(f"{hit.at:%Y-%m-%d %H:%M} {hit.stage:<10} {hit.shown}")
    assert len(hits) == EACH * len(STAGES)
    assert all(count[stage] >= 2 for stage in STAGES)
    assert left.violations == []
    assert left.failures == quiet.failures
    assert len(left.reports) == MONTHS + 1
    assert left.taken == left.posted != []
    assert differences(quiet, left) == []
    assert quiet.extra_mails == []
    assert extra["no kill"] == 0
    assert all(extra[stage] <= count[stage] for stage in STAGES)
    _same_letters(left)
    for one in (quiet, left):
        assert privacy.of_mails(one, privacy.rights(one)) == []


def _same_letters(left: Lived) -> None:
    for mail in left.extra_mails:
        first = next(one for one in left.mails if one["key"] == mail["key"])
        assert left.letter(mail) == left.letter(first)


#: Workbooks, their tabs, the form and its questions: killed right after Google made them, before it is noted.
MAKING = (
    Kill("drive.files.create", FIRST, nth=2),
    Kill("sheets.spreadsheets.batchUpdate", FIRST, nth=2),
    Kill("drive.files.create", FIRST),
    Kill("forms.forms.batchUpdate", FIRST),
)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_kills_while_things_are_made_make_nothing_twice(tmp_path: Path) -> None:
    """Killed as Google made a workbook, its tabs, the form: the month goes on as if nothing had happened."""
    quiet, _ = live(tmp_path / "quiet", seed=SEED, units=2, months=1)
    left, hits = live(tmp_path / "killed", seed=SEED, units=2, months=1, kills=MAKING)
    assert [hit.shown for hit in hits] == [f"{kill.stage} under way" for kill in MAKING]
    assert hits[-1].at < FIRST + timedelta(days=1)
    assert sorted(left.addresses.values()) == sorted(quiet.addresses.values())
    assert left.files == quiet.files
    assert left.taken == left.posted != []
    assert differences(quiet, left) == []
