"""The monthly and annual report: subject, first lines, sections, and only numbers that are figures."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pytest

from service.figures import compute
from service.figures.data import Data, Excluded, Figures, Unit
from service.figures.exact import exact
from service.reports import build
from service.reports.blocks import Chart, Heading, Language, Note, Paragraph, Report, Table
from service.reports.printing import rounded
from service.reports.render import as_json, html, text
from tests.support import frozen


@dataclass(frozen=True)
class Agency:
    """A made-up agency."""

    name: str = "Sở GD&ĐT Hà Sơn"
    parent: str = "UBND TỈNH HÀ SƠN"
    place: str = "Hà Sơn"


def _report(data: Data, language: Language = "vi") -> tuple[Report, Figures]:
    figures = compute(data)
    return build(data, figures, Agency(), language), figures


def _full_year() -> Data:
    month = frozen.full_month()
    names = ("objectives", "progress", "dossiers", "findings", "corrections", "excluded", "cube")
    parts: dict[str, Any] = {name: getattr(month, name) for name in names}
    sent = {"2022-03": {name: figure.to_json() for name, figure in compute(month).items()}}
    sent["2022-02"] = {"satisfaction.q8.top2": {"numerator": 285, "denominator": 300, "value": 0.95}}
    return frozen.year(**parts, months=sent, changes_after_close=month.changes_after_close)


def test_the_first_three_lines_and_the_subject_of_a_month() -> None:
    """Word for word what a director reads in the preview of the mail."""
    report, _ = _report(frozen.full_month())
    assert report.subject == "[ISO] Báo cáo tháng 3/2022 – Sở GD&ĐT Hà Sơn"
    assert report.lead_lines == (
        "Kính gửi đồng chí Giám đốc,",
        "Mục tiêu đạt 2/4; hồ sơ đúng hạn 99,2%; hài lòng 96,4% (n=276).",
        "Xin ý kiến: 01 hành động khắc phục quá hạn; 01 mục tiêu không đạt; 01 đơn vị thiếu số liệu, "
        "01 đơn vị có số liệu chưa được tính vì còn lỗi.",
    )


def test_a_month_without_data_says_so_and_prints_no_zero() -> None:
    """No figure is “Chưa có số liệu”, also in the first lines."""
    report, _ = _report(frozen.month(findings_known=False))
    assert report.lead_lines[1:] == (
        "Mục tiêu đạt chưa có số liệu; hồ sơ đúng hạn chưa có số liệu; hài lòng chưa có số liệu.",
        "Xin ý kiến: 03 đơn vị thiếu số liệu.",
    )
    sections = {s["title"]: s["blocks"] for s in as_json.sections(report.blocks)}
    for title in ("III. Mục tiêu chất lượng", "IV. Giải quyết thủ tục hành chính"):
        assert sections[title][0] == {"type": "paragraph", "text": "Chưa có số liệu."}
        assert not any(character.isdigit() for block in sections[title] for character in block["text"])
    assert not report.charts


def test_the_nine_sections_of_a_month_stand_in_order() -> None:
    """I to IX, and the window's days under the title."""
    report, _ = _report(frozen.full_month())
    titles = [b.text for b in report.blocks if isinstance(b, Heading) and b.level == 2]
    assert [title.split(".")[0] for title in titles] == [
        "I",
        "II",
        "III",
        "IV",
        "V",
        "VI",
        "VII",
        "VIII",
        "IX",
    ]
    assert "(Từ ngày 15/02/2022 đến ngày 14/03/2022)" in text.body(report.blocks)


def test_the_year_says_until_when_its_data_reach_and_reconciles() -> None:
    """A December window that ends on the 14th is not the whole of December."""
    report, figures = _report(_full_year())
    assert report.subject == "[ISO] Báo cáo năm 2022 – số liệu đến 14/12/2022"
    titles = [b.text for b in report.blocks if isinstance(b, Heading) and b.level == 2]
    assert titles[-4:] == [
        "V. Kiến nghị",
        "Tình hình gửi số liệu",
        "Đối chiếu với các báo cáo tháng",
        "Phụ lục: mục tiêu theo đơn vị",
    ]
    table = next(b for b in report.blocks if isinstance(b, Table) and b.header[0] == "Nội dung")
    assert ("Hồ sơ đã giải quyết", "2.540", "2.540", "0") in table.rows
    assert figures["reconciliation.dossiers.resolved.difference"].value == 0


def test_a_register_in_which_nothing_stands_says_so() -> None:
    """No data, never 0; what a person has to write is left to a person."""
    report, _ = _report(frozen.full_month())
    assert "Kết luận: chưa có số liệu." in [b.text for b in report.blocks if isinstance(b, Paragraph)]
    notes = [b.text for b in report.blocks if isinstance(b, Note) and b.tone == "person"]
    assert "(Người lập báo cáo viết phần này.)" in notes


def test_a_missed_objective_is_printed_with_the_places_its_verdict_needs() -> None:
    """97,96% against ≥ 98%, with cause and measure."""
    report, _ = _report(frozen.full_month())
    rows = [row for b in report.blocks if isinstance(b, Table) for row in b.rows]
    told = ("Văn phòng", "MT-01: Mục tiêu MT-01", "≥\u00a098%", "97,96%", "Mất điện; Máy phát")
    assert told in rows


def test_a_small_target_is_not_rounded_away() -> None:
    """0,014 against ≤ 0,014 is met, and neither stands there as 0,01."""
    aim = frozen.objective("VP", "MT-01", 0.014, direction="le")
    made = frozen.progress("VP", "MT-01", "2022-03", value=0.014)
    report, _ = _report(replace(_full_year(), objectives=(aim,), progress=(made,)))
    rows = [row for b in report.blocks if isinstance(b, Table) for row in b.rows]
    assert ("MT-01: Mục tiêu MT-01", "≤\u00a00,014%", "0,014%", "Đạt (dự thảo)", "") in rows


def test_edits_after_the_close_are_listed_before_and_after() -> None:
    """With the column's own title; the figures do not move."""
    report, _ = _report(frozen.full_month())
    assert "180 → 188" in text.body(report.blocks)
    assert "Số đạt" in text.body(report.blocks)


def test_the_results_of_a_year_begin_with_its_objectives() -> None:
    """Nothing stands between “II. Kết quả” and its first heading."""
    blocks = _report(_full_year())[0].blocks
    titles = [block.text if isinstance(block, Heading) else "" for block in blocks]
    assert titles[titles.index("II. Kết quả") + 1] == "1. Mục tiêu chất lượng"


def test_left_out_rows_are_told_in_words() -> None:
    """One line a row: its key as people write it, each error by its column and title; no code, no label."""
    left_out = (
        Excluded("VP", "progress", "MT-01|2022-Q1", 9, "achieved", "required_missing"),
        Excluded("VP", "progress", "MT-01|2022-Q1", 9, "total", "number_invalid"),
        Excluded("TCCB", "dossiers", "2022-03|Cấp bản sao#2", 4, "period", "key_duplicate"),
        Excluded("GDTH", "progress", "", 0, "", "tab_missing"),
        Excluded("", "findings", "KPH-01", 3, "deadline", "date_impossible"),
    )
    table = _table(_report(frozen.full_month(excluded=left_out))[0], "Bảng")
    assert table.rows == (
        ("Văn phòng", "Kết quả", "9", "MT-01 · Quý I/2022", "Số đạt: Còn trống; Tổng số: Không phải số"),
        ("Phòng Tổ chức cán bộ", "Hồ sơ TTHC", "4", "Tháng 3/2022 · Cấp bản sao", "Kỳ: Trùng mã"),
        ("Phòng Giáo dục Tiểu học", "Kết quả", "–", "", "Mất tab"),
        ("Đoàn đánh giá", "Phát hiện", "3", "KPH-01", "Hạn: Ngày không có thật"),
    )
    english = _table(_report(frozen.full_month(excluded=left_out), "en")[0], "Table")
    assert english.rows[0][3:] == ("MT-01 · Quarter 1, 2022", "Achieved: Left blank; Total: Not a number")


def _table(report: Report, second: str) -> Table:
    """The table whose second column bears this header."""
    return next(b for b in report.blocks if isinstance(b, Table) and b.header[1] == second)


def test_edits_name_period_and_row_in_words() -> None:
    """“Tháng 2/2022”, not “2022-02”."""
    assert _table(_report(frozen.full_month())[0], "Kỳ").rows == (
        ("Văn phòng", "Tháng 2/2022", "Kết quả, MT-01 · Tháng 2/2022: Số đạt", "180 → 188"),
    )


@pytest.mark.parametrize(
    ("before", "words"),
    [((285, 300), "dao động ngẫu nhiên, chưa kết luận"), ((150, 300), "vượt dao động ngẫu nhiên")],
)
def test_a_change_inside_the_noise_is_told_as_noise(before: tuple[int, int], words: str) -> None:
    """By Newcombe's interval, not by the sign of the difference."""
    previous = {"satisfaction.q8.top2": {"numerator": before[0], "denominator": before[1]}}
    report, _ = _report(frozen.full_month(previous=previous))
    assert words in text.body(report.blocks).replace("\n", " ")


def test_a_withheld_unit_has_no_row_and_a_withheld_question_no_number() -> None:
    """Below k nothing of either is printed."""
    cube = tuple(frozen.batch("VP", "2022-03", "2022-03", {5: 20}, q3={4: 3, 0: 17}))
    report, _ = _report(frozen.full_month(cube=cube))
    table = next(b for b in report.blocks if isinstance(b, Table) and b.header[0] == "Câu hỏi")
    assert table.rows[2] == ("3. Thời gian giải quyết", "< 5", "không công bố", "–", "–")
    by_unit = next(b for b in report.blocks if isinstance(b, Table) and b.header[1] == "Tháng")
    assert [row[0] for row in by_unit.rows] == ["Văn phòng"]


_VIETNAMESE = re.compile(r"[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.I)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (frozen.full_month(), "Objectives without data"),
        (frozen.month(), "No data yet"),
        (_full_year(), "Reconciliation to the monthly reports"),
    ],
    ids=["month", "empty", "year"],
)
def test_the_english_report_is_english_throughout(data: Data, said: str) -> None:
    """What people typed stays as it is; every word of ours is English."""
    report, _ = _report(data, "en")
    printed = "\n".join([report.subject, *report.lead_lines, text.body(report.blocks)])
    typed = [unit.name for unit in frozen.UNITS] + [Agency().name, "Thiếu dấu tiếp nhận", "Chuyên viên"]
    typed += ["Mục tiêu MT", "Mất điện", "Máy phát", "đơn thư", "lớp"]
    flat = " ".join(printed.split())
    words = {word for text_ in typed for word in text_.split()}
    left = [word for word in flat.split() if _VIETNAMESE.search(word) and word.strip(";:,.") not in words]
    assert left == []
    assert said in flat


_DATES = r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/20\d\d|20\d\d-\d\d|\btháng \d+/\d+|\bnăm 20\d\d"
_CODES = r"\b(?:MT|KPH|QT)-\d+\S*|\d+ → \d+"
_FIXED = (
    r"\(câu 8[^)]*\)|95%|/100|chưa đủ \d câu|dưới \d câu|^[1-8]\. |^[1-8]$"
    r"|\d+–\d+ ngày|trên 90 ngày|Điều \d+|< 5"
)


def _foreign_numbers(report: Report, figures: Figures) -> list[str]:
    """Numbers of a Vietnamese report that are no figure at the places they are printed with."""
    known = set()
    for figure in figures.values():
        for number in (figure.value, figure.numerator, figure.denominator):
            value = exact(number)
            if value is not None:
                known |= {abs(value), abs(value) * 100}
    wrong = []
    for cell in _cells(report):
        rest = re.sub("|".join((_DATES, _CODES, _FIXED)), " ", cell)
        for found in re.findall(r"\d[\d.]*(?:,\d+)?", rest):
            places = len(found.partition(",")[2])
            value = Fraction(found.rstrip(".").replace(".", "").replace(",", "."))
            if not any(Fraction(rounded(number, places)) == value for number in known):
                wrong.append(f"{found} in {cell!r}")
    return wrong


def _cells(report: Report) -> list[str]:
    made = list(report.lead_lines)
    for block in report.blocks:
        if isinstance(block, Table):
            # Sheet rows and keys of what was left out are places, not figures.
            places = block.header[1] in ("Bảng", "Kỳ")
            made += [] if places else [cell for row in block.rows for cell in row]
        elif isinstance(block, Chart):
            made.append(block.alt)
        elif not isinstance(block, Heading):
            made += list(getattr(block, "lines", ())) or [getattr(block, "text", "")]
    return made


@pytest.mark.parametrize(
    "data", [frozen.full_month(), frozen.month(), _full_year()], ids=["full", "empty", "year"]
)
def test_every_number_printed_is_a_figure(data: Data) -> None:
    """Dates, codes and the fixed words of a sentence aside, no number comes from elsewhere."""
    report, figures = _report(data)
    assert _foreign_numbers(report, figures) == []


def test_a_number_that_is_no_figure_would_be_found() -> None:
    """The check above can fail: a planted number is named."""
    report, figures = _report(frozen.full_month())
    planted = replace(report, blocks=(*report.blocks, Note("Có 7.531 việc, đạt 81,7%.")))
    assert [found.split()[0] for found in _foreign_numbers(planted, figures)] == ["7.531", "81,7"]


def test_the_json_has_every_figure_and_the_sections() -> None:
    """The keys other programs rely on, all of them plain JSON."""
    report, figures = _report(frozen.full_month())
    made = json.loads(json.dumps(as_json.document(report, figures)))
    assert {"kind", "period", "version", "language", "window", "subject", "figures", "sections"} <= set(made)
    assert made["window"] == {
        "start": "2022-02-15",
        "end": "2022-03-14",
        "due": "2022-03-15",
        "freeze": "2022-03-19",
    }
    assert made["figures"]["objectives.met"]["numerator"] == 2
    assert made["figures"]["satisfaction.unit.GDTH.q8.top2"]["value"] is None
    keys = {"value", "numerator", "denominator", "n", "unit", "state", "exclusions", "origin"}
    assert all(set(figure) == keys for figure in made["figures"].values())


def test_what_a_mail_shortens_stands_whole_in_the_page_and_the_json() -> None:
    """Fifty rows left out: a mail lists forty and says where the rest is, so there it must be."""
    left_out = tuple(
        Excluded("GDTH", "progress", f"MT-{n}|2022-03", n, "value", "required") for n in range(50)
    )
    report, figures = _report(frozen.full_month(excluded=left_out))
    sections = as_json.document(report, figures)["sections"]
    tables = [block for section in sections for block in section["blocks"] if block["type"] == "table"]
    assert [len(table["rows"]) for table in tables if "Lỗi" in table["header"]] == [50]
    assert all(f"MT-{n} ·" in html.page(report) for n in range(50))


def test_what_people_typed_is_shown_and_does_nothing() -> None:
    """Tags are text, control and direction marks are gone, an ampersand is an ampersand."""
    hostile = "<script>alert(1)</script>\u202egnp\x00 & “=1+1”"
    finding = frozen.full_month().findings[0]
    evil = replace(finding, values={**finding.values, "description": hostile})
    report, _ = _report(frozen.full_month(findings=(evil,)))
    page = html.page(report)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;gnp &amp; “=1+1”" in page
    assert not {"\u202e", "\x00"} & set(page + text.page(report))


def test_a_sentence_without_a_figure_still_reads_as_one() -> None:
    """Nothing required, nothing resolved, nothing reported: no “Chưa có số liệu” in the midst of a phrase."""
    dossier = frozen.dossier("VP", "2022-03", "A", resolved_before=0)
    later = frozen.objective("VP", "MT-01", 98, evaluation="year")
    languages: tuple[Language, ...] = ("vi", "en")
    for language in languages:
        report, _ = _report(frozen.month(dossiers=(dossier,), objectives=(later,)), language)
        told = " ".join(text.body(report.blocks).split())
        assert "(Chưa có" not in told
        assert "(No data" not in told
    report, _ = _report(frozen.year(units=frozen.UNITS))
    assert "so với phải gửi: chưa có số liệu." in " ".join(text.body(report.blocks).split())


def test_a_large_agency_gets_tables_instead_of_endless_charts() -> None:
    """Above forty units the bars go, the rows stay."""
    units = tuple(Unit(f"U{number:03}", f"Trường số {number}") for number in range(60))
    targets = tuple(frozen.objective(unit.code, "MT-01", 95) for unit in units)
    report, _ = _report(frozen.month(units=units, objectives=targets))
    assert report.charts == ()
    table = next(b for b in report.blocks if isinstance(b, Table) and b.header[1] == "Đạt/đến kỳ")
    assert len(table.rows) == len(units)


@pytest.mark.parametrize("data", [frozen.full_month(), _full_year()], ids=["month", "year"])
def test_both_languages_tell_the_same_numbers(data: Data) -> None:
    """Paragraph by paragraph, days and months aside."""
    vietnamese, english = (_report(data, language)[0].blocks for language in ("vi", "en"))
    for one, other in zip(vietnamese, english, strict=True):
        if isinstance(one, Paragraph) and isinstance(other, Paragraph):
            told = re.sub(r"[\d/]+/\d{4}", "", one.text)
            said = re.sub(r"(?:\d+ )?(?:January|February|March|April|December) \d{4}", "", other.text)
            assert sorted(re.findall(r"\d+", told)) == sorted(re.findall(r"\d+", said)), one.text
