"""The registers in their workbooks: codes wait, the unit's procedures are laid out, links are known."""

from __future__ import annotations

from service.periods.windows import Rules, window
from service.store.engine import reading
from service.workbooks import palette, seen
from service.workbooks.prefill import open_period
from tests.support.office import Office, shade

KEY = "unit:VP:2022"
#: code, name, kind, owner, issue, revision, effective, next review, days, status.
OWN: list[object] = [
    "QT-NV-01",
    "Cấp phép",
    "Tác nghiệp",
    "VP",
    "02",
    1,
    "01/03/2021",
    "01/03/2023",
    10,
    "Đang áp dụng",
]
OTHERS: list[object] = [
    "QT-NV-02",
    "Tuyển sinh",
    "Tác nghiệp",
    "TT",
    1,
    "",
    "01/03/2021",
    "01/03/2023",
    "",
    "Đang áp dụng",
]
GONE: list[object] = [
    "QT-HT-01",
    "Tài liệu",
    "Hệ thống",
    "VP",
    1,
    "",
    "1/3/2020",
    "",
    "",
    "Đã bãi bỏ",
    "1/7/2021",
]

#: Born in the year: nothing to propose yet.
NEW: list[object] = ["QT-NV-03", "Mới", "Nội bộ", "VP", 1, "", "03/01/2022", "03/01/2025", "", "Đang áp dụng"]


def listed(office: Office) -> None:
    """The coordinator keeps four procedures; the other unit's row names a unit that is not there."""
    office.type("coordinator", "Danh mục quy trình", "A2", OWN, OTHERS, GONE, NEW, name="admin")
    office.cycle()


def test_codes_wait_for_actions(office: Office) -> None:
    """KH01 … as MT01 … do."""
    assert office.tab(KEY, "Kế hoạch").col_values(1)[:3] == ["Mã", "KH01", "KH02"]


def test_an_action_names_its_objective_by_code_or_by_name(office: Office) -> None:
    """And one that is not there is refused."""
    aim = ["Đúng hạn", "≥", "98%", "%", "Tháng", "", "14/12/2022", "Tỷ lệ của tổng"]
    office.type(KEY, "Mục tiêu", "B2", aim)
    do = ["đúng hạn", "Rà soát hồ sơ", "An", "30/06/2022", "Chưa làm"]
    office.type(KEY, "Kế hoạch", "B2", do, ["MT99", *do[1:]])
    office.cycle()
    assert office.records(KEY, "actions")["KH01"]["objective"] == "MT01"
    assert [(p["code"], p["cell"]) for p in office.open(KEY)] == [("link_unknown", "B3")]


def test_from_february_the_units_procedures_stand_ready(office: Office) -> None:
    """Those in force before the year that it owns, with issue and day; not in January, and never twice."""
    listed(office)
    assert open_period(office.services, window("2022-01", Rules())) == 0
    assert open_period(office.services, window("2022-02", Rules())) == 1
    rows = office.tab(KEY, "Quy trình").get_all_values()
    assert rows[1][:4] == ["QT-NV-01", "Cấp phép", "2, sửa đổi 1", "01/03/2021"] and len(rows) == 2
    assert office.cell(KEY, "Quy trình", "A2")["fill"] == shade(palette.LEAVE)
    assert office.cell(KEY, "Quy trình", "E2")["fill"] == shade(palette.TYPE_HERE)
    assert open_period(office.services, window("2022-03", Rules())) == 0


def test_a_proposal_is_for_a_listed_procedure_or_a_new_one(office: Office) -> None:
    """A code nobody listed is refused; MOI-1 is not."""
    listed(office)
    open_period(office.services, window("2022-02", Rules()))
    office.type(KEY, "Quy trình", "E2", ["Giữ nguyên"])
    new = ["MOI-1", "", "", "", "Xây dựng mới", "Luật mới", "Đào tạo"]
    office.type(KEY, "Quy trình", "A3", new, ["QT-NV-77", "", "", "", "Giữ nguyên"])
    office.cycle()
    assert set(office.records(KEY, "proposals")) == {"QT-NV-01", "MOI-1"}
    assert [(p["code"], p["cell"]) for p in office.open(KEY)] == [("procedure_unknown", "A4")]


def test_an_audit_is_of_a_listed_unit_and_a_line_of_an_audit(office: Office) -> None:
    """By name or code; the auditors' workbook knows the coordinator's units, and its own audits."""
    audit = ["DG-01", "văn phòng", "8.5", "15/03/2022", "Bình", "VP", "", ""]
    office.type(
        "auditors:2022", "Chương trình đánh giá", "A2", audit, ["DG-02", "Phòng Ma", *audit[2:]], name="admin"
    )
    line = ["DG-01", 1, "8.5.1", "Hồ sơ đủ không?", "Chưa đánh giá"]
    office.type("auditors:2022", "Phiếu đánh giá", "A2", line, ["DG-09", *line[1:]], name="admin")
    office.cycle()
    found = sorted((p["table_name"], p["code"], p["cell"]) for p in office.open("auditors:2022"))
    assert found == [
        ("audits", "auditor_of_unit", "F2"),
        ("audits", "link_unknown_elsewhere", "B3"),
        ("checklists", "link_unknown", "A3"),
        ("checklists", "link_wrong", "A2"),
    ]


def test_a_denunciation_is_kept_nowhere(office: Office) -> None:
    """The row is refused, and no problem repeats what it said."""
    row = ["PA-01", "04/01/2022", "Phản ánh", "Thu chi", "Tố cáo ông Kiên", "VP", "18/01/2022", "Chưa xử lý"]
    office.type("coordinator", "Phản ánh, kiến nghị", "A2", row, name="admin")
    office.cycle()
    assert office.records("coordinator", "petitions") == {}
    (problem,) = (p for p in office.open("coordinator") if p["table_name"] == "petitions")
    assert problem["code"] == "denunciation" and "Kiên" not in str(dict(problem))
    with reading(office.services.engine) as connection:
        tab = seen.load(connection, office.book("coordinator").id)["petitions"]
    assert tab.values[1][3:5] == ["(tố cáo)"] * 2 and "Kiên" not in str(tab)
    office.cycle()
    assert [p["code"] for p in office.open("coordinator") if p["table_name"] == "petitions"] == [
        "denunciation"
    ]
    office.tab("coordinator", "Phản ánh, kiến nghị", "admin").delete_rows(2)
    office.cycle()
    assert "petitions" not in {p["table_name"] for p in office.open("coordinator")}
