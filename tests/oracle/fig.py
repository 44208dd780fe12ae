"""One figure as the oracle knows it, and how figures are told apart from those of a report."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final, NamedTuple

Number = Fraction | int | float | None


class _Any:
    """Stands where docs/figures.md does not fix a part."""

    def __repr__(self) -> str:
        return "ANY"


ANY: Final = _Any()


class Fig(NamedTuple):
    """value, numerator, denominator, n and state; ANY where the definition leaves it open."""

    value: Number | _Any
    numerator: Number | _Any = None
    denominator: Number | _Any = None
    n: Number | _Any = ANY
    state: str | _Any | None = ANY


Figures = dict[str, Fig]

#: Figures that a dump at the freeze cannot tell, and why. Their names must still be in the report.
NOT_COMPUTED: Final[Mapping[str, str]] = {
    r"completeness\.units\.(complete|late|missing|problems|excused|extended)": "needs when a unit was first "
    "complete, not only whether (their sums are compared)",
    r"problems\.(unit\.[^.]+\.)?(errors|warnings)": "counts problems, not rows; each problem is held against "
    "what was meant instead (meant.py)",
    r"reminders\.(sent|escalated|suppressed)": "counts mails, not sheets; held against the mails themselves "
    "(tests/mail/test_reminding.py)",
    r"duties\.(.+\.)?(total|on_time|late|on_time_rate|extended)": "needs when each was first given, and "
    "which were settled before the window (what is not given is compared)",
    r"changes\.after_close": "needs every reading between two closes; a dump shows only the last state",
}


def share(numerator: Number, denominator: Number, n: Number | _Any = ANY, scale: int = 1) -> Fig:
    """numerator / denominator × scale; null when nothing is there to divide by."""
    if not denominator:
        return Fig(None, ANY, ANY, n)
    assert isinstance(numerator, int | Fraction) and isinstance(denominator, int | Fraction)
    return Fig(scale * Fraction(numerator) / Fraction(denominator), numerator, denominator, n)


_NOT_GIVEN: Final = r"duties\..+\.(missing|excused|due|not_due)"


def compare(report: Mapping[str, Any], oracle: Mapping[str, Fig]) -> list[str]:
    """Differences between a report's JSON and the oracle's figures, one line each; empty when they agree."""
    figures: Mapping[str, Mapping[str, Any]] = report["figures"]
    found = [f"{name}: not in the report" for name in oracle if name not in figures]
    for name, figure in figures.items():
        if name in oracle:
            found += _differences(name, figure, oracle[name])
        elif re.fullmatch(_NOT_GIVEN, name) and figure.get("value") == 0:
            continue  # a unit, table or level that lacks nothing
        elif not is_not_computed(name):
            found.append(f"{name}: the oracle does not know it (report: {figure.get('value')})")
    return sorted(found + _completeness(figures, oracle))


def _completeness(figures: Mapping[str, Mapping[str, Any]], oracle: Mapping[str, Fig]) -> list[str]:
    """Units complete or late together are those that gave all; missing or with problems, the others."""
    name = "completeness.units"
    if f"{name}.complete" not in figures:
        return []
    shares = [fig.value for key, fig in oracle.items() if key.startswith("completeness.unit.")]
    given, nothing = shares.count(1), shares.count(None)
    pairs = {
        ("complete", "late"): given,
        ("missing", "problems", "extended"): len(shares) - given - nothing,
        ("excused",): nothing,
    }
    found = []
    for states, expected in pairs.items():
        shown = sum(figures[f"{name}.{state}"]["value"] for state in states)
        if shown != expected:
            found.append(f"{name} {' + '.join(states)}: report {shown}, oracle {expected}")
    return found


def is_not_computed(name: str) -> bool:
    """Whether the figure is listed as one that dumps cannot tell."""
    return any(re.fullmatch(pattern, name) for pattern in NOT_COMPUTED)


def _differences(name: str, shown: Mapping[str, Any], own: Fig) -> list[str]:
    found = []
    for part in Fig._fields:
        mine, theirs = getattr(own, part), shown.get(part)
        if mine is ANY or same(mine, theirs):
            continue
        found.append(f"{name} {part}: report {theirs!r}, oracle {_shown(mine)}")
    return found


def same(mine: object, theirs: object) -> bool:
    """Equal as JSON shows it: exact numbers once rounded to a float, floats within 1e-12."""
    if mine is None or isinstance(mine, str) or theirs is None or isinstance(theirs, str):
        return mine == theirs
    if not isinstance(theirs, int | float) or not isinstance(mine, int | float | Fraction):
        return False
    if isinstance(mine, float):
        return math.isclose(mine, theirs, rel_tol=1e-12, abs_tol=1e-12)
    return float(mine) == float(theirs)


def _shown(value: object) -> str:
    return f"{value} = {float(value)!r}" if isinstance(value, Fraction) else repr(value)
