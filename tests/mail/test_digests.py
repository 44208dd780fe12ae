"""What a unit is told by mail, in the agency's language."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from service.compose import Services
from service.mail import digests
from service.store.engine import reading
from service.store.tables import notice, outbox, workbook
from tests.support.installation import READ_AT, add_record, make_installation

#: The day on which April's entries are due.
DUE = "2022-04-15"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """An agency in April 2022 whose language is Vietnamese until `speak_english`."""
    made = make_installation(tmp_path / "var", now=f"{DUE}T07:00:00+07:00")
    yield made
    made.engine.dispose()


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
    assert digests.daily(services, DUE)
    subject, text = mails(services)["binh@example.vn"]
    assert subject == "[ISO] Thanh tra: 1 ô cần sửa, 1 ô cần xem lại, 2 mục còn thiếu"
    for words in ("Ô C5 chưa đúng. Gõ lại bằng số.", "– Nhập mục tiêu chất lượng của đơn vị.", "Mã thư:"):
        assert words in text


def test_an_agency_that_reads_english_gets_english_digests(services: Services) -> None:
    """By the setting its reports go by; names and what people typed stay as they are."""
    speak_english(services)
    assert digests.daily(services, DUE)
    subject, text = mails(services)["binh@example.vn"]
    assert subject == "[ISO] Thanh tra: 1 to mend, 1 to look at again, 2 missing"
    for words in (
        "Cell C5 is not right. Type a number.",
        "– Enter the unit's quality objectives.",
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
    assert digests.notices(services) == 2
    told = mails(services)
    assert told["chi@example.vn"][0] == f"[ISO] {said}"
    assert ("Share it again." in told["chi@example.vn"][1]) is english
    assert told["thuky@example.vn"][0] == "[ISO] Không đọc được tệp “KHTC”"
