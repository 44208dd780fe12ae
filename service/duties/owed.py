"""What a unit still owes for a month, in words: the entries that completeness counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.figures import completeness, objectives
from service.figures.data import Data, Unit
from sheets_schema.cells import periods


@dataclass(frozen=True, slots=True)
class Owed:
    """Something to enter: the table it goes into, how many entries it is, the sentence."""

    table: str
    count: int
    vi: str
    en: str


def missing(data: Data, unit: Unit) -> list[Owed]:
    """What is still to be entered for the month of `data`, in the order of the workbook's tabs."""
    return list(_missing(data, unit))


def _missing(data: Data, unit: Unit) -> Iterator[Owed]:
    gave = completeness.given(data, objectives.outcomes(data))
    vi, en = (periods.told(data.window.label, language) for language in ("vi", "en"))
    own = gave.outcomes.get(unit.code, ())
    if not own:
        yield Owed(
            "objectives", 1, "Nhập mục tiêu chất lượng của đơn vị.", "Enter the unit's quality objectives."
        )
    if blank := sum(outcome.state == "no_data" for outcome in own):
        yield Owed(
            "progress",
            blank,
            f"Nhập kết quả của {blank} mục tiêu, {vi}.",
            f"Enter the results of {blank} objectives, {en}.",
        )
    if unit.has_dossiers and unit.code not in gave.dossiers:
        yield Owed("dossiers", 1, f"Nhập hồ sơ TTHC {vi}.", f"Enter the dossiers of {en}.")
    if unit.code not in gave.confirmed:
        yield Owed(
            "confirmations",
            1,
            f"Lãnh đạo đơn vị xác nhận số liệu {vi}.",
            f"The head confirms the figures of {en}.",
        )
