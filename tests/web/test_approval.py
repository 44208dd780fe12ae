"""The coordinator's word, pressed on the page: only then do leaders get a report, and only once."""

from __future__ import annotations

import zlib
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from flask.testing import FlaskClient
from sqlalchemy import select, update

from service import access
from service.compose import Services
from service.issuing import issue
from service.periods import snapshot
from service.store.engine import reading
from service.store.tables import outbox, record
from service.store.tables import snapshot as frozen_periods
from tests.support.frozen import full_month
from tests.support.installation import add_record
from tests.web.conftest import Post

PAGE = "/bao-cao/monthly/2022-03"
NEW_NAME = {"key": "agency_name", "value": "Sở Giáo dục và Đào tạo tỉnh Ninh Bình"}


def approved(post: Post) -> str:
    """What the page says when the coordinator approves March."""
    return post(PAGE, f"{PAGE}/duyet", {"confirm": "yes"}).text


def change_leader(services: Services, **values: str) -> None:
    """The director's row in the list of recipients says something else; without `values` what it said."""
    row = {"email": "giamdoc@example.vn", "name": "x", "role": "leader", **values}
    with services.engine.begin() as connection:
        here = (record.c.table_name == "recipients") & (record.c.key == row["email"])
        connection.execute(update(record).where(here).values(values=row))


def other_figures() -> bytes:
    """March as it would be kept if a figure were computed otherwise."""
    return zlib.compress(full_month(progress=(), cube=()).to_json().encode())


def mail_to(services: Services, address: str) -> EmailMessage:
    """The last mail about March to an address."""
    query = select(outbox.c.message).where(outbox.c.recipient == address, outbox.c.period == "2022-03")
    with reading(services.engine) as connection:
        raw = connection.execute(query.order_by(outbox.c.id.desc()).limit(1)).scalar_one()
    mail = message_from_bytes(raw, policy=SMTP)
    assert isinstance(mail, EmailMessage)
    return mail


def plain(mail: EmailMessage) -> str:
    """A mail's text."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def report_of(mail: EmailMessage) -> str:
    """A mail's report: its text without what only the coordinator is told, and without the reference."""
    lines = (line.strip("- ") for line in plain(mail).splitlines())
    own = ("Báo cáo chưa gửi lãnh đạo.", "Xem và duyệt gửi", "Mã thư:")
    return "\n".join(line for line in lines if line and not line.startswith(own))


def recipients(services: Services) -> list[str]:
    """Who has mail about March in the outbox."""
    with reading(services.engine) as connection:
        query = select(outbox.c.recipient).where(outbox.c.period == "2022-03").order_by(outbox.c.id)
        return list(connection.execute(query).scalars())


def test_leaders_get_nothing_before_the_coordinator_approves(issued: Services, client: FlaskClient) -> None:
    """The report went to the coordinator only, and the page says so."""
    assert recipients(issued) == ["thuky@example.vn"]
    assert "Lãnh đạo chưa nhận được báo cáo này." in client.get(PAGE).text


def test_minutes_are_called_minutes(issued: Services, client: FlaskClient) -> None:
    """What waits for approval goes by its own name, in the mail and on its page."""
    issue.issue(issued, "minutes", "2022-03")
    mail, page = plain(mail_to(issued, "thuky@example.vn")), client.get("/bao-cao/minutes/2022-03").text
    assert "Dự thảo biên bản chưa gửi lãnh đạo." in mail and "Báo cáo chưa gửi" not in mail
    assert "Lãnh đạo chưa nhận được dự thảo biên bản này." in page
    assert "Tôi đã đọc dự thảo biên bản này" in page and "áo cáo này" not in page


def test_approval_sends_it_to_the_leaders_once(issued: Services, post: Post) -> None:
    """Pressing again finds no button; the page says who approved and when."""
    answer = post(PAGE, f"{PAGE}/duyet", {"confirm": "yes"})
    assert "Đã duyệt. Báo cáo sẽ được gửi tới lãnh đạo." in answer.text
    assert "Đã duyệt gửi lúc 09:30 10/04/2022 (thuky@example.vn)." in answer.text
    assert recipients(issued) == ["thuky@example.vn", "giamdoc@example.vn"]
    again = post(PAGE, f"{PAGE}/duyet", {"confirm": "yes"})
    assert "Báo cáo này đã được duyệt trước đó." in again.text
    assert recipients(issued) == ["thuky@example.vn", "giamdoc@example.vn"]
    with issued.engine.connect() as connection:
        assert [line["action"] for line in access.recent(connection, 9)].count("approved") == 1


def test_of_several_leaders_each_is_greeted_as_listed(issued: Services, post: Post) -> None:
    """The report is written to the director; his deputy's mail does not call her so."""
    change_leader(issued, name="Giám đốc Sở")
    deputy = {"email": "phogiamdoc@example.vn", "name": "Phó Giám đốc Sở", "role": "leader"}
    with issued.engine.begin() as connection:
        add_record(connection, 1, "recipients", deputy["email"], 31, deputy)
    approved(post)
    people = ("giamdoc", "phogiamdoc", "thuky")
    first = {name: plain(mail_to(issued, f"{name}@example.vn")).splitlines()[0] for name in people}
    director = "Kính gửi đồng chí Giám đốc,"
    assert first == {"giamdoc": director, "phogiamdoc": "Kính gửi Phó Giám đốc Sở,", "thuky": director}


def test_a_test_goes_to_the_address_given_and_approves_nothing(issued: Services, post: Post) -> None:
    """The leaders still wait."""
    answer = post(PAGE, f"{PAGE}/gui-thu", {"to": "an@example.vn"})
    assert "Bản gửi thử đang đến an@example.vn." in answer.text
    assert "Lãnh đạo chưa nhận được báo cáo này." in answer.text
    assert recipients(issued) == ["thuky@example.vn", "an@example.vn"]


def test_a_report_whose_figures_are_not_frozen_cannot_be_approved(post: Post) -> None:
    """January's report stands in the store without its snapshot: a sentence, not a failure."""
    page = "/bao-cao/monthly/2022-01"
    answer = post(page, f"{page}/duyet", {"confirm": "yes"})
    assert answer.status_code == 503
    assert "Kỳ này chưa chốt số liệu" in answer.text


def test_where_leaders_get_reports_at_once_there_is_nothing_to_approve(
    services: Services, client: FlaskClient
) -> None:
    """The agency set it so."""
    with services.engine.begin() as connection:
        values = {"key": "leaders_at_once", "value": "có"}
        add_record(connection, 1, "settings", "leaders_at_once", 30, values)
    text = client.get("/bao-cao/monthly/2022-01").text
    assert "lãnh đạo nhận báo cáo ngay khi có" in text
    assert "/duyet" not in text


def test_the_letter_shows_the_charts_of_the_mail(issued: Services, client: FlaskClient) -> None:
    """Every picture the HTML names is inline: none points nowhere."""
    text = client.get(f"{PAGE}/thu.html").text
    assert text.count("data:image/png;base64,") == text.count("<img") > 0
    assert "cid:" not in text


def test_nothing_is_approved_while_nobody_would_get_it(
    issued: Services, client: FlaskClient, post: Post
) -> None:
    """The page says why; a leader listed afterwards gets the report when it is approved then."""
    change_leader(issued, role="coordinator", reports="annual")
    assert "/duyet" not in client.get(PAGE).text
    assert "Chưa có lãnh đạo nào nhận báo cáo này" in post(PAGE, f"{PAGE}/duyet", {"confirm": "yes"}).text
    assert recipients(issued) == ["thuky@example.vn"]
    change_leader(issued)
    assert "Đã duyệt. Báo cáo sẽ được gửi tới lãnh đạo." in approved(post)
    assert recipients(issued) == ["thuky@example.vn", "giamdoc@example.vn"]


def test_leaders_get_what_was_read(issued: Services, post: Post) -> None:
    """Whatever changed since: the agency's name, or how a figure is computed from what was frozen."""
    read = mail_to(issued, "thuky@example.vn")
    with issued.engine.begin() as connection:
        named = (record.c.table_name == "settings") & (record.c.key == "agency_name")
        connection.execute(update(record).where(named).values(values=NEW_NAME))
        connection.execute(update(frozen_periods).values(content=other_figures()))
    assert "Đã duyệt." in approved(post)
    got = mail_to(issued, "giamdoc@example.vn")
    assert got["Subject"] == read["Subject"]
    assert report_of(got) == report_of(read)
    assert "Minh Hà" in got["Subject"]
    assert "Ninh Bình" not in got.as_string()


def test_a_leader_of_another_language_gets_a_version_that_could_be_seen(
    services: Services, client: FlaskClient, post: Post
) -> None:
    """It is made with the report, kept, and shown on the page before the approval."""
    change_leader(services, language="en")
    with services.engine.begin() as connection:
        snapshot.freeze(connection, full_month(), services.clock.now())
    issue.issue(services, "monthly", "2022-03")
    shown = client.get(f"{PAGE}/thu.txt?lang=en").text
    assert (
        'giamdoc@example.vn (<a href="/bao-cao/monthly/2022-03?lang=en">bản tiếng Anh'
        in client.get(PAGE).text
    )
    assert "Đã duyệt." in approved(post)
    assert plain(mail_to(services, "giamdoc@example.vn")).startswith(shown.splitlines()[0])


def test_a_version_that_nobody_saw_is_not_sent(issued: Services, client: FlaskClient, post: Post) -> None:
    """A leader turned to English after the report was made: the version is made, seen, then approved."""
    change_leader(issued, language="en")
    assert "vừa được lập" in approved(post)
    assert recipients(issued) == ["thuky@example.vn"]
    assert "To the Director," in client.get(f"{PAGE}/thu.txt?lang=en").text
    assert "Đã duyệt." in approved(post)
    assert recipients(issued) == ["thuky@example.vn", "giamdoc@example.vn"]


def test_a_version_with_other_figures_than_those_read_is_not_made(issued: Services, post: Post) -> None:
    """How a figure is computed changed since: two leaders must not get different numbers."""
    change_leader(issued, language="en")
    with issued.engine.begin() as connection:
        connection.execute(update(frozen_periods).values(content=other_figures()))
    assert "sẽ khác bản đã lưu" in approved(post)
    assert recipients(issued) == ["thuky@example.vn"]


def test_a_coordinator_listed_later_gets_the_report_that_was_made(issued: Services) -> None:
    """Issuing it again sends her the same one, and nobody else anything."""
    change_leader(issued, role="coordinator")
    with issued.engine.begin() as connection:
        named = (record.c.table_name == "settings") & (record.c.key == "agency_name")
        connection.execute(update(record).where(named).values(values=NEW_NAME))
    issue.issue(issued, "monthly", "2022-03")
    first, second = (mail_to(issued, f"{name}@example.vn") for name in ("thuky", "giamdoc"))
    assert report_of(first) == report_of(second)


def test_a_test_is_marked_as_one(issued: Services, client: FlaskClient, post: Post) -> None:
    """In its subject, below its first lines, and where the page lists who got mail."""
    post(PAGE, f"{PAGE}/gui-thu", {"to": "an@example.vn"})
    mail = mail_to(issued, "an@example.vn")
    assert mail["Subject"].startswith("[GỬI THỬ] [ISO] Báo cáo tháng 3/2022")
    assert "Đây là bản gửi thử, không phải báo cáo chính thức." in plain(mail)
    assert "an@example.vn (gửi thử)" in client.get(PAGE).text


def test_no_test_goes_round_the_approval(issued: Services, post: Post) -> None:
    """A leader's address is refused, in capitals too, until the report is approved."""
    answer = post(PAGE, f"{PAGE}/gui-thu", {"to": "GiamDoc@example.vn"})
    assert "Địa chỉ này là của lãnh đạo, mà báo cáo chưa được duyệt" in answer.text
    assert recipients(issued) == ["thuky@example.vn"]
    assert "Đã duyệt." in approved(post)
    assert "Bản gửi thử đang đến" in post(PAGE, f"{PAGE}/gui-thu", {"to": "giamdoc@example.vn"}).text
