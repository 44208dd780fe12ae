"""Some of the register: of a unit, of a level of the tree, of a month, in a state. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from service.duties.duty import Duty
from service.figures.duties import JUDGED
from service.organisation import Organisation
from service.periods.windows import window

#: What stands for the committee where a unit's code is chosen.
COMMITTEE = "committee"
#: What stands, where a state is chosen, for all that is asked for now: due, or missing.
OWED = "owed"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for; "" asks for all. `under`: a unit and all below it in the tree; `state`: or OWED."""

    unit: str = ""
    under: str = ""
    month: str = ""
    state: str = ""

    def of(self, duties: Iterable[Duty], known: Organisation) -> list[Duty]:
        """The duties asked for. A month's are its own, and the others that fall due in its window.

        Raises ValueError for what is no month.
        """
        span = window(self.month, known.rules) if self.month else None
        return [
            duty
            for duty in duties
            if self.unit in ("", duty.unit or COMMITTEE)
            and (not self.under or self.under in (duty.unit, *known.above(duty.unit)))
            and self.state in ("", duty.state, OWED if duty.state in ("due", "missing") else "")
            and (
                span is None
                or duty.period == span.label
                or (len(duty.period) != len(span.label) and span.contains(duty.due))
            )
        ]


@dataclass(frozen=True, slots=True)
class Tally:
    """How the duties of one unit ("" the committee) stand: numbers by state, and the on-time rate."""

    unit: str
    states: Counter[str]

    @property
    def rate(self) -> Fraction | None:
        """On time of those that fell due and were not excused; None when none fell due."""
        judged = sum(self.states[state] for state in JUDGED)
        return Fraction(self.states["on_time"], judged) if judged else None


def tallies(duties: Sequence[Duty]) -> list[Tally]:
    """One a unit, in the order of the duties."""
    return [
        Tally(unit, Counter(duty.state for duty in duties if duty.unit == unit))
        for unit in dict.fromkeys(duty.unit for duty in duties)
    ]
