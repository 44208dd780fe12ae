"""The monthly report: the leader's page, then nine sections in the agency's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from service.figures.data import Data, Figures
from service.periods import windows
from service.reports.blocks import Agency, Block, Heading, Language, Note, Paragraph, Report
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
    registers,
    reviews,
    risks,
    satisfaction,
    submission,
    training,
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
    for heading, body in _sections(w):
        yield Heading(heading)
        yield from body


def _sections(w: Writer) -> Iterator[tuple[str, Iterable[Block]]]:
    yield (
        w.say("I. Thực hiện kết luận cuộc họp trước", "I. Conclusions of the last meeting"),
        chain(reviews.earlier(w), _others(w), registers.blocks(w, "plan")),
    )
    yield (
        w.say("II. Sự hài lòng của tổ chức, cá nhân", "II. Satisfaction"),
        chain(
            satisfaction.blocks(w),
            petitions.blocks(w),
            registers.blocks(w, "satisfaction", but=petitions.TOLD),
        ),
    )
    yield (
        w.say("III. Mục tiêu chất lượng", "III. Quality objectives"),
        chain(objectives.blocks(w), actions.blocks(w), registers.blocks(w, "objectives", but=actions.TOLD)),
    )
    yield (
        w.say("IV. Giải quyết thủ tục hành chính", "IV. Administrative procedures"),
        chain(dossiers.blocks(w), registers.blocks(w, "dossiers")),
    )
    yield (
        w.say("V. Sự không phù hợp, hành động khắc phục", "V. Nonconformities and corrective actions"),
        chain(
            findings.blocks(w),
            registers.blocks(w, "findings"),
            risks.blocks(w),
            registers.blocks(w, "risks", but=risks.TOLD),
        ),
    )
    yield (
        w.say("VI. Quy trình, đào tạo, đánh giá nội bộ", "VI. Procedures, training, internal audit"),
        chain(
            procedures.blocks(w),
            training.blocks(w),
            audit.blocks(w),
            registers.blocks(
                w, "procedures", "training", "audit", but=procedures.TOLD + training.TOLD + audit.TOLD
            ),
        ),
    )
    yield w.say("VII. Tình hình gửi số liệu", "VII. How data were sent"), submission.blocks(w)
    yield w.say("VIII. Hạn chế, nguyên nhân", "VIII. Shortcomings and causes"), later.for_a_person(w)
    yield w.say("IX. Nhiệm vụ tháng tới; kiến nghị", "IX. Next month; proposals"), _next(w)


def _others(w: Writer) -> Iterator[Block]:
    """The registers told with the management review, but for meetings and conclusions themselves."""
    return registers.blocks(w, "review", "conclusions", but=("reviews", "conclusions"))


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
        yield Heading(w.say("Phát hiện đến hạn trong kỳ tới", "Findings due in the coming period"), 3)
        yield findings.listed(w, rows)
    yield from coming.blocks(w, following.end)
    yield Note(
        w.say(
            "(Nhiệm vụ, kiến nghị khác: người lập báo cáo viết.)",
            "(Other tasks and proposals: to be written by the person who reports.)",
        ),
        "person",
    )
