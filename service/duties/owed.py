"""What a month asks of a unit, told from content alone: the one place that says so.

Figures count these entries, the start tab and the digests list those that are missing, the register of
duties keeps their history.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.figures import objectives
from service.figures.data import Data, Unit
from service.figures.dossiers import in_period
from service.figures.objectives import DUE, Outcome
from sheets_schema.cells import periods


@dataclass(frozen=True, slots=True)
class Owed:
    """What a table must hold: how many of its entries are missing, of how many; the sentence."""

    table: str
    count: int
    vi: str
    en: str
    of: int = 1


@dataclass(frozen=True, slots=True)
class Given:
    """What the units gave in a month, indexed by unit."""

    label: str
    outcomes: Mapping[str, Sequence[Outcome]]
    confirmed: frozenset[str]
    dossiers: frozenset[str]

    def asked(self, unit: Unit) -> Iterator[Owed]:
        """Everything asked of the unit, given or not, in the order of the workbook's tabs.

        Objectives are an entry of their own only as long as the unit has none that counts.
        """
        vi, en = (periods.told(self.label, language) for language in ("vi", "en"))
        own = self.outcomes.get(unit.code, ())
        if not own:
            say = f"Nhập mục tiêu chất lượng của đơn vị, {vi}.", f"Enter the unit's quality objectives, {en}."
            yield Owed("objectives", 1, *say)
        due = [outcome.state for outcome in own if outcome.state in (*DUE, "none")]
        if due:
            number = (blank := due.count("no_data")) or len(due)
            say = (
                f"Nhập kết quả của {number} mục tiêu, {vi}.",
                f"Enter the results of {number} objectives, {en}.",
            )
            yield Owed("progress", blank, *say, of=len(due))
        if unit.has_dossiers:
            say = f"Nhập hồ sơ TTHC {vi}.", f"Enter the dossiers of {en}."
            yield Owed("dossiers", int(unit.code not in self.dossiers), *say)
        say = f"Lãnh đạo đơn vị xác nhận số liệu {vi}.", f"The head confirms the figures of {en}."
        yield Owed("confirmations", int(unit.code not in self.confirmed), *say)


def given(data: Data, found: Sequence[Outcome] | None = None) -> Given:
    """The index of a month; `found`: the outcomes of its objectives, where they are known already."""
    outcomes: dict[str, list[Outcome]] = {}
    for outcome in objectives.outcomes(data) if found is None else found:
        outcomes.setdefault(outcome.objective.unit, []).append(outcome)
    own = [row for row in data.confirmations if row.text("period") == data.window.label]
    confirmed = frozenset(row.unit for row in own if row.values.get("confirmed_on"))
    return Given(data.window.label, outcomes, confirmed, frozenset(row.unit for row in in_period(data)))


def missing(data: Data, unit: Unit) -> list[Owed]:
    """What is still to be entered for the month of `data`, in the order of the workbook's tabs."""
    return [entry for entry in given(data).asked(unit) if entry.count]
