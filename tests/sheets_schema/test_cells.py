"""Cells as people type them: what each says, and what is wrong with it."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_schema import cells, descriptor
from sheets_schema.cells import numbers, periods, text
from sheets_schema.cells.reader import Read, Reading


def field(kind: str, **more: Any) -> descriptor.Field:
    """A lone field of one kind, for reading single cells."""
    types = {"date": "date", "integer": "integer", "yesno": "boolean", "datetime": "datetime"}
    types |= {"number": "number", "figure": "number", "target": "number"}
    if types.get(kind) == "number":
        more = {"decimalChar": ",", "groupChar": ".", **more}
    if kind == "date":
        more = {"format": "%d/%m/%Y", **more}
    raw = {"name": "a", "type": types.get(kind, "string"), "kind": kind, **more}
    return descriptor.load({"name": "t", "title": "T", "primaryKey": "a", "fields": [raw]}, "t.yaml").fields[
        0
    ]


def read(kind: str, value: object, form: str = "", reading: Reading | None = None, **more: Any) -> Read:
    """Read one cell of a kind."""
    return cells.reader(field(kind, **more), reading or Reading())(value, form)


def code(found: Read) -> str | None:
    """The code of what is wrong."""
    return found.slip.code if found.slip else None


@pytest.mark.parametrize(
    "typed",
    [
        "05/03/2022", "5/3/2022", "5/3/22", "5-3-2022", "05.03.2022", "2022-03-05", "2022/3/5",
        " 05/03/2022 ",
        "5 / 3 / 2022", "ngày 5 tháng 3 năm 2022", "Ngày 05 tháng 03 năm 2022", "5 tháng 3 2022",
        "ngay 5 thang 3 nam 2022", "05/03/2022 14:30", "2022-03-05T14:30:00Z", "05/03/2022 8h30",
        unicodedata.normalize("NFD", "ngày 5 tháng 3 năm 2022"), 44625, 44625.6,
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_spelling(typed: object) -> None:
    """Day first, ISO, in words, composed or not, and Sheets' serial numbers are one date."""
    assert read("date", typed, "DATE" if isinstance(typed, (int, float)) else "") == Read(date(2022, 3, 5))


@pytest.mark.parametrize(
    ("typed", "expected", "suggestion"),
    [
        ("31/02/2022", "date_impossible", None),
        ("29/02/2023", "date_impossible", None),
        ("00/03/2022", "date_impossible", None),
        ("03/25/2022", "date_impossible", "25/03/2022"),
        ("cuối tháng", "date_invalid", None),
        ("05/03", "date_invalid", None),
        ("5", "date_invalid", None),
        (5, "date_invalid", None),
        (float("nan"), "date_invalid", None),
        (10**400, "date_invalid", None),
        (True, "date_invalid", None),
        ("05/03/0222", "date_year", None),
        ("05/03/2202", "date_year", None),
        (500000, "date_year", None),
        ("#REF!", "cell_error", None),
    ],
)
def test_a_wrong_date_says_what_is_wrong(typed: object, expected: str, suggestion: str | None) -> None:
    """A correction is suggested only where it is certain (American order with a day above 12)."""
    found = read("date", typed)
    assert (found.value, code(found), found.slip and found.slip.suggestion) == (None, expected, suggestion)


def test_a_serial_date_of_another_locale_is_not_trusted() -> None:
    """In an en_US workbook 05/03/2022 became 3 May; what stayed text was never turned round."""
    assert code(read("date", 44684, "DATE", Reading(trusted=False))) == "date_untrusted"
    assert read("date", "25/03/2022", "", Reading(trusted=False)).value == date(2022, 3, 25)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12), ("2.521", 2521), ("2.521,5", 2521.5), ("1,5", 1.5), ("2 521", 2521), ("2\u00a0521", 2521),
        ("1.234.567", 1234567), ("-3", -3), ("−3", -3), ("01", 1), ("01 lần", 1), ("5 hồ sơ", 5),
        ("0 đơn thư", 0),
        ("0,10", 0.1), ("2,0", 2), (7, 7), (7.5, 7.5),
    ],
)  # fmt: skip
def test_a_number_is_read_the_vietnamese_way(typed: object, value: float) -> None:
    """Decimal comma, thousands point or space, leading zeros, a unit word behind."""
    assert read("number", typed) == Read(value)


@pytest.mark.parametrize(
    ("typed", "expected", "suggestion"),
    [
        ("khoảng 80", "number_invalid", None),
        ("~80%", "number_invalid", None),
        ("12abc", "number_invalid", None),
        ("5.10", "number_point", "5,1"),
        ("98.5", "number_point", "98,5"),
        ("2,521.5", "number_point", "2521,5"),
        ("1.2.3", "number_invalid", None),
        ("25.21", "number_point", "25,21"),
        ("9" * 50, "number_invalid", None),
        (float("inf"), "number_invalid", None),
        (10**400, "number_invalid", None),
        (True, "number_invalid", None),
        ("≥ 95", "comparator_unexpected", None),
        ("#DIV/0!", "cell_error", None),
        ("=SUM(A1:A5)", "formula_text", None),
        ("=4+1", "formula_text", None),
    ],
)
def test_what_is_not_a_number_is_refused(typed: object, expected: str, suggestion: str | None) -> None:
    """Nothing is guessed: a point is not a decimal comma, words are not dropped."""
    found = read("number", typed)
    assert (found.value, code(found), found.slip and found.slip.suggestion) == (None, expected, suggestion)


def test_a_number_that_became_a_date_is_told() -> None:
    """5/6 typed into Sheets is the 5th of June, not a number."""
    found = read("integer", 44717, "DATE")
    assert code(found) == "number_is_date"
    assert found.slip is not None and found.slip.params["value"] == "05/06/2022"


def test_the_number_format_decides_what_a_percent_is() -> None:
    """0.985 is 98,5 % in a percent cell, and is left as it is in any other."""
    assert read("figure", 0.985, "PERCENT") == Read(98.5, None, True)
    assert read("figure", "98,5%") == Read(98.5, None, True)
    assert read("figure", "98 %") == Read(98, None, True)
    assert read("figure", 0.985) == Read(0.985)
    assert read("figure", 0.07, "PERCENT").value == 7


@pytest.mark.parametrize(
    ("typed", "value", "percent", "comparator"),
    [
        ("≥ 95%", 95, True, "ge"), (">=95 %", 95, True, "ge"), ("từ 95% trở lên", 95, True, "ge"),
        ("95% trở lên", 95, True, "ge"), ("tối thiểu 95%", 95, True, "ge"),
        ("không dưới 95%", 95, True, "ge"),
        ("ít nhất 3 lớp", 3, False, "ge"), ("không quá 2", 2, False, "le"), ("Khong qua 2%", 2, True, "le"),
        ("≤2", 2, False, "le"), ("tối đa 02 lần", 2, False, "le"), ("2 trở xuống", 2, False, "le"),
        ("= 100%", 100, True, "eq"), ("bằng 0", 0, False, "eq"), ("98,5 phần trăm", 98.5, True, None),
        ("100", 100, False, None),
    ],
)  # fmt: skip
def test_a_target_may_hold_its_direction(
    typed: str, value: float, percent: bool, comparator: str | None
) -> None:
    """Signs and words, before and behind, with and without accents."""
    assert read("target", typed) == Read(value, None, percent, comparator)


def test_a_strict_target_is_asked_back() -> None:
    """“> 95%” does not say whether 95 % is enough."""
    assert code(read("target", "> 95%")) == "comparator_strict"
    assert code(read("target", "dưới 5%")) == "comparator_strict"


def test_a_fraction_is_no_whole_number() -> None:
    """2,0 is 2; 2,5 is refused; a percent sign does not belong to a count."""
    assert read("integer", "2,0") == Read(2)
    assert read("integer", 3.0) == Read(3)
    assert code(read("integer", "2,5")) == "number_not_integer"
    assert code(read("integer", "5%")) == "number_invalid"


def test_limits_are_held_and_quoted() -> None:
    """Below the least and above the most."""
    assert code(read("integer", -1, constraints={"minimum": 0})) == "below_minimum"
    assert code(read("number", "10,5", constraints={"maximum": 10})) == "above_maximum"
    assert code(read("date", "01/01/2021", constraints={"minimum": "2022-01-01"})) == "below_minimum"
    assert code(read("date", "01/01/2023", constraints={"maximum": "2022-12-31"})) == "above_maximum"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("03/2022", "2022-03"), ("3/2022", "2022-03"), ("Tháng 3/2022", "2022-03"),
        ("tháng 3 năm 2022", "2022-03"),
        ("T3-2022", "2022-03"), ("t3/2022", "2022-03"), ("2022-03", "2022-03"), ("01/03/2022", "2022-03"),
        ("Quý I/2022", "2022-Q1"), ("Quý 4 năm 2022", "2022-Q4"), ("Q2/2022", "2022-Q2"),
        ("quy iii/2022", "2022-Q3"),
        ("2022-Q1", "2022-Q1"), ("Năm 2022", "2022"), ("2022", "2022"), (2022, "2022"), (2022.0, "2022"),
        ("Năm học 2021-2022", "2021-2022"), ("2021 - 2022", "2021-2022"),
    ],
)  # fmt: skip
def test_a_period_has_one_label(typed: object, label: str) -> None:
    """Months, quarters, years and school years in every spelling."""
    assert read("period", typed) == Read(label)


def test_a_month_that_sheets_made_a_date_is_that_month() -> None:
    """03/2022 in an unformatted cell became 01/03/2022; the 5th of March is no month."""
    assert read("period", 44621, "DATE").value == "2022-03"
    assert code(read("period", 44625, "DATE")) == "period_invalid"


def test_a_month_without_a_year_takes_the_books() -> None:
    """“Tháng 3” means nothing without the year of the book."""
    assert read("period", "Tháng 3", "", Reading(year=2022)).value == "2022-03"
    assert code(read("period", "Tháng 3")) == "period_invalid"


@pytest.mark.parametrize("typed", ["13/2022", "tháng ba", "2021-2023", "Quý V/2022", "03/1822", "", True, 3])
def test_what_is_no_period_is_refused(typed: object) -> None:
    """Nothing is guessed; a blank is a blank."""
    assert code(read("period", typed)) == ("period_invalid" if typed != "" else None)


def test_a_period_of_the_wrong_kind_says_which_is_wanted() -> None:
    """A quarter where a month belongs."""
    found = read("period", "Quý I/2022", periods=["month"])
    assert code(found) == "period_kind"
    assert found.slip is not None and found.slip.params["wanted_vi"] == "tháng"


@pytest.mark.parametrize(
    ("label", "vi", "en"),
    [
        ("2022-03", "Tháng 3/2022", "March 2022"),
        ("2022-Q1", "Quý I/2022", "Quarter 1, 2022"),
        ("2022-Q4", "Quý IV/2022", "Quarter 4, 2022"),
        ("2022", "Năm 2022", "2022"),
        ("2021-2022", "Năm học 2021-2022", "School year 2021-2022"),
    ],
)
def test_a_period_as_shown_reads_back(label: str, vi: str, en: str) -> None:
    """What the service writes into the sheet is what it reads; inside a sentence it begins small."""
    assert (periods.shown(label), periods.shown(label, "en")) == (vi, en)
    assert periods.told(label) == vi[0].lower() + vi[1:]
    assert read("period", periods.shown(label)).value == label


GRADE: dict[str, Any] = {
    "constraints": {"enum": ["Nặng", "Nhẹ", "Lưu ý", "Cơ hội cải tiến"]},
    "codes": ["major", "minor", "observation", "improvement"],
}


@pytest.mark.parametrize(
    "typed", ["Lưu ý", "luu y", "LƯU Ý", " lưu  ý ", "observation", unicodedata.normalize("NFD", "lưu ý")]
)
def test_a_choice_is_known_by_any_spelling(typed: str) -> None:
    """Label or code, without accents, any case, composed or not."""
    assert read("choice", typed, **GRADE) == Read("observation")


def test_an_unknown_choice_is_refused_with_a_suggestion_only_when_certain() -> None:
    """A unique beginning is suggested, never taken; two beginnings suggest nothing."""
    found = read("choice", "lưu", **GRADE)
    assert (found.value, code(found), found.slip and found.slip.suggestion) == (
        None,
        "choice_unknown",
        "Lưu ý",
    )
    assert (nothing := read("choice", "N", **GRADE)).slip is not None and nothing.slip.suggestion is None
    assert "Nặng, Nhẹ, Lưu ý, Cơ hội cải tiến" in nothing.slip.params["choices"]


@pytest.mark.parametrize(
    ("typed", "value"), [("x", True), ("Có", True), ("co", True), (True, True), ("không", False)]
)
def test_yes_and_no(typed: object, value: bool) -> None:
    """The words of the document, without accents too, and check boxes."""
    assert read("yesno", typed, trueValues=["có", "x"], falseValues=["không"]) == Read(value)


def test_neither_yes_nor_no_is_asked_back() -> None:
    """0 is neither: “không phát sinh” is not the number 0."""
    assert code(read("yesno", "chắc là có")) == "yesno_unknown"
    assert code(read("yesno", 0, trueValues=["x"], falseValues=["không"])) == "yesno_unknown"
    assert (read("yesno", "1").value, read("yesno", 0).value) == (True, False)


def test_e_mails_and_lists() -> None:
    """Lists part at semicolons and lines, e-mails at commas too; every e-mail must be one."""
    assert read("emails", "An@Example.vn; binh@example.vn\nan@example.vn").value == [
        "an@example.vn",
        "binh@example.vn",
    ]
    assert code(read("emails", "an@example.vn; binh@example")) == "email_invalid"
    assert read("emails", "an@example.vn, binh@example.vn").value == ["an@example.vn", "binh@example.vn"]
    assert read("list", "P. Kỹ thuật; Phòng KT").value == ["P. Kỹ thuật", "Phòng KT"]
    assert read("list", "P. CTTT; Phòng Chính trị, tư tưởng").value == [
        "P. CTTT",
        "Phòng Chính trị, tư tưởng",
    ]
    assert code(read("email", "ten.gmail.com")) == "email_invalid"


def test_text_is_composed_and_its_spaces_mended() -> None:
    """NFD becomes NFC, runs of spaces one; lines stay in long text and go in short."""
    assert read("text", unicodedata.normalize("NFD", " Phòng  Kỹ\u00a0thuật ")).value == "Phòng Kỹ thuật"
    assert read("text", "một\r\nhai").value == "một\nhai"
    assert read("line", "một\nhai").value == "một hai"
    assert read("code", "mt01").value == "MT01"
    assert read("measure", "phần trăm").value == "%"
    assert read("text", " \u200b ") == Read()


@pytest.mark.parametrize("typed", ["MT\u200b01", "MT\x0001", "\u202eMT01", "MT01\u2066"])
def test_invisible_characters_are_dropped_and_told(typed: str) -> None:
    """NUL, zero width and bidi marks never reach a key, and the clerk hears of them."""
    found = read("code", typed)
    assert (found.value, code(found)) == ("MT01", "invisible_characters")


@pytest.mark.parametrize(
    "typed", ["Phßng Kü thuËt", "Bé phËn tiÕp nhËn ch\u00ada bè trÝ", "Phoøng Kyõ thuaät"]
)
def test_old_encodings_are_told_and_never_converted(typed: str) -> None:
    """TCVN3 and VNI remnants."""
    assert (read("text", typed).value, code(read("text", typed))) == (None, "legacy_encoding")


@pytest.mark.parametrize(
    "typed", ["Phòng Kỹ thuật", "Citroën", "café", "20 °C", "hoà giải", "100 m²", "Ông Ba – 5 ½"]
)
def test_modern_text_is_not_taken_for_an_old_encoding(typed: str) -> None:
    """A lone foreign letter or sign is none."""
    assert code(read("text", typed)) is None


def test_a_pasted_essay_is_refused_quickly() -> None:
    """Fifty thousand characters, the most Google's cell holds."""
    found = read("text", "x" * 50_000)
    assert code(found) == "text_too_long"
    assert found.slip is not None and found.slip.params["length"] == "50000"
    assert code(read("text", "dài quá", constraints={"maxLength": 3})) == "text_too_long"
    assert code(read("text", "a", constraints={"minLength": 3})) == "text_too_short"


def test_a_code_that_became_a_date_is_told() -> None:
    """8.5 typed for a clause becomes the 8th of May in Vietnam."""
    clause = {"constraints": {"pattern": r"\d+(\.\d+)*"}}
    assert code(read("line", 44689, "DATE", **clause)) == "text_is_date"
    assert read("line", 8.5, **clause).value == "8.5"
    assert code(read("line", "tám", **clause)) == "pattern_mismatch"


def test_numbers_and_check_boxes_in_text_are_shown_as_the_sheet_does() -> None:
    """A text column may hold a number, a percent, a date."""
    shown = [read("text", *cell).value for cell in [(5,), (5.0,), (0.5, "PERCENT"), (44625, "DATE"), (True,)]]
    assert shown == ["5", "5", "50%", "05/03/2022", "TRUE"]


def test_moments() -> None:
    """ISO instants of the form's answers, and typed ones."""
    assert code(read("datetime", "2022-03-05T08:00:00Z")) is None
    assert code(read("datetime", "05/03/2022 08:00")) is None
    assert code(read("datetime", "hôm qua")) == "date_invalid"


@pytest.mark.parametrize("typed", ["hoà", "hòa", "HOÀ", "hoa", unicodedata.normalize("NFD", "hoà"), " hòa "])
def test_fold_sees_through_accents_case_and_composition(typed: str) -> None:
    """What the same word is typed like."""
    assert cells.fold(typed) == "hoa"


def test_same_sees_through_tone_placement_but_not_accents() -> None:
    """hoà is hòa, but not hoa; Đ is not D."""
    assert cells.same("Hoà") == cells.same("hòa") != cells.same("hoa")
    assert cells.fold("Đường") == "duong"
    assert cells.same("Đường") != cells.same("Dường")


@settings(max_examples=400)
@given(
    kind=st.sampled_from(sorted(descriptor.KINDS)),
    value=st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.characters(codec=None)
    ),
    form=st.sampled_from(["", "DATE", "DATE_TIME", "TIME", "PERCENT", "TEXT", "NUMBER"]),
)
def test_reading_a_cell_never_raises(kind: str, value: object, form: str) -> None:
    """Whatever stands in it: a value, or what is wrong with it, never both as an error."""
    found = read(kind, value, form, **(GRADE if kind == "choice" else {}))
    assert found.slip is None or found.value is None or found.slip.code == "invisible_characters"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    """Clean text is composed and stays as it is."""
    once = text.clean(typed)
    assert text.clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text())
def test_folding_twice_is_folding_once(typed: str) -> None:
    """Comparing compared text changes nothing."""
    assert text.fold(text.fold(typed)) == text.fold(typed)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_plain_text_is_text_that_cleaning_leaves(typed: str) -> None:
    """The short cut of the reader is no short cut in what it says."""
    assert not text.is_plain(typed) or text.clean(typed) == typed


@given(st.integers(-(10**9), 10**9), st.integers(0, 999))
def test_a_number_spelled_reads_back(whole: int, thousandths: int) -> None:
    """Printed the Vietnamese way, read again."""
    number = numbers.exact(numbers.Decimal(f"{whole}.{thousandths:03}"))
    assert numbers.from_text(numbers.spell(number)).value == number
