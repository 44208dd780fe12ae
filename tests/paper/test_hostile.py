"""Text that people typed stays text on paper and in workbooks, whatever it looks like."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from random import Random

import openpyxl
from docx import Document

from service.figures.data import Excluded, Figure, Row
from service.reports.blocks import Block, Heading, Items, Link, Note, Paragraph, Table
from service.reports.paper import docx, pdf, xlsx
from service.reports.render.clean import clean
from tests.support import frozen, papers

_SEEDS = (
    '=HYPERLINK("http://x","y")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7*7 }}",
    '#eval("1+1") #import "x" $x^2$ *đậm* _nghiêng_ `mã` @nhãn <nhãn> \\ // /* */',
    '#read("/etc/passwd")',
    "../../etc/passwd",
    "a\r\nBcc: x@y.z",
    "\u202eđảo ngược\u202c",
    "khe\u200bhở\u2060",
    unicodedata.normalize("NFD", "Phòng Giáo dục Trung học"),
    "🏫👩‍🏫🇻🇳",
    "\x00\x07\x1b[31mđỏ",
    "\ud800",
    "]]>&amp;&#x41;",
    "x" * 100_000,
    "rất " * 25_000,
    "%s%n{0}",
    "\ue000hồ sơ\ue001",
    "'; DROP TABLE record; --",
    "https://example.com/?a=1&b=2",
)


def hostile(number: int) -> list[str]:
    """That many strings, those above alone, then put together by chance."""
    chance = Random(4)
    short = [seed for seed in _SEEDS if len(seed) < 1000]
    mixed = ["".join(chance.sample(short, 3)) for _ in range(number - len(_SEEDS))]
    return [*_SEEDS, *mixed]


def same(text: str) -> str:
    """What is left to compare when lines were broken anywhere."""
    return "".join(clean(text).split())


def test_500_strings_are_set_in_pdf_as_they_are() -> None:
    """In headings, paragraphs, notes, lists, links and cells: nothing is read as markup, nothing fails."""
    strings = hostile(500)
    blocks: list[Block] = []
    for at, text in enumerate(strings):
        kinds = (Heading(text), Paragraph(text), Note(text), Items((text,)), Link(text, text, text))
        blocks.append(kinds[at % 5])
    blocks.append(Table(("a", "b"), tuple((text[:200], "1") for text in strings), caption=strings[0]))
    blocks.sort(key=lambda block: len(str(block)) > 50_000)  # the longest fill the last pages
    frame = replace(
        papers.framed(), issuer=strings[8], title=strings[5], signer=strings[7], blocks=tuple(blocks)
    )
    shown = same("".join(line.text for line in papers.lines(pdf.pdf(frame), pages=12)))
    for text in (
        '#eval("1+1")',
        '#read("/etc/passwd")',
        "{{ 7*7 }}",
        "<script>alert(1)</script>",
        "$x^2$ *đậm*",
    ):
        assert same(text) in shown
    assert "root:" not in shown


def test_500_strings_are_in_docx_as_they_are() -> None:
    """Each paragraph holds its string, cleaned; no field, no link and no relation is made of one."""
    strings = hostile(500)
    frame = replace(papers.framed(), blocks=tuple(Paragraph(text) for text in strings))
    made = Document(io.BytesIO(docx.docx(frame)))
    body = [p.text for p in made.paragraphs if p.style is not None and p.style.name == "Body Text"]
    assert [same(text) for text in body] == [same(text) for text in strings]
    assert not [rel for rel in made.part.rels.values() if rel.is_external]
    assert made.element.xml.count("<w:instrText") == 0


def test_500_strings_are_strings_in_xlsx() -> None:
    """No cell is a formula or a link; what is longer than a cell may be is cut there."""
    strings = hostile(500)
    rows = tuple(Row(text[:50], text[:50], {"objective": text, "code": text}) for text in strings)
    data = replace(frozen.full_month(), objectives=rows)
    data = replace(data, excluded=tuple(Excluded(t, "progress", t, 1, t, t) for t in strings))
    figures = {t: Figure(t, None, "count", state=t, exclusions=(t,), origin=(t,)) for t in strings}
    book = openpyxl.load_workbook(io.BytesIO(xlsx.xlsx(papers.report(), data, figures)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 2000
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    held = {same(str(cell.value)) for cell in book["Mục tiêu"]["C"]}
    assert {same(clean(text)[:32_767]) for text in strings} - {""} <= held
