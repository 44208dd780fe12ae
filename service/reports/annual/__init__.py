"""The annual report: the year's objectives, read as at its own close and reconciled to the months."""

from __future__ import annotations

from collections.abc import Iterator

from service.figures.data import Data, Figures
from service.reports import parts
from service.reports.blocks import Agency, Block, Heading, Language, Note, Paragraph, Report, Table
from service.reports.parts import Part, of_registers
from service.reports.sections import (
    actions,
    audit,
    dossiers,
    findings,
    headlines,
    later,
    levels,
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
    """The report of a frozen year, the same for every recipient of one language."""
    w = Writer(data, figures, agency, language)
    year, end = data.window.label, data.window.end.strftime("%d/%m/%Y")
    subject = w.say(
        f"[ISO] Báo cáo năm {year} – số liệu đến {end}",
        f"[ISO] Report of {year} – data until {w.day(data.window.end)}",
    )
    return Report(
        "annual", data.window, language, subject, headlines.lead_lines(w), tuple(_blocks(w)), version
    )


def _blocks(w: Writer) -> Iterator[Block]:
    year = w.data.window.label
    title = w.say(
        f"BÁO CÁO Kết quả thực hiện mục tiêu chất lượng năm {year}",
        f"REPORT on the quality objectives of {year}",
    )
    yield Heading(title, 1)
    yield Paragraph(w.span())
    yield turn.reach(w)
    yield from parts.blocks(w, _PARTS)
    yield Heading(w.say("Đối chiếu với các báo cáo tháng", "Reconciliation to the monthly reports"))
    yield from _reconciliation(w)
    yield Heading(w.say("Phụ lục: mục tiêu theo đơn vị", "Appendix: objectives by unit"))
    yield from objectives.appendix(w)


_PARTS = (
    Part("I. Công tác chỉ đạo", "I. Direction", (reviews.direction, of_registers("plan"), turn.of_year)),
    Part("II. Kết quả", "II. Results"),
    Part(
        "1. Mục tiêu chất lượng",
        "1. Quality objectives",
        (objectives.blocks, levels.blocks, actions.blocks, of_registers("objectives", but=actions.TOLD)),
        level=3,
    ),
    Part(
        "2. Giải quyết thủ tục hành chính",
        "2. Administrative procedures",
        (dossiers.blocks, of_registers("dossiers")),
        level=3,
    ),
    Part(
        "3. Sự hài lòng của tổ chức, cá nhân",
        "3. Satisfaction",
        (satisfaction.blocks, petitions.blocks, of_registers("satisfaction", but=petitions.TOLD)),
        level=3,
    ),
    Part(
        "4. Quy trình",
        "4. Procedures",
        (procedures.blocks, of_registers("procedures", but=procedures.TOLD)),
        level=3,
    ),
    Part(
        "5. Đào tạo",
        "5. Training",
        (training.blocks, of_registers("training", but=training.TOLD)),
        level=3,
    ),
    Part(
        "6. Đánh giá nội bộ, khắc phục",
        "6. Internal audit, corrective action",
        (audit.blocks, findings.blocks, of_registers("findings", "audit", but=audit.TOLD)),
        level=3,
    ),
    Part(
        "7. Xem xét của lãnh đạo",
        "7. Management review",
        (reviews.of_year, of_registers("review", "conclusions", but=reviews.TOLD)),
        level=3,
    ),
    Part(
        "8. Rủi ro, cải tiến",
        "8. Risks, improvement",
        (risks.blocks, of_registers("risks", but=risks.TOLD)),
        level=3,
    ),
    Part(
        "III. Ưu điểm, hạn chế, nguyên nhân",
        "III. Strengths, shortcomings, causes",
        (later.for_a_person,),
    ),
    Part("IV. Nhiệm vụ năm sau", "IV. Next year", (later.for_a_person,)),
    Part("V. Kiến nghị", "V. Proposals", (later.for_a_person,)),
    Part("Tình hình gửi số liệu", "How data were sent", (submission.blocks,)),
)


_SUBJECTS = {
    "objectives.evaluated": ("Lượt đánh giá mục tiêu", "Evaluations of objectives"),
    "objectives.met": ("trong đó đạt", "of which met"),
    "dossiers.new": ("Hồ sơ tiếp nhận mới", "Dossiers newly received"),
    "dossiers.resolved": ("Hồ sơ đã giải quyết", "Dossiers resolved"),
    "findings.new": ("Phát hiện mới", "New findings"),
    "findings.closed_in_window": ("Phát hiện đã đóng", "Findings closed"),
    "satisfaction.n": ("Câu trả lời được công bố", "Answers published"),
}


def _reconciliation(w: Writer) -> Iterator[Block]:
    header = (
        w.say("Nội dung", "Subject"),
        w.say("Cộng các tháng", "Sum of months"),
        w.say("Đọc cuối năm", "Read at year's end"),
        w.say("Chênh lệch", "Difference"),
    )
    rows = []
    for subject, title in _SUBJECTS.items():
        prefix = f"reconciliation.{subject}"
        difference = w.signed(f"{prefix}.difference")
        rows.append((w.say(*title), w.count(f"{prefix}.months"), w.count(f"{prefix}.year"), difference))
    yield Table(header, tuple(rows), align=("left", "right", "right", "right"))
    yield Note(
        w.say(
            "Chênh lệch do sửa số liệu sau khi chốt tháng, phát hiện ghi hoặc xác nhận muộn, và câu "
            "trả lời của các "
            "nhóm nhỏ chỉ công bố trong số cả năm.",
            "Differences come from edits after a month's close, findings entered or verified late, "
            "and answers of "
            "small groups that are published in the year's sum only.",
        )
    )
