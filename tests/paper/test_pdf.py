"""The PDF against Decree 30/2020: margins, fonts, sizes, header, page numbers; the same bytes anywhere."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from itertools import pairwise

import pdfplumber
import pytest

from service.reports.blocks import Heading, Items, Note, Paragraph, Table
from service.reports.paper import pdf
from tests.support import papers
from tests.support.papers import Line

LINES = papers.lines(papers.printed())


def line(text: str) -> Line:
    """The only line with these words."""
    found = [one for one in LINES if one.text == text]
    assert len(found) == 1, (text, found)
    return found[0]


def test_the_page_is_a4_and_text_stays_within_the_margins() -> None:
    """Top and bottom 20–25 mm, left 30–35, right 15–20; only the page's number stands above."""
    with pdfplumber.open(io.BytesIO(papers.printed())) as document:
        sizes = {(round(p.width * 25.4 / 72), round(p.height * 25.4 / 72)) for p in document.pages}
        pages = len(document.pages)
    assert sizes == {(210, 297)}
    body = [one for one in LINES if not (one.text.isdigit() and one.top < 20)]
    assert 30 <= round(min(one.left for one in body), 1) <= 35
    assert 15 <= round(210 - max(one.right for one in body), 1) <= 20
    assert 20 <= min(one.top for one in body) <= 25
    assert 297 - max(one.bottom for one in body) >= 20
    assert pages > 2


def test_pages_are_numbered_in_the_top_margin_but_the_first() -> None:
    """Centred between the margins, 13 or 14 pt."""
    numbers = [one for one in LINES if one.text.isdigit() and one.top < 20]
    assert [int(one.text) for one in numbers] == list(range(2, max(one.page for one in LINES) + 1))
    for one in numbers:
        assert (one.left + one.right) / 2 == pytest.approx((30 + 210 - 15) / 2, abs=0.5)
        assert 13 <= one.size <= 14


@pytest.mark.parametrize(
    ("text", "sizes", "style"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), "Bold"),
        ("Độc lập - Tự do - Hạnh phúc", (13, 14), "Bold"),
        ("ỦY BAN NHÂN DÂN TỈNH HÀ SƠN", (12, 13), "Regular"),
        ("Số: …/BC-SGDĐT", (13, 13), "Regular"),
        ("Hà Sơn, ngày … tháng … năm 2022", (13, 14), "Italic"),
        ("BÁO CÁO", (13, 14), "Bold"),
        ("Kết quả thực hiện Hệ thống quản lý chất lượng tháng 3/2022", (13, 14), "Bold"),
        ("KT. GIÁM ĐỐC", (13, 14), "Bold"),
        ("PHÓ GIÁM ĐỐC", (13, 14), "Bold"),
        ("Nguyễn Thị Ửng", (13, 14), "Bold"),
        ("Nơi nhận:", (12, 12), "BoldItalic"),
        ("- Lưu: VT, ….", (11, 11), "Regular"),
    ],
)
def test_each_part_has_its_size_and_style(text: str, sizes: tuple[int, int], style: str) -> None:
    """As the table of the decree's Annex I has it."""
    found = line(text)
    assert sizes[0] <= found.size <= sizes[1]
    assert found.font.rpartition("-")[2].replace("10", "") == style or found.font.endswith(style)


def test_issuer_and_state_stand_side_by_side_and_the_title_in_the_middle() -> None:
    """The state on the right on the issuer's height; under it the motto; the number left of the day."""
    parent, state = line("ỦY BAN NHÂN DÂN TỈNH HÀ SƠN"), line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    motto, number = line("Độc lập - Tự do - Hạnh phúc"), line("Số: …/BC-SGDĐT")
    day, title = line("Hà Sơn, ngày … tháng … năm 2022"), line("BÁO CÁO")
    assert parent.top == pytest.approx(state.top, abs=0.5)
    assert parent.right < state.left
    assert state.bottom < motto.top
    assert number.top == pytest.approx(day.top, abs=0.5)
    assert number.right < day.left
    assert (title.left + title.right) / 2 == pytest.approx(112.5, abs=0.5)


def test_a_line_as_long_as_the_motto_stands_under_it() -> None:
    """And one of a third to a half of the issuer's under the issuer's name."""
    with pdfplumber.open(io.BytesIO(papers.printed())) as document:
        drawn = [
            (e["x0"] * 25.4 / 72, e["x1"] * 25.4 / 72, e["top"] * 25.4 / 72) for e in document.pages[0].lines
        ]
    motto = line("Độc lập - Tự do - Hạnh phúc")
    under = [x for x in drawn if 0 <= x[2] - motto.bottom < 4 and x[0] > 100]
    assert len(under) == 1
    assert under[0][1] - under[0][0] == pytest.approx(motto.right - motto.left, abs=1)
    name = [
        one
        for one in LINES
        if one.page == 1 and one.right < 105 and one.font.endswith("Bold") and one.top < 45
    ]
    wide = max(one.right for one in name) - min(one.left for one in name)
    left = [x for x in drawn if x[1] < 105 and 0 <= x[2] - max(one.bottom for one in name) < 4]
    assert len(left) == 1
    assert wide / 3 - 1 <= left[0][1] - left[0][0] <= wide / 2 + 1


def test_the_body_is_13_points_with_its_first_line_indented_and_room_between_paragraphs() -> None:
    """10–12.7 mm in, at least 6 pt between paragraphs beyond the line's own height."""
    texts = [b.text for b in papers.framed().blocks if isinstance(b, Paragraph)]
    starts = [one for one in LINES if any(text.startswith(one.text) for text in texts) and len(one.text) > 40]
    assert len(starts) > 3
    for one in starts:
        assert one.size == pytest.approx(13)
        assert 10 <= one.left - 30 <= 12.7
    paragraph = [one for one in LINES if one.page == starts[0].page and one.size == pytest.approx(13)]
    steps = [b.top - a.top for a, b in pairwise(paragraph) if 0 < b.top - a.top < 12]
    within = min(steps)
    assert within >= 13 / 72 * 25.4
    assert any(step - within >= 6 / 72 * 25.4 - 0.3 for step in steps)


def test_every_word_of_the_report_is_on_paper() -> None:
    """Headings, paragraphs, notes, lists and cells, each with all its letters."""
    shown = "".join("".join(one.text.split()) for one in LINES)
    for block in papers.framed().blocks:
        if isinstance(block, Heading | Paragraph | Note):
            texts = [block.text]
        elif isinstance(block, Items):
            texts = list(block.lines)
        else:
            texts = [block.caption, *block.header] if isinstance(block, Table) else []
        for text in texts:
            assert "".join(text.split()) in shown, text


def test_every_vietnamese_letter_is_drawn_in_every_style() -> None:
    """No letter falls back to another font's, in regular, bold, italic and bold italic."""
    kinds = {one.font for one in LINES}
    assert kinds == {
        "LibertinusSerif-Regular",
        "LibertinusSerif-Bold",
        "LibertinusSerif-Italic",
        "NewCM10-BoldItalic",
    }


def test_the_same_document_is_the_same_bytes_on_any_machine_and_day() -> None:
    """Another zone, another locale, another process, no fonts of the system: not a byte differs."""
    code = (
        "import sys, hashlib; from tests.support import papers; from service.reports.paper import pdf; "
        "sys.stdout.write(hashlib.sha256(pdf.pdf(papers.framed())).hexdigest())"
    )
    kept = {name: value for name, value in os.environ.items() if name not in ("TZ", "LC_ALL", "LANG")}
    made = set()
    for own in (
        {"TZ": "UTC", "LC_ALL": "C"},
        {"TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"},
    ):
        done = subprocess.run(
            [sys.executable, "-c", code], env={**kept, **own}, capture_output=True, text=True, check=True
        )
        made.add(done.stdout)
    assert len(made) == 1
    assert pdf.pdf(papers.framed()) == papers.printed()
