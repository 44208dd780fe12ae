"""Internal audit: the programme and how much of it is held, unit by unit; what the checklists say."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures import audits
from service.reports.blocks import Block, Paragraph, Table
from service.reports.sections import registers
from service.reports.writer import Writer
from sheets_schema import descriptor

#: The registers told here.
TOLD = ("audits", "checklists")


def blocks(w: Writer) -> Iterator[Block]:
    """The section's body, without its heading."""
    if not w.has("audits.planned"):
        name = w.say("Chương trình đánh giá nội bộ: ", "Programme of internal audits: ")
        yield Paragraph(name + w.no_data.lower() + ".")
        return
    yield Paragraph(_summary(w))
    if w.data.kind == "annual":
        yield _by_unit(w)
    if w.positive("checklists.lines"):
        yield Paragraph(_lines(w))
    yield from registers.overdue(w, descriptor.table("audits"))


def _summary(w: Writer) -> str:
    planned, reach, units = (
        w.count("audits.planned"),
        w.ratio("audits.units_planned"),
        w.ratio("audits.units"),
    )
    held = w.told("audits.held")
    if not w.has("audits.held"):
        held = w.say("chưa có cuộc nào đến ngày", "none was due yet")
    return w.say(
        f"Chương trình đánh giá nội bộ trong năm có {planned} cuộc, ở {reach} đơn vị. Đã thực hiện so với "
        f"kế hoạch đến nay: {held}; đơn vị đã được đánh giá: {units}.",
        f"The year's programme holds {planned} internal audits, in {reach} units. "
        f"Held of those planned until now: {held}; units audited: {units}.",
    )


def _lines(w: Writer) -> str:
    lines, unlinked = w.count("checklists.lines"), w.count("checklists.without_finding")
    fit, unfit, none, later = (w.count(f"checklists.{name}") for name in audits.VERDICTS)
    share = w.told("checklists.conformity")
    return w.say(
        f"Phiếu đánh giá: {lines} nội dung; phù hợp {fit}, không phù hợp {unfit}, không áp dụng {none}, "
        f"chưa đánh giá {later}. Tỷ lệ phù hợp: {share}. Không phù hợp chưa ghi phát hiện: {unlinked}.",
        f"Checklists: {lines} lines; {fit} conforming, {unfit} nonconforming, {none} not applicable, "
        f"{later} not yet assessed. Conforming: {share}. Nonconforming without a finding: {unlinked}.",
    )


def _by_unit(w: Writer) -> Table:
    header = (w.say("Đơn vị", "Unit"), w.say("Kế hoạch", "Planned"), w.say("Đã đánh giá", "Held"))
    rows = []
    for name in w.figures:
        if name.startswith("audits.unit.") and name.endswith(".planned"):
            code = name.removeprefix("audits.unit.").removesuffix(".planned")
            rows.append((w.unit_name(code), w.count(name), w.count(f"audits.unit.{code}.held")))
    return Table(header, tuple(rows), align=("left", "right", "right"))
