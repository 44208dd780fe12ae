"""Administrative procedures: received, resolved, on time, pending; by unit."""

from __future__ import annotations

from collections.abc import Iterator

from service.reports import charts
from service.reports.blocks import Block, Chart, Paragraph, Table
from service.reports.writer import Writer


def blocks(w: Writer) -> Iterator[Block]:
    """The section's body, without its heading."""
    if not w.has("dossiers.received"):
        yield Paragraph(w.no_data + ".")
        return
    yield Paragraph(_summary(w))
    if w.has("dossiers.on_time") and sum(u.has_dossiers for u in w.data.units) <= charts.MOST_BARS:
        yield _chart(w)
    yield _by_unit(w)


def _summary(w: Writer) -> str:
    received, new, resolved, pending = (
        w.count(f"dossiers.{name}") for name in ("received", "new", "resolved", "pending")
    )
    told, late = (
        w.told("dossiers.on_time"),
        w.count("dossiers.pending_late").replace(w.no_data, w.no_data.lower()),
    )
    said = w.say(
        f"Tiếp nhận {received} hồ sơ (mới {new}); đã giải quyết {resolved}, đúng và trước hạn {told}; "
        f"đang giải quyết {pending}, trong đó quá hạn: {late}.",
        f"Received {received} dossiers ({new} new); resolved {resolved}, on time or early {told}; "
        f"pending {pending}, of which overdue: {late}.",
    )
    return said + _given(w)


def _given(w: Writer) -> str:
    """Of how many units these are the dossiers; nothing of a period told before that was counted."""
    if not w.has("dossiers.units"):
        return ""
    told = w.ratio("dossiers.units")
    if w.data.kind == "annual":
        return w.say(
            f" Có số liệu {told} lượt (mỗi đơn vị có hồ sơ, mỗi tháng là một lượt).",
            f" Data of {told} months of units that handle dossiers.",
        )
    return w.say(
        f" Đó là số liệu của {told} đơn vị có hồ sơ.",
        f" These are the data of {told} units that handle dossiers.",
    )


def _chart(w: Writer) -> Chart:
    values = []
    for unit in w.data.units:
        name = f"dossiers.unit.{unit.code}.on_time"
        value = w.value(name)
        if value is not None:
            values.append({"unit": unit.name, "value": float(value * 100), "text": w.share(name)})
    title = w.say("Hồ sơ giải quyết đúng hạn theo đơn vị", "Dossiers resolved on time, by unit")
    whole = w.share("dossiers.on_time")
    alt = w.say(
        f"Biểu đồ cột: hồ sơ đúng hạn, tất cả {whole}.", f"Bar chart: dossiers on time, in all {whole}."
    )
    return charts.shares("dossiers", title, alt, values, "%")


def _by_unit(w: Writer) -> Table:
    header = (
        w.say("Đơn vị", "Unit"),
        w.say("Tiếp nhận", "Received"),
        w.say("Đã giải quyết", "Resolved"),
        w.say("Đúng hạn", "On time"),
        w.say("Đang giải quyết", "Pending"),
        w.say("Quá hạn", "Overdue"),
    )
    rows = []
    for unit in w.data.units:
        if unit.has_dossiers:
            prefix = f"dossiers.unit.{unit.code}"
            counts = [w.count(f"{prefix}.{n}") for n in ("received", "resolved", "pending", "pending_late")]
            rows.append((unit.name, *counts[:2], w.share(f"{prefix}.on_time"), *counts[2:]))
    return Table(header, tuple(rows), align=("left", *("right",) * 5))
