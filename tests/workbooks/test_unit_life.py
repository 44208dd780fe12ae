"""Units that are renamed, merged, born in mid-year or taken off the list, in their workbooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import insert, select

from service import cycle, organisation
from service.clock import ZONE
from service.figures import compute
from service.figures.data import Figures
from service.periods import snapshot
from service.periods.windows import window
from service.store.engine import reading
from service.store.tables import form
from service.store.tables import snapshot as snapshot_table
from service.workbooks import pull
from tests.support.office import OTHER, PEOPLE, UNIT, Office, open_units
from tests.workbooks.test_marks import GOOD
from tests.workbooks.test_start import later, shown

OLD, HEIR = "unit:VP:2022", "unit:KT:2022"
#: The office, merged into the other unit after 14/03.
MERGED: list[object] = [*UNIT[:5], "14/03/2022", *UNIT[6:], "KT"]


def finding(unit: str = "VP", code: str = "PH-01") -> list[object]:
    """A row of the auditors' tab: an open minor finding of 01/03/2022."""
    told = [code, "Đợt 1", "01/03/2022", "Bình", unit, "8.5.1", "", "Thiếu", "", "Nhẹ", "An", "30/03/2022"]
    return [*told, "", "", "", "Mở"]


@pytest.fixture
def two(make: Callable[..., Office]) -> Office:
    """Two units with workbooks, on 16/03/2022."""
    office = make()
    open_units(office, UNIT, OTHER)
    return office


def tick(office: Office, minutes: float = 2) -> None:
    """Somebody typed: everything is read, provisioned, checked and marked as in a tick."""
    office.wait(minutes)
    cycle.look(office.services)
    cycle.provision(office.services)
    cycle.check(office.services)


def figures(office: Office, label: str) -> Figures:
    """A month as it would be frozen now."""
    with reading(office.services.engine) as connection:
        known = organisation.read(connection)
        assert known is not None
        return compute(snapshot.take(connection, known, window(label, known.rules), "monthly"))


def editors(office: Office, key: str) -> set[str]:
    """Who may write in a workbook, the service aside."""
    found = office.services.google.drive.permissions(office.book(key).spreadsheet_id)
    return {p.email for p in found if p.role == "writer"}


def test_a_renamed_unit_and_agency_rename_file_and_form(two: Office) -> None:
    """The same code, another name: the file is retitled, the form asks in the agency's new name."""
    tick(two)
    two.type("coordinator", "Đơn vị", "B2", ["Văn phòng Sở"], name="admin")
    two.type("coordinator", "Cơ quan", "A2", ["01/03/2022", "Sở Mới", "UBND TỈNH"], name="admin")
    tick(two)
    assert two.book(OLD).title == "Sổ Chất lượng 2022 – Văn phòng Sở"
    assert two.person("clerk").open_by_key(two.book(OLD).spreadsheet_id).title == two.book(OLD).title
    with reading(two.services.engine) as connection:
        form_id = connection.execute(select(form.c.id)).scalar_one()
    info = two.services.google.forms.get(form_id)["info"]
    assert info["title"].endswith("– Sở Mới")
    assert "Sở Mới" in info["description"]


def test_the_form_is_told_its_name_once(two: Office) -> None:
    """Nothing renamed: provisioning again writes to no form."""
    tick(two)
    two.type("coordinator", "Đơn vị", "B2", ["Văn phòng Sở"], name="admin")
    two.reset_calls()
    tick(two)
    assert "forms.batchUpdate" not in {name.split("/")[-1] for name in two.calls()}
    assert not [name for name in two.calls() if "form" in name and "batch" in name.casefold()]


def test_a_merged_units_workbook_says_so_and_keeps_its_corrections(two: Office) -> None:
    """Entries end with its last month; its findings are still corrected there, by the successor's people."""
    two.type("auditors:2022", "Phát hiện", "A2", finding(), name="admin")
    tick(two)
    two.type("coordinator", "Đơn vị", "A2", MERGED, name="admin")
    tick(two)
    assert any("CÒN THIẾU" in line for line in shown(two, OLD))  # March is still to be given
    assert {PEOPLE["clerk"], PEOPLE["other"]} <= editors(two, OLD)
    assert PEOPLE["clerk"] not in editors(two, HEIR)
    later(two, datetime(2022, 4, 7, 9, 0, tzinfo=ZONE))
    lines = shown(two, OLD)
    assert lines[1:3] == [
        "Đơn vị hoạt động đến hết ngày 14/03/2022. Không nhập số liệu vào sổ này nữa.",
        "Việc còn dở chuyển sang Phòng Khảo thí.",
    ]
    assert "Khắc phục 1 phát hiện của đánh giá nội bộ." in lines
    two.type("auditors:2022", "Phát hiện", "A3", finding(code="PH-02"), name="admin")
    tick(two)
    assert two.tab(OLD, "Khắc phục").acell("A3").value == "PH-02"  # found after the end, of before it
    two.type(OLD, "Khắc phục", "F2", ["Thiếu người", "Bổ sung", "05/04/2022"], name="other")
    tick(two)
    made = figures(two, "2022-04")
    assert (made["corrections.done"].numerator, made["findings.unit.VP.open"].value) == (1, 2)


def test_a_merged_units_open_actions_are_its_successors(two: Office) -> None:
    """From the window in which it ended on, beside its own of that code; what it had done stays its own."""
    plan = ["Rà soát", "An", "20/03/2022"]
    two.type(OLD, "Mục tiêu", "B2", GOOD)
    two.type(HEIR, "Mục tiêu", "B2", GOOD, name="other")
    rows = [["MT01", *plan, "Đang làm"], ["MT01", *plan, "Đã xong", "10/03/2022"]]
    two.type(OLD, "Kế hoạch", "B2", *rows)
    two.type("coordinator", "Đơn vị", "A2", MERGED, name="admin")
    tick(two)
    two.type(HEIR, "Kế hoạch", "B2", ["MT01", *plan, "Đang làm"], name="other")
    later(two, datetime(2022, 4, 7, 9, 0, tzinfo=ZONE))
    march, april = figures(two, "2022-03"), figures(two, "2022-04")
    names = [f"register.actions.{name}" for name in ("total", "open", "unit.VP.open", "unit.KT.open")]
    assert [march[name].value for name in names] == [3, 2, 0, 2]
    assert [april[name].value for name in (names[0], names[1], names[3])] == [2, 2, 2]
    assert april["register.actions.unit.KT.overdue"].value == 2
    assert "register.actions.unit.VP.open" not in april
    assert april["actions.unit.KT.objectives"].numerator == 1


def test_a_merged_unit_owes_nothing_after_its_end(two: Office) -> None:
    """March is its last month; April's figures know only the successor."""
    two.type("coordinator", "Đơn vị", "A2", MERGED, name="admin")
    tick(two)
    assert "completeness.unit.VP" in figures(two, "2022-03")
    assert "completeness.unit.VP" not in figures(two, "2022-04")


def test_the_year_after_the_successor_is_asked_for_the_correction(two: Office) -> None:
    """The merged unit has no workbook of 2023: the row stands in the successor's, and counts there."""
    two.type("coordinator", "Đơn vị", "A2", MERGED, name="admin")
    tick(two)
    later(two, datetime(2023, 1, 7, 9, 0, tzinfo=ZONE))
    two.type("auditors:2023", "Phát hiện", "A2", finding(), name="admin")
    later(two, datetime(2023, 1, 8, 9, 0, tzinfo=ZONE))
    assert two.tab("unit:KT:2023", "Khắc phục", "other").acell("A2").value == "PH-01"
    two.type("unit:KT:2023", "Khắc phục", "F2", ["Thiếu", "Bổ sung", "07/01/2023"], name="other")
    later(two, datetime(2023, 1, 9, 9, 0, tzinfo=ZONE))
    assert figures(two, "2023-01")["corrections.done"].numerator == 1


def test_a_unit_born_in_mid_year_is_asked_from_its_first_month_on(two: Office) -> None:
    """From 01/04 on: its workbook waits; March asks nothing of it, April does."""
    born = ["MN", "Phòng Mầm non", "", "", "01/04/2022", "", PEOPLE["clerk"], "", "", "không"]
    two.type("coordinator", "Đơn vị", "A4", born, name="admin")
    tick(two)
    two.type("unit:MN:2022", "Mục tiêu", "B2", GOOD)
    tick(two)
    assert any(line.startswith("Tháng 4/2022") for line in shown(two, "unit:MN:2022"))
    assert two.records("unit:MN:2022", "objectives")
    assert two.tab("unit:MN:2022", "Kết quả").get_all_values()[1:] in ([], [[]])
    assert "completeness.unit.MN" not in figures(two, "2022-03")
    assert figures(two, "2022-04")["completeness.unit.MN"].numerator == 0


@pytest.mark.parametrize("name", ["VP", "Văn phòng"])
def test_a_finding_outlives_its_units_row(two: Office, name: str) -> None:
    """The coordinator deletes the row: the finding goes on under the old code, however it was named."""
    two.type("auditors:2022", "Phát hiện", "A2", finding(name), name="admin")
    tick(two)
    assert figures(two, "2022-03")["findings.open"].value == 1
    two.tab("coordinator", "Đơn vị", "admin").delete_rows(2)
    tick(two)
    two.type("auditors:2022", "Phát hiện", "H2", ["Thiếu sổ"], name="admin")
    tick(two, 30)
    assert [p["code"] for p in two.open("auditors:2022")] == []
    assert figures(two, "2022-04")["findings.unit.VP.open"].value == 1


def test_a_unit_nobody_ever_listed_is_still_a_slip(two: Office) -> None:
    """Only what the coordinator once listed is remembered."""
    two.type("auditors:2022", "Phát hiện", "A2", finding("XX"), name="admin")
    tick(two, 30)
    assert "link_unknown_elsewhere" in [p["code"] for p in two.open("auditors:2022")]


def test_an_old_name_taken_by_another_unit_is_that_units(two: Office) -> None:
    """KT takes over the office's name: a finding that names it is KT's from now on."""
    two.type("auditors:2022", "Phát hiện", "A2", finding("Văn phòng"), name="admin")
    tick(two)
    two.type("coordinator", "Đơn vị", "B2", ["Văn phòng cũ"], ["Văn phòng"], name="admin")
    tick(two, 30)
    pull.sweep(two.services)
    tick(two, 30)
    assert two.records("auditors:2022", "findings")["PH-01"]["unit"] == "KT"


def test_a_unit_added_in_mid_year_is_asked_since_when(make: Callable[..., Office]) -> None:
    """Once a month of the year is frozen a blank Hiệu lực từ is flagged, of whoever was not there before.

    Until it is written the unit is there from the month open then.
    """
    office = make()
    open_units(office, UNIT)
    tick(office)
    frozen = {"kind": "monthly", "label": "2022-01", "frozen_at": "", "hash": "", "content": b""}
    with office.services.engine.begin() as connection:
        connection.execute(insert(snapshot_table).values(period="monthly:2022-01", **frozen))
    office.type("coordinator", "Đơn vị", "A3", OTHER, name="admin")
    told = [("KT", "since_when", "E3")]
    for day, asked, since in (("", told, date(2022, 2, 1)), ("01/03/2022", [], date(2022, 3, 1))):
        office.type("coordinator", "Đơn vị", "E3", [day], name="admin")
        for _ in range(2):
            tick(office, 30)
        own = [p for p in office.open("coordinator") if p["table_name"] == "units"]
        assert [(p["key"], p["code"], p["cell"]) for p in own] == asked
        with reading(office.services.engine) as connection:
            known = organisation.read(connection)
        assert known is not None
        assert {unit.code: unit.valid_from for unit in known.units} == {"VP": None, "KT": since}
