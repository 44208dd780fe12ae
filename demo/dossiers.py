"""How many dossiers of each procedure truly came, were resolved and waited, month by month. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from random import Random

from demo.department import Unit


@dataclass(frozen=True)
class Month:
    """One month of one procedure; field names are those of the schema's dossiers table."""

    received_total: int
    received_online: int
    received_direct: int
    received_carried: int
    resolved_total: int
    resolved_before: int
    resolved_on_time: int
    resolved_late: int
    pending_total: int
    pending_within: int
    pending_late: int


#: The names of the counts.
COUNTS = tuple(one.name for one in fields(Month))


def year(seed: int, unit: Unit, procedure: str, labels: list[str]) -> dict[str, Month]:
    """The procedure's months by label; what waits at the end of one is carried into the next."""
    rng = Random(f"{seed}|dossiers|{unit.code}|{procedure}")
    size = max(6, unit.answers // 8)
    carried, found = rng.randint(0, size // 4), {}
    for label in labels:
        one = _month(rng, size, carried)
        found[label] = one
        carried = one.pending_total
    return found


def _month(rng: Random, size: int, carried: int) -> Month:
    online = max(0, round(rng.gauss(size * 0.6, size * 0.12)))
    direct = max(1, round(rng.gauss(size * 0.4, size * 0.1)))
    received = online + direct + carried
    pending = min(received - 1, max(0, round(rng.gauss(size * 0.15, size * 0.05))))
    resolved = received - pending
    late = sum(1 for _ in range(resolved) if rng.random() < 0.015)
    before = rng.randint(0, resolved - late)
    pending_late = 1 if pending > 2 and rng.random() < 0.2 else 0
    return Month(
        received, online, direct, carried, resolved, before, resolved - late - before, late,
        pending, pending - pending_late, pending_late,
    )  # fmt: skip
