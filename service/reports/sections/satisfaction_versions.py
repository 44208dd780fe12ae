"""The versions of the questionnaire side by side, where a period holds more than one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from service.reports.blocks import Block, Heading, Note, Table
from service.reports.writer import Writer
from sheets_schema import forms

_RIGHT: tuple[Literal["right"], ...] = ("right",) * 9


def blocks(w: Writer) -> Iterator[Block]:
    """A column a version; what only one asked stands in that column."""
    versions = [v for v in forms.versions("satisfaction") if f"satisfaction.v{v}.n" in w.figures]
    if len(versions) < 2:
        return
    yield Heading(w.say("Theo phiên bản phiếu", "By version of the questionnaire"), 3)
    names = [w.say(f"Phiên bản {version}", f"Version {version}") for version in versions]
    header = (w.say("Câu hỏi (hai mức cao nhất; n)", "Question (top two levels; n)"), *names)
    rows = []
    for question, item in forms.questions("satisfaction").items():
        title = w.say(item.short, item.short_en)
        rows.append((title, *(_cell(w, version, question) for version in versions)))
    every = w.say("Hài lòng ở mọi câu", "Content in every question")
    rows.append((every, *(_every(w, version) for version in versions)))
    yield Table(header, tuple(rows), align=("left", *_RIGHT[: len(versions)]))
    yield Note(
        w.say(
            "Chỉ những câu mà hai phiên bản hỏi cùng một ý mới được cộng và so sánh ở các bảng khác. "
            "“–”: phiên bản "
            f"không hỏi câu này, hoặc chưa đủ {w.data.k} câu trả lời tách được.",
            "Only questions that mean the same in both versions are summed and compared elsewhere. “–”: "
            "not asked "
            f"by this version, or fewer than {w.data.k} answers could be told apart.",
        )
    )


def _cell(w: Writer, version: int, question: str) -> str:
    prefix = f"satisfaction.v{version}.{question}"
    return f"{w.share(f'{prefix}.top2')} ({w.count(f'{prefix}.n')})" if w.has(f"{prefix}.n") else "–"


def _every(w: Writer, version: int) -> str:
    name = f"satisfaction.v{version}.all_high"
    return w.share(name) if w.has(name) else "–"
