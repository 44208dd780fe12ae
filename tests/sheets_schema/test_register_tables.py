"""The registers of plan, procedures, training, petitions, risks and audits: rows right and wrong."""

from __future__ import annotations

import unicodedata

import pytest

from sheets_schema.records import Context
from sheets_schema.rules.petitions import is_denunciation
from tests.support import wrong_registers
from tests.support.tabs import REVIEW, check, codes, flat, record
from tests.support.wrong_registers import AUDIT, LINE, PETITION, PROGRAMME, RIGHT, STEP


@pytest.mark.parametrize(("table", "row", "context"), RIGHT)
def test_a_right_row_raises_nothing(table: str, row: dict[str, object], context: Context | None) -> None:
    """The rules do not cry wolf."""
    found = check(table, [row], context=context)
    assert (found.problems, len(found.records)) == ([], 1)


def test_steps_add_up_over_the_rows_of_a_procedure() -> None:
    """Half a day is four hours: 2 + 2 fit, 2 + 2,5 do not, and it is said at the last step."""
    two = {**STEP, "hours": 2}
    fit, long = {**two, "step": 2}, {**two, "step": 2, "hours": "2,5"}
    assert check("steps", [two, fit], context=wrong_registers.DAYS).problems == []
    found = check("steps", [two, long], context=wrong_registers.DAYS)
    assert flat(found) == [("G3", "steps_over_days")]
    assert "4,5 giờ, quá thời hạn 0,5 ngày" in found.problems[0].message_vi


def test_a_gap_between_steps_is_said_once() -> None:
    """1, 2, 4, 5: at the 4."""
    found = check("steps", [{**STEP, "step": number} for number in (1, 2, 4, 5)])
    assert flat(found) == [("B4", "step_gap")]


def test_two_meetings_of_a_month_share_its_notice_and_the_later_one_is_told() -> None:
    """By their days, wherever they stand; a cancelled one is none, and another month's another."""
    later = {**REVIEW, "code": "XX-B", "date": "30/04/2022"}
    others = [{**REVIEW, "code": "XX-C", "period": "01/2022"}, {**later, "code": "XX-D", "status": "Hủy"}]
    found = check("reviews", [later, REVIEW, *others])
    assert flat(found) == [("D2", "reviewed_twice")]
    assert len(found.records) == 4


def test_a_finding_of_another_unit_is_refused() -> None:
    """A line of KT's audit cannot lead to a finding of VP."""
    line = {**LINE, "audit": "DG-2022-02", "verdict": "Không phù hợp", "finding": "PH-2022-01"}
    found = check("checklists", [line], context=PROGRAMME)
    assert codes(found) == ["verdict_before_audit", "finding_unfit"]
    assert "của đơn vị VP, không phải KT" in found.problems[1].message_vi


def test_an_auditor_is_known_by_any_name_of_the_unit() -> None:
    """“Văn phòng” is VP."""
    units = [
        record("units", code, code=code, name=name, aliases=[])
        for code, name in (("VP", "Văn phòng"), ("KT", "Kỹ thuật"))
    ]
    found = check("audits", [{**AUDIT, "auditor_unit": "văn phòng"}], context=Context({"units": units}))
    assert codes(found) == ["auditor_of_unit"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đơn tố cáo: thu tiền trái quy định", True),
        ("TỐ CÁO", True),
        ("(tố giác)", True),
        ("to cao giao vien", True),
        ("Tòa nhà to cao", False),
        ("góp ý về tốc độ giải quyết", False),
        ("Khiếu nại kết quả", False),
    ],
)
def test_a_denunciation_is_known_by_its_words(text: str, expected: bool) -> None:
    """Also typed without accents, in pieces (NFD), or between brackets."""
    assert is_denunciation(text) is expected
    assert is_denunciation(unicodedata.normalize("NFD", text)) is expected


def test_a_refused_denunciation_is_not_repeated() -> None:
    """No problem quotes its words: the mails and pages that tell of it hold nothing of it."""
    found = check("petitions", [{**PETITION, "summary": "Tố cáo ông Kiên nhận tiền"}])
    assert found.records == []
    assert not [p for p in found.problems if "Kiên" in str(p)]
