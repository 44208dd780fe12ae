"""A report of the made-up month on paper, and what stands where in its PDF."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import Any

import pdfplumber

from service.figures import compute
from service.organisation import Agency
from service.reports import build
from service.reports.blocks import Language, Report
from service.reports.paper import frame, pdf
from service.reports.paper.frame import Frame
from tests.support import frozen

AGENCY = Agency(
    "Sở Giáo dục và Đào tạo tỉnh Hà Sơn",
    "Ủy ban nhân dân tỉnh Hà Sơn",
    "Hà Sơn",
    "SGDĐT",
    "KT. GIÁM ĐỐC",
    "PHÓ GIÁM ĐỐC",
    "Nguyễn Thị Ửng",
)
_MM = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, the edges of its box in mm from the page's left and top, font, size."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    font: str
    size: float


def report(language: Language = "vi") -> Report:
    """The monthly report of the full made-up month."""
    data = frozen.full_month()
    return build(data, compute(data), AGENCY, language)


def framed(language: Language = "vi") -> Frame:
    """The document that it makes."""
    return frame.of(report(language), AGENCY)


@cache
def printed() -> bytes:
    """Its PDF."""
    return pdf.pdf(framed())


def lines(content: bytes, pages: int | None = None) -> list[Line]:
    """The lines of a PDF (of its first `pages`), page by page; words of two columns are two lines."""
    found = []
    with pdfplumber.open(io.BytesIO(content)) as document:
        for number, page in enumerate(document.pages[:pages], 1):
            words = page.extract_words(
                extra_attrs=["fontname", "size"],
                keep_blank_chars=True,
                x_tolerance=6,
                use_text_flow=True,
                return_chars=True,
            )
            found += [_line(number, word) for word in words if word["text"].strip()]
    return found


def _line(page: int, word: dict[str, Any]) -> Line:
    drawn = [char for char in word["chars"] if char["text"].strip()]  # a blank at a line's end is not seen
    return Line(
        page,
        word["text"].strip(),
        drawn[0]["x0"] * _MM,
        word["top"] * _MM,
        drawn[-1]["x1"] * _MM,
        word["bottom"] * _MM,
        word["fontname"].partition("+")[2],
        word["size"],
    )
