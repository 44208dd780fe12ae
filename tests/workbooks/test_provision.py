"""Workbooks are made, laid out, adopted and shared: again and again without harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from service import cycle, setup
from service.clock import ZONE, stamp
from service.google.errors import Unreachable
from service.mail import notices
from service.store.engine import reading
from service.workbooks import checking, pull, registry
from service.workbooks.provision import provision
from tests.support.office import OTHER, PEOPLE, UNIT, Office, QuickServices, call, open_units, own_book

TABS = [
    *("Bắt đầu", "Mục tiêu", "Kế hoạch", "Kết quả", "Khắc phục"),
    *("Hồ sơ TTHC", "Quy trình", "Xác nhận"),
]


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


def test_the_agencys_name_told_at_init_stands_in_the_settings(office: Office) -> None:
    """Written once into the new tab; every other value is left blank for the coordinator."""
    rows = office.tab("coordinator", "Cấu hình", "admin").get_all_values()
    told = {row[0]: row[1] for row in rows[1:] if row[1]}
    assert told == {"agency_name": "Sở Thử nghiệm"}


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
    titles = [tab.title for tab in book.worksheets()]
    assert titles == [table.title for table in checking.tables_of("coordinator")]
    assert titles[:3] == ["Đơn vị", "Người nhận", "Cấu hình"] and "Danh mục quy trình" in titles
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


def listed(office: Office, *rows: list[object]) -> None:
    """The coordinator lists these units; her workbook is read."""
    office.type("coordinator", "Đơn vị", "A2", *rows, name="admin")
    office.wait(1)
    cycle.look(office.services)


def readers(office: Office, key: str) -> set[str]:
    """Who may open a workbook by its own permissions."""
    file = office.book(key).spreadsheet_id
    return {p.email for p in office.services.google.drive.permissions(file) if p.role == "writer"}


def kinds(office: Office) -> list[tuple[str, bool]]:
    """(kind, whether it is over) of every notice."""
    return [(str(row["kind"]), bool(row["ended_at"])) for row in office.notices()]


THIRD: list[object] = ["TT", "Thanh tra", "", "", "", "", PEOPLE["other"], "", "", "không"]


def test_one_file_for_two_units_is_told_and_stops_nobody(make: Callable[..., Office]) -> None:
    """The second unit's cell is told; the first has its workbook, and so has the unit after them."""
    office = make()
    provision(office.services)
    book = own_book(office)
    same = f"{book.url}/edit#gid=0"
    listed(office, [*UNIT[:8], book.url, ""], [*OTHER[:8], same, ""], THIRD)
    told = cycle.provision(office.services)
    assert told and "unit:" not in told
    assert [(p["cell"], p["code"]) for p in office.open("coordinator")] == [("I3", "spreadsheet_twice")]
    assert office.book("unit:VP:2022").spreadsheet_id == book.id
    assert office.book("unit:TT:2022").layout_hash


def test_a_file_that_is_a_workbook_already_is_told(make: Callable[..., Office]) -> None:
    """A unit that got another code asks for the file of its old one: told, and the next unit is served."""
    office = make()
    book = own_book(office)
    open_units(office, [*UNIT[:8], book.url, ""])
    listed(office, ["VP1", *UNIT[1:8], book.url, ""], THIRD)
    told = cycle.provision(office.services)
    assert told and "đang là “Sổ Chất lượng 2022 – Văn phòng”" in told
    assert kinds(office) == [("unlisted", False), ("not_adopted", False)]
    assert office.book("unit:TT:2022").layout_hash


def test_a_unit_with_a_file_of_its_own_needs_a_new_one_each_year(make: Callable[..., Office]) -> None:
    """The old year's file keeps the old year; the coordinator is told what to do, and then it works."""
    office = make()
    book = own_book(office)
    open_units(office, [*UNIT[:8], book.url, ""])
    office.clock_file.write_text(stamp(datetime(2023, 1, 2, 9, tzinfo=ZONE)))
    cycle.provision(office.services)
    (told,) = office.notices()
    assert (told["kind"], "Mỗi năm cần một tệp mới" in told["message_vi"]) == ("not_adopted", True)
    new = own_book(office)
    listed(office, [*UNIT[:8], new.url, ""])
    cycle.provision(office.services)
    assert office.book("unit:VP:2023").spreadsheet_id == new.id
    assert office.book("unit:VP:2022").spreadsheet_id == book.id
    assert kinds(office) == [("not_adopted", True)]


def test_a_wrong_file_is_given_up_when_the_cell_is_mended(make: Callable[..., Office]) -> None:
    """“chưa có” is no file: told once; cleared, the unit gets a new one; the right address works as well."""
    office = make()
    provision(office.services)
    listed(office, [*UNIT[:8], "chưa có", ""], [*OTHER[:8], "1NowhereAtAll_NowhereAtAll", ""])
    for _ in range(3):
        cycle.provision(office.services)
        office.wait(16)
    assert kinds(office) == [("not_adopted", False)] * 2
    assert notices.send(office.services) == 2  # the coordinator: she wrote the cells
    book = own_book(office)
    listed(office, UNIT, [*OTHER[:8], book.url, ""])
    cycle.provision(office.services)
    assert office.book("unit:VP:2022").state == office.book("unit:KT:2022").state == "ok"
    assert office.book("unit:KT:2022").spreadsheet_id == book.id
    assert kinds(office) == [("not_adopted", True)] * 2


def test_a_refused_address_stands_in_nobodys_way(make: Callable[..., Office]) -> None:
    """Who may be given access gets it, who is gone loses it, the coordinator is told once; later it works."""
    office = make()
    open_units(office, [*UNIT[:6], f"{PEOPLE['clerk']}; {PEOPLE['other']}", "", "", ""])
    refused = {"match": "drive.permissions.create", "status": 400, "message": "invalidSharingRequest"}
    editors = f"aa@khong-co.example; zz@so.example; {PEOPLE['clerk']}"
    office.fail({**refused, "times": 1})
    listed(office, [*UNIT[:6], editors, "", "", ""], THIRD)
    told = cycle.provision(office.services)
    assert told and "aa@khong-co.example" in told
    assert readers(office, "unit:VP:2022") == {"zz@so.example", PEOPLE["clerk"]}
    assert office.book("unit:TT:2022").layout_hash
    assert kinds(office) == [("not_shared", False)]
    assert notices.send(office.services) == 1
    office.reset_calls()
    office.wait(1)
    assert cycle.provision(office.services) is None
    assert office.calls() == {}
    office.fail({**refused, "times": 1, "status": 403})
    office.wait(15)
    cycle.provision(office.services)
    assert office.calls() == {"drive.permissions.create": 1}
    assert (kinds(office), office.book("unit:VP:2022").state) == ([("not_shared", False)], "ok")
    office.wait(16)
    cycle.provision(office.services)
    assert "aa@khong-co.example" in readers(office, "unit:VP:2022")
    assert kinds(office) == [("not_shared", True)]
    assert cycle.provision(office.services) is None


def test_a_refused_coordinator_stops_nothing(make: Callable[..., Office]) -> None:
    """The units get their workbooks though a second coordinator cannot be given the first one."""
    office = make()
    provision(office.services)
    second = ["hai@so.example", "Hai", "Thư ký ISO"]
    office.type("coordinator", "Người nhận", "A2", second, name="admin")
    listed(office, UNIT)
    office.fail({"match": "drive.permissions.create", "status": 400, "times": 1})
    cycle.provision(office.services)
    assert kinds(office) == [("not_shared", False)]
    assert office.book("unit:VP:2022").layout_hash


def test_a_second_coordinator_and_a_corrected_day_are_acted_on(office: Office) -> None:
    """Listed later, she gets access; a unit whose last day was a slip gets its workbook."""
    cycle.provision(office.services)
    ended = [*OTHER[:5], "31/12/2021", *OTHER[6:]]
    listed(office, UNIT, ended)
    cycle.provision(office.services)
    assert registry_has(office, "unit:KT:2022") is False
    listed(office, UNIT, OTHER)
    cycle.provision(office.services)
    assert registry_has(office, "unit:KT:2022")
    office.type("coordinator", "Người nhận", "A2", [PEOPLE["other"], "Hai", "Thư ký ISO"], name="admin")
    listed(office, UNIT, OTHER)
    cycle.provision(office.services)
    assert PEOPLE["other"] in readers(office, "coordinator")


def registry_has(office: Office, key: str) -> bool:
    """Whether a workbook is known."""
    with reading(office.services.engine) as connection:
        return registry.by_key(connection, key) is not None


def test_without_a_shared_drive_only_the_form_is_missing(make: Callable[..., Office]) -> None:
    """Workbooks are adopted; the form is told as missing, tried every quarter of an hour; init goes on."""
    helper = make()
    books = [own_book(helper) for _ in range(3)]
    office = make(adopting=books[0].url)
    config = office.services.config.model_copy(update={"auditors_spreadsheet": books[1].url})
    services = QuickServices(config, office.services.engine, office.services.clock)
    setup.initialise(services)
    row = office.tab("coordinator", "Cấu hình").col_values(1).index("year") + 1
    office.type("coordinator", "Cấu hình", f"B{row}", [2029])  # other agencies here have this year's form
    office.type("coordinator", "Đơn vị", "A2", [*UNIT[:8], books[2].url, ""])
    office.wait(1)
    cycle.look(services)
    told = cycle.provision(services)
    missing = "phiếu khảo sát cần bộ nhớ dùng chung / the form needs a shared drive"
    assert told and told.endswith(f"; form: {missing}")
    assert office.book("unit:VP:2029").layout_hash
    office.wait(14)
    assert cycle.provision(services) is None
    office.wait(2)
    assert cycle.provision(services)
    assert setup.initialise(services) == [f"chưa xong (not done): form: {missing}"]
    services.google.close()
