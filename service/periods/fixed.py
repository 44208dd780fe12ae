"""Settings that hold for a year: a year goes on with those under which its first month was frozen.

Changed later in the year they would give days to two months or to none, and open groups kept from view. So
what is typed then waits for the next year (docs/decisions/0009-settings-hold-for-a-year.md).
"""

from __future__ import annotations

from collections.abc import Mapping
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


def read(connection: Connection) -> dict[int, Mapping[str, int]]:
    """The settings each year is held to, oldest year first."""
    held: Mapping[str, Mapping[str, int]] = state.get(connection, _KEY) or {}
    return {int(year): held[year] for year in sorted(held)}


def dated(connection: Connection) -> tuple[tuple[str, date, date], ...]:
    """The days that the months frozen last were frozen with: label, due day, freeze day."""
    held: Mapping[str, list[str]] = state.get(connection, _DATED) or {}
    days = {label: [date.fromisoformat(day) for day in held[label]] for label in sorted(held)}
    return tuple((label, due, freeze) for label, (due, freeze) in days.items())
