"""A table as a tab: what is asked of Google, given what is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from service.google.book import Book, Tab
from service.workbooks import layout, palette
from service.workbooks.layout import DRESSED, METADATA, Plan
from sheets_schema.descriptor import tables
from tests.support.office import Office

EMAIL = "qms@example.test"
TABLES = [tables()["objectives"], tables()["corrections"]]


def plan(*tabs: Tab, heads: Mapping[int, Tab] | None = None, locale: str = "vi_VN") -> Plan:
    """The plan for a workbook with these tabs."""
    book = Book("id", "", locale, "Asia/Ho_Chi_Minh" if locale == "vi_VN" else "America/New_York", tabs)
    return layout.plan(TABLES, book, heads or {}, EMAIL, start=True)


def kinds(made: Plan, kind: str) -> list[Any]:
    """The requests of one kind."""
    return [request[kind] for request in made.requests if kind in request]


def sheet_ids(request: Any) -> list[int]:
    """Every sheet id named anywhere in a request."""
    if isinstance(request, list):
        return [found for part in request for found in sheet_ids(part)]
    if not isinstance(request, dict):
        return []
    own = [request["sheetId"]] if "sheetId" in request else []
    return own + [found for part in request.values() for found in sheet_ids(part)]


def test_a_new_spreadsheet_gets_all_tabs_in_one_batch() -> None:
    """The lone blank tab becomes the start tab; locale and zone are Vietnam's; every tab is marked."""
    blank = Tab(0, "Sheet1", 1000, 26)
    made = plan(blank, heads={0: blank}, locale="en_US")
    assert made.sheets["start"] == 0
    assert [sheet["properties"]["title"] for sheet in kinds(made, "addSheet")] == ["Mục tiêu", "Khắc phục"]
    assert kinds(made, "updateSpreadsheetProperties")[0]["properties"] == {
        "locale": "vi_VN",
        "timeZone": "Asia/Ho_Chi_Minh",
    }
    marked = [entry["developerMetadata"] for entry in kinds(made, "createDeveloperMetadata")]
    for key in (METADATA, DRESSED):
        values = [entry["metadataValue"] for entry in marked if entry["metadataKey"] == key]
        assert values == ["start", "objectives", "corrections"]


def test_nothing_to_do_gives_no_request() -> None:
    """A workbook whose tabs are marked is left alone, whatever they are called now."""
    tabs = [
        Tab(number, f"đổi tên {number}", 100, 9, metadata={METADATA: name})
        for number, name in enumerate(["start", "objectives", "corrections"])
    ]
    made = plan(*tabs)
    assert made.requests == []
    assert made.sheets == {"start": 0, "objectives": 1, "corrections": 2}


def test_a_persons_tab_is_adopted_untouched() -> None:
    """A tab called like the table with something in its first row is only marked: no cell, note, fill."""
    own = Tab(5, "mục tiêu ", 30, 12, values=[["Mã", "Mục tiêu"]])
    made = plan(own, Tab(6, "Riêng", 9, 9), heads={5: own})
    assert made.sheets["objectives"] == 5
    touching = [next(iter(request)) for request in made.requests if 5 in sheet_ids(request)]
    assert touching == ["createDeveloperMetadata"]
    assert "objectives" not in made.fresh


def test_an_empty_tab_of_the_right_name_is_dressed() -> None:
    """A person who only made the tab gets its header, notes and dropdowns."""
    empty = Tab(5, "Mục tiêu", 30, 12)
    made = plan(empty, Tab(6, "Riêng", 9, 9), heads={5: empty})
    assert "objectives" in made.fresh
    assert kinds(made, "addSheet")[-1]["properties"]["title"] == "Khắc phục"


def test_another_locale_is_kept_when_people_have_typed() -> None:
    """Changing the locale of a workbook in use changes what its dates mean: the check says it instead."""
    own = Tab(5, "Mục tiêu", 30, 12, values=[["Mã"]])
    assert kinds(plan(own, heads={5: own}, locale="en_US"), "updateSpreadsheetProperties") == []


def test_headers_tell_by_colour_and_note_what_goes_where() -> None:
    """Yellow where people type, grey where the service does; the note ends with our mark."""
    blank = Tab(0, "Sheet1", 1000, 26)
    made = plan(blank, heads={0: blank})
    cells = kinds(made, "updateCells")[0]["rows"][0]["values"]
    grey = layout.fill(palette.HEADER_LEAVE)["backgroundColor"]
    for field, cell in zip(tables()["objectives"].fields, cells, strict=True):
        assert cell["userEnteredValue"]["stringValue"] == field.title
        assert palette.is_ours(cell["note"])
        assert (cell["userEnteredFormat"]["backgroundColor"] == grey) == (field.filled_by == "service")


def test_choices_become_dropdowns_of_vietnamese_labels() -> None:
    """Dropdowns show labels and are not strict, for people abbreviate."""
    blank = Tab(0, "Sheet1", 1000, 26)
    rules = [entry["rule"] for entry in kinds(plan(blank, heads={0: blank}), "setDataValidation")]
    shown = [[value["userEnteredValue"] for value in rule["condition"]["values"]] for rule in rules]
    assert ["≥", "≤", "="] in shown
    assert ["Tháng", "Quý", "Năm", "Năm học"] in shown
    assert not any(rule["strict"] for rule in rules)


def test_what_people_write_as_text_stays_text(office: Office) -> None:
    """A telephone number keeps its 0, in the unit's columns and among the settings; figures stay figures."""
    office.type("unit:VP:2022", "Mục tiêu", "B2", ["0912345678", "≥", "98%"])
    office.type("unit:VP:2022", "Kết quả", "K2", ["0123", "03/2022", "0,5"])
    contact = office.tab("coordinator", "Cấu hình", "admin").col_values(1).index("contact") + 1
    office.type("coordinator", "Cấu hình", f"B{contact}", ["0912345678"], name="admin")
    office.type("coordinator", "Đơn vị", "C2", ["01; 02"], name="admin")
    assert office.cell("unit:VP:2022", "Mục tiêu", "B2")["value"] == "0912345678"
    assert [office.cell("unit:VP:2022", "Kết quả", f"{c}2")["value"] for c in "KLM"] == [
        "0123",
        "03/2022",
        "0,5",
    ]
    office.cycle()
    assert office.records("coordinator", "settings")["contact"]["value"] == "0912345678"
    assert office.records("coordinator", "units")["VP"]["aliases"] == ["01", "02"]


def test_anothers_words_are_locked_the_rest_only_warns() -> None:
    """The audited unit cannot edit the finding; a locked column elsewhere would forbid sorting."""
    blank = Tab(0, "Sheet1", 1000, 26)
    made = plan(blank, heads={0: blank})
    ranges = [entry["protectedRange"] for entry in kinds(made, "addProtectedRange")]
    locked = [entry for entry in ranges if not entry["warningOnly"]]
    corrections = made.sheets["corrections"]
    assert {entry["range"]["sheetId"] for entry in locked} == {made.sheets["start"], corrections}
    assert all(entry["editors"] == {"users": [EMAIL]} for entry in locked)


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_every_table_can_be_laid_out(table: Any) -> None:
    """Each document gives a tab with all its headers in one batch."""
    made = layout.plan([table], Book("id", "", "vi_VN", "Asia/Ho_Chi_Minh", ()), {}, EMAIL, start=False)
    header = kinds(made, "updateCells")[0]["rows"][0]["values"]
    assert [cell["userEnteredValue"]["stringValue"] for cell in header] == [f.title for f in table.fields]
