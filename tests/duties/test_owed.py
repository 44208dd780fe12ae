"""What a unit still owes, in words, and that it is what completeness counts."""

from __future__ import annotations

from dataclasses import replace

from service.duties import owed
from service.figures import compute
from service.figures.data import Data, Unit
from tests.support import frozen


def test_what_is_owed_is_what_completeness_lacks() -> None:
    """As many entries as the figure's denominator exceeds its numerator, for every unit."""
    for data in (frozen.full_month(), frozen.full_month(progress=(), confirmations=(), dossiers=())):
        figures = compute(data)
        for unit in data.units:
            figure = figures[f"completeness.unit.{unit.code}"]
            assert figure.numerator is not None and figure.denominator is not None
            told = sum(entry.count for entry in owed.missing(data, unit))
            assert told == figure.denominator - figure.numerator


def test_each_entry_is_told_with_its_tab_in_both_languages() -> None:
    """In the order of the tabs."""
    data = frozen.full_month(progress=(), confirmations=(), dossiers=())
    assert [(entry.table, entry.count, entry.vi) for entry in owed.missing(data, data.units[0])] == [
        ("progress", 2, "Nhập kết quả của 2 mục tiêu, tháng 3/2022."),
        ("dossiers", 1, "Nhập hồ sơ TTHC tháng 3/2022."),
        ("confirmations", 1, "Lãnh đạo đơn vị xác nhận số liệu tháng 3/2022."),
    ]
    assert owed.missing(data, data.units[0])[0].en == "Enter the results of 2 objectives, March 2022."


def test_a_unit_without_objectives_owes_them() -> None:
    """They are an entry of their own, as long as there is none."""
    assert owed.missing(frozen.month(), frozen.UNITS[2])[0].table == "objectives"


def test_dossiers_of_a_unit_that_handles_none_count_nothing() -> None:
    """Rows left over from when it did neither fill nor exceed what it owes."""

    def without(data: Data) -> Data:
        return replace(data, units=tuple(Unit(unit.code, unit.name) for unit in data.units))

    figure = compute(without(frozen.full_month()))["completeness.unit.VP"]
    assert (figure.numerator, figure.denominator) == (3, 3)
