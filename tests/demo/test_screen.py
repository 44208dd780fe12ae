"""What people see and read: tabs, pages and forms; and the folder a demo may use."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click
import pytest

from demo import calendar, run
from demo.entries import Diary, Entry, Meant
from demo.people.citizens import Visit, _filled, _Reader
from demo.people.coordinator import _Form
from demo.people.hands import Tab, a1, same
from demo.world import MARKER
from tests.demo.test_slips import make_clerk


def test_columns_are_found_below_a_title_row() -> None:
    """A clerk finds the header although a title was put above it, whatever accents and stars it has."""
    tab = Tab(0, "Kết quả", [["", "KẾT QUẢ"], ["Mã", "Số đạt *", "Tổng số"], ["MT01", "9", "10"]])
    header = tab.header(["Mã", "Số đạt", "Tổng số"])
    assert header == 1
    assert tab.column(header, "so dat") == 1
    assert tab.column(header, "Minh chứng") is None
    assert tab.last_row() == 2


def test_text_is_compared_as_the_eye_does() -> None:
    """Accents typed on a Mac, capitals and doubled spaces do not matter."""
    assert same("Phòng  GIÁO dục *") == same("phong giao duc")


def test_cells_are_named_in_quoted_a1() -> None:
    """A tab's name is quoted, and its own quotes doubled."""
    assert a1("Kết quả", 4, 2) == "'Kết quả'!C5"
    assert a1("a'b", 0, 27) == "'a''b'!AB1"


def test_a_row_is_found_by_what_it_shows(tmp_path: Path) -> None:
    """A clerk recognises a dossier row by month and procedure, however the month is spelled."""
    clerk = make_clerk("VP", tmp_path)
    rows = [["Kỳ", "Thủ tục"], ["Tháng 3/2022", "A"], ["04/2022", "A"], ["4/2022", "a "]]
    entry = Entry("dossiers", "2022-04|A", {}, {}, {"period": "2022-04", "procedure": "A"})
    tab = Tab(0, "Hồ sơ TTHC", rows)
    assert clerk.row_of(entry, tab) == 2


def test_the_diary_tells_slips_from_the_rest(tmp_path: Path) -> None:
    """Only the cells a slip spoiled carry its kind and the codes expected for it."""
    diary = Diary(tmp_path / "meant.jsonl")
    meant: dict[str, Meant] = {"achieved": 9, "total": 10}
    typed = {"achieved": "đủ cả", "total": "10"}
    entry = Entry("progress", "MT01|2022-01", meant, typed, slip="words", codes=("number_invalid",))
    entry.spoiled = ("achieved",)
    diary.note(datetime(2022, 1, 15, tzinfo=calendar.ZONE), "VP", entry, ["achieved", "total"])
    first, second = map(json.loads, diary.path.read_text(encoding="utf-8").splitlines())
    assert (first["meant"], first["typed"], first["slip"]) == (9, "đủ cả", "words")
    assert first["codes"] == ["number_invalid"]
    assert (second["slip"], second["codes"]) == (None, [])


FORM = """<form method="post" action="formResponse">
<fieldset><legend>Đơn vị *</legend><input type="text" name="entry.11" value="Văn phòng Sở"></fieldset>
<fieldset><legend>8. Nhìn chung?</legend><input type="radio" name="entry.8" value="Hài lòng"></fieldset>
<fieldset><legend>11. Góp ý</legend><textarea name="entry.9"></textarea></fieldset>
<fieldset><legend>Đồng ý</legend><input type="checkbox" name="entry.5" value="Tôi đồng ý."></fieldset>
</form>"""


def test_a_citizen_fills_the_form_by_its_questions(tmp_path: Path) -> None:
    """Answers go to the field under their question; consent is ticked; what was filled in stays."""
    reader = _Reader()
    reader.feed(FORM)
    sheet = reader.sheet("http://127.0.0.1:1/forms/d/x/viewform")
    assert sheet.action == "http://127.0.0.1:1/forms/d/x/formResponse"
    unit = make_clerk("VP", tmp_path).unit
    moment = datetime(2022, 1, 15, tzinfo=calendar.ZONE)
    visit = Visit(moment, unit, {"q8": 4, "q1": 5}, "1", "Trực tiếp", "Cảm ơn", unit.name)
    data = _filled(sheet, visit)
    assert data == {
        "entry.11": "Văn phòng Sở",
        "entry.8": "Hài lòng",
        "entry.9": "Cảm ơn",
        "entry.5": "Tôi đồng ý.",
    }


def test_the_coordinator_finds_the_approval_form_among_others() -> None:
    """Only the form that approves is taken, with its hidden token."""
    page = """<form action="/bao-cao/x/gui-thu"><input type="hidden" name="csrf_token" value="no"></form>
    <form action="/bao-cao/x/duyet"><input type="hidden" name="csrf_token" value="yes"></form>"""
    form = _Form.find(page, "/duyet")
    assert form is not None
    assert (form.action, form.fields) == ("/bao-cao/x/duyet", {"csrf_token": "yes"})
    assert _Form.find("<p>không có</p>", "/duyet") is None


def test_a_demo_clears_only_folders_that_held_a_demo(tmp_path: Path) -> None:
    """A folder with other people's files is refused with a sentence; one of a former demo starts afresh."""
    folder = tmp_path / "demo"
    run.prepare(folder)
    (folder / "old.txt").write_text("x", encoding="utf-8")
    run.prepare(folder)
    assert [path.name for path in folder.iterdir()] == [MARKER]
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.doc").write_text("x", encoding="utf-8")
    with pytest.raises(click.ClickException, match="không phải thư mục demo"):
        run.prepare(other)
    assert (other / "thesis.doc").exists()
