"""The day's mail as it is built: what a person reads of each unit, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from email.message import EmailMessage

from service.mail import digest_letter
from service.mail.digest_letter import Call, Section, Slip
from service.mail.messages import Envelope

WHEN = datetime(2022, 3, 16, 7, 0, tzinfo=timezone(timedelta(hours=7)))
DAY = date(2022, 3, 16)
ENVELOPE = Envelope("so@qms.example", "lan@so.example", WHEN, "thuky@so.example")
SLIP = Slip(
    "Kết quả", "E5", "98,5abc", "Không đọc được số.", "Hãy gõ lại số.", "https://sheets.example/1#E5", "98,5"
)
CALL = Call(
    "Nhập kết quả của 2 mục tiêu, tháng 3/2022.",
    "Hạn 15/03/2022, quá hạn 1 ngày làm việc.",
    True,
    "unit",
    "Kết quả",
    "https://sheets.example/1#gid=7",
)


def words(mail: EmailMessage, kind: str = "plain") -> str:
    """A part's words on one line."""
    part = mail.get_body((kind,))
    assert part is not None
    return " ".join(str(part.get_content()).split())


def subject(*sections: Section, language: str = "vi") -> str:
    """The subject of a mail of these sections."""
    envelope = replace(ENVELOPE, language="en") if language == "en" else ENVELOPE
    return str(digest_letter.compose(envelope, DAY, sections)["Subject"])


def test_a_digest_names_each_cell_and_each_duty_with_a_link() -> None:
    """Value, sentence, remedy, suggestion; errors before warnings; what is due, by when, and where."""
    warning = replace(SLIP, cell="H9", severity="warning", sentence="Thiếu nguyên nhân.", suggestion=None)
    section = Section("Văn phòng", [warning, SLIP], [CALL, replace(CALL, is_overdue=False)])
    mail = digest_letter.compose(ENVELOPE, DAY, [section])
    assert mail["Subject"] == (
        "[ISO] Văn phòng: 1 việc quá hạn, 1 việc chưa quá hạn, 1 ô cần sửa, 1 ô cần xem lại"
    )
    plain = words(mail)
    assert "Kết quả!E5 “98,5abc”: Không đọc được số. Hãy gõ lại số. Gợi ý: 98,5" in plain
    assert plain.index("E5") < plain.index("H9") < plain.index("Đến hạn, quá hạn")
    assert "Nhập kết quả của 2 mục tiêu, tháng 3/2022. Hạn 15/03/2022, quá hạn 1 ngày làm việc." in plain
    assert "Mở tab Kết quả: https://sheets.example/1#gid=7" in plain
    page = mail.get_body(("html",))
    assert page is not None
    assert 'href="https://sheets.example/1#E5"' in page.get_content()
    assert 'href="https://sheets.example/1#gid=7"' in page.get_content()


def test_what_is_named_without_a_full_stop_gets_one_before_its_deadline() -> None:
    """A conclusion, or a line of the plan, is told as it was typed."""
    calls = [replace(CALL, text="Bố trí người hướng dẫn giờ cao điểm"), replace(CALL, text="Ghi tiếp…")]
    plain = words(digest_letter.compose(ENVELOPE, DAY, [Section("Một cửa", calls=calls)]))
    assert "giờ cao điểm. Hạn 15/03/2022" in plain
    assert "Ghi tiếp… Hạn 15/03/2022" in plain


def test_a_row_that_waits_for_another_is_not_said_to_count() -> None:
    """It stands apart from what is counted all the same, and before it."""
    doubt = replace(SLIP, cell="H9", severity="warning", sentence="Thiếu nguyên nhân.")
    waits = replace(SLIP, cell="A2", severity="warning", sentence="Chưa được tính.", waits=True)
    plain = words(digest_letter.compose(ENVELOPE, DAY, [Section("Văn phòng", [doubt, waits])]))
    places = [plain.index(told) for told in ("Chờ sửa ở dòng khác", "A2", "Cần xem lại", "H9")]
    assert places == sorted(places)
    assert "vẫn được tính" not in words(digest_letter.compose(ENVELOPE, DAY, [Section("Văn phòng", [waits])]))


def test_a_digest_tells_thirty_problems_and_how_many_more_where() -> None:
    """Errors come first; the subject counts all; a tab pasted wrong makes no mail of a thousand lines."""
    errors = [replace(SLIP, cell=f"E{row}") for row in range(2, 32)]
    warnings = [replace(SLIP, tab="Mục tiêu", cell=f"C{row}", severity="warning") for row in range(2, 10)]
    mail = digest_letter.compose(ENVELOPE, DAY, [Section("Văn phòng", [*warnings, *errors])])
    assert mail["Subject"] == "[ISO] Văn phòng: 30 ô cần sửa, 8 ô cần xem lại"
    plain = words(mail)
    assert plain.count("Không đọc được số.") == digest_letter.MOST_LISTED
    assert "Cần xem lại" not in plain
    assert "… và 8 ô nữa: Mục tiêu 8." in plain
    assert "ô nữa" not in words(digest_letter.compose(ENVELOPE, DAY, [Section("Văn phòng", errors)]))
    calls = [replace(CALL, text=f"Việc {number}.") for number in range(33)]
    many = words(digest_letter.compose(ENVELOPE, DAY, [Section("Văn phòng", calls=calls)]))
    assert "Việc 29." in many
    assert "Việc 30." not in many
    assert "… và 3 việc nữa." in many


def test_an_editor_of_two_units_gets_one_mail_grouped_by_unit() -> None:
    """The subject says of how many; each entry stands below its unit's name."""
    mail = digest_letter.compose(
        ENVELOPE, DAY, [Section("Văn phòng", [SLIP]), Section("Thanh tra", calls=[CALL])]
    )
    assert mail["Subject"] == "[ISO] 2 đơn vị: 1 việc quá hạn, 1 ô cần sửa"
    plain = words(mail)
    assert plain.index("Văn phòng") < plain.index("E5") < plain.index("Thanh tra") < plain.index("Nhập")
    assert mail["X-QMS-Key"] == "digest|2022-03-16|lan@so.example"


def test_the_subject_counts_all_that_is_open_not_only_what_is_new() -> None:
    """What was reminded of before stands below, and the running month's two days above."""
    others = [replace(CALL, text=f"Việc cũ {number}.", to="") for number in range(2)]
    soon = replace(CALL, text="Việc sắp tới.", is_overdue=False, to="")
    month = "Số liệu tháng 3/2022: hạn nhập hết ngày 15/03/2022, chốt số liệu hết ngày 19/03/2022."
    mail = digest_letter.compose(
        ENVELOPE, DAY, [Section("Văn phòng", (), [CALL], [*others, soon], month=month)]
    )
    assert mail["Subject"] == "[ISO] Văn phòng: 3 việc quá hạn, 1 việc chưa quá hạn"
    plain = words(mail)
    places = [plain.index(t) for t in (month, "Đến hạn, quá hạn", "Việc khác đang chờ làm", "Việc cũ 1")]
    assert places == sorted(places)


def test_each_role_has_its_own_heading() -> None:
    """A head reads that it is told as the head; leaders likewise."""
    calls = [replace(CALL, to=to) for to in ("leaders", "head", "unit")]
    plain = words(digest_letter.compose(ENVELOPE, DAY, [Section("Văn phòng", calls=calls)]))
    titles = ("Đến hạn, quá hạn", "Báo lãnh đạo đơn vị: chưa làm xong", "Trình lãnh đạo: chưa làm xong")
    assert [plain.count(title) for title in titles] == [1, 1, 1]


def test_what_leaders_are_to_know_comes_as_a_text_to_pass_on() -> None:
    """To the coordinator, who decides; it says that leaders have not got it."""
    forward = ["Đến 22/03/2022, các việc sau đã quá hạn:", "– Văn phòng: Nhập kết quả"]
    mail = digest_letter.compose(ENVELOPE, DAY, [], forward)
    assert mail["Subject"] == "[ISO] 1 việc trình lãnh đạo"
    assert "Hệ thống chưa gửi lãnh đạo." in words(mail)
    assert all(line in words(mail) for line in forward)


def test_the_same_day_makes_the_same_bytes() -> None:
    """Whatever it tells, there is one mail a person a day."""
    made = [digest_letter.compose(ENVELOPE, DAY, [Section("VP", [SLIP])]).as_bytes() for _ in range(2)]
    assert made[0] == made[1]
    other = digest_letter.compose(ENVELOPE, DAY, [Section("VP", calls=[CALL])])
    assert other["X-QMS-Key"] == "digest|2022-03-16|lan@so.example"


def test_an_english_reader_gets_english_words() -> None:
    """The frame follows the recipient's language."""
    assert subject(Section("Office", [SLIP], [CALL]), language="en") == "[ISO] Office: 1 overdue, 1 to mend"
    mail = digest_letter.compose(replace(ENVELOPE, language="en"), DAY, [Section("Office", [SLIP], [CALL])])
    for told in ("Reference: ", "16 March 2022", "Due and overdue", "Open the tab Kết quả"):
        assert told in words(mail)


def test_what_a_person_typed_is_text_in_a_mail() -> None:
    """A formula or a tag in a cell or a duty is quoted, shortened where it is long, and does nothing."""
    evil = "=HYPERLINK(1)<img src=x onerror=1>"
    section = Section(f"VP{evil}", [replace(SLIP, value=evil + "9" * 500)], [replace(CALL, text=evil)])
    part = digest_letter.compose(ENVELOPE, DAY, [section], [evil]).get_body(("html",))
    assert part is not None
    assert "<img" not in part.get_content()
    assert "9" * 100 not in part.get_content()
