"""Training: sessions held of those planned, who came, whether it had an effect; what is overdue."""

from __future__ import annotations

from collections.abc import Iterator

from service.reports.blocks import Block, Paragraph
from service.reports.sections import registers
from service.reports.writer import Writer
from sheets_schema import descriptor

#: The register told here.
TOLD = ("training",)


def blocks(w: Writer) -> Iterator[Block]:
    """The section's body, without its heading."""
    if not w.has("training.sessions"):
        yield Paragraph(w.say("Đào tạo: ", "Training: ") + w.no_data.lower() + ".")
        return
    if not w.positive("training.sessions"):
        yield Paragraph(
            w.say(
                "Từ đầu năm chưa có lớp đào tạo nào đến ngày dự kiến.",
                "No training was planned for this year until now.",
            )
        )
    else:
        yield Paragraph(_summary(w))
    yield from registers.overdue(w, descriptor.table("training"))


def _summary(w: Writer) -> str:
    held, now, came = w.told("training.held"), w.count("training.held_in_window"), w.told("training.coverage")
    told, good = w.told("training.evaluated"), w.told("training.effective")
    return w.say(
        f"Lớp đào tạo đã tổ chức so với số lớp đến ngày dự kiến từ đầu năm: {held}; trong kỳ: {now} lớp; số "
        f"người dự so với kế hoạch: {came}; lớp đã đánh giá hiệu quả: {told}, trong đó có hiệu quả: {good}.",
        f"Sessions held of those planned from the year's beginning until now: {held}; {now} in the "
        f"period; people present of those planned: {came}; sessions evaluated: {told}, effective: {good}.",
    )
