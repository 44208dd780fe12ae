"""Objectives are drafts until the coordinator's tab says they are approved, and again when changed."""

from __future__ import annotations

import pytest
from gspread.utils import rowcol_to_a1

from tests.support.office import Office

KEY, TAB, APPROVALS = "unit:VP:2022", "Mục tiêu", "Phê duyệt mục tiêu"
GOOD: list[object] = ["Đúng hạn", "≥", "98%", "%", "Tháng", "", "14/12/2022", "Tỷ lệ của tổng"]
OTHER: list[object] = ["Hài lòng", "≥", "90%", "%", "Quý", "", "14/12/2022", "Tỷ lệ của tổng"]
ROW = ["VP", "2022", "", "01/03/2022", "Giám đốc", "QĐ 12"]


@pytest.fixture
def typed(office: Office) -> Office:
    """Two objectives, none approved."""
    office.type(KEY, TAB, "B2", GOOD, OTHER)
    office.cycle()
    return office


def shown(office: Office) -> list[str]:
    """What the unit sees under Tình trạng."""
    rows = office.tab(KEY, TAB).get_all_values()
    column = rows[0].index("Tình trạng")
    return [row[column] for row in rows[1:4] if row[1]]


def approve(office: Office, *row: object, at: str = "A2") -> None:
    """The coordinator types an approval; everything is looked at again."""
    office.type("coordinator", APPROVALS, at, list(row), name="admin")
    office.cycle()


def test_all_or_some_are_approved(typed: Office) -> None:
    """A code approves that one; a blank all."""
    assert shown(typed) == ["Dự thảo", "Dự thảo"]
    approve(typed, *ROW[:2], "MT02", *ROW[3:])
    assert shown(typed) == ["Dự thảo", "Đã phê duyệt"]
    approve(typed, *ROW[:2], "", "02/03/2022", *ROW[4:], at="A3")
    assert shown(typed) == ["Đã phê duyệt", "Đã phê duyệt"]


def test_another_unit_or_year_approves_nothing(typed: Office) -> None:
    """Only its own."""
    approve(typed, "VP", "2021", *ROW[2:])
    assert shown(typed) == ["Dự thảo", "Dự thảo"]


def test_a_changed_target_is_a_draft_until_approved_anew(typed: Office) -> None:
    """What was approved is kept beside; new words are no new target; a later approval settles it."""
    approve(typed, *ROW)
    typed.type(KEY, TAB, "B2", ["Hồ sơ đúng hạn"])
    typed.type(KEY, TAB, "D2", ["95%"])
    typed.type(KEY, TAB, "B3", ["Hài lòng chung"])
    typed.cycle()
    assert shown(typed) == ["Dự thảo", "Đã phê duyệt"]
    assert typed.records(KEY, "objectives")["MT01"]["approved_as"] == "≥ 98%"
    approve(typed, *ROW[:3], "05/03/2022", *ROW[4:], at="A3")
    assert shown(typed) == ["Đã phê duyệt", "Đã phê duyệt"]
    assert "approved_as" not in typed.records(KEY, "objectives")["MT01"]


def test_putting_the_target_back_is_approved_again(typed: Office) -> None:
    """It demands what was approved."""
    approve(typed, *ROW)
    for target, state in (("95%", "Dự thảo"), ("98%", "Đã phê duyệt")):
        typed.type(KEY, TAB, "D2", [target])
        typed.cycle()
        assert shown(typed)[0] == state


def test_all_are_those_there_when_it_was_approved(typed: Office) -> None:
    """One typed later waits for an approval of its own; one typed before the approval was, does not."""
    approve(typed, *ROW)
    typed.wait(24 * 60)
    typed.type(KEY, TAB, "B4", ["Thêm sau", *GOOD[1:]])
    typed.cycle()
    assert shown(typed) == ["Đã phê duyệt", "Đã phê duyệt", "Dự thảo"]
    approve(typed, *ROW[:2], "MT03", "02/03/2022", *ROW[4:], at="A3")
    assert shown(typed) == ["Đã phê duyệt"] * 3
    approve(typed, *ROW[:2], "", "02/03/2022", *ROW[4:], at="A3")
    assert shown(typed) == ["Đã phê duyệt"] * 3


def test_an_objective_there_is_none_of_is_told_until_there_is(typed: Office) -> None:
    """A slip in the code approves nothing, so it is flagged; no more once the unit has such an objective,
    right or wrong, and again once it is gone.
    """

    def told() -> list[str]:
        typed.wait(60)
        typed.cycle()
        typed.cycle()
        assert {(p["code"], p["cell"]) for p in typed.open("coordinator")} <= {("approval_unknown", "C2")}
        return [
            code for p in typed.open("coordinator") for code in ("MT03", "MT04") if code in p["message_vi"]
        ]

    approve(typed, *ROW[:2], "MT01; MT03; MT04", *ROW[3:])
    assert told() == ["MT03"]
    typed.type(KEY, TAB, "B4", ["Thêm sau", *GOOD[1:6], "31/02/2022", GOOD[7]])
    assert told() == ["MT04"]
    typed.type(KEY, TAB, "B5", ["Thêm nữa", *GOOD[1:]])
    assert told() == []
    typed.type(KEY, TAB, "H4", ["14/12/2022"])
    typed.cycle()
    assert shown(typed) == ["Đã phê duyệt", "Dự thảo", "Đã phê duyệt"]
    typed.type(KEY, TAB, "B5", [""] * 8)
    assert told() == ["MT04"]


def test_an_approval_typed_back_approves_what_it_did(typed: Office) -> None:
    """Clearing its row for a while makes no changed target an approved one, nor an objective added since."""
    approve(typed, *ROW)
    typed.wait(24 * 60)
    typed.type(KEY, TAB, "D2", ["50%"])
    typed.type(KEY, TAB, "B4", ["Thêm sau", *GOOD[1:]])
    typed.cycle()
    assert shown(typed) == ["Dự thảo", "Đã phê duyệt", "Dự thảo"]
    approve(typed, *[""] * len(ROW))
    assert shown(typed) == ["Dự thảo"] * 3
    approve(typed, *ROW)
    assert shown(typed) == ["Dự thảo", "Đã phê duyệt", "Dự thảo"]
    assert typed.records(KEY, "objectives")["MT01"]["approved_as"] == "≥ 98%"


def test_a_target_told_by_last_years_is_approved_by_its_words(typed: Office) -> None:
    """The number it comes to, once last year's figure is known, is no change; other words are one."""
    typed.type(KEY, TAB, "C2", ["≤", "giảm 5%"])
    approve(typed, *ROW)
    assert shown(typed) == ["Đã phê duyệt", "Đã phê duyệt"]
    for target, state, approved in (("giảm 1%", "Dự thảo", "giảm 5%"), ("Giảm  5%", "Đã phê duyệt", None)):
        typed.type(KEY, TAB, "D2", [target])
        typed.cycle()
        assert shown(typed)[0] == state
        assert typed.records(KEY, "objectives")["MT01"].get("approved_as") == approved
    typed.type(KEY, TAB, f"{letter(typed, 'Số năm trước')}2", ["40%"])
    typed.cycle()
    assert typed.records(KEY, "objectives")["MT01"]["target"] == 38
    assert shown(typed)[0] == "Đã phê duyệt"
    typed.type(KEY, TAB, "D2", ["giảm 1%"])
    typed.cycle()
    assert shown(typed)[0] == "Dự thảo"
    assert typed.records(KEY, "objectives")["MT01"]["approved_as"] == "≤ 38%"


def test_one_that_held_an_error_was_there(typed: Office) -> None:
    """All are approved that stand in the tab, right or wrong: a date mended later leaves it approved."""
    typed.wait(24 * 60)
    typed.type(KEY, TAB, "B4", ["Thêm sau", *GOOD[1:6], "31/02/2022", GOOD[7]])
    approve(typed, *ROW)
    typed.wait(24 * 60)
    typed.type(KEY, TAB, "H4", ["14/12/2022"])
    typed.cycle()
    assert shown(typed) == ["Đã phê duyệt"] * 3


@pytest.mark.parametrize(
    ("column", "text", "name"),
    [("Cách tổng hợp", "Lớn nhất", "aggregation"), ("Cách tính", "Hồ sơ sớm / tất cả", "formula")],
)
def test_another_way_of_reckoning_is_a_draft(typed: Office, column: str, text: str, name: str) -> None:
    """What the number is made of is approved like the number; it is told what differs."""
    approve(typed, *ROW)
    typed.type(KEY, TAB, f"{letter(typed, column)}2", [text])
    typed.cycle()
    assert shown(typed) == ["Dự thảo", "Đã phê duyệt"]
    assert typed.records(KEY, "objectives")["MT01"]["changed"] == [name]


def letter(office: Office, title: str) -> str:
    """The letter of a column."""
    return rowcol_to_a1(1, office.tab(KEY, TAB).row_values(1).index(title) + 1)[:-1]
