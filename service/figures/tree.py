"""Units as a tree: sums over a unit and all below it; who took over from whom (docs/figures.md, 11)."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures import exact
from service.figures.data import Data, Figure, Figures, Unit

#: What is counted of objectives, as `objectives.unit.U.NAME`; `met` is a share.
OBJECTIVES = ("total", "due", "not_met", "no_data", "none", "not_yet_due")


def line(data: Data, code: str) -> tuple[str, ...]:
    """A unit, and those that its open matters passed to in turn."""
    known = {unit.code: unit for unit in (*data.former, *data.units)}
    found = [code]
    while (unit := known.get(found[-1])) and unit.successor and unit.successor not in found:
        found.append(unit.successor)
    return tuple(found)


def below(units: tuple[Unit, ...], code: str) -> tuple[Unit, ...]:
    """The units under one, at any depth, in their order."""
    found, before = {code}, 0
    while len(found) > before:
        before = len(found)
        found |= {unit.code for unit in units if unit.parent in found}
    return tuple(unit for unit in units if unit.code in found and unit.code != code)


def parents(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The units that have others under them."""
    above = {unit.parent for unit in units}
    return tuple(unit for unit in units if unit.code in above)


def figures(data: Data, made: Figures) -> Iterator[Figure]:
    """The sums of each unit that has others under it, from the units' figures in `made`."""
    for parent in parents(data.units):
        members = (parent, *below(data.units, parent.code))
        prefix = f"tree.{parent.code}"
        yield exact.count(f"{prefix}.units", len(members), len(members))
        yield _share(f"{prefix}.completeness", [f"completeness.unit.{unit.code}" for unit in members], made)
        for name in OBJECTIVES:
            yield _count(
                f"{prefix}.objectives.{name}",
                [f"objectives.unit.{unit.code}.{name}" for unit in members],
                made,
            )
        yield _share(
            f"{prefix}.objectives.met", [f"objectives.unit.{unit.code}.met" for unit in members], made
        )


def _count(name: str, parts: list[str], made: Figures) -> Figure:
    found = [made[part] for part in parts if part in made]
    known = [figure.n for figure in found if figure.n is not None]
    value = exact.total(exact.exact(figure.value) for figure in found)
    return exact.count(name, value, sum(known) if known else None, origin=[f"={part}" for part in parts])


def _share(name: str, parts: list[str], made: Figures) -> Figure:
    found = [made[part] for part in parts if part in made]
    top = exact.total(exact.exact(figure.numerator) for figure in found)
    whole = exact.total(exact.exact(figure.denominator) for figure in found)
    n = None if whole is None else int(whole)
    return exact.share(name, top, whole, n, origin=[f"={part}" for part in parts])
