"""The oracle on units above one another, merged in mid-year or taken off the list, by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from tests.oracle import tables, year
from tests.oracle.books import build
from tests.oracle.dumps import Dump
from tests.oracle.made import make_dump, make_tab

LISTED = (
    "code",
    "name",
    "aliases",
    "editors",
    "parent",
    "valid_from",
    "valid_to",
    "successor",
    "has_dossiers",
)
FINDING = ("code", "audit", "date", "auditor", "unit", "clause", "description", "grade", "responsible",
           "deadline", "verifier", "verified_on", "effective", "status")  # fmt: skip
AIM = ("code", "objective", "direction", "target", "unit_of_measure", "evaluation", "deadline",
       "aggregation", "start")  # fmt: skip
DONE = ("code", "period", "achieved", "total", "value", "none", "cause", "measure")
FOUND = [
    "PH-01",
    "Đợt 1",
    "10/01/2022",
    "B",
    "Văn phòng",
    "7.5",
    "Thiếu",
    "Nhẹ",
    "A",
    "28/01/2022",
    "",
    "",
    "",
    "Mở",
]


def unit(code: str, name: str, parent: str = "", **days: str) -> list[Any]:
    """A row of *Đơn vị* without dossiers."""
    told = [days.get(part, "") for part in ("first", "last", "successor")]
    return [code, name, "", "a@b.example", parent, *told, "không"]


def book(*met: str) -> list[dict[str, Any]]:
    """A unit's workbook with a monthly objective, met in the months given."""
    aim = ["MT01", "A", "≥", "90%", "%", "Tháng", "14/12/2022"]
    rows = [["MT01", month, 95, 100] for month in met]
    return [make_tab(tables.OBJECTIVES, AIM, aim), make_tab(tables.PROGRESS, DONE, *rows)]


def dump(label: str, books: Mapping[str, Sequence[dict[str, Any]]], *units: Sequence[Any]) -> Dump:
    """A dump with these units listed."""
    settings = make_tab(tables.SETTINGS, ("key", "value"), ["window_start_day", 15], ["k", 5])
    coordinator = [settings, make_tab(tables.UNITS, LISTED, *units)]
    return make_dump(label, {"coordinator": coordinator, **books})


def test_a_level_sums_the_unit_and_all_below() -> None:
    """KT stands under VP by its name, MN under KT: of three objectives one is met, and nobody confirmed."""
    units = [unit("VP", "Văn phòng"), unit("KT", "Khảo thí", "Văn phòng"), unit("MN", "Mầm non", "KT")]
    books = {"unit:VP": book("01/2022"), "unit:KT": book(), "unit:MN": book()}
    found = year.from_dumps([dump("2022-01", books, *units)])["2022-01"]
    assert [found[f"tree.{code}.units"].value for code in ("VP", "KT")] == [3, 2]
    assert found["tree.VP.objectives.met"][:3] == (Fraction(1, 3), 1, 3)
    assert found["tree.KT.objectives.met"][:3] == (0, 0, 2)
    assert found["tree.VP.completeness"][:3] == (Fraction(1, 6), 1, 6)
    assert "tree.MN.units" not in found


def test_an_undated_unit_added_in_mid_year_is_there_from_the_month_then_open() -> None:
    """KT is first listed in February: January is not asked of it. Whom the first dump lists was there."""
    first, both = [unit("VP", "Văn phòng")], [unit("VP", "Văn phòng"), unit("KT", "Khảo thí")]
    books = {"unit:VP": book("01/2022"), "unit:KT": book()}
    dumps = [dump("2022-01", books, *first), dump("2022-02", books, *both)]
    since = {one.code: one.first for one in build(dumps).units}
    assert since == {"VP": None, "KT": date(2022, 1, 15)}
    assert [one.first for one in build(dumps[1:]).units] == [None, None]
    ended = unit("KT", "Khảo thí", last="31/12/2021")
    assert [one.first for one in build([dumps[0], dump("2022-02", books, *first, ended)]).units] == [
        None,
        None,
    ]


def test_a_unit_is_asked_only_while_it_is_there() -> None:
    """VP ends with January: its year knows no other month, and nothing is missing of it."""
    ended = unit("VP", "Văn phòng", last="14/01/2022", successor="KT")
    months = [f"2022-{number:02}" for number in range(1, 13)]
    dumps = [dump(label, {"unit:VP": book("01/2022")}, ended, unit("KT", "Khảo thí")) for label in months]
    last = dump("2022", {"unit:VP": book("01/2022")}, ended, unit("KT", "Khảo thí"))
    found = year.from_dumps(dumps, last)
    assert found["2022"]["objective.VP.MT01.value"].n == 1
    assert found["2022"]["objectives.no_data"].value == 0
    assert "completeness.unit.VP" not in found["2022-02"]


def test_who_took_over_may_correct_and_nobody_else() -> None:
    """The finding of the merged unit is answered in its successor's workbook, not in a third one's."""
    units = [
        unit("VP", "Văn phòng", last="14/01/2022", successor="KT"),
        unit("KT", "Khảo thí"),
        unit("MN", "Mầm non"),
    ]
    done = make_tab(
        tables.CORRECTIONS,
        ("code", "cause", "action", "completed"),
        ["PH-01", "Vì", "Làm", "01/02/2022"],
    )
    for answering, number in (("KT", 1), ("MN", 0)):
        books = {"auditors": [make_tab(tables.FINDINGS, FINDING, FOUND)], f"unit:{answering}": [done]}
        found = year.from_dumps([dump("2022-02", books, *units)])["2022-02"]
        assert found["corrections.done"].numerator == number
        assert found["findings.unit.VP.open"].value == 1


def test_a_finding_outlives_the_row_of_its_unit() -> None:
    """Named by a name that only the earlier list knows; once another unit bears it, it is that one's."""
    books = {"auditors": [make_tab(tables.FINDINGS, FINDING, FOUND)]}
    before = dump("2022-01", books, unit("VP", "Văn phòng"), unit("KT", "Khảo thí"))
    gone = year.from_dumps([before, dump("2022-02", books, unit("KT", "Khảo thí"))])["2022-02"]
    assert gone["findings.unit.VP.open"].value == 1
    taken = year.from_dumps([before, dump("2022-02", books, unit("KT", "Văn phòng"))])["2022-02"]
    assert taken["findings.unit.KT.open"].value == 1
