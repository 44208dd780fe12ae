"""The monthly report: the leader's page, then nine sections in the agency's order."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures.data import Data, Figures
from service.periods import windows
from service.reports import parts
from service.reports.blocks import Agency, Block, Heading, Language, Note, Paragraph, Report
from service.reports.parts import Part, of_registers
from service.reports.sections import (
    actions,
    audit,
    coming,
    dossiers,
    findings,
    headlines,
    later,
    objectives,
    petitions,
    procedures,
    reviews,
    risks,
    satisfaction,
    submission,
    training,
    turn,
)
from service.reports.writer import Writer


def build(
    data: Data, figures: Figures, agency: Agency, language: Language = "vi", version: int = 1
) -> Report:
    """The report of a frozen month, the same for every recipient of one language."""
    w = Writer(data, figures, agency, language)
    month = w.month(data.window.label)
    subject = w.say(f"[ISO] Báo cáo {month} – {agency.name}", f"[ISO] Report of {month} – {agency.name}")
    lead = headlines.lead_lines(w)
    return Report("monthly", data.window, language, subject, lead, tuple(_blocks(w)), version)


def _blocks(w: Writer) -> Iterator[Block]:
    month = w.month(w.data.window.label)
    title = w.say(
        f"BÁO CÁO Kết quả thực hiện Hệ thống quản lý chất lượng {month}",
        f"REPORT on the quality management system, {month}",
    )
    yield Heading(title, 1)
    yield Paragraph(w.span())
    yield from headlines.blocks(w)
    yield from parts.blocks(w, _PARTS)


def _next(w: Writer) -> Iterator[Block]:
    following = windows.after(w.data.window, w.data.rules)
    month, due, freeze = w.month(following.label), w.day(following.due), w.day(following.freeze)
    start, end = w.day(following.start), w.day(following.end)
    yield Paragraph(
        w.say(
            f"Kỳ {month} (từ ngày {start} đến ngày {end}): hạn nhập {due}, chốt số liệu {freeze}.",
            f"{month} (from {start} to {end}): due {due}, closed {freeze}.",
        )
    )
    rows = findings.upcoming(w, following.end)
    if rows:
        yield Heading(coming.title(w, "Phát hiện", "Findings", following.end), 3)
        yield findings.listed(w, rows)
    yield from coming.blocks(w, following.end)
    yield Note(
        w.say(
            "(Nhiệm vụ, kiến nghị khác: người lập báo cáo viết.)",
            "(Other tasks and proposals: to be written by the person who reports.)",
        ),
        "person",
    )


_PARTS = (
    Part(
        "I. Thực hiện kết luận cuộc họp trước",
        "I. Conclusions of the last meeting",
        (
            reviews.earlier,
            of_registers("review", "conclusions", but=reviews.TOLD),
            of_registers("plan"),
            turn.of_month,
        ),
    ),
    Part(
        "II. Sự hài lòng của tổ chức, cá nhân",
        "II. Satisfaction",
        (satisfaction.blocks, petitions.blocks, of_registers("satisfaction", but=petitions.TOLD)),
    ),
    Part(
        "III. Mục tiêu chất lượng",
        "III. Quality objectives",
        (objectives.blocks, actions.blocks, of_registers("objectives", but=actions.TOLD)),
    ),
    Part(
        "IV. Giải quyết thủ tục hành chính",
        "IV. Administrative procedures",
        (dossiers.blocks, of_registers("dossiers")),
    ),
    Part(
        "V. Sự không phù hợp, hành động khắc phục",
        "V. Nonconformities and corrective actions",
        (findings.blocks, of_registers("findings"), risks.blocks, of_registers("risks", but=risks.TOLD)),
    ),
    Part(
        "VI. Quy trình, đào tạo, đánh giá nội bộ",
        "VI. Procedures, training, internal audit",
        (
            procedures.blocks,
            training.blocks,
            audit.blocks,
            of_registers("procedures", "training", "audit", but=procedures.TOLD + training.TOLD + audit.TOLD),
        ),
    ),
    Part("VII. Tình hình gửi số liệu", "VII. How data were sent", (submission.blocks,)),
    Part("VIII. Hạn chế, nguyên nhân", "VIII. Shortcomings and causes", (later.for_a_person,)),
    Part("IX. Nhiệm vụ tháng tới; kiến nghị", "IX. Next month; proposals", (_next,)),
)
