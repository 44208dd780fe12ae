"""Blank rows at the foot of our tabs: there before people need them, like those above."""

from __future__ import annotations

from dataclasses import replace

from service.workbooks import checking, marks, pull, room
from service.workbooks.seen import Seen
from sheets_schema.descriptor import tables
from tests.support.office import Office

KEY = "unit:VP:2022"
#: Objective MT01 reached by an action each.
ACTION = ["MT01", "Rà soát hồ sơ", "", "", "", "30/06/2022"]


def rows(office: Office, title: str = "Kế hoạch") -> int:
    """How many rows the grid of a tab has."""
    return int(office.tab(KEY, title).row_count)


def test_a_tab_that_fills_gets_more_rows_in_the_same_write(office: Office) -> None:
    """Eight are left blank at least; what stands there stays, and no second look adds more."""
    office.cycle()
    before = rows(office)
    office.type(KEY, "Kế hoạch", f"B{before - 3}", ACTION)
    office.wait(11)
    office.reset_calls()
    office.cycle()
    assert rows(office) == before + 20
    assert office.calls().get("sheets.spreadsheets.batchUpdate") == 1
    assert office.tab(KEY, "Kế hoạch").acell(f"B{before - 3}").value == "MT01"
    office.cycle()
    assert rows(office) == before + 20


def test_what_is_pasted_meanwhile_stays_one_block(office: Office) -> None:
    """A person goes on beyond the foot between our reading and our adding rows: that moves down whole."""
    office.cycle()
    before = rows(office)
    office.type(KEY, "Kế hoạch", f"B{before - 3}", ACTION)
    office.wait(11)
    pull.changes(office.services)
    assert list(pull.read_stale(office.services))
    tab = office.tab(KEY, "Kế hoạch")
    tab.add_rows(5)
    office.type(KEY, "Kế hoạch", f"B{before - 1}", *([f"MT{n:02}"] for n in range(2, 8)))
    marks.apply_due(office.services)
    column = office.tab(KEY, "Kế hoạch").col_values(2)
    first = column.index("MT02")
    assert first == before - 2 + room.ADDED
    assert column[first:] == [f"MT{n:02}" for n in range(2, 8)]


def test_a_new_row_offers_the_same_choices(office: Office) -> None:
    """Dropdowns go on."""
    office.cycle()
    before = rows(office, "Mục tiêu")
    office.type(KEY, "Mục tiêu", f"B{before}", ["Đúng hạn"])
    office.wait(11)
    office.cycle()
    tab = office.tab(KEY, "Mục tiêu")
    assert tab.row_count > before
    found = office.person("clerk").http_client.fetch_sheet_metadata(
        office.book(KEY).spreadsheet_id,
        {
            "ranges": f"'Mục tiêu'!A{before + 1}:Z{before + 1}",
            "fields": "sheets(data(rowData(values(dataValidation))))",
        },
    )
    cells = found["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert any("dataValidation" in cell for cell in cells)


def test_a_tab_that_a_person_made_keeps_its_rows(office: Office) -> None:
    """Only tabs that we dressed grow, and never beyond what is read."""
    book, full = office.book(KEY), Seen(1, "Kế hoạch", 3, 10, [["a"], ["b"], ["c"]])
    assert room.wanted(book, {"actions": full}) == {"actions": room.ADDED}
    assert room.wanted(replace(book, dressed=()), {"actions": full}) == {}
    most = checking.most_rows(tables()["actions"])
    long = replace(full, rows=most - 1, values=[["a"]] * most)
    assert room.wanted(book, {"actions": long}) == {"actions": 1}
    assert room.wanted(book, {"actions": replace(long, rows=most)}) == {}
