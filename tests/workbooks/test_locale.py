"""What was typed under another locale stays in doubt when the locale is set right, and nothing else does."""

from __future__ import annotations

import pytest

from tests.support.office import Office

KEY = "unit:VP:2022"
AIM: list[object] = ["Số đơn", "≥", "2000", "đơn", "Tháng", "", "14/12/2022", "Cộng dồn"]


def told(office: Office) -> list[tuple[str, str]]:
    """(code, cell) of every open problem."""
    return [(p["code"], p["cell"]) for p in office.open(KEY)]


def doubts(office: Office) -> list[str]:
    """The cells that are not trusted."""
    return [cell for code, cell in told(office) if code.endswith("_untrusted")]


def set_locale(office: Office, locale: str) -> None:
    """As a clerk does in the file's settings; read afterwards."""
    office.person("clerk").open_by_key(office.book(KEY).spreadsheet_id).update_locale(locale)
    office.cycle()


@pytest.fixture
def typed(office: Office) -> Office:
    """2.521 and a date typed under en_US, the locale set right since."""
    office.type(KEY, "Mục tiêu", "B2", AIM)
    office.cycle()
    set_locale(office, "en_US")
    office.type(KEY, "Kết quả", "A2", ["MT01", "", "", "'Tháng 2/2022", "", "", "2.521"])
    office.type(KEY, "Mục tiêu", "H2", ["05/12/2022"])
    office.cycle()
    assert doubts(office) == ["H2", "G2"]
    set_locale(office, "vi_VN")
    return office


def test_a_locale_set_right_mends_no_cell(typed: Office) -> None:
    """Only the tabs' own problem goes; also the day after, and when another row is typed."""
    assert doubts(typed) == ["H2", "G2"]
    typed.type(KEY, "Kết quả", "M2", ["Báo cáo số 5"])
    typed.cycle()
    typed.wait(24 * 60)
    typed.cycle()
    assert doubts(typed) == ["H2", "G2"]
    assert "workbook_locale" not in {code for code, _ in told(typed)}
    assert (typed.records(KEY, "progress"), typed.records(KEY, "objectives")) == ({}, {})


def test_typed_again_after_a_quote_mark_it_counts(typed: Office) -> None:
    """Though it says the same in other words; what was typed under the right locale was never in doubt."""
    typed.type(KEY, "Kết quả", "G2", ["'2521"])
    typed.type(KEY, "Mục tiêu", "H2", ["'05/12/2022"])
    typed.type(KEY, "Kết quả", "A3", ["MT01", "", "", "Tháng 3/2022", "", "", "2.600"])
    typed.cycle()
    assert told(typed) == []
    values = {key: row["value"] for key, row in typed.records(KEY, "progress").items()}
    assert values == {"MT01|2022-02": 2521, "MT01|2022-03": 2600}


def test_a_row_that_moved_is_in_doubt_still(typed: Office) -> None:
    """It is known by its key."""
    tab = typed.tab(KEY, "Kết quả")
    tab.insert_row(["MT01", "", "", "Tháng 1/2022", "", "", "2.600"], 2, value_input_option="USER_ENTERED")  # type: ignore[arg-type]
    typed.cycle()
    assert "G3" in doubts(typed)


def test_what_was_typed_under_the_right_locale_is_in_no_doubt(office: Office) -> None:
    """A locale set wrong and right again changes no cell: nobody types a year's figures twice."""
    office.type(KEY, "Mục tiêu", "B2", AIM)
    office.type(KEY, "Kết quả", "A2", ["MT01", "", "", "Tháng 2/2022", "", "", "2.521"])
    office.cycle()
    held = office.records(KEY, "progress")
    for locale in ("en_US", "vi_VN"):
        set_locale(office, locale)
        assert (doubts(office), office.records(KEY, "progress")) == ([], held)
        assert set(office.records(KEY, "objectives")) == {"MT01"}
