"""Settings that hold for a year: a year goes on with those under which its first month was frozen.

Changed later in the year they would give days to two months or to none, and open groups kept from view. So
what is typed then waits for the next year (docs/decisions/0009-settings-hold-for-a-year.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from service import state
from service.figures.data import Data

#: Where the store keeps them: year → setting → value.
_KEY = "fixed_settings"
#: Likewise: frozen month → its due day and its freeze day.
_DATED = "frozen_days"
#: How many frozen months are asked for their days: this year's and last year's.
_MOST_DATED = 24


def keep(connection: Connection, data: Data) -> None:
    """Hold a month just frozen to its days, and its year to its settings; a year's first month decides."""
    month, known = data.window, dict(state.get(connection, _DATED) or {})
    known.setdefault(month.label, [month.due.isoformat(), month.freeze.isoformat()])
    state.put(connection, _DATED, {label: known[label] for label in sorted(known)[-_MOST_DATED:]})
    held = dict(state.get(connection, _KEY) or {})
    if str(data.year) in held:
        return
    cut = data.rules.cut(data.year)
    held[str(data.year)] = {
        "window_start_day": cut.start_day,
        "school_year_end_month": cut.school_year_end_month,
        "k": data.k,
    }
    state.put(connection, _KEY, held)


@dataclass(frozen=True)
class Fixed:
    """What frozen months hold the agency to.

    `settings`: each year's, oldest year first. `dated`: label, due day and freeze day of the months frozen
    last.
    """

    settings: Mapping[int, Mapping[str, int]]
    dated: tuple[tuple[str, date, date], ...]


def read(connection: Connection) -> Fixed:
    """What the frozen months hold the agency to now."""
    held = state.get_all(connection, (_KEY, _DATED))
    settings: Mapping[str, Mapping[str, int]] = held.get(_KEY) or {}
    days: Mapping[str, list[str]] = held.get(_DATED) or {}
    dated = {label: [date.fromisoformat(day) for day in days[label]] for label in sorted(days)}
    return Fixed(
        {int(year): settings[year] for year in sorted(settings)},
        tuple((label, due, freeze) for label, (due, freeze) in dated.items()),
    )
