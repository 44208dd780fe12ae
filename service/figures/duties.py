"""What was owed and how it came: by state, unit, table and level of the tree (docs/figures.md, 6.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from service.duties.duty import STATES, Duty
from service.figures import exact, tree
from service.figures.data import Data, Figure

#: Those that fell due and were not excused: what the on-time rate is made of.
JUDGED = ("on_time", "late", "missing")


def extended(data: Data) -> list[Duty]:
    """The duties that somebody was given more time for, and that are not yet given or overdue."""
    return [duty for duty in data.duties if duty.why and duty.state in ("due", "not_due")]


def figures(data: Data) -> Iterator[Figure]:
    """All figures of duties; without a value where no register was kept."""
    every = data.duties
    yield exact.count("duties.total", len(every) if every else None, len(every))
    if not every:
        return
    yield from _group("duties", every)
    yield exact.count("duties.extended", len(extended(data)), len(every))
    for code in dict.fromkeys([*(unit.code for unit in data.units), *sorted({d.unit for d in every})]):
        own = [duty for duty in every if duty.unit == code]
        if own:
            yield from _group(f"duties.unit.{code or 'committee'}", own)
    for table in sorted({duty.table for duty in every}):
        yield from _group(f"duties.table.{table}", [duty for duty in every if duty.table == table])
    for parent in tree.parents(data.units):
        codes = {parent.code, *(unit.code for unit in tree.below(data.units, parent.code))}
        yield from _group(f"duties.tree.{parent.code}", [duty for duty in every if duty.unit in codes])


def _group(prefix: str, duties: Sequence[Duty]) -> Iterator[Figure]:
    tally = Counter(duty.state for duty in duties)
    for state in STATES:
        yield exact.count(f"{prefix}.{state}", tally[state], len(duties))
    judged = sum(tally[state] for state in JUDGED)
    excuses = sorted({f"excused:{duty.key}" for duty in duties if duty.state == "excused"})
    yield exact.share(f"{prefix}.on_time_rate", tally["on_time"], judged, judged, exclusions=excuses)
