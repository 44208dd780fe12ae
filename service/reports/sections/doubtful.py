"""Results that count although a warning asks to look at them again: percentages above 100."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures import objectives, objectives_year
from service.figures.data import Data, Row
from service.figures.due import due_period
from service.figures.objectives import Outcome
from service.reports import printing
from service.reports.blocks import Block, Heading, Table
from service.reports.writer import Writer
from sheets_schema import problems

#: The warning of docs/problems.md; it is not kept with a frozen period, so it is told from the values again.
_WARNING = "percent_over_100"


def blocks(w: Writer) -> Iterator[Block]:
    """Each with its unit, objective, period and value, in the order of units and rows; none: nothing."""
    order = [unit.code for unit in w.data.units]
    found = sorted(results(w.data), key=lambda one: order.index(one[1].objective.unit))
    if not found:
        return
    yield Heading(_title(w), 3)
    header = (
        *(w.say("Đơn vị", "Unit"), w.say("Mục tiêu", "Objective"), w.say("Kỳ đánh giá", "Evaluated for")),
        *(w.say("Chỉ tiêu", "Target"), w.say("Kết quả", "Result"), w.say("Vì sao", "Why")),
    )
    (why,) = (w.say(one.title_vi, one.title_en) for one in problems.catalogue() if one.code == _WARNING)
    rows = tuple((*_line(w, period, outcome), why) for period, outcome in found)
    yield Table(header, rows, align=("left", "left", "left", "right", "right", "left"))


def _title(w: Writer) -> str:
    """A month's all count; of a year's, those without both numbers may be left out of a ratio of sums."""
    if w.data.kind == "annual":
        return w.say("Kết quả của từng kỳ cần xem lại", "Results of single periods to be checked")
    return w.say("Kết quả cần xem lại (vẫn được tính)", "Results to be checked (they count)")


def results(data: Data) -> list[tuple[str, Outcome]]:
    """What came of an objective in percent, above 100, with the period; of a year, in each of its periods."""
    if data.kind == "annual":
        every = [pair for _, dated in objectives_year.of_periods(data) for pair in dated]
    else:
        every = [(_period(data, one.objective), one) for one in objectives.outcomes(data)]
    return [
        (period, one)
        for period, one in every
        if one.value is not None and one.value > 100 and objectives.is_percent(one.objective)
    ]


def _period(data: Data, objective: Row) -> str:
    start, deadline = objective.day("start"), objective.day("deadline")
    period = due_period(objective.text("evaluation"), start, deadline, data.window, data.rules)
    return period.label if period else ""


def _line(w: Writer, period: str, outcome: Outcome) -> tuple[str, ...]:
    row, value = outcome.objective, outcome.value
    assert value is not None
    named = f"{row.text('code')}: {row.text('objective')}"
    told = f"{printing.amount(value, w.language, [])}%"
    return w.unit_name(row.unit), named, w.period(period), w.objective_target(row), told
