"""The DOCX against Decree 30/2020, read from the file: page, styles, header block, page number, bytes."""

from __future__ import annotations

import io
import time
from functools import cache

import pytest
from docx import Document
from docx.document import Document as Written
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length
from docx.text.run import Run

from service.reports.blocks import Heading, Items, Note, Paragraph, Table
from service.reports.paper import docx
from tests.support import papers


@cache
def written() -> Written:
    """The month's report, opened again."""
    return Document(io.BytesIO(docx.docx(papers.framed())))


def in_mm(length: Length | None) -> float:
    """A length of the page."""
    assert length is not None
    return float(round(length.mm, 1))


def runs() -> list[Run]:
    """Every run of the document, those in tables among them."""
    tables = (cell for table in written().tables for row in table.rows for cell in row.cells)
    inside = (paragraph for cell in tables for paragraph in cell.paragraphs)
    return [run for paragraph in (*written().paragraphs, *inside) for run in paragraph.runs]


def test_the_page_is_a4_with_the_decrees_margins() -> None:
    """Top and bottom 20–25 mm, left 30–35, right 15–20."""
    page = written().sections[0]
    assert (in_mm(page.page_width), in_mm(page.page_height)) == (210, 297)
    assert 20 <= in_mm(page.top_margin) <= 25
    assert 20 <= in_mm(page.bottom_margin) <= 25
    assert 30 <= in_mm(page.left_margin) <= 35
    assert 15 <= in_mm(page.right_margin) <= 20


def test_pages_are_numbered_in_the_top_margin_but_the_first() -> None:
    """A field of the header, centred; the first page has a header of its own, and it is empty."""
    page = written().sections[0]
    assert page.different_first_page_header_footer
    number = page.header.paragraphs[0]
    assert "PAGE" in [field.text for field in number._p.iter(qn("w:instrText"))]
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert page.first_page_header.is_linked_to_previous or not page.first_page_header.paragraphs[0].text


def test_all_text_is_in_times_new_roman_and_black() -> None:
    """No run and no style that is used says otherwise, in whatever script."""
    for name in ("Normal", "Heading 2", "Heading 3"):
        fonts = written().styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:ascii")) == fonts.get(qn("w:hAnsi")) == "Times New Roman"
        assert fonts.get(qn("w:asciiTheme")) is None
        assert written().styles[name].element.rPr.find(qn("w:color")) is None
    assert all(run.font.name in (None, "Times New Roman") for run in runs())


@pytest.mark.parametrize(
    ("text", "sizes", "bold", "italic"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), True, False),
        ("Độc lập - Tự do - Hạnh phúc", (13, 14), True, False),
        ("ỦY BAN NHÂN DÂN TỈNH HÀ SƠN", (12, 13), False, False),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH HÀ SƠN", (12, 13), True, False),
        ("Số: …/BC-SGDĐT", (13, 13), False, False),
        ("Hà Sơn, ngày … tháng … năm 2022", (13, 14), False, True),
        ("BÁO CÁO", (13, 14), True, False),
        ("KT. GIÁM ĐỐC", (13, 14), True, False),
        ("Nguyễn Thị Ửng", (13, 14), True, False),
        ("Nơi nhận:", (12, 12), True, True),
        ("- Lưu: VT, ….", (11, 11), False, False),
    ],
)
def test_each_part_has_its_size_and_style(
    text: str, sizes: tuple[int, int], bold: bool, italic: bool
) -> None:
    """As the table of the decree's Annex I has it."""
    found = [run for run in runs() if run.text == text]
    assert len(found) == 1
    assert found[0].font.size is not None
    assert sizes[0] <= found[0].font.size.pt <= sizes[1]
    assert (bool(found[0].bold), bool(found[0].italic)) == (bold, italic)


def test_the_body_is_justified_with_an_indented_first_line() -> None:
    """13 points, 10–12.7 mm in, at least 6 pt between paragraphs, 1–1.5 lines."""
    style = written().styles["Body Text"].paragraph_format
    assert written().styles["Normal"].font.size.pt == pytest.approx(13)
    assert style.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert 10 <= style.first_line_indent.mm <= 12.7
    assert style.space_before.pt + style.space_after.pt >= 6
    assert 1 <= style.line_spacing <= 1.5
    texts = [b.text for b in papers.framed().blocks if isinstance(b, Paragraph)]
    body = {p.text for p in written().paragraphs if p.style is not None and p.style.name == "Body Text"}
    assert set(texts) <= body


def test_every_word_of_the_report_is_there_in_its_order() -> None:
    """Headings, paragraphs, notes and lists in one row; every table cell by cell."""
    told: list[str] = []
    tables = []
    for block in papers.framed().blocks:
        if isinstance(block, Heading | Paragraph | Note):
            told.append(block.text)
        elif isinstance(block, Items):
            told += [f"- {line}" for line in block.lines]
        elif isinstance(block, Table):
            tables.append([list(block.header), *(list(row) for row in block.rows)])
    shown = iter([paragraph.text for paragraph in written().paragraphs])
    assert all(text in shown for text in told)
    own = [[[cell.text for cell in row.cells] for row in table.rows] for table in written().tables[1:-1]]
    assert own == tables


def test_the_header_row_of_a_table_comes_again_on_the_next_page() -> None:
    """Every table of the report says so."""
    for table in written().tables[1:-1]:
        assert list(table.rows[0]._tr.iter(qn("w:tblHeader")))


def test_charts_have_words_for_who_cannot_see_them() -> None:
    """The alternative text of each picture is the chart's."""
    told = [shape._inline.docPr.get("descr") for shape in written().inline_shapes]
    assert told == [chart.alt for chart in papers.report().charts]
    assert all(told)


def test_the_same_document_is_the_same_bytes_later() -> None:
    """The moment at which it was packed is not in it."""
    first = docx.docx(papers.framed())
    time.sleep(2.1)  # an archive tells seconds by twos
    assert docx.docx(papers.framed()) == first


def test_an_agencys_own_template_decides_how_it_looks(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Its styles are kept; ours are not put over them."""
    template = Document()
    template.styles["Body Text"].font.name = "Cambria"
    path = tmp_path_factory.mktemp("template") / "mau.docx"
    template.save(str(path))
    made = Document(io.BytesIO(docx.docx(papers.framed(), path)))
    assert made.styles["Body Text"].font.name == "Cambria"
    assert made.styles["Normal"].font.name != "Times New Roman"
