"""Workbooks are made, laid out, adopted and shared: again and again without harm."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.google.errors import Unreachable
from service.workbooks import pull, registry
from service.workbooks.provision import provision
from tests.support.office import OTHER, PEOPLE, UNIT, Office, call, open_units

TABS = ["Bắt đầu", "Mục tiêu", "Kết quả", "Khắc phục", "Hồ sơ TTHC", "Xác nhận"]


def test_a_units_workbook_is_made_and_shared(office: Office) -> None:
    """The clerk opens a workbook with the start tab first, codes and months laid out."""
    book = office.person("clerk").open_by_key(office.book("unit:VP:2022").spreadsheet_id)
    assert [tab.title for tab in book.worksheets()] == TABS
    assert book.locale == "vi_VN"
    assert book.worksheet("Mục tiêu").col_values(1)[:3] == ["Mã", "MT01", "MT02"]
    assert book.worksheet("Xác nhận").col_values(1)[1] == "Tháng 1/2022"


def test_a_unit_without_dossiers_has_no_such_tab(make: Callable[..., Office]) -> None:
    """A clerk sees as little as possible, and nobody else's workbook."""
    office = make()
    open_units(office, UNIT, OTHER)
    other = office.book("unit:KT:2022").spreadsheet_id
    titles = [tab.title for tab in office.person("other").open_by_key(other).worksheets()]
    assert "Hồ sơ TTHC" not in titles
    with pytest.raises(PermissionError):
        office.person("clerk").open_by_key(other)


def test_a_second_time_costs_nothing(office: Office) -> None:
    """Unchanged, provisioning makes no call at all and says so."""
    office.cycle()
    office.reset_calls()
    assert provision(office.services).unchanged
    assert office.calls() == {}


def test_a_crash_after_making_never_makes_two(office: Office) -> None:
    """The file is found again by its key, and its tabs by their metadata, when the store forgot them."""
    before = office.book("unit:VP:2022")
    with office.services.engine.begin() as connection:
        registry.change(connection, before.id, spreadsheet_id=None, layout_hash=None, sheets={})
    report = provision(office.services)
    after = office.book("unit:VP:2022")
    assert (after.spreadsheet_id, after.sheets) == (before.spreadsheet_id, before.sheets)
    assert report.made == []
    titles = [t.title for t in office.person("clerk").open_by_key(after.spreadsheet_id).worksheets()]
    assert titles == TABS


def test_adoption_changes_nothing_a_person_made(make: Callable[..., Office]) -> None:
    """Laid out beside what is there: the person's tab keeps every cell, note and fill."""
    office = make()
    clerk = office.person("clerk")
    own = call(office.standin, "POST", "/v4/spreadsheets", {"properties": {"title": "Của tôi"}}, "clerk")
    book = clerk.open_by_key(own["spreadsheetId"])
    tab = book.sheet1
    tab.update_title("Kết quả")
    tab.update([["Mã", "Mục tiêu", "ghi chú riêng"], ["x", "y", "z"]], "A1")
    tab.insert_note("B2", "của tôi")
    tab.format("B2", {"backgroundColor": {"red": 0, "green": 1, "blue": 0}})
    account = office.services.google.email
    book.share(account, perm_type="user", role="writer", notify=False)
    fields = "sheets(properties(title),data(rowData(values(userEnteredValue,note,userEnteredFormat))))"
    before = clerk.http_client.fetch_sheet_metadata(book.id, {"fields": fields})["sheets"][0]
    report = open_units(office, ["VP", "Văn phòng", "", "", "", "", PEOPLE["clerk"], "", book.url, ""])
    after = clerk.http_client.fetch_sheet_metadata(book.id, {"fields": fields})["sheets"]
    assert report.adopted == ["unit:VP:2022"]
    assert [sheet for sheet in after if sheet["properties"]["title"] == "Kết quả"] == [before]
    assert {sheet["properties"]["title"] for sheet in after} == set(TABS) - {"Hồ sơ TTHC"}


def test_an_adopted_workbooks_changes_are_seen(make: Callable[..., Office]) -> None:
    """Without a shared drive the user's own change log tells of edits: a coordinator may adopt all."""
    office = make()
    own = call(office.standin, "POST", "/v4/spreadsheets", {"properties": {"title": "Sổ"}}, "clerk")
    book = office.person("clerk").open_by_key(own["spreadsheetId"])
    book.share(office.services.google.email, perm_type="user", role="writer", notify=False)
    adopting = make(adopting=book.url)
    assert provision(adopting.services).adopted == ["coordinator"]
    assert [tab.title for tab in book.worksheets()] == ["Đơn vị", "Người nhận", "Cấu hình"]
    pull.changes(adopting.services)
    adopting.cycle()
    adopting.type("coordinator", "Đơn vị", "A2", UNIT)
    assert pull.changes(adopting.services) == 1


def test_who_leaves_the_list_loses_access(office: Office) -> None:
    """Editors follow the coordinator's list; access that people gave themselves is left alone."""
    office.type("coordinator", "Đơn vị", "G2", [PEOPLE["other"]], name="admin")
    pull.changes(office.services)
    assert provision(office.services).shared == ["unit:VP:2022"]
    office.tab("unit:VP:2022", "Mục tiêu", "other")
    with pytest.raises(PermissionError):
        office.tab("unit:VP:2022", "Mục tiêu", "clerk")


def test_one_that_cannot_be_adopted_does_not_stop_the_next(make: Callable[..., Office]) -> None:
    """A wrong address is told for its unit only, once; the other units are laid out."""
    office = make()
    nowhere = ["KT", "Phòng KT", "", "", "", "", PEOPLE["other"], "", "1NowhereAtAll_NowhereAtAll", ""]
    report = open_units(office, nowhere, UNIT)
    assert list(report.failed) == ["unit:KT:2022"]
    assert office.book("unit:VP:2022").state == "ok"
    assert office.book("unit:KT:2022").state == "unreachable"
    provision(office.services)
    assert len(office.notices()) == 1


def test_the_coordinators_workbook_is_needed(make: Callable[..., Office]) -> None:
    """When the coordinator's own spreadsheet cannot be opened, that is said at once."""
    office: Office = make(adopting="1NowhereAtAll_NowhereAtAll")
    with pytest.raises(Unreachable):
        provision(office.services)
