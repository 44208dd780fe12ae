"""What a unit is told by mail, in the agency's language."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from service import organisation, state
from service.clock import parse
from service.compose import Services
from service.duties import follow
from service.mail import digests, notices
from service.store.engine import reading
from service.store.tables import notice, outbox, problem, record, workbook
from tests.support.installation import READ_AT, add_problem, add_record, add_workbook, make_installation

#: The day on which April's entries are due.
DUE = "2022-04-15"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """An agency in April 2022 whose language is Vietnamese until `speak_english`."""
    made = make_installation(tmp_path / "var", now=f"{DUE}T07:00:00+07:00")
    with made.engine.begin() as connection:
        state.open_installation(connection, parse("2022-04-01T08:00:00+07:00"))
    yield made
    made.engine.dispose()


def daily(services: Services, day: str) -> int:
    """The day's digests, after the register of duties was brought up to date."""
    with services.engine.begin() as connection:
        known = organisation.read(connection)
        assert known is not None
        follow.follow(connection, known, services.clock.now())
    return digests.daily(services, day)


def speak_english(services: Services) -> None:
    """The coordinator sets the agency's language."""
    with services.engine.begin() as connection:
        book = connection.execute(select(workbook.c.id).where(workbook.c.key == "coordinator")).scalar_one()
        add_record(connection, book, "settings", "language", 9, {"key": "language", "value": "en"})


def mails(services: Services) -> dict[str, tuple[str, str]]:
    """What waits in the outbox: recipient → subject and text."""
    found = {}
    with reading(services.engine) as connection:
        for row in connection.execute(select(outbox).where(outbox.c.state == "waiting")).mappings():
            mail = message_from_bytes(row["message"], policy=SMTP)
            assert isinstance(mail, EmailMessage)
            text = mail.get_body(("plain",))
            assert text is not None
            found[row["recipient"]] = str(mail["Subject"]), " ".join(str(text.get_content()).split())
    return found


def test_a_digest_is_vietnamese_unless_the_agency_is_not(services: Services) -> None:
    """Sentence, remedy, what is missing and the frame."""
    assert daily(services, DUE)
    subject, text = mails(services)["binh@example.vn"]
    assert subject == "[ISO] Thanh tra: 2 việc chưa quá hạn, 1 ô cần sửa, 1 ô cần xem lại"
    for words in (
        "Ô C5 chưa đúng. Gõ lại bằng số.",
        "- Nhập mục tiêu chất lượng của đơn vị, tháng 4/2022. Hạn 15/04/2022, hết hạn hôm nay; chốt số liệu",
        "Mã thư:",
    ):
        assert words in text


def test_an_agency_that_reads_english_gets_english_digests(services: Services) -> None:
    """By the setting its reports go by; names and what people typed stay as they are."""
    speak_english(services)
    assert daily(services, DUE)
    subject, text = mails(services)["binh@example.vn"]
    assert subject == "[ISO] Thanh tra: 2 due, 1 to mend, 1 to look at again"
    for words in (
        "Cell C5 is not right. Type a number.",
        "- Enter the unit's quality objectives, April 2022. Due 15 April 2022, due today; figures freeze",
        "15 April 2022",
    ):
        assert words in text
    assert "Gõ lại" not in text


@pytest.mark.parametrize(
    ("english", "said"), [(False, "Không đọc được tệp “KHTC”"), (True, "“KHTC” cannot be read")]
)
def test_a_notice_is_in_the_language_its_reader_reads(services: Services, english: bool, said: str) -> None:
    """The unit by the agency's setting; the coordinator by her own line in the list of recipients."""
    if english:
        speak_english(services)
    with services.engine.begin() as connection:
        lost = connection.execute(select(workbook.c.id).where(workbook.c.unit == "KHTC")).scalar_one()
        row = {"workbook_id": lost, "kind": "unshared", "since": READ_AT}
        connection.execute(
            insert(notice).values(**row, message_vi="Hãy chia sẻ lại.", message_en="Share it again.")
        )
    assert notices.send(services) == 2
    told = mails(services)
    assert told["chi@example.vn"][0] == f"[ISO] {said}"
    assert ("Share it again." in told["chi@example.vn"][1]) is english
    assert told["thuky@example.vn"][0] == "[ISO] Không đọc được tệp “KHTC”"


def test_an_entry_names_its_cell_once(services: Services) -> None:
    """The stored sentence begins with the cell; the entry does already."""
    with services.engine.begin() as connection:
        book = connection.execute(select(workbook.c.id).where(workbook.c.unit == "TTR")).scalar_one()
        said = {"message_vi": "Ô C9: không đọc được số.", "message_en": "Cell C9: no number."}
        add_problem(connection, book, "C9", code="number_invalid", value="tám", **said)
    assert daily(services, DUE)
    assert "Kết quả!C9 “tám”: không đọc được số. Gõ lại bằng số." in mails(services)["binh@example.vn"][1]


def test_a_row_that_waits_for_another_tabs_row_is_told_apart(services: Services) -> None:
    """Its sentence says that it does not count yet: the heading must not say that it does."""
    with services.engine.begin() as connection:
        book = connection.execute(select(workbook.c.id).where(workbook.c.unit == "TTR")).scalar_one()
        said = {"message_vi": "Ô A4: “MT01” chưa được tính.", "message_en": "Cell A4: it does not count yet."}
        said |= {"column_name": "code"}
        add_problem(connection, book, "A4", code="link_wrong", severity="warning", value="MT01", **said)
    assert daily(services, DUE)
    plain = mails(services)["binh@example.vn"][1]
    apart = plain.partition("Chờ sửa ở dòng khác")[2].partition("Cần xem lại (vẫn được tính)")[0]
    assert "chưa được tính." in apart


@pytest.fixture
def turning(tmp_path: Path) -> Iterator[Services]:
    """The agency when the year turns: nobody wrote a year into the settings, 2023 has its workbooks."""
    made = make_installation(tmp_path / "var", now="2022-12-15T07:00:00+07:00")
    with made.engine.begin() as connection:
        state.open_installation(connection, parse("2022-12-01T08:00:00+07:00"))
        connection.execute(delete(record).where(record.c.key == "year"))
        connection.execute(update(problem).values(told_at=READ_AT))
        for code in ("VP", "TTR"):
            add_workbook(
                connection, "unit", code, key=f"unit:{code}:2023", year=2023, spreadsheet_id=f"{code}-2023"
            )
    yield made
    made.engine.dispose()


def at(services: Services, moment: str, start_day: int = 15) -> str:
    """The coordinator's book was read again a moment ago; returns the day."""
    read = f"{moment}:00.000000+07:00"
    Path(services.config.clock).write_text(read)
    here = (record.c.table_name == "settings") & (record.c.key == "window_start_day")
    with services.engine.begin() as connection:
        connection.execute(update(workbook).where(workbook.c.kind == "coordinator").values(last_read_at=read))
        values = {"key": "window_start_day", "value": str(start_day)}
        connection.execute(update(record).where(here).values(values=values))
    return moment[:10]


@pytest.mark.parametrize(
    ("day", "start_day"), [("2022-12-15", 15), ("2022-12-19", 15), ("2023-01-02", 1), ("2023-01-05", 1)]
)
def test_december_is_reminded_of_after_the_year_has_turned(
    turning: Services, day: str, start_day: int
) -> None:
    """On its due day and on the last day that counts, with the way to the workbook of its own year."""
    assert daily(turning, at(turning, f"{day}T07:00", start_day))
    subject, text = mails(turning)["an@example.vn"]
    assert subject.startswith("[ISO] Văn phòng: ")
    assert "tháng 12/2022" in text
    assert "tháng 1/2023" not in text
    assert "Mở sổ năm 2022 của đơn vị: http://127.0.0.1:9/spreadsheets/d/sheet-VP/edit" in text


def test_before_the_window_is_over_on_days_off_and_after_the_freeze_nobody_is_reminded(
    turning: Services,
) -> None:
    """The 14th still belongs to December, the 17th is a Saturday, on the 20th the figures are frozen."""
    for day in ("2022-12-14", "2022-12-17", "2022-12-20"):
        assert daily(turning, at(turning, f"{day}T07:00")) == 0


def test_an_error_in_last_years_workbook_is_told_while_december_runs_on(turning: Services) -> None:
    """In one digest with the new year's, each with the year of its workbook; after the freeze no more."""
    with turning.engine.begin() as connection:
        for year, cell in ((2022, "C9"), (2023, "C4")):
            here = (workbook.c.unit == "TTR") & (workbook.c.year == year)
            book = connection.execute(select(workbook.c.id).where(here)).scalar_one()
            add_problem(connection, book, cell, code="number_invalid")
    assert daily(turning, at(turning, "2022-12-17T07:00")) == 1
    _, text = mails(turning)["binh@example.vn"]
    assert "Kết quả (sổ năm 2022)!C9" in text
    assert "Kết quả!C4" in text
    assert daily(turning, at(turning, "2022-12-18T07:00")) == 0
    with turning.engine.begin() as connection:
        connection.execute(update(problem).values(told_at=None))
    assert daily(turning, at(turning, "2022-12-20T07:00")) == 1
    assert "sổ năm 2022" not in mails(turning)["binh@example.vn"][1]


def test_a_problem_is_told_once_however_it_came_to_be_told(services: Services) -> None:
    """First seen while its row was still being typed, before a digest of other things: told the day after."""
    with services.engine.begin() as connection:
        book = connection.execute(select(workbook.c.id).where(workbook.c.unit == "TTR")).scalar_one()
        typed = f"{DUE}T06:58:00.000000+07:00"
        add_problem(connection, book, "C9", code="number_invalid", first_seen_at=typed, quiet=True)
    assert daily(services, "2022-04-12")
    assert "C9" not in mails(services)["binh@example.vn"][1]
    with services.engine.begin() as connection:
        connection.execute(update(problem).where(problem.c.cell == "C9").values(quiet=False))
    assert daily(services, "2022-04-13") == 1
    assert "C9" in mails(services)["binh@example.vn"][1]
    assert daily(services, "2022-04-14") == 0


def test_a_unit_that_nobody_edits_is_told_once_somebody_does(services: Services) -> None:
    """What was never mailed was never told."""
    with services.engine.begin() as connection:
        here = (record.c.table_name == "units") & (record.c.key == "TTR")
        row = {"code": "TTR", "name": "Thanh tra"}
        connection.execute(update(record).where(here).values(values=row))
    assert daily(services, "2022-04-12") == 0
    with services.engine.begin() as connection:
        connection.execute(update(record).where(here).values(values={**row, "editors": ["moi@example.vn"]}))
    assert daily(services, "2022-04-13") == 1
    assert "C5" in mails(services)["moi@example.vn"][1]
