"""Settings that hold for a year: a year goes on with those under which its first month was frozen.

Changed later in the year they would give days to two months or to none, and open groups kept from view. So
what is typed then waits for the next year (docs/decisions/0009-settings-hold-for-a-year.md).
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from service import state
from service.figures.data import Data

#: Where the store keeps them: year → setting → value.
_KEY = "fixed_settings"


def keep(connection: Connection, data: Data) -> None:
    """Hold the year of a month just frozen to the settings of that month; a year's first month decides."""
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
