"""By level of the tree: what was given and which objectives were met, summed over each unit and all below."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures import tree
from service.figures.data import Unit
from service.reports.blocks import Block, Heading, Table
from service.reports.writer import Writer


def blocks(w: Writer) -> Iterator[Block]:
    """A table of the units that have others under them; nothing where there is one level only."""
    above = tree.parents(w.data.units)
    if not above:
        return
    yield Heading(w.say("Theo cấp", "By level"), 3)
    header = (
        w.say("Cấp", "Level"),
        w.say("Số đơn vị", "Units"),
        w.say("Đã gửi/phải gửi", "Given/owed"),
        w.say("Mục tiêu đạt/đến kỳ", "Objectives met/due"),
        w.say("Chưa có số liệu", "Without data"),
    )
    rows = [_row(w, unit) for unit in above]
    whole = w.say("Toàn cơ quan", "Whole agency"), str(len(w.data.units))
    figures = w.ratio("completeness"), w.ratio("objectives.met"), w.count("objectives.no_data")
    yield Table(header, (*rows, (*whole, *figures)), align=("left", "right", "right", "right", "right"))


def _row(w: Writer, unit: Unit) -> tuple[str, ...]:
    prefix = f"tree.{unit.code}"
    name = "– " * _depth(w, unit) + unit.name
    met, gaps = w.ratio(f"{prefix}.objectives.met"), w.count(f"{prefix}.objectives.no_data")
    return name, w.count(f"{prefix}.units"), w.ratio(f"{prefix}.completeness"), met, gaps


def _depth(w: Writer, unit: Unit) -> int:
    by_code = {each.code: each for each in w.data.units}
    passed: list[str] = []
    while unit.parent in by_code and unit.parent not in passed:
        passed.append(unit.parent)
        unit = by_code[unit.parent]
    return len(passed)
