"""Quality objectives: the sum, by unit, what was not met and why; the appendix by unit."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures.data import Row
from service.figures.due import due_period
from service.reports import charts
from service.reports.blocks import Block, Chart, Heading, Note, Paragraph, Table
from service.reports.sections import doubtful
from service.reports.writer import Writer
from sheets_schema import descriptor

_CHART = ("met", "not_met", "no_data")


def words(w: Writer) -> dict[str, str]:
    """The states in the report's language."""
    return {
        "met": w.say("Đạt", "Met"),
        "not_met": w.say("Không đạt", "Not met"),
        "no_data": w.no_data,
        "none": w.say("Không phát sinh", "Nothing arose"),
        "not_yet_due": w.say("Chưa đến kỳ", "Not due"),
    }


def blocks(w: Writer) -> Iterator[Block]:
    """The section's body, without its heading."""
    if not w.has("objectives.total"):
        yield Paragraph(w.no_data + ".")
        return
    yield Paragraph(_summary(w))
    if w.positive("objectives.due") and len(w.data.units) <= charts.MOST_BARS:
        yield _chart(w)
    yield _by_unit(w)
    yield from _not_met(w)
    yield from _silent(w)
    yield from doubtful.blocks(w)
    yield from _drafts(w)
    if w.positive("objectives.estimate"):
        number = w.count("objectives.estimate")
        yield Note(
            w.say(
                f"{number} mục tiêu ghi “ước”: số liệu tính cả những ngày còn lại của năm.",
                f"{number} results are estimates: they count the days of the year that are still to come.",
            )
        )


def _summary(w: Writer) -> str:
    total, due, silent = (w.count(f"objectives.{name}") for name in ("total", "due", "no_data"))
    none, later = w.count("objectives.none"), w.count("objectives.not_yet_due")
    missed, met = w.count("objectives.not_met"), "0"
    if w.has("objectives.met"):
        met = f"{w.ratio('objectives.met')} ({w.share('objectives.met')})"
    return w.say(
        f"Có {total} mục tiêu, {due} mục tiêu đến kỳ đánh giá: đạt {met}, không đạt {missed}, "
        f"chưa có số liệu {silent}. Không phát sinh {none}; chưa đến kỳ {later}.",
        f"There are {total} objectives, {due} of them due: met {met}, not met {missed}, "
        f"no data yet {silent}. Nothing arose for {none}; not due {later}.",
    )


def _chart(w: Writer) -> Chart:
    names = words(w)
    values = []
    for unit in w.data.units:
        for state in _CHART:
            figure = w.figure(f"objectives.unit.{unit.code}.{state}")
            number = figure.numerator if state == "met" else figure.value
            values.append({"unit": unit.name, "state": names[state], "count": int(number or 0)})
    title = w.say("Mục tiêu đến kỳ theo đơn vị", "Objectives due, by unit")
    alt = w.say("Biểu đồ cột: mục tiêu theo đơn vị. Đạt ", "Bar chart: objectives by unit. Met ")
    states = {state: names[state] for state in _CHART}
    return charts.stacked("objectives", title, alt + w.ratio("objectives.met") + ".", values, states)


def _by_unit(w: Writer) -> Table:
    names = words(w)
    rows = []
    for unit in w.data.units:
        prefix = f"objectives.unit.{unit.code}"
        met = w.ratio(f"{prefix}.met") if w.positive(f"{prefix}.due") else "–"
        others = (w.count(f"{prefix}.{state}") for state in ("not_met", "no_data", "none", "not_yet_due"))
        rows.append((unit.name, met, *others))
    header = (w.say("Đơn vị", "Unit"), w.say("Đạt/đến kỳ", "Met/due"), *list(names.values())[1:])
    return Table(header, tuple(rows), align=("left", "right", "right", "right", "right", "right"))


def in_state(w: Writer, state: str) -> list[Row]:
    """The objectives in a state, in the order of units and rows."""
    order = [unit.code for unit in w.data.units]
    found = [row for row in w.data.objectives if row.unit in order and _state(w, row) == state]
    return sorted(found, key=lambda row: order.index(row.unit))


def _state(w: Writer, row: Row) -> str | None:
    return w.figure(f"objective.{row.unit}.{row.text('code')}.value").state


def _not_met(w: Writer) -> Iterator[Block]:
    missed = in_state(w, "not_met")
    if not missed:
        return
    yield Heading(w.say("Mục tiêu không đạt", "Objectives not met"), 3)
    header = (
        w.say("Đơn vị", "Unit"),
        w.say("Mục tiêu", "Objective"),
        w.say("Chỉ tiêu", "Target"),
        w.say("Kết quả", "Result"),
        w.say("Nguyên nhân; biện pháp", "Cause; measure"),
    )
    rows = tuple((*_objective(w, row), w.objective_value(row), _explained(w, row)) for row in missed)
    yield Table(header, rows, align=("left", "left", "right", "right", "left"))


def _objective(w: Writer, row: Row) -> tuple[str, str, str]:
    return w.unit_name(row.unit), f"{row.text('code')}: {row.text('objective')}", w.objective_target(row)


def _explained(w: Writer, objective: Row) -> str:
    code, latest = objective.text("code"), None
    for row in w.data.progress:
        if (row.unit, row.text("code")) == (objective.unit, code) and _asked(w, objective, row):
            latest = row
    said = [] if latest is None else [latest.text("cause"), latest.text("measure")]
    return "; ".join(text for text in said if text) or w.say("Đơn vị chưa nêu", "Not given by the unit")


def _asked(w: Writer, objective: Row, row: Row) -> bool:
    """Whether a progress row is the one the report speaks of; in a year the latest explained one is."""
    if w.data.kind == "annual":
        return bool(row.text("cause") or row.text("measure"))
    start, deadline = objective.day("start"), objective.day("deadline")
    period = due_period(objective.text("evaluation"), start, deadline, w.data.window, w.data.rules)
    return period is not None and row.text("period") == period.label


def _silent(w: Writer) -> Iterator[Block]:
    silent = in_state(w, "no_data")
    if silent:
        yield Heading(w.say("Mục tiêu chưa có số liệu", "Objectives without data"), 3)
        header = (w.say("Đơn vị", "Unit"), w.say("Mục tiêu", "Objective"), w.say("Chỉ tiêu", "Target"))
        yield Table(header, tuple(_objective(w, row) for row in silent), align=("left", "left", "right"))


def _drafts(w: Writer) -> Iterator[Block]:
    """How many objectives are not approved, and those changed after they were."""
    if not w.positive("objectives.draft"):
        return
    number = w.count("objectives.draft")
    text = w.say(
        f"{number} mục tiêu còn là dự thảo, chưa được phê duyệt; vẫn được đo và tính như các mục tiêu khác.",
        f"{number} objectives are drafts, not approved yet; they are measured and counted like the others.",
    )
    yield Note(text)
    order = [unit.code for unit in w.data.units]
    changed = [row for row in w.data.objectives if row.unit in order and row.text("approved_as")]
    if changed:
        yield Heading(w.say("Mục tiêu sửa sau khi phê duyệt", "Objectives changed after approval"), 3)
        header = (
            *(w.say("Đơn vị", "Unit"), w.say("Mục tiêu", "Objective")),
            *(w.say("Chỉ tiêu đã duyệt", "Approved target"), w.say("Chỉ tiêu nay", "Target now")),
            w.say("Đã sửa", "Changed"),
        )
        rows = []
        for row in sorted(changed, key=lambda row: order.index(row.unit)):
            unit, name, target = _objective(w, row)
            rows.append((unit, name, row.text("approved_as"), target, _changed(w, row)))
        yield Table(header, tuple(rows), align=("left", "left", "right", "right", "left"))


def _changed(w: Writer, row: Row) -> str:
    """The columns in which an objective differs from what was approved."""
    names, own = row.values.get("changed"), descriptor.table("objectives")
    fields = [own.field(str(name)) for name in names] if isinstance(names, list) else []
    return ", ".join(w.say(field.title, field.title_en) for field in fields)


def _verdict(w: Writer, row: Row, names: dict[str, str]) -> str:
    """The state in words; of a draft it says so."""
    told = names.get(_state(w, row) or "", "")
    return told if row.text("status") == "approved" else told + w.say(" (dự thảo)", " (draft)")


def _measured(row: Row) -> str:
    """How an objective is measured, and from what."""
    return "; ".join(text for name in ("worked", "formula", "source") if (text := row.text(name)))


def appendix(w: Writer) -> Iterator[Block]:
    """Every objective of every unit with target, result and state."""
    names = words(w)
    header = (
        w.say("Mục tiêu", "Objective"),
        w.say("Chỉ tiêu", "Target"),
        w.say("Kết quả", "Result"),
        w.say("Đánh giá", "Verdict"),
        w.say("Cách tính; nguồn số liệu", "How it is measured; source"),
    )
    for unit in w.data.units:
        own = [row for row in w.data.objectives if row.unit == unit.code]
        yield Heading(unit.name, 3)
        if not own:
            yield Note(w.say("Đơn vị chưa có mục tiêu.", "The unit has no objectives yet."), "warning")
            continue
        rows = tuple(
            (*_objective(w, row)[1:], w.objective_value(row), _verdict(w, row, names), _measured(row))
            for row in own
        )
        yield Table(header, rows, align=("left", "right", "right", "left", "left"))
