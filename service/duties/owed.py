"""What a unit still owes for a month, in words: the same entries that completeness counts."""

from __future__ import annotations

from dataclasses import dataclass

from service.figures import objectives
from service.figures.data import Data, Unit
from service.figures.dossiers import in_period
from sheets_schema.cells import periods


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing to enter: the table it goes into, how many cells' worth, the sentence."""

    table: str
    count: int
    vi: str
    en: str


def missing(data: Data, unit: Unit) -> list[Owed]:
    """What is still to be entered for the window of `data`, in the order of the workbook's tabs."""
    label = data.window.label
    vi, en = periods.told(label, "vi"), periods.told(label, "en")
    own = [o for o in objectives.outcomes(data) if o.objective.unit == unit.code]
    blank = sum(outcome.state == "no_data" for outcome in own)
    found = []
    if not own:
        found.append(
            Owed("objectives", 0, "Mục tiêu chất lượng của đơn vị.", "The unit's quality objectives.")
        )
    if blank:
        found.append(
            Owed(
                "progress", blank, f"Kết quả {blank} mục tiêu, {vi}.", f"Results of {blank} objectives, {en}."
            )
        )
    if unit.has_dossiers and not any(row.unit == unit.code for row in in_period(data)):
        found.append(Owed("dossiers", 1, f"Hồ sơ TTHC {vi}.", f"Dossiers of {en}."))
    confirmed = any(
        row.unit == unit.code and row.text("period") == label and row.values.get("confirmed_on")
        for row in data.confirmations
    )
    if not confirmed:
        sentence = f"Lãnh đạo đơn vị xác nhận số liệu {vi}."
        found.append(Owed("confirmations", 1, sentence, f"The head's confirmation of {en}."))
    return found
