"""A report as DOCX, to be edited and signed: the same parts as the PDF, in Times New Roman."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Written
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table as Grid
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Written_paragraph

from service.reports import charts
from service.reports.blocks import Chart, Heading, Items, Link, Note, Paragraph, Table
from service.reports.paper.frame import Frame
from service.reports.paper.widths import widths
from service.reports.render.clean import clean

FONT = "Times New Roman"
_TEXT_WIDTH = Mm(210 - 30 - 15)
#: A document's dates stay out of it: the same report gives the same bytes.
_NO_DAY = datetime(2000, 1, 1)


def docx(frame: Frame, template: Path | None = None) -> bytes:
    """The document's bytes. `template`: a DOCX whose styles are used instead of ours."""
    made = Document(str(template)) if template else _styled(Document())
    made.core_properties.title = f"{frame.kind} {frame.title}"
    made.core_properties.author = frame.issuer
    made.core_properties.created = made.core_properties.modified = _NO_DAY
    _page(made)
    _head(made, frame)
    _title(made, frame)
    for block in frame.blocks:
        _BLOCKS[type(block)](made, block)  # type: ignore[operator]  # each writes blocks of its kind
    _foot(made, frame)
    kept = io.BytesIO()
    made.save(kept)
    return _undated(kept)


def _undated(kept: io.BytesIO) -> bytes:
    """The same archive without the moment at which it was packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename), old.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _styled(made: Written) -> Written:
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(13)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    body = made.styles["Body Text"]
    body.paragraph_format.first_line_indent = Mm(12)
    body.paragraph_format.space_before = Pt(6)
    body.paragraph_format.space_after = Pt(0)
    body.paragraph_format.line_spacing = 1.0
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for level in (1, 2, 3):
        style = made.styles[f"Heading {level}"]
        style.font.name, style.font.size = FONT, Pt(14 if level == 1 else 13)
        style.element.rPr.rFonts.attrib.clear()
        for name in ("ascii", "hAnsi", "cs", "eastAsia"):
            style.element.rPr.rFonts.set(qn(f"w:{name}"), FONT)
        if (colour := style.element.rPr.find(qn("w:color"))) is not None:
            style.element.rPr.remove(colour)
        style.font.bold, style.font.italic = level < 3, level == 3
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(4)
        style.paragraph_format.keep_with_next = True
    return made


def _page(made: Written) -> None:
    page = made.sections[0]
    page.start_type = WD_SECTION.NEW_PAGE
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    page.header_distance = Mm(10)
    page.different_first_page_header_footer = True
    number = page.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(number, "PAGE")


def _field(paragraph: Written_paragraph, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _head(made: Written, frame: Frame) -> None:
    """Issuer and state side by side, then number and day."""
    table = made.add_table(rows=2, cols=2)
    _set_widths(table, (Mm(75), Mm(90)))
    issuer, state = table.rows[0].cells
    if frame.parent:
        _line(issuer, frame.parent, 12)
    _line(issuer, frame.issuer, 12, bold=True, fresh=bool(frame.parent))
    _rule(issuer, Mm(75), 0.35)
    _line(state, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True)
    _line(state, "Độc lập - Tự do - Hạnh phúc", 13, bold=True, fresh=True)
    _rule(state, Mm(90), 0.65)
    number, day = table.rows[1].cells
    _line(number, frame.number, 13)
    _line(day, frame.place_and_day, 13, italic=True)


def _line(
    cell: _Cell, text: str, size: float, *, bold: bool = False, italic: bool = False, fresh: bool = False
) -> None:
    paragraph = cell.add_paragraph() if fresh else cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(clean(text))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


def _rule(cell: _Cell, wide: Length, share: float) -> None:
    """A solid line in the middle of a cell, as long as its `share`."""
    paragraph = cell.add_paragraph()
    edge = Mm(wide.mm * (1 - share) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = edge
    paragraph.paragraph_format.line_spacing = Pt(6)
    _top_border(paragraph)


def _top_border(paragraph: Written_paragraph) -> None:
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)


def _title(made: Written, frame: Frame) -> None:
    for number, text in enumerate((frame.kind, frame.title)):
        paragraph = made.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = Pt(12 if not number else 0)
        run = paragraph.add_run(clean(text))
        run.bold, run.font.size = True, Pt(14)
    rule = made.add_paragraph()
    edge = Mm(_TEXT_WIDTH.mm * 0.42)
    rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = edge
    _top_border(rule)


def _heading(made: Written, block: Heading) -> None:
    made.add_paragraph(clean(block.text), style=f"Heading {block.level}")


def _text(made: Written, block: Paragraph) -> None:
    made.add_paragraph(clean(block.text), style="Body Text")


def _note(made: Written, block: Note) -> None:
    made.add_paragraph(style="Body Text").add_run(clean(block.text)).italic = True


def _items(made: Written, block: Items) -> None:
    for line in block.lines:
        made.add_paragraph(f"- {clean(line)}", style="Body Text")


def _link(made: Written, block: Link) -> None:
    made.add_paragraph(clean(f"{block.text} {block.label}: {block.url}".strip()), style="Body Text")


def _chart(made: Written, block: Chart) -> None:
    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = Pt(6)
    drawn = paragraph.add_run().add_picture(io.BytesIO(charts.png(block)), width=Mm(150))
    drawn._inline.docPr.set("descr", clean(block.alt))


def _table(made: Written, block: Table) -> None:
    if block.caption:
        caption = made.add_paragraph(style="Body Text")
        caption.paragraph_format.first_line_indent = Mm(0)
        caption.add_run(clean(block.caption)).bold = True
    table = made.add_table(rows=0, cols=len(block.header))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    _row(table, block, block.header, head=True)
    for row in block.rows:
        _row(table, block, row)
    shares = widths(block)
    _set_widths(table, [Mm(_TEXT_WIDTH.mm * share / sum(shares)) for share in shares])


def _set_widths(table: Grid, wide: Sequence[Length]) -> None:
    """Word looks at the cells, LibreOffice at the columns."""
    table.autofit = False
    for column, width in zip(table.columns, wide, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, wide, strict=True):
            cell.width = width


def _row(table: Grid, block: Table, row: Iterable[str], *, head: bool = False) -> None:
    made = table.add_row()  # type: ignore[no-untyped-call]
    if head:
        made._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for at, (cell, text) in enumerate(zip(made.cells, row, strict=True)):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(clean(text))
        run.font.size, run.bold = Pt(11), head
        ends = WD_ALIGN_PARAGRAPH.RIGHT if block.alignment(at) == "right" else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if head else ends


def _foot(made: Written, frame: Frame) -> None:
    """Whom it goes to, and who signs."""
    made.add_paragraph()
    table = made.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    title = left.paragraphs[0].add_run("Nơi nhận:" if frame.language == "vi" else "Recipients:")
    title.bold, title.italic, title.font.size = True, True, Pt(12)
    for one in frame.recipients:
        left.add_paragraph().add_run(one).font.size = Pt(11)
    for number, one in enumerate(frame.authority):
        _line(right, one.upper(), 13, bold=True, fresh=bool(number))
    for _ in range(4):
        right.add_paragraph()
    _line(right, frame.signer, 13, bold=True, fresh=True)


_BLOCKS = {
    Heading: _heading,
    Paragraph: _text,
    Note: _note,
    Items: _items,
    Link: _link,
    Chart: _chart,
    Table: _table,
}
