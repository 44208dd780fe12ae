"""The oracle's own reading of what people type."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests.oracle import cells, names, rows, tables
from tests.oracle.dumps import Book, Tab
from tests.oracle.made import make_tab


@pytest.mark.parametrize(
    ("typed", "kind", "meant"),
    [
        ("05/03/2022", "", date(2022, 3, 5)),
        ("5/3/22", "", date(2022, 3, 5)),
        ("05.03.2022", "TEXT", date(2022, 3, 5)),
        ("5-3-2022", "", date(2022, 3, 5)),
        ("2022-03-05", "", date(2022, 3, 5)),
        ("ngày 5 tháng 3 năm 2022", "", date(2022, 3, 5)),
        (44625, "DATE", date(2022, 3, 5)),
        (44625.0, "", date(2022, 3, 5)),
    ],
)
def test_a_day_in_every_spelling(typed: object, kind: str, meant: date) -> None:
    """The fifth of March 2022 however it is typed."""
    assert cells.day(typed, kind) == meant


@pytest.mark.parametrize("typed", ["31/02/2022", "14/12/0222", "cuối năm nay", 0.5, True])
def test_no_day(typed: object) -> None:
    """What is no day is wrong, never another day."""
    with pytest.raises(cells.Wrong):
        cells.day(typed, "")


@pytest.mark.parametrize(
    ("typed", "kind", "meant", "said"),
    [
        ("2.521", "", "2521", False),
        ("2.521,5", "", "2521.5", False),
        ("98,5%", "", "98.5", True),
        ("98 %", "", "98", True),
        (0.985, "PERCENT", "98.5", True),
        (0.57, "PERCENT", "57", True),
        (12, "", "12", False),
    ],
)
def test_numbers(typed: object, kind: str, meant: str, said: bool) -> None:
    """Decimal comma, thousands point, percent by sign or by format; exact."""
    assert cells.number(typed, kind) == (Fraction(meant), said)


@pytest.mark.parametrize(("typed", "kind"), [("95%", ""), (0.95, "PERCENT")])
def test_a_percentage_counts_nothing(typed: object, kind: str) -> None:
    """By its sign or by the cell's format."""
    for count in (cells.count, cells.whole):
        with pytest.raises(cells.Wrong):
            count(typed, kind)


@pytest.mark.parametrize(
    ("typed", "points", "places"), [("98,50%", "98.5", 2), ("98%", "98", 0), (0.985, "98.5", 1), (3, "3", 0)]
)
def test_decimal_places(typed: object, points: str, places: int) -> None:
    """As typed; of a number in a cell, as many as it needs."""
    assert cells.places(typed, Fraction(points)) == places


def test_names_with_and_without_their_accents() -> None:
    """Nam Hùng is not Nam Hưng, hòa is hoà; without accents only one unit may be so called."""
    known = names.Names(
        [("H1", "H1"), ("Nam Hùng", "H1"), ("H2", "H2"), ("Nam Hưng", "H2"), ("Hoà Bình", "H2")]
    )
    typed = ("nam  hùng", "NAM HƯNG", "Nam Hung", "hòa bình", "hoa binh", "h1", "Nam")
    assert [known.code(name) for name in typed] == ["H1", "H2", "", "H2", "H2", "H1", ""]


@pytest.mark.parametrize("typed", ["98.5", "~95%", "> 95%", "1OO", "mười hai", "-", True])
def test_no_number(typed: object) -> None:
    """What is no number is wrong."""
    with pytest.raises(cells.Wrong):
        cells.number(typed, "")


@pytest.mark.parametrize(
    ("typed", "value", "direction"),
    [
        ("≥ 95%", 95, "ge"),
        ("từ 95% trở lên", 95, "ge"),
        ("không quá 2", 2, "le"),
        ("15", 15, None),
        ("Đạt 98%", 98, None),
        ("đạt từ 98% trở lên", 98, "ge"),
    ],
)
def test_targets_in_words(typed: str, value: int, direction: str | None) -> None:
    """A target may say its direction."""
    assert cells.number(typed, "", words=True)[0] == value
    assert cells.direction_in(typed) == direction


@pytest.mark.parametrize(
    ("typed", "kind", "label"),
    [
        ("03/2022", "", "2022-03"),
        ("Tháng 3/2022", "", "2022-03"),
        ("Thang 3/2022", "", "2022-03"),
        (44621, "DATE", "2022-03"),
        ("Quý I/2022", "", "2022-Q1"),
        ("Quý 4/2022", "", "2022-Q4"),
        ("Năm 2022", "", "2022"),
        (2022, "", "2022"),
        ("Năm học 2021-2022", "", "2021-2022"),
    ],
)
def test_periods(typed: object, kind: str, label: str) -> None:
    """Months, quarters, years and school years as people and the service write them."""
    assert cells.period(typed, kind) == label


def test_a_font_of_old_is_told_from_vietnamese() -> None:
    """TCVN3 remnants are seen; Unicode words with accents inside are not taken for them."""
    assert cells.is_legacy("Bé phËn tiÕp nhËn")
    assert not any(map(cells.is_legacy, ("Báo cáo toán học", "TIẾP NHẬN", "Đã đủ người")))


def _book(tab: dict[str, object], locale: str = "vi_VN") -> Book:
    return Book("unit:VP", locale, (Tab(tab["title"], tab["values"], {}),))  # type: ignore[arg-type]


def test_rows_that_are_none() -> None:
    """A title above, a moved column, blank rows, a copied header, totals and prefilled rows do no harm."""
    tab = make_tab(
        tables.PROGRESS,
        ("period", "code", "total", "achieved", "value", "none", "cause", "measure"),
        ["03/2022", "MT01", 10, 9],
        [],
        ["03/2022", "MT02"],
        ["", "Tổng cộng", 10, 9],
    )
    tab["values"] = [["", "KẾT QUẢ"], *tab["values"], tab["values"][0]]
    found = rows.read(_book(tab), tables.PROGRESS)
    assert [(row.key, row.at, row["achieved"], row["total"]) for row in found.rows] == [
        ("mt01|2022-03", 3, 9, 10)
    ]
    assert found.wrong == []


def test_the_same_key_twice_counts_for_neither() -> None:
    """Two rows of one key: none counts, even when one of them is wrong besides."""
    tab = make_tab(
        tables.PROGRESS,
        ("code", "period", "achieved", "total", "value", "none"),
        ["MT01", "03/2022", 9, 10],
        ["mt01", "Tháng 3/2022", "chín", 10],
        ["MT02", "03/2022", 9, 10],
    )
    assert [row.key for row in rows.read(_book(tab), tables.PROGRESS).rows] == ["mt02|2022-03"]


def test_a_lost_column_stops_the_tab() -> None:
    """Without a column it needs, a tab gives nothing, and says so."""
    tab = make_tab(tables.PROGRESS, ("code", "achieved", "total", "value", "none"), ["MT01", 9, 10])
    assert not rows.read(_book(tab), tables.PROGRESS).usable


def test_dates_of_another_locale_are_not_trusted() -> None:
    """In an en_US workbook a date cell may have day and month swapped: the row does not count."""
    tab = make_tab(tables.CONFIRMATIONS, ("period", "head", "confirmed_on"), ["2022-03", "A", 44625])
    assert len(rows.read(_book(tab), tables.CONFIRMATIONS).rows) == 1
    assert rows.read(_book(tab, "en_US"), tables.CONFIRMATIONS).rows == []


def test_numbers_of_another_locale_are_not_trusted() -> None:
    """2.521 may be 2521 and 2 may be 2000, also in text; 0 and other text are what they were."""
    columns = ("code", "period", "value", "achieved", "total", "none")
    for value, trusted in ((2.521, False), (2, False), (0, True), ("2521", True), ("2.521", False)):
        tab = make_tab(tables.PROGRESS, columns, ["MT01", "03/2022", value])
        assert len(rows.read(_book(tab), tables.PROGRESS).rows) == 1
        assert len(rows.read(_book(tab, "en_US"), tables.PROGRESS).rows) == trusted


def test_a_column_that_figures_need_is_needed_though_it_may_be_blank() -> None:
    """Without the dossiers carried over, a year would count them twice."""
    columns = [name for name, column in tables.DOSSIERS.columns.items() if name != "received_carried"]
    tab = make_tab(tables.DOSSIERS, columns, ["03/2022", "A", 9, 9, 0, 9])
    assert not rows.read(_book(tab), tables.DOSSIERS).usable
