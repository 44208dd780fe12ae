"""Sums over each unit that has others under it (docs/figures.md, section 11)."""

from __future__ import annotations

from tests.oracle.books import Books, Unit
from tests.oracle.fig import ANY, Fig, Figures, share
from tests.oracle.windows import window

COUNTS = ("total", "due", "not_met", "no_data", "none", "not_yet_due")


def figures(books: Books, label: str, found: Figures) -> Figures:
    """The sums, from the units' own figures in `found`."""
    units = books.in_window(window(label, books.rules))
    made: Figures = {}
    for top in units:
        below = [unit for unit in units if top.code in _above(books, unit)]
        if not below:
            continue
        codes = [top.code, *(unit.code for unit in below)]
        made[f"tree.{top.code}.units"] = Fig(len(codes))
        made[f"tree.{top.code}.completeness"] = _ratio([f"completeness.unit.{c}" for c in codes], found)
        for name in COUNTS:
            parts = [found[f"objectives.unit.{c}.{name}"].value for c in codes]
            known = [int(str(part)) for part in parts if part is not None]
            made[f"tree.{top.code}.objectives.{name}"] = Fig(sum(known) if known else None)
        met = [f"objectives.unit.{c}.met" for c in codes]
        made[f"tree.{top.code}.objectives.met"] = _ratio(met, found)
    return made


def _above(books: Books, unit: Unit) -> set[str]:
    """The codes of all units above one."""
    by_code, found = {each.code: each for each in books.units}, set()
    while unit.parent in by_code and unit.parent not in found:
        found.add(unit.parent)
        unit = by_code[unit.parent]
    return found


def _ratio(names: list[str], found: Figures) -> Fig:
    parts = [found[name] for name in names if name in found]
    tops = [part.numerator for part in parts if isinstance(part.numerator, int)]
    wholes = [part.denominator for part in parts if isinstance(part.denominator, int)]
    if not sum(wholes):
        return Fig(None, ANY, ANY)
    return share(sum(tops), sum(wholes))
