"""What stands around a report's text on paper: issuer, number, place and day, recipients, signature."""

from __future__ import annotations

from dataclasses import dataclass

from service.organisation import Agency
from service.report_kinds import KINDS
from service.reports.blocks import Block, Heading, Language, Report
from service.reports.render.clean import line

#: Where a person writes: the software makes a draft.
DOTS = "…"


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of a document by Decree 30/2020, Annex I; "" where the agency has not said."""

    parent: str
    issuer: str
    number: str  # "Số: …/BC-SGDĐT"
    place_and_day: str  # "Ninh Bình, ngày … tháng … năm 2022"
    kind: str  # "BÁO CÁO"
    title: str
    authority: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...]
    blocks: tuple[Block, ...]
    language: Language


def of(report: Report, agency: Agency) -> Frame:
    """The document that a report makes; number, day and signature are left for people."""
    vi = report.language == "vi"
    kind = KINDS[report.kind]
    word = kind.document[not vi]
    first, *rest = report.blocks
    title = line(first.text if isinstance(first, Heading) else report.subject).removeprefix(word).strip()
    symbol = "-".join(part for part in (kind.symbol, line(agency.symbol)) if part)
    year = report.window.freeze.year
    day = f"ngày {DOTS} tháng {DOTS} năm {year}" if vi else f"{DOTS} {DOTS} {year}"
    authority = tuple(part for part in (line(agency.authority), line(agency.signer_title)) if part)
    return Frame(
        line(agency.parent).upper(),
        line(agency.name).upper(),
        f"{'Số' if vi else 'No.'}: {DOTS}/{symbol}",
        ", ".join(part for part in (line(agency.place), day) if part),
        word,
        title,
        authority if kind.signed else (),
        line(agency.signer) if kind.signed else "",
        (f"- {DOTS};", f"- Lưu: VT, {DOTS}." if vi else f"- File: {DOTS}."),
        tuple(rest),
        report.language,
    )
