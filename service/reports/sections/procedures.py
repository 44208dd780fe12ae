"""Procedures: in force, changed, to be reviewed; what units propose; whether the steps are described."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures import procedures, steps
from service.figures.data import Row
from service.periods import windows
from service.reports.blocks import Block, Heading, Items, Paragraph, Table
from service.reports.writer import Writer

#: The registers told here.
TOLD = ("procedures", "steps", "proposals")


def blocks(w: Writer) -> Iterator[Block]:
    """The section's body, without its heading."""
    if not w.has("procedures.in_force"):
        yield Paragraph(w.say("Danh mục quy trình: ", "Register of procedures: ") + w.no_data.lower() + ".")
        return
    yield Paragraph(_summary(w))
    yield from _changes(w)
    coming = windows.after(w.data.window, w.data.rules).end if w.data.kind == "monthly" else w.data.window.end
    if rows := procedures.overdue(w.data) + procedures.upcoming(w.data, coming):
        yield Heading(w.say("Quy trình cần xem xét", "Procedures to be reviewed"), 3)
        yield _listed(w, rows)
    yield from _proposals(w)
    yield from _steps(w)


def _summary(w: Writer) -> str:
    standing, *kinds = (
        w.count(f"procedures.{name}") for name in ("in_force", *(f"in_force.{k}" for k in procedures.KINDS))
    )
    new, amended, gone, due, late = (
        w.count(f"procedures.{name}")
        for name in ("new", "amended", "withdrawn", "review_due", "review_overdue")
    )
    return w.say(
        f"Đang áp dụng {standing} quy trình (hệ thống {kinds[0]}, nội bộ {kinds[1]}, tác nghiệp {kinds[2]}). "
        f"Trong kỳ: ban hành mới {new}, sửa đổi {amended}, bãi bỏ {gone}; đến hạn xem xét {due}, "
        f"quá hạn xem xét {late}.",
        f"{standing} procedures are in force ({kinds[0]} system, {kinds[1]} internal, {kinds[2]} operating). "
        f"In the period: {new} new, {amended} amended, {gone} withdrawn; {due} due for review, "
        f"{late} overdue for review.",
    )


_CHANGES = {
    "new": ("Ban hành mới", "New", "effective"),
    "amended": ("Sửa đổi", "Amended", "effective"),
    "withdrawn": ("Bãi bỏ", "Withdrawn", "withdrawn_on"),
}


def _changes(w: Writer) -> Iterator[Block]:
    """The log of changes in the period, one by one."""
    header = (
        *(w.say("Mã hiệu", "Code"), w.say("Tên quy trình", "Procedure")),
        *(w.say("Thay đổi", "Change"), w.say("Từ ngày", "From")),
    )
    rows = [
        (
            row.text("code"),
            row.text("name"),
            w.say(*_CHANGES[change][:2]),
            w.day(row.day(_CHANGES[change][2])),
        )
        for change, found in procedures.changes(w.data).items()
        for row in found
    ]
    if rows:
        yield Heading(w.say("Quy trình thay đổi trong kỳ", "Procedures changed in the period"), 3)
        yield Table(header, tuple(rows), first_in_mail=20)


def _listed(w: Writer, rows: list[Row]) -> Table:
    header = (
        *(w.say("Mã hiệu", "Code"), w.say("Tên quy trình", "Procedure")),
        *(w.say("Đơn vị phụ trách", "Owner"), w.say("Hạn xem xét", "Review by")),
    )
    lines = [
        (row.text("code"), row.text("name"), w.unit_name(row.unit), w.day(row.day("next_review")))
        for row in rows
    ]
    return Table(header, tuple(lines), first_in_mail=20)


def _proposals(w: Writer) -> Iterator[Block]:
    if not w.has("proposals.units"):
        return
    told = w.ratio("proposals.units")
    text = w.say(
        f"Đề xuất rà soát quy trình hằng năm: {told} đơn vị đã gửi đủ",
        f"The year's proposals: {told} units gave all of theirs",
    )
    if w.positive("register.proposals.total"):
        keep, amend, new, withdraw = (
            w.count(f"register.proposals.decision.{name}") for name in ("keep", "amend", "new", "withdraw")
        )
        text += w.say(
            f"; giữ nguyên {keep}, sửa đổi {amend}, xây dựng mới {new}, bãi bỏ {withdraw}",
            f"; {keep} to keep, {amend} to amend, {new} new, {withdraw} to withdraw",
        )
    yield Paragraph(text + ".")
    if lacking := _lacking(w, "proposals.unit."):
        yield Paragraph(w.say("Đơn vị chưa gửi đủ (đã gửi):", "Units that did not (given):"))
        yield Items(tuple(lacking))


def _steps(w: Writer) -> Iterator[Block]:
    if not w.has("steps.procedures"):
        yield Paragraph(w.say("Các bước của quy trình: ", "Steps of procedures: ") + w.no_data.lower() + ".")
        return
    described, units, within = (
        w.told("steps.procedures"),
        w.ratio("steps.units"),
        w.told("steps.within_days"),
    )
    yield Paragraph(
        w.say(
            "Quy trình đã ghi đủ chức năng, nhiệm vụ, quyền hạn, thời gian của từng bước: "
            f"{described}; đơn vị đã ghi đủ cho mọi quy trình của mình: {units}; "
            f"các bước nằm trong thời hạn của quy trình: {within}.",
            "Procedures with function, duty, authority and time of every step: "
            f"{described}; units that described all of theirs: {units}; "
            f"steps within the procedure's days: {within}.",
        )
    )
    if lacking := _lacking(w, "steps.unit."):
        yield Paragraph(w.say("Đơn vị chưa ghi đủ (đã ghi đủ):", "Units that did not (described):"))
        yield Items(tuple(lacking))
    if over := steps.over(w.data):
        yield Heading(w.say("Các bước dài hơn thời hạn", "Steps longer than allowed"), 3)
        header = (
            *(w.say("Mã hiệu", "Code"), w.say("Tên quy trình", "Procedure")),
            w.say("Đơn vị phụ trách", "Owner"),
        )
        lines = [(row.text("code"), row.text("name"), w.unit_name(row.unit)) for row in over]
        yield Table(header, tuple(lines), first_in_mail=20)


def _lacking(w: Writer, prefix: str) -> list[str]:
    """The units whose share is below 1, with it."""
    found = []
    for name in w.figures:
        value = w.value(name) if name.startswith(prefix) else None
        if value is not None and value < 1:
            found.append(f"{w.unit_name(name.removeprefix(prefix))}: {w.ratio(name)}")
    return found
