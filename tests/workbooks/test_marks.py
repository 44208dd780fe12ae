"""Problems onto their cells and back off them, beside what people made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from gspread.utils import ValueRenderOption

from service.google.book import rgb
from service.workbooks import palette, registry
from tests.support import copies
from tests.support.office import UNIT, Office, open_units, shade

KEY = "unit:VP:2022"
RED = shade(palette.MEND)
#: objective, direction, target, unit of measure, evaluation, start, deadline, aggregation.
GOOD: list[object] = ["Đúng hạn", "≥", "98%", "%", "Tháng", "", "14/12/2022", "Tỷ lệ của tổng"]
WRONG: list[object] = ["Đơn thư", "≤", "2", "đơn", "Tháng", "", "31/02/2022", "Cộng dồn"]


def cell(office: Office, a1: str, title: str = "Mục tiêu") -> dict[str, Any]:
    """A cell of VP's workbook as the clerk sees it."""
    return office.cell(KEY, title, a1)


def is_marked(found: dict[str, Any]) -> bool:
    """Whether a cell carries our note and our red."""
    return palette.is_ours(found["note"]) and found["fill"] == RED


@pytest.fixture
def typed(make: Callable[..., Office]) -> Office:
    """The clerk typed one right objective and, in row 3, one with an impossible deadline, a while ago."""
    office = make()
    copies.once(office, "typed right and wrong", lambda: _typed(office))
    return office


def _typed(office: Office) -> None:
    open_units(office, UNIT)
    office.cycle()
    office.type(KEY, "Mục tiêu", "B2", GOOD, WRONG)
    office.cycle()
    office.wait(11)


def test_a_wrong_cell_is_marked_with_what_to_do(typed: Office) -> None:
    """Note and red on the very cell, the code on the note's last line; the right row has neither."""
    typed.cycle()
    wrong = cell(typed, "H3")
    assert is_marked(wrong)
    assert "“31/02/2022” không phải là ngày có thật" in wrong["note"]
    assert wrong["note"].endswith("⚑ Sổ Chất lượng · date_impossible")
    assert not is_marked(cell(typed, "H2"))


def test_not_a_word_about_a_row_still_being_typed(office: Office) -> None:
    """Within ten minutes of the last change nothing is marked; after that it is, without another read."""
    office.cycle()
    office.type(KEY, "Mục tiêu", "B2", WRONG)
    office.cycle()
    assert [p["quiet"] for p in office.open(KEY)] == [True]
    assert not is_marked(cell(office, "H2"))
    office.wait(11)
    office.reset_calls()
    office.cycle()
    assert "sheets.spreadsheets.getByDataFilter" not in office.calls()
    assert is_marked(cell(office, "H2"))


def test_a_row_goes_on_being_typed(typed: Office) -> None:
    """Each change of the row begins the ten minutes anew, though the problem is an old one."""
    typed.type(KEY, "Mục tiêu", "J3", ["đếm đơn"])
    typed.cycle()
    assert not is_marked(cell(typed, "H3"))


def test_mended_and_all_is_gone(typed: Office) -> None:
    """When the cell is right, note and red vanish and the row counts."""
    typed.cycle()
    typed.type(KEY, "Mục tiêu", "H3", ["28/02/2022"])
    typed.cycle()
    after = cell(typed, "H3")
    assert (after["note"], is_marked(after)) == ("", False)
    assert typed.open(KEY) == []
    assert set(typed.records(KEY, "objectives")) == {"MT01", "MT02"}


def test_the_mark_follows_the_row_when_people_sort(typed: Office) -> None:
    """Sorted, the wrong row stands elsewhere: mark and message are there, and nowhere else."""
    typed.cycle()
    tab = typed.tab(KEY, "Mục tiêu")
    tab.sort((2, "des"), range="A2:L3")
    typed.cycle()
    assert cell(typed, "B2")["value"] == "Đơn thư"
    assert is_marked(cell(typed, "H2"))
    assert "Ô H2" in cell(typed, "H2")["note"]
    assert not is_marked(cell(typed, "H3"))


def test_the_mark_follows_an_inserted_row(typed: Office) -> None:
    """A row inserted above moves the mark with its cell; no second one appears."""
    typed.cycle()
    typed.tab(KEY, "Mục tiêu").insert_row([], 2)
    typed.cycle()
    assert is_marked(cell(typed, "H4"))
    assert not is_marked(cell(typed, "H3"))
    assert [p["cell"] for p in typed.open(KEY)] == ["H4"]


def test_a_persons_note_is_never_touched(typed: Office) -> None:
    """Where a person wrote a note only our red is added, and only it goes away."""
    tab = typed.tab(KEY, "Mục tiêu")
    tab.insert_note("H3", "hỏi chị Lan")
    typed.cycle()
    assert cell(typed, "H3")["note"] == "hỏi chị Lan"
    assert cell(typed, "H3")["fill"] == RED
    typed.type(KEY, "Mục tiêu", "H3", ["28/02/2022"])
    typed.cycle()
    after = cell(typed, "H3")
    assert after["note"] == "hỏi chị Lan"
    assert after["fill"] != RED


def test_a_persons_fill_is_never_touched(typed: Office) -> None:
    """Where a person painted a cell only our note is added, and only it goes away."""
    typed.tab(KEY, "Mục tiêu").format("H3", {"backgroundColor": {"red": 0, "green": 1, "blue": 0}})
    typed.cycle()
    marked = cell(typed, "H3")
    assert palette.is_ours(marked["note"])
    assert marked["fill"] == [0, 255, 0]
    typed.type(KEY, "Mục tiêu", "H3", ["28/02/2022"])
    typed.cycle()
    assert (cell(typed, "H3")["note"], cell(typed, "H3")["fill"]) == ("", [0, 255, 0])


@pytest.mark.parametrize("name", ["light yellow 3", "light grey 2", "conditional red"])
def test_a_persons_fill_that_looks_like_ours_is_hers(typed: Office, name: str) -> None:
    """A colour of Sheets' own palette in a row of her own: never red, and as it was when all is mended."""
    swatches = {"light yellow 3": "#fff2cc", "light grey 2": "#efefef", "conditional red": "#f4c7c3"}
    tab = typed.tab(KEY, "Mục tiêu")
    typed.type(KEY, "Mục tiêu", f"A{len(tab.col_values(1)) + 1}", ["MT50", *WRONG])
    row = tab.col_values(1).index("MT50") + 1
    tab.format(f"H{row}", {"backgroundColor": rgb(swatches[name])})
    hers = cell(typed, f"H{row}")["fill"]
    typed.cycle()
    typed.wait(11)
    typed.cycle()
    marked = cell(typed, f"H{row}")
    assert (palette.is_ours(marked["note"]), marked["fill"]) == (True, hers)
    typed.type(KEY, "Mục tiêu", f"H{row}", ["28/02/2022"])
    typed.cycle()
    assert (cell(typed, f"H{row}")["note"], cell(typed, f"H{row}")["fill"]) == ("", hers)


def test_help_on_headers_comes_back(typed: Office) -> None:
    """A header that was wrong and is right again carries its help again, not our complaint."""
    before = cell(typed, "A1"), cell(typed, "H1")
    typed.type(KEY, "Mục tiêu", "H1", ["Ngày chót"])
    typed.cycle()
    assert "thiếu cột “Thời hạn”" in cell(typed, "A1")["note"]
    typed.type(KEY, "Mục tiêu", "H1", ["Thời hạn"])
    typed.cycle()
    assert (cell(typed, "A1"), cell(typed, "H1")) == before


def test_marks_cost_one_write_and_no_read(typed: Office) -> None:
    """The change that our marks cause is recognised as ours: the next cycle only asks the log."""
    typed.reset_calls()
    typed.cycle()
    assert typed.calls() == {"drive.changes.list": 1, "sheets.spreadsheets.batchUpdate": 1}
    typed.reset_calls()
    typed.cycle()
    assert typed.calls() == {"drive.changes.list": 1}


def test_typing_between_our_read_and_our_mark_costs_no_read(typed: Office) -> None:
    """The answer to our write holds what a person typed before it: checked without another read."""
    from service.workbooks import marks, pull

    pull.changes(typed.services)
    list(pull.read_stale(typed.services))
    typed.type(KEY, "Mục tiêu", "H3", ["28/02/2022"])
    typed.reset_calls()
    assert marks.apply(typed.services, typed.book(KEY).id)
    assert typed.open(KEY) == []
    typed.cycle()
    calls = typed.calls()
    assert "sheets.spreadsheets.getByDataFilter" not in calls
    assert not is_marked(cell(typed, "H3"))


def test_what_was_typed_just_before_our_mark_is_still_being_typed(typed: Office) -> None:
    """A wrong cell that came with the answer to our write waits its ten minutes like any other."""
    from service.workbooks import marks

    typed.type(KEY, "Mục tiêu", "H2", ["30/02/2022"])
    assert marks.apply(typed.services, typed.book(KEY).id)
    assert {p["cell"]: p["quiet"] for p in typed.open(KEY)} == {"H2": True, "H3": False}
    typed.cycle()
    assert not is_marked(cell(typed, "H2"))
    typed.wait(11)
    typed.cycle()
    assert is_marked(cell(typed, "H2"))


def test_a_crash_between_write_and_store_is_read_again(typed: Office) -> None:
    """Stale is noted before the write: when its answer is lost, the next cycle reads the workbook."""
    typed.fail({"match": "sheets.spreadsheets.batchUpdate", "kind": "truncated", "times": 1})
    typed.cycle()
    assert typed.book(KEY).stale
    typed.reset_calls()
    typed.cycle()
    assert typed.calls()["sheets.spreadsheets.getByDataFilter"] == 1
    assert is_marked(cell(typed, "H3"))
    assert not typed.book(KEY).stale


def test_a_mark_that_google_was_too_busy_for_comes_in_the_next_cycle(typed: Office) -> None:
    """One 503 to the write: nothing was written, so it is still owed, also when nothing changes any more."""
    typed.fail({"match": "sheets.spreadsheets.batchUpdate", "status": 503, "times": 1})
    typed.cycle()
    assert not is_marked(cell(typed, "H3"))
    typed.cycle()
    assert is_marked(cell(typed, "H3"))
    assert typed.book(KEY).start_hash == registry.WRITTEN


def test_a_row_inserted_just_before_our_mark_loses_no_other(typed: Office) -> None:
    """The tab grew between our read and our write: the answer ends too early, so the whole is read again."""
    from service.workbooks import marks

    tab = typed.tab(KEY, "Hồ sơ TTHC")
    dossiers = [["03/2022", name, 10, "", "", "", 10, "", "", "", 0] for name in ("Một", "Hai")]
    typed.type(KEY, "Hồ sơ TTHC", "A2", *dossiers)
    tab.delete_rows(4, tab.row_count)
    typed.cycle()
    typed.type(KEY, "Mục tiêu", "J3", ["đếm đơn"])
    typed.cycle()
    typed.wait(11)
    tab.insert_row(["03/2022", "Mới", 10, "", "", "", 10, "", "", "", 0], 2)
    assert marks.apply(typed.services, typed.book(KEY).id)
    assert typed.book(KEY).stale
    typed.cycle()
    assert len(typed.records(KEY, "dossiers")) == 3
    assert not typed.book(KEY).stale


def test_the_start_tab_tells_what_is_missing(typed: Office) -> None:
    """Month, due day, what is missing, the problem with a link, when it was read, whom to ask."""
    typed.cycle()
    lines = [row[0] if row else "" for row in typed.tab(KEY, "Bắt đầu").get_all_values()]
    assert lines[0] == "SỔ CHẤT LƯỢNG NĂM 2022 – Văn phòng"
    assert lines[1].startswith("Tháng 3/2022 (Từ ngày 01/03/2022 đến ngày 31/03/2022). Hạn nhập: 01/04/2022.")
    assert "CÒN THIẾU 3 MỤC" in lines[1]
    assert any(line.startswith("Kiểm tra lúc: ") and "1 lỗi" in line for line in lines)
    assert any("“31/02/2022” không phải là ngày có thật" in line for line in lines)


def test_the_start_tab_is_written_again_only_when_it_differs(typed: Office) -> None:
    """Read again without a difference, nothing is written; read on a later day, the moment is, once."""
    from service.workbooks import marks, pull

    typed.cycle()
    book = typed.book(KEY).id
    assert not marks.apply(typed.services, book)
    typed.wait(24 * 60)
    assert marks.due(typed.services) == []
    assert not marks.apply(typed.services, book)  # not read since: what it tells is still true
    pull.sweep(typed.services)
    assert all(result.read for result in pull.read_stale(typed.services))
    assert marks.apply(typed.services, book)
    assert not marks.apply(typed.services, book)


def test_what_people_type_stays_text_on_the_start_tab(typed: Office) -> None:
    """A hostile objective is shown as text: no formula of theirs runs on our tab."""
    typed.type(KEY, "Mục tiêu", "B4", ['\'=HYPERLINK("http://x")', *WRONG[1:]])
    typed.cycle()
    typed.wait(11)
    typed.cycle()
    formulas = typed.tab(KEY, "Bắt đầu").get_all_values(value_render_option=ValueRenderOption.formula)
    assert not [row for row in formulas if row and str(row[0]).startswith("=")]
