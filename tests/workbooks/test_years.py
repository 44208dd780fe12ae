"""A year turned: opened from the last one, what is open carried over, the old workbooks locked."""

from __future__ import annotations

from datetime import timedelta

import gspread
import pytest

from jobs import calendars, runner
from service import organisation
from service.figures import compute
from service.mail import notices as mailed
from service.periods import snapshot
from service.store.engine import reading
from service.workbooks import locked
from service.years import locks, turn
from service.years.rows import NotYet
from tests.support.office import OTHER, PEOPLE, UNIT, Office
from tests.support.turns import CLOSED, JANUARY, NEW, OLD, carried, close, told
from tests.workbooks.test_marks import GOOD
from tests.workbooks.test_start import later, shown
from tests.workbooks.test_unit_life import figures, finding


def test_last_years_objectives_are_drafts_until_a_person_gives_the_target(turned: Office) -> None:
    """Text and direction stand there, the target does not: nothing counts, nothing is red, nothing twice."""
    assert "dự thảo 1 mục tiêu" in turn.opened(turned.services, 2023)
    tab = turned.tab(NEW, "Mục tiêu")
    assert tab.acell("B2").value == turned.tab(OLD, "Mục tiêu").acell("B2").value
    assert tab.acell("D2").value is None
    assert (told(tab, "Tình trạng"), told(tab, "Năm trước")) == ("Dự thảo", "Năm 2022: ≥ 98%")
    later(turned, JANUARY + timedelta(hours=1))
    assert turned.records(NEW, "objectives") == {}
    assert turned.open(NEW) == []
    assert "dự thảo 0 mục tiêu" in turn.opened(turned.services, 2023)
    turned.type(NEW, "Mục tiêu", "D2", ["99%"])
    turned.type(NEW, "Mục tiêu", "H2", ["31/12/2023"])
    later(turned, JANUARY + timedelta(hours=2))
    assert turned.records(NEW, "objectives")["MT01"]["target"] == 99


def test_a_draft_whose_target_alone_is_typed_still_lacks_its_deadline(turned: Office) -> None:
    """Confirming it makes it a row like any other."""
    turn.opened(turned.services, 2023)
    turned.type(NEW, "Mục tiêu", "D2", ["99%"])
    later(turned, JANUARY + timedelta(hours=1))
    assert [(p["code"], p["cell"]) for p in turned.open(NEW)] == [("required_missing", "H2")]


def test_a_tab_that_somebody_began_is_left_alone(turned: Office) -> None:
    """A person was quicker."""
    turned.type(NEW, "Mục tiêu", "B2", GOOD)
    later(turned, JANUARY + timedelta(hours=1))
    assert "dự thảo 0 mục tiêu" in turn.opened(turned.services, 2023)


def test_what_is_open_goes_on_in_the_new_workbooks_and_counts_once(turned: Office) -> None:
    """The open finding with its code, marked; the closed one stays; what the unit typed comes along."""
    close(turned)
    before = figures(turned, "2023-01")
    assert carried(turned).startswith("chuyển 1 phát hiện")
    rows = turned.tab("auditors:2023", "Phát hiện", "admin").get_all_values()
    assert [(row[0], row[4], row[16]) for row in rows[1:] if row[0]] == [("PH-01", "VP", "Năm 2022")]
    typed = turned.tab(NEW, "Khắc phục").get("A2:G2")[0]
    assert (typed[0], typed[5:7]) == ("PH-01", ["Thiếu người", "Bổ sung"])
    after = figures(turned, "2023-01")
    for name in ("findings.total", "findings.open", "findings.closed", "corrections.required"):
        assert after[name].value == before[name].value, name
    assert carried(turned).startswith("chuyển 0 phát hiện")
    turned.type("auditors:2023", "Phát hiện", "M2", ["Dũng", "20/01/2023", "có", "Đóng"], name="admin")
    later(turned, CLOSED + timedelta(hours=2))
    assert figures(turned, "2023-01")["findings.open"].value == 0


def test_nothing_is_carried_while_a_row_holds_an_error(turned: Office) -> None:
    """It would be left behind in a locked workbook; the coordinator is mailed once, and told what is left."""
    turned.type("auditors:2022", "Phát hiện", "C2", ["31/02/2022"], ["31/02/2022"], name="admin")
    close(turned)
    for mended, left in (("31/02/2022", "C2, C3"), ("01/03/2022", "C2")):
        turned.type("auditors:2022", "Phát hiện", "C3", [mended], name="admin")
        later(turned, turned.services.clock.now() + timedelta(minutes=20))
        with pytest.raises(NotYet, match="ô lỗi"):
            turn.over(turned.services, 2022)
        (told,) = turned.notices()
        assert (told["kind"], told["ended_at"]) == ("findings_wrong", None)
        assert f"còn lỗi ({left})" in told["message_vi"]
        assert mailed.send(turned.services) == (left == "C2, C3")
    assert locks.settle(turned.services) is None
    turned.type("auditors:2022", "Phát hiện", "C2", ["01/03/2022"], name="admin")
    later(turned, CLOSED + timedelta(hours=1))
    assert "chuyển 1 phát hiện" in carried(turned)
    assert all(notice["ended_at"] for notice in turned.notices())


def test_a_code_given_to_another_finding_stops_the_carrying(turned: Office) -> None:
    """Two rows of one code would count neither."""
    other = finding()
    other[2] = "02/01/2023"
    other[11] = "30/03/2023"
    turned.type("auditors:2023", "Phát hiện", "A2", other, name="admin")
    close(turned)
    with pytest.raises(NotYet, match="PH-01"):
        turn.over(turned.services, 2022)
    (told,) = turned.notices()
    assert (told["kind"], told["workbook_id"]) == ("codes_taken", turned.book("auditors:2023").id)
    assert "mã PH-01" in told["message_vi"]


def test_a_closed_year_is_locked_but_for_open_corrections(turned: Office) -> None:
    """The clerk can type no more, except where an open finding waits; the start tab says so."""
    close(turned)
    assert locks.settle(turned.services) is None  # nothing was carried over yet
    carried(turned)
    with pytest.raises(gspread.exceptions.APIError, match="protected"):
        turned.type(OLD, "Mục tiêu", "B3", ["Mới"])
    with pytest.raises(gspread.exceptions.APIError, match="protected"):
        turned.type("auditors:2022", "Phát hiện", "H2", ["Khác"], name="admin")
    turned.type(OLD, "Khắc phục", "H2", ["19/01/2023"])
    assert "Sổ đã khóa ngày 20/01/2023. Cần sửa thì đề nghị thư ký ISO mở lại." in shown(turned, OLD)
    later(turned, CLOSED + timedelta(hours=1))
    assert figures(turned, "2023-01")["corrections.done"].numerator == 2
    turned.type("auditors:2023", "Phát hiện", "M2", ["Dũng", "20/01/2023", "có", "Đóng"], name="admin")
    later(turned, CLOSED + timedelta(hours=2))
    locks.settle(turned.services)
    with pytest.raises(gspread.exceptions.APIError, match="protected"):
        turned.type(OLD, "Khắc phục", "H2", ["18/01/2023"])


def test_a_workbook_is_opened_again_by_decision_and_locked_after(turned: Office) -> None:
    """Until the day written, with a trace of each turn."""
    close(turned)
    carried(turned)
    row = ["GH-01", "VP", "2022", "", "", "Mở lại", "22/01/2023", "Giám đốc", "Sửa số liệu"]
    turned.type("coordinator", "Gia hạn, miễn", "A2", row, name="admin")
    later(turned, CLOSED + timedelta(hours=1))
    assert "khóa hoặc mở 1 sổ" in str(locks.settle(turned.services))
    later(turned, CLOSED + timedelta(hours=2))
    turned.type(OLD, "Mục tiêu", "B3", ["Sửa lại"])
    assert any(line.startswith("Sổ được mở lại") for line in shown(turned, OLD))
    later(turned, CLOSED + timedelta(days=3))
    locks.settle(turned.services)
    with pytest.raises(gspread.exceptions.APIError, match="protected"):
        turned.type(OLD, "Mục tiêu", "B3", ["Nữa"])
    with reading(turned.services.engine) as connection:
        log = locked.of(connection, OLD).log
    assert [(bool(e["locked"]), bool(e["opened"])) for e in log] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_open_actions_go_on_under_free_codes_once(turned: Office) -> None:
    """KH01 is taken in the new year: the old one gets the next free code and says where it is from."""
    turned.type(OLD, "Kế hoạch", "B2", ["MT01", "Tập huấn", "An", "01/12/2022", "Đang làm"])
    turned.type(NEW, "Kế hoạch", "B2", ["MT01", "Việc mới"])
    close(turned)
    assert "1 biện pháp" in carried(turned)
    assert "0 biện pháp" in carried(turned)
    rows = turned.tab(NEW, "Kế hoạch").get_all_values()
    assert (rows[2][0], rows[2][2], rows[2][-1]) == ("KH02", "Tập huấn", "Năm 2022: KH01")


def test_an_open_action_in_error_goes_on_as_it_was_typed(turned: Office) -> None:
    """Its slip is told in the new workbook; one that says it is done stays where it is."""
    turned.type(OLD, "Kế hoạch", "B2", ["MT01", "Tập huấn", "An", "31/11/2022", "Đang làm"])
    turned.type(OLD, "Kế hoạch", "B3", ["MT01", "Xong rồi", "An", "30/11/2022", "Đã xong"])
    later(turned, JANUARY + timedelta(hours=1))
    assert {p["code"] for p in turned.open(OLD)} == {"date_impossible", "needed_when"}
    close(turned)
    assert "1 biện pháp" in carried(turned)
    assert "0 biện pháp" in carried(turned)
    rows = turned.tab(NEW, "Kế hoạch").get_all_values()
    assert (rows[1][0], rows[1][2], rows[1][4], rows[1][-1]) == (
        "KH01",
        "Tập huấn",
        "31/11/2022",
        "Năm 2022: KH01",
    )
    later(turned, CLOSED + timedelta(hours=2))
    assert ("date_impossible", "E2") in [(p["code"], p["cell"]) for p in turned.open(NEW)]


def test_open_actions_of_a_merged_unit_go_on_with_who_took_over(turned: Office) -> None:
    """Told whose they were; which of its own objectives they serve the heir says, so that cell is red."""
    turned.type(OLD, "Kế hoạch", "B2", ["MT01", "Tập huấn", "An", "01/12/2022", "Đang làm"])
    merged = [*UNIT[:5], "14/12/2022", *UNIT[6:], "KT"]
    turned.type("coordinator", "Đơn vị", "A2", merged, OTHER, name="admin")
    later(turned, JANUARY + timedelta(hours=1))
    close(turned)
    assert "1 biện pháp" in carried(turned)
    assert "0 biện pháp" in carried(turned)
    rows = turned.tab("unit:KT:2023", "Kế hoạch", "other").get_all_values()
    assert (rows[1][0], rows[1][1:3], rows[1][-1]) == ("KH01", ["", "Tập huấn"], "Năm 2022: KH01 (VP)")
    assert ("required_missing", "B2") in [(p["code"], p["cell"]) for p in turned.open("unit:KT:2023")]


def test_no_workbook_is_locked_while_its_actions_cannot_be_written(turned: Office) -> None:
    """Google refuses: only the auditors' is; the next time the actions go on, and the unit's follows."""
    turned.type(OLD, "Kế hoạch", "B2", ["MT01", "Tập huấn", "An", "01/12/2022", "Đang làm"])
    turned.type("auditors:2022", "Phát hiện", "M2", ["Dũng", "02/01/2023", "có", "Đóng"], name="admin")
    close(turned)
    turned.fail({"match": "sheets.spreadsheets.batchUpdate", "status": 403, "times": 1})
    with pytest.raises(NotYet, match="VP"):
        turn.over(turned.services, 2022)
    turned.fail()
    assert "khóa hoặc mở 1 sổ" in str(locks.settle(turned.services))
    turned.type(OLD, "Mục tiêu", "B3", ["Mới"])
    later(turned, CLOSED + timedelta(hours=1))
    assert "1 biện pháp" in carried(turned)
    with pytest.raises(gspread.exceptions.APIError, match="protected"):
        turned.type(OLD, "Mục tiêu", "B4", ["Mới"])


def test_more_open_actions_than_codes_laid_out_lose_none(turned: Office) -> None:
    """The 16th gets a row of its own below."""
    action = ["MT01", "Tập huấn", "An", "01/12/2022", "Đang làm"]
    turned.type(OLD, "Kế hoạch", "B2", *[action] * 15)
    turned.type(OLD, "Kế hoạch", "A17", ["KH99", *action])
    turned.type(NEW, "Kế hoạch", "B2", ["MT01", "Việc mới"])
    close(turned)
    assert "16 biện pháp" in carried(turned)
    assert "0 biện pháp" in carried(turned)
    rows = turned.tab(NEW, "Kế hoạch").get_all_values()
    assert [(row[0], row[-1]) for row in rows[-2:]] == [
        ("KH16", "Năm 2022: KH15"),
        ("KH17", "Năm 2022: KH99"),
    ]


def test_the_start_tab_leads_both_ways(turned: Office) -> None:
    """The new one names the old, the old one the new."""
    close(turned)
    carried(turned)
    assert "Sổ năm 2022 của đơn vị." in shown(turned, NEW)
    assert "Nhập tiếp ở sổ năm 2023." in shown(turned, OLD)


def test_only_the_present_year_and_the_next_can_be_opened(turned: Office) -> None:
    """The next early, so that December can prepare it."""
    with pytest.raises(turn.OutOfTurn):
        turn.opened(turned.services, 2025)
    assert turn.opened(turned.services, 2024).startswith("lập 2 sổ")
    assert PEOPLE["clerk"] in {
        p.email for p in turned.services.google.drive.permissions(turned.book("unit:VP:2024").spreadsheet_id)
    }


def test_the_draft_tells_last_years_result_once_it_is_closed(turned: Office) -> None:
    """The target was told at once, the result with the annual figures."""
    turned.type(OLD, "Kết quả", "E2", ["99", "100"])
    turn.opened(turned.services, 2023)
    close(turned)
    with reading(turned.services.engine) as connection:
        data = snapshot.load(connection, "annual", "2022")
    assert data is not None
    assert compute(data)["objective.VP.MT01.value"].value is not None
    carried(turned)
    assert told(turned.tab(NEW, "Mục tiêu"), "Năm trước") == "Năm 2022: ≥ 98%; kết quả: 99% – Đạt"


def test_the_jobs_do_each_year_once_and_give_a_week_to_mend(turned: Office) -> None:
    """Drafts with the new year's workbooks; the carrying a week after the freeze, not before."""
    with reading(turned.services.engine) as connection:
        known = organisation.read(connection)
        assert [label for label, _ in calendars.opened_years(connection, known, JANUARY)] == ["2023"]
        assert list(calendars.carried_years(connection, known, CLOSED)) == []
    close(turned)
    with reading(turned.services.engine) as connection:
        for days, labels in ((6, []), (7, ["2022"])):
            now = CLOSED + timedelta(days=days, hours=1)
            assert [label for label, _ in calendars.carried_years(connection, known, now)] == labels
    (did,) = runner.run_one(turned.services, "open_year", "2023")
    assert did.error is None and "dự thảo 1 mục tiêu" in str(did.result)
    assert runner.run_one(turned.services, "lock_years", None)[0].result is None
