"""Confidence intervals of shares: Wilson's, and Newcombe's of a difference (docs/figures.md, 5.3)."""

from __future__ import annotations

from math import sqrt

#: The 97.5 % point of the normal distribution: intervals are two-sided, 95 %.
Z = 1.959963984540054


def wilson(part: int, whole: int, z: float = Z) -> tuple[float, float]:
    """Wilson's score interval of part/whole (E. B. Wilson, 1927). `whole` is at least 1."""
    p, square = part / whole, z * z
    centre = (p + square / (2 * whole)) / (1 + square / whole)
    half = z / (1 + square / whole) * sqrt(p * (1 - p) / whole + square / (4 * whole * whole))
    return (0.0 if part == 0 else centre - half, 1.0 if part == whole else centre + half)


def newcombe(now: tuple[int, int], before: tuple[int, int], z: float = Z) -> tuple[float, float]:
    """Newcombe's interval of the difference now − before (R. G. Newcombe, 1998, method 10).

    Each of `now` and `before` is (part, whole), whole at least 1.
    """
    p1, p2 = now[0] / now[1], before[0] / before[1]
    (l1, u1), (l2, u2) = wilson(*now, z), wilson(*before, z)
    difference = p1 - p2
    low = difference - sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2)
    return low, difference + sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)
