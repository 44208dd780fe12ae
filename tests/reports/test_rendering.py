"""Blocks as HTML for mail and as plain text; charts as pictures."""

from __future__ import annotations

import re
import struct

from service.figures import compute
from service.reports import build, charts
from service.reports.blocks import Items, Link, Note, Paragraph, Table
from service.reports.render import html, text
from service.reports.render.clean import clean, line
from tests.reports.test_reports_built import Agency
from tests.support import frozen


def test_the_page_needs_nothing_from_outside() -> None:
    """No script, no style sheet, no picture but those in the mail."""
    data = frozen.full_month()
    page = html.page(build(data, compute(data), Agency()))
    sources = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert sources == ["cid:objectives@qms", "cid:dossiers@qms"]
    assert not re.search(r"<(script|link|iframe|form)\b", page)
    assert 'lang="vi"' in page


def test_every_picture_has_words_beside_it() -> None:
    """For those who do not see it, and for programs that do not load it."""
    data = frozen.full_month()
    page = html.page(build(data, compute(data), Agency()))
    assert all(re.findall(r'<img [^>]*alt="([^"]+)"', page))
    assert page.count("<img ") == 2


def test_only_addresses_of_the_web_can_be_clicked() -> None:
    """Anything else stands as text."""
    made = html.body([Link("a", "b", "javascript:alert(1)"), Link("c", "d", 'https://x/"y')])
    assert re.findall(r'href="([^"]*)"', made) == ["https://x/&quot;y"]


def test_plain_text_is_aligned_by_what_the_eye_sees() -> None:
    """Letters with combining marks count once, numbers stand to the right."""
    table = Table(("Đơn vị", "n"), (("Phòng Tiểu học", "9"), ("Văn phòng", "270")), align=("left", "right"))
    assert text.table(table).split("\n") == [
        "Đơn vị            n",
        "--------------  ---",
        "Phòng Tiểu học    9",
        "Văn phòng       270",
    ]


def test_a_table_too_wide_for_a_mail_is_told_row_by_row() -> None:
    """Twelve columns do not fit 78 letters: each row becomes a short list."""
    header = tuple(f"Cột số {number}" for number in range(12))
    made = text.table(Table(header, (tuple("một hai ba" for _ in header),)))
    assert made.startswith("- một hai ba\n  Cột số 1: một hai ba")
    assert max(map(len, made.split("\n"))) <= text.WIDTH


def test_no_line_of_a_report_is_longer_than_the_width() -> None:
    """Also with a long name in every table."""
    data = frozen.full_month()
    made = text.page(build(data, compute(data), Agency()), ["Mã thư: 1"])
    assert max(map(text.width, made.split("\n"))) <= text.WIDTH


def test_items_and_notes_hang_under_their_mark() -> None:
    """The second line is indented."""
    made = text.body([Items(("từ " * 40,)), Note("từ " * 40), Paragraph("Hết.")])
    assert "- từ" in made
    assert "\n  từ" in made


def test_cleaning_keeps_words_and_drops_what_hides() -> None:
    """NFD becomes NFC; line breaks go where one line is wanted."""
    assert clean("Ho\u0300a\u0000 b\u200fi\u0300nh\n") == "Hòa bình\n"
    assert line("a\r\nBcc: b") == "a Bcc: b"


def test_charts_are_pictures_of_a_size_for_mail() -> None:
    """PNG, twice the printed width, under 150 kB each."""
    data = frozen.full_month(
        months={"2022-02": {"satisfaction.q8.top2": {"numerator": 285, "denominator": 300}}}
    )
    report = build(data, compute(data), Agency())
    assert [chart.name for chart in report.charts] == ["satisfaction", "objectives", "dossiers"]
    for chart in report.charts:
        drawn = charts.png(chart)
        assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
        assert struct.unpack(">I", drawn[16:20])[0] > 2 * charts.WIDTH
        assert len(drawn) < 150_000


def test_the_axis_of_counts_has_whole_numbers_only() -> None:
    """At most eight of them however long the longest bar."""
    states = {"met": "Đạt"}
    for longest in (0, 1, 7, 100):
        values = [{"unit": "VP", "state": "Đạt", "count": longest}]
        ticks = charts.stacked("x", "t", "a", values, states).spec["encoding"]["x"]["axis"]["values"]
        assert ticks[0] == 0
        assert len(ticks) <= 8
        assert len(set(ticks)) == len(ticks)
