"""A kept report as a file: PDF to read, DOCX to edit and sign, XLSX to reckon with."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from service.issuing import issue
from service.reports.blocks import Language
from service.reports.paper import docx, frame, pdf, xlsx

#: What a file is told to be, by how its name ends.
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file's name, type and bytes."""

    name: str
    type: str
    content: bytes


def made(connection: Connection, kind: str, label: str, language: Language, suffix: str) -> File:
    """The report's file in a language, else in the one it was kept in. Raises NotClosed."""
    period = issue.load(connection, kind, label)
    own = language if language in period.rows else next(iter(period.rows), period.known.language)
    report = period.report(own)
    if suffix == "xlsx":
        content = xlsx.xlsx(report, period.data, period.figures)
    else:
        paper = frame.of(report, period.agency)
        content = pdf.pdf(paper) if suffix == "pdf" else docx.docx(paper)
    return File(f"{kind}-{label}.{suffix}", TYPES[suffix], content)
