"""Which duties a report answers for, what it says of them, and that frozen ones stay as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from service.duties import facts, reported
from service.duties.facts import Facts
from service.duties.follow import follow
from service.figures import compute
from service.figures.data import Data, Figures
from service.organisation import Agency
from service.periods import snapshot
from service.periods.windows import window
from service.reports.blocks import Paragraph, Table
from service.reports.sections import owed, submission, turn
from service.reports.writer import Writer
from service.workbooks import carried
from tests.duties.register import AUDITORS, OFFICE, VP, allow, at, drop, give_month, keep, known, look
from tests.support import frozen

AGENCY = Agency("Sở GD&ĐT", "UBND", "Hà Sơn")
MARCH, YEAR = window("2022-03", frozen.RULES), window("2022", frozen.RULES)
END = MARCH.end


@pytest.mark.parametrize(
    ("period", "state", "more", "told"),
    [
        ("2022-03", "missing", {}, True),
        ("2022-02", "missing", {}, False),
        ("2022-02", "on_time", {"due": END - timedelta(days=9)}, True),
        ("2022-02", "on_time", {"due": END + timedelta(days=9)}, False),
        ("2022-04", "not_due", {}, False),
        ("", "missing", {"due": END}, True),
        ("", "due", {"due": END + timedelta(days=1)}, False),
        ("", "missing", {"due": date(2022, 1, 3)}, True),
        ("", "late", {"due": date(2022, 1, 3), "owed_before": True}, True),
        ("", "late", {"due": date(2022, 1, 3)}, False),
        ("", "excused", {"due": date(2022, 1, 3), "owed_before": True}, False),
        ("", "excused", {"due": date(2022, 1, 3)}, False),
        ("2022", "on_time", {"due": date(2022, 2, 28), "done_on": date(2022, 1, 9)}, True),
    ],
)
def test_a_month_answers_for_its_own_and_for_what_fell_due(
    period: str, state: str, more: dict[str, Any], told: bool
) -> None:
    """And for what was still owed when it began; each once."""
    month = period if len(period) == 7 else "2022-03"
    one = replace(frozen.duty("VP", "actions", state, month, **more), period=period)
    assert reported.of([one], MARCH, frozen.RULES) == ((one,) if told else ())


@pytest.mark.parametrize(
    ("flips", "told"),
    [
        ([("2022-02-05", True), ("2022-02-10", False)], ["missing"]),
        ([("2022-02-05", True), ("2022-02-10", False), ("2022-03-10", True)], ["late"]),
        ([("2022-02-05", True), ("2022-02-20", False), ("2022-03-10", True)], []),
        ([("2022-02-05", True)], []),
        ([], ["missing"]),
    ],
)
def test_what_was_spoilt_before_the_month_and_mended_in_it_is_told(
    flips: list[tuple[str, bool]], told: list[str]
) -> None:
    """What the month before told as missing does not vanish; what was there when it began is not told."""
    one = Facts(
        unit="VP",
        table="actions",
        record="KH01",
        period="2022",
        vi="x",
        en="x",
        year=2022,
        begins=date(2022, 1, 1),
        due=date(2022, 1, 31),
        missing=0 if flips and flips[-1][1] else 1,
        flips=tuple(flips),
    )
    duty = facts.judge(one, MARCH.freeze, MARCH.start)
    assert [found.state for found in reported.of([duty], MARCH, frozen.RULES)] == told


def test_a_year_answers_for_its_months_once() -> None:
    """A month put off is that month's, not another's."""
    late = frozen.duty("VP", "progress", "late", "2022-02", due=END - timedelta(days=9))
    other = frozen.duty("VP", "progress", "late", "2023-01")
    assert reported.of([late, other], YEAR, frozen.RULES) == (late,)


def frozen_month(connection: Connection, label: str) -> tuple[Data, Figures]:
    """A month, or a year, as it is frozen when its freeze day is over."""
    about = known(connection)
    span = window(label, about.rules)
    follow(connection, about, at(span.freeze + timedelta(days=1), 0))
    data = snapshot.take(connection, about, span, "monthly" if span.kind == "month" else "annual")
    return data, compute(data)


def test_what_comes_late_extended_and_not_at_all_is_frozen_so(store: Connection) -> None:
    """March: VP late, KT put off beyond the freeze; April counts what KT gave by then."""
    allow(store, "extension", unit="KT", period="2022-03", until="2022-04-20")
    look(store, date(2022, 4, 2))
    give_month(store, VP, "2022-03")
    look(store, date(2022, 4, 3))
    data, made = frozen_month(store, "2022-03")
    assert {u: made[f"completeness.unit.{u}"].state for u in ("VP", "KT")} == {"VP": "late", "KT": "extended"}
    assert (made["duties.late"].value, made["duties.due"].value, made["duties.extended"].value) == (2, 2, 2)
    assert (made["duties.on_time_rate"].value, made["duties.unit.KT.on_time_rate"].value) == (0, None)
    give_month(store, "unit:KT:2022", "2022-03")
    look(store, date(2022, 4, 18))
    later, april = frozen_month(store, "2022-04")
    assert {d.state for d in later.duties if (d.unit, d.period) == ("KT", "2022-03")} == {"on_time"}
    assert april["duties.unit.KT.on_time"].value == 2
    assert compute(data)["duties.extended"].value == 2


def test_a_conclusion_not_done_is_kept_whatever_its_day(store: Connection) -> None:
    """Also one whose row was deleted long before its day; no figure counts it before."""
    row = {"meeting": "XX-1", "unit": "VP", "conclusion": "Việc", "kind": "change", "deadline": "2022-09-30"}
    for code, status in (("KL-1", "open"), ("KL-2", "cancelled")):
        keep(store, OFFICE, "conclusions", code, **row, code=code, status=status)
    look(store, date(2022, 4, 2))
    drop(store, OFFICE, "conclusions", "KL-1")
    look(store, date(2022, 4, 3))
    data, _ = frozen_month(store, "2022-03")
    assert [duty.record for duty in data.open_conclusions] == ["KL-1"]
    assert "conclusions" not in {duty.table for duty in data.duties}


def test_a_december_put_off_into_the_next_year_is_told_there(store: Connection) -> None:
    """By the month whose window its new due day lies in."""
    allow(store, "extension", unit="KT", period="2022-12", until="2023-01-18")
    look(store, date(2023, 1, 2))
    frozen_month(store, "2022-12")
    give_month(store, "unit:KT:2022", "2022-12")
    look(store, date(2023, 1, 17))
    _, january = frozen_month(store, "2023-01")
    data, _ = frozen_month(store, "2023-02")
    assert january["duties.unit.KT.on_time"].value == 2
    assert not [duty for duty in data.duties if duty.period == "2022-12"]


def test_what_falls_between_a_windows_year_and_new_year_is_told_once(store: Connection) -> None:
    """Where a year ends on 14 December, an action of the 16th belongs to the next."""
    keep(store, OFFICE, "settings", "window_start_day", key="window_start_day", value=15)
    finding = {"code": "PH-1", "unit": "VP", "date": "2022-11-20", "grade": "minor", "audit": "Đ1"}
    told = {"deadline": "2022-12-16", "description": "Thiếu hồ sơ", "clause": "8.5", "status": "open"}
    keep(store, AUDITORS, "findings", "PH-1", **finding, **told)
    look(store, date(2022, 12, 1))
    keep(store, VP, "corrections", "PH-1", code="PH-1", completed="2022-12-20")
    look(store, date(2022, 12, 20))
    found = {label: frozen_month(store, label)[0].duties for label in ("2022-12", "2023-01", "2023-02")}
    own = {label: [d.state for d in made if d.record == "PH-1"] for label, made in found.items()}
    assert own == {"2022-12": [], "2023-01": ["late"], "2023-02": []}


def test_what_a_year_asks_for_after_its_window_is_listed_by_it_and_told_in_january(store: Connection) -> None:
    """Actions, audits, lines of the plan: neither year's figures hold what was done of them."""
    keep(store, OFFICE, "settings", "window_start_day", key="window_start_day", value=15)
    action = {"objective": "MT01", "measure": "Tập huấn", "deadline": "2022-12-20", "status": "open"}
    keep(store, VP, "actions", "KH01", **action)
    keep(store, VP, "actions", "KH02", **action | {"deadline": "2022-12-14"})
    keep(store, "unit:KT:2022", "actions", "KH03", **action)
    audit = {"unit": "VP", "scope": "8.5", "planned_on": "2022-12-21"}
    keep(store, AUDITORS, "audits", "DG-01", **audit)
    line = {"from_month": "2022-11", "due": "2022-12-22", "who": "units", "table": "actions"}
    keep(store, OFFICE, "plan", "KH-01", activity="Nộp kế hoạch", **line)
    look(store, date(2022, 12, 1))
    annual, _ = frozen_month(store, "2022")
    lists = {"VP|actions|KH01|", "KT|actions|KH03|", "|audits|DG-01|"}
    lists |= {f"{unit}|actions|KH-01|2022" for unit in ("VP", "KT")}
    assert {duty.key for duty in annual.after_year} == lists
    keep(store, VP, "actions", "KH01", **action | {"status": "done", "done_on": "2022-12-19"})
    keep(store, AUDITORS, "audits", "DG-01", **audit, held_on="2022-12-23")
    look(store, date(2022, 12, 23))
    carried.note(store, 2022)
    january, _ = frozen_month(store, "2023-01")
    told = {duty.key: duty.state for duty in january.after_year}
    assert (told["VP|actions|KH01|"], told["|audits|DG-01|"]) == ("on_time", "late")
    assert "KT|actions|KH03|" not in told  # carried over: the new workbook asks for it
    assert not frozen_month(store, "2023-02")[0].after_year
    said = {
        (row[0], row[1], row[3])
        for block in turn.of_month(Writer(january, compute(january), AGENCY))
        if isinstance(block, Table)
        for row in block.rows
    }
    assert {("20/12/2022", "Văn phòng", "Đúng hạn"), ("21/12/2022", "Ban Chỉ đạo ISO", "Muộn")} <= said


def test_an_exemption_leaves_completeness_and_rate_to_the_others(store: Connection) -> None:
    """Who is excused from all is neither complete nor missing; the others' shares are theirs alone."""
    look(store, date(2022, 4, 1))
    give_month(store, VP, "2022-03")
    look(store, date(2022, 4, 1), 9)
    _, before = frozen_month(store, "2022-03")
    allow(store, "exempt", unit="KT", period="2022-03")
    _, made = frozen_month(store, "2022-03")
    assert (before["completeness"].value, made["completeness"].value) == (0.5, 1)
    assert (made["completeness.unit.KT"].state, made["completeness.unit.KT"].value) == ("excused", None)
    assert made["completeness.units.excused"].value == 1
    assert "excused:progress" in made["completeness"].exclusions
    assert (made["duties.on_time_rate"].value, before["duties.on_time_rate"].value) == (1, 0.5)
    assert made["completeness.unit.VP"] == before["completeness.unit.VP"]


def written(data: Data) -> list[Any]:
    """The section's blocks in Vietnamese."""
    return list(owed.blocks(Writer(data, compute(data), AGENCY)))


def test_the_report_tells_by_unit_and_gives_reasons() -> None:
    """Who came how, the rate, who was excused or put off by whom and why, what is missing."""
    duties = (
        *frozen.full_month().duties,
        frozen.duty("GDTH", "dossiers", "excused", why="Giám đốc: mất điện"),
        frozen.duty("TCCB", "actions", "due", due=date(2022, 3, 25), why="Giám đốc: ốm"),
    )
    blocks = written(frozen.full_month(duties=duties))
    said = next(block for block in blocks if isinstance(block, Paragraph))
    assert "Số việc: 10" in said.text
    assert "đang được gia hạn 1" in said.text
    assert "50% (4/8)" in said.text
    tables = [block for block in blocks if isinstance(block, Table)]
    assert tables[0].rows[0] == ("Văn phòng", "2", "1", "0", "0", "66,7%")
    assert [row[3] for row in tables[1].rows] == [
        "Miễn. Giám đốc: mất điện",
        "Gia hạn đến 25/03/2022. Giám đốc: ốm",
    ]
    assert len(tables[2].rows) == 3


def test_an_edit_within_an_extension_is_told_so() -> None:
    """It is listed all the same, and enters no figure."""
    data = frozen.full_month()
    change = data.changes_after_close[0]
    until = date.fromisoformat(change.seen_at[:10])
    given = {"due": until, "why": "Giám đốc: ốm"}
    put_off = frozen.duty(change.unit, change.table, "on_time", change.period, **given)
    for duties, told in (((put_off,), True), ((), False)):
        whole = frozen.full_month(duties=duties)
        table = next(
            block
            for block in submission.changes(Writer(whole, compute(whole), AGENCY))
            if isinstance(block, Table)
        )
        assert ("trong thời gian gia hạn" in table.rows[0][3]) == told
