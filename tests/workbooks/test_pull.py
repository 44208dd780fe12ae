"""Only what changed is read; a workbook that fails tells its unit once and stops nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from service.workbooks import pull
from service.workbooks.provision import provision
from sheets_schema import validate
from sheets_schema.descriptor import Table
from tests.support import copies
from tests.support.office import OTHER, UNIT, Office, call, open_units

VP, KT = "unit:VP:2022", "unit:KT:2022"
READ = "sheets.spreadsheets.getByDataFilter"
GOOD: list[object] = ["Đúng hạn", "≥", "98%", "%", "Tháng", "", "14/12/2022", "Tỷ lệ của tổng"]


@pytest.fixture
def two(make: Callable[..., Office]) -> Office:
    """Two units whose workbooks are known and quiet; each has one objective."""
    office = make()
    copies.once(office, "two quiet units", lambda: _quiet(office))
    return office


def _quiet(office: Office) -> None:
    open_units(office, UNIT, OTHER)
    office.type(VP, "Mục tiêu", "B2", GOOD)
    office.type(KT, "Mục tiêu", "B2", GOOD, name="other")
    office.cycle()
    office.wait(11)
    office.cycle()


def test_an_idle_cycle_asks_the_log_once(two: Office) -> None:
    """Nothing changed: one call for the one change log, whatever the number of workbooks."""
    two.reset_calls()
    assert two.cycle() == []
    assert two.calls() == {"drive.changes.list": 1}


def test_one_changed_workbook_is_one_read_more(two: Office) -> None:
    """All tabs of the changed workbook come in one call; the other is not read."""
    two.type(VP, "Mục tiêu", "B3", GOOD)
    two.reset_calls()
    pull.changes(two.services)
    (done,) = pull.read_stale(two.services)
    assert (done.read, done.changed) == (True, True)
    assert two.calls() == {"drive.changes.list": 1, READ: 1}
    assert set(two.records(VP, "objectives")) == {"MT01", "MT02"}


def test_read_again_nothing_is_rewritten(two: Office) -> None:
    """The same content leaves records and problems as they are."""
    before = two.records(VP, "objectives")
    assert pull.sweep(two.services) == 4
    results = list(pull.read_stale(two.services))
    assert [(r.read, r.changed) for r in results] == [(True, False)] * 4
    assert two.records(VP, "objectives") == before


def test_percent_is_told_by_the_cells_format(two: Office) -> None:
    """A typed “98%” is 0.98 with a percent format, and counts as 98 percent points."""
    assert two.records(VP, "objectives")["MT01"]["target"] == 98


def test_a_renamed_tab_is_still_found(two: Office) -> None:
    """Tabs are known by their id: renamed, the tab is read as before, in one call."""
    tab = two.tab(VP, "Mục tiêu")
    tab.update_title("Muc tieu cua toi")
    two.type(VP, "Muc tieu cua toi", "B3", GOOD)
    two.reset_calls()
    pull.changes(two.services)
    assert [r.read for r in pull.read_stale(two.services)] == [True]
    assert two.calls()[READ] == 1
    assert set(two.records(VP, "objectives")) == {"MT01", "MT02"}


def test_a_deleted_tab_keeps_its_last_good_rows(two: Office) -> None:
    """The unit is told which tab is gone; nothing is lost and nothing is made again unasked."""
    book = two.person("clerk").open_by_key(two.book(VP).spreadsheet_id)
    book.del_worksheet(book.worksheet("Mục tiêu"))
    two.cycle()
    assert [p["code"] for p in two.open(VP)] == ["tab_missing"]
    assert two.book(VP).state == "broken"
    assert set(two.records(VP, "objectives")) == {"MT01"}
    provision(two.services)
    assert "Mục tiêu" not in [tab.title for tab in book.worksheets()]
    shown = [row[0] for row in book.worksheet("Bắt đầu").get_all_values() if row]
    assert any("Không còn tab “Mục tiêu”" in line for line in shown)


def test_a_broken_header_keeps_the_last_good_rows(two: Office) -> None:
    """Without a readable header the tab is not used, the problem stands in the sheet, the rows stay."""
    two.type(VP, "Mục tiêu", "A1", ["", "", "", "", "", "", "", ""])
    two.cycle()
    assert any(p["severity"] == "error" for p in two.open(VP))
    assert set(two.records(VP, "objectives")) == {"MT01"}


def test_another_locale_is_a_problem_of_the_workbook(two: Office) -> None:
    """In an en_US workbook dates cannot be trusted: it says so."""
    book = two.person("clerk").open_by_key(two.book(VP).spreadsheet_id)
    book.update_locale("en_US")
    two.cycle()
    assert "workbook_locale" in {p["code"] for p in two.open(VP)}


def test_unshared_once_told_the_others_stay_fresh(make: Callable[..., Office]) -> None:
    """One notice, not one a cycle; the other unit is read in the same cycle; shared again, all is well."""
    office = make()
    own = call(office.standin, "POST", "/v4/spreadsheets", {"properties": {"title": "Sổ"}}, "clerk")
    book = office.person("clerk").open_by_key(own["spreadsheetId"])
    account = office.services.google.email
    book.share(account, perm_type="user", role="writer", notify=False)
    open_units(office, [*UNIT[:8], book.url, ""], OTHER)
    office.type(VP, "Mục tiêu", "B2", GOOD)
    office.cycle()
    book.remove_permissions(account)
    office.type(KT, "Mục tiêu", "B2", GOOD, name="other")
    for _ in range(3):
        office.cycle()
    assert [n["kind"] for n in office.notices()] == ["unshared"]
    assert set(office.records(VP, "objectives")) == set(office.records(KT, "objectives")) == {"MT01"}
    book.share(account, perm_type="user", role="writer", notify=False)
    office.cycle()
    assert office.book(VP).state == "ok"
    assert office.notices()[0]["ended_at"]


def test_in_the_bin_and_back(two: Office) -> None:
    """A workbook in the bin is told once and not read; taken back, it is read again and the notice ends."""
    path = f"/drive/v3/files/{two.book(VP).spreadsheet_id}?supportsAllDrives=true"
    call(two.standin, "PATCH", path, {"trashed": True})
    two.cycle()
    two.cycle()
    assert two.book(VP).state == "unreachable"
    (notice,) = two.notices()
    assert (notice["kind"], notice["ended_at"]) == ("trashed", None)
    assert set(two.records(VP, "objectives")) == {"MT01"}
    assert pull.sweep(two.services) == 3  # all but this one: Google would let it be read
    two.cycle()
    assert (two.book(VP).state, two.notices()[0]["ended_at"]) == ("unreachable", None)
    call(two.standin, "PATCH", path, {"trashed": False})
    two.cycle()
    assert two.book(VP).state == "ok"
    assert two.notices()[0]["ended_at"]


def test_deleted_for_good(two: Office) -> None:
    """A workbook that is gone is told once; its last good rows stay."""
    call(two.standin, "DELETE", f"/drive/v3/files/{two.book(VP).spreadsheet_id}?supportsAllDrives=true")
    for _ in range(3):
        two.cycle()
    assert len(two.notices()) == 1
    assert set(two.records(VP, "objectives")) == {"MT01"}


@pytest.mark.parametrize(
    "fault", [{"status": 503}, {"kind": "truncated"}, {"kind": "reset"}, {"status": 429, "retryAfter": 1}]
)
def test_a_busy_google_leaves_it_for_the_next_cycle(two: Office, fault: dict[str, object]) -> None:
    """After five tries the workbook stays stale; nothing is lost, and the next cycle reads it."""
    two.type(VP, "Mục tiêu", "B3", GOOD)
    two.fail({"match": READ, "times": 5, **fault})
    pull.changes(two.services)
    assert [(r.read, r.reason) for r in pull.read_stale(two.services)] == [(False, "busy")]
    assert two.book(VP).stale
    assert [r.read for r in pull.read_stale(two.services)] == [True]
    assert set(two.records(VP, "objectives")) == {"MT01", "MT02"}


def test_a_passing_fault_is_not_even_noticed(two: Office) -> None:
    """One 503 and the next try brings the workbook."""
    two.type(VP, "Mục tiêu", "B3", GOOD)
    two.fail({"match": READ, "times": 1, "status": 503})
    pull.changes(two.services)
    assert [r.read for r in pull.read_stale(two.services)] == [True]


def test_what_the_coordinator_changes_reaches_the_units(two: Office) -> None:
    """A new contact stands on every unit's start tab in the same cycle, though no unit's workbook is read."""
    keys = two.tab("coordinator", "Cấu hình", "admin").col_values(1)
    row = keys.index("contact") + 1
    two.type("coordinator", "Cấu hình", f"B{row}", ["Chị Lan, máy lẻ 12"], name="admin")
    two.reset_calls()
    two.cycle()
    assert two.calls()[READ] == 1
    for key, name in ((VP, "clerk"), (KT, "other")):
        shown = [line[0] for line in two.tab(key, "Bắt đầu", name).get_all_values() if line]
        assert "Chị Lan, máy lẻ 12" in shown


def test_rubbish_is_read_only_in_part(two: Office) -> None:
    """A tab with 10⁵ rows is read up to its limit; the unit is told, its good rows stay, others go on."""
    tab = two.tab(VP, "Mục tiêu")
    tab.add_rows(100_000)
    tab.update([["rác"]] * 3000, "B100")
    two.type(KT, "Mục tiêu", "B3", GOOD, name="other")
    results = two.cycle()
    assert [r.read for r in results] == [True, True]
    assert "too_many_rows" in {p["code"] for p in two.open(VP)}
    assert set(two.records(VP, "objectives")) == {"MT01"}
    assert set(two.records(KT, "objectives")) == {"MT01", "MT02"}


def test_a_change_while_we_read_is_not_lost(two: Office) -> None:
    """Noted between our read and our keeping of it, the change leaves the workbook stale."""
    two.type(VP, "Mục tiêu", "B3", GOOD)
    pull.changes(two.services)
    before = two.book(VP)
    two.wait(1)
    two.type(VP, "Mục tiêu", "B4", GOOD)
    pull.changes(two.services)
    answer = two.services.google.sheets.skeleton(before.spreadsheet_id)
    assert answer.tabs
    with_cells = pull._fetch(two.services, before, {})
    pull.take(two.services, before, with_cells, {})
    assert two.book(VP).stale


def test_a_slip_in_the_list_of_units_loses_no_unit(two: Office) -> None:
    """A wrong cell in a unit's row is told; the unit goes on as it last was right, and heals."""
    before = two.records("coordinator", "units")
    two.type("coordinator", "Đơn vị", "G3", ["x@minhha"], name="admin")
    two.cycle()
    assert "email_invalid" in {p["code"] for p in two.open("coordinator")}
    assert two.records("coordinator", "units") == before


def test_settings_cleared_at_once_are_kept(two: Office) -> None:
    """All values gone is told as a slip; blank ones alone, read again, are none."""
    assert two.open("coordinator") == []
    two.type("coordinator", "Cấu hình", "B2", ["Sở Thử nghiệm"], name="admin")
    two.cycle()
    two.type("coordinator", "Cấu hình", "B2", [""], name="admin")
    two.cycle()
    assert {p["code"] for p in two.open("coordinator")} == {"tab_emptied"}
    assert two.records("coordinator", "settings")["agency_name"]["value"] == "Sở Thử nghiệm"
    two.type("coordinator", "Cấu hình", "B4", ["Nam Định"], name="admin")
    two.cycle()
    assert two.open("coordinator") == []
    assert two.records("coordinator", "settings")["agency_name"]["value"] is None


def test_a_slip_in_a_units_code_loses_no_unit(two: Office) -> None:
    """With its key unreadable nobody can tell whose row it is: whoever is gone stays, until it is mended."""
    before = two.records("coordinator", "units")
    two.type("coordinator", "Đơn vị", "A3", ["phòng KT"], name="admin")
    two.cycle()
    assert [p["cell"] for p in two.open("coordinator") if p["severity"] == "error"] == ["A3"]
    assert two.records("coordinator", "units") == before
    two.type("coordinator", "Đơn vị", "A3", ["KT1"], name="admin")
    two.cycle()
    assert set(two.records("coordinator", "units")) == {"VP", "KT1"}


def test_a_slip_in_an_address_loses_no_recipient(two: Office) -> None:
    """A coordinator whose address is half typed goes on getting the reports."""
    people = ["thu.ky@so.example", "An", "Thư ký ISO"], ["giam.doc@so.example", "Bình", "Lãnh đạo"]
    two.type("coordinator", "Người nhận", "A2", *people, name="admin")
    two.cycle()
    before = two.records("coordinator", "recipients")
    assert set(before) == {"thu.ky@so.example", "giam.doc@so.example"}
    two.type("coordinator", "Người nhận", "A2", ["thu.ky@so"], name="admin")
    two.cycle()
    assert two.records("coordinator", "recipients") == before


def test_a_tab_no_longer_asked_for_leaves_nothing_to_mend(two: Office) -> None:
    """The unit has no dossiers any more: what was wrong there is told no more, marked no more."""
    two.type(VP, "Hồ sơ TTHC", "A2", ["03/2022", "Cấp bản sao", "x"])
    two.cycle()
    two.wait(11)
    two.cycle()
    assert "dossiers" in {p["table_name"] for p in two.open(VP)}
    assert two.cell(VP, "Hồ sơ TTHC", "C2")["note"]
    two.type("coordinator", "Đơn vị", "J2", ["không"], name="admin")
    two.wait(1)
    pull.changes(two.services)
    provision(two.services)
    two.cycle()
    assert two.open(VP) == []
    assert two.cell(VP, "Hồ sơ TTHC", "C2")["note"] == ""
    two.reset_calls()
    two.cycle()
    assert two.calls() == {"drive.changes.list": 1}
    two.type("coordinator", "Đơn vị", "J2", ["có"], name="admin")
    two.wait(1)
    pull.changes(two.services)
    provision(two.services)
    two.cycle()
    assert "tab_missing" not in {p["code"] for p in two.open(VP)}
    assert "dossiers" in {p["table_name"] for p in two.open(VP)}


def test_an_emptied_list_of_units_loses_no_unit(two: Office) -> None:
    """All rows gone at once is told as a slip; what was read is kept."""
    before = two.records("coordinator", "units")
    blank: list[list[object]] = [[""] * 9 for _ in before]
    two.type("coordinator", "Đơn vị", "A2", *blank, name="admin")
    two.cycle()
    assert "tab_emptied" in {p["code"] for p in two.open("coordinator")}
    assert two.records("coordinator", "units") == before


def test_an_emptied_list_of_exceptions_takes_nothing_back(two: Office) -> None:
    """Three at once is a slip; the last one may well be meant to go."""
    rows: list[list[object]] = [
        [f"M-{number}", unit, "03/2022", table, "", "Miễn", "", "Giám đốc", "lý do"]
        for number, unit, table in ((1, "VP", "Xác nhận"), (2, "VP", "Kết quả"), (3, "KT", "Xác nhận"))
    ]
    blank: list[object] = [""] * 9
    two.type("coordinator", "Gia hạn, miễn", "A2", *rows, name="admin")
    two.cycle()
    two.type("coordinator", "Gia hạn, miễn", "A2", blank, blank, blank, name="admin")
    two.cycle()
    assert "tab_emptied" in {p["code"] for p in two.open("coordinator")}
    assert len(two.records("coordinator", "exceptions")) == 3
    two.type("coordinator", "Gia hạn, miễn", "A2", rows[0], name="admin")
    two.cycle()
    two.type("coordinator", "Gia hạn, miễn", "A2", blank, name="admin")
    two.cycle()
    assert two.open("coordinator") == []
    assert two.records("coordinator", "exceptions") == {}


@pytest.mark.parametrize(
    ("title", "typed", "again"),
    [
        ("Xác nhận", ["", "16/03/2022"], {"confirmations"}),
        ("Mục tiêu", ["Đúng hạn", "≥", "98%", "%", "Tháng"], {"objectives", "progress", "actions"}),
    ],
)
def test_only_what_changed_and_what_looked_at_it_is_checked(
    office: Office, monkeypatch: pytest.MonkeyPatch, title: str, typed: list[object], again: set[str]
) -> None:
    """The tabs whose rules looked at no tab that changed keep what was found in them."""
    office.cycle()
    office.type(VP, title, "B2", typed)
    checked: list[str] = []
    check = validate.check

    def noted(table: Table, *args: Any) -> Any:
        checked.append(table.name)
        return check(table, *args)

    monkeypatch.setattr(validate, "check", noted)
    pull.changes(office.services)
    list(pull.read_stale(office.services))
    assert set(checked) == again
    assert len(checked) == len(again)
