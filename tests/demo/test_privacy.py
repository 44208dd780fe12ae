"""Over a demo's mail: no unit reads another's faults, no leader an unapproved report, nobody a citizen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from demo import department
from demo.calendar import ZONE
from service.compose import compose
from service.web.app import create_app
from tests.support import privacy
from tests.support.lived import Lived, lived_once
from tests.support.privacy import Rights

pytestmark = pytest.mark.timeout(600)
VP, MC = department.UNITS[:2]
NOW = datetime(2022, 1, 23, 17, tzinfo=ZONE)


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """A month of two units."""
    return lived_once(tmp_path_factory)[0]


@pytest.fixture(scope="module")
def known(left: Lived) -> Rights:
    """Who may read what in that month."""
    return privacy.rights(left)


@pytest.fixture
def client(left: Lived) -> Iterator[FlaskClient]:
    """The pages over what the month left."""
    services = compose(Path(left.directory))
    yield create_app(services).test_client()
    services.engine.dispose()


def letters(left: Lived, kind: str, reader: str = "") -> list[EmailMessage]:
    """The mails of a kind ("digest", "monthly" …), to one reader or to all."""
    parser = BytesParser(policy=policy.default)
    own = (
        m
        for m in left.mails
        if m["key"].startswith(f"{kind}|") and m["key"].endswith(f"|{reader}" * bool(reader))
    )
    return [parser.parsebytes(left.letter(mail)) for mail in own]


def test_the_month_has_mails_of_every_kind(left: Lived, known: Rights) -> None:
    """The check is worth something: both units got digests, the leaders a report, citizens left comments."""
    assert known.coordinators == {department.COORDINATOR}
    assert known.leaders == set(department.LEADERS)
    assert letters(left, "digest", VP.email)
    assert letters(left, "digest", MC.email)
    assert len(letters(left, "monthly")) == 1 + len(known.leaders)
    assert len(known.secrets) > len(left.posted) > 0


def test_no_mail_tells_anybody_what_is_not_theirs(left: Lived, known: Rights) -> None:
    """Units read of their own workbook only, leaders what was approved, and nobody a citizen's words."""
    assert privacy.of_mails(left, known) == []


def test_a_units_page_shows_that_unit_only(left: Lived, known: Rights, client: FlaskClient) -> None:
    """The page of a unit leads to its own workbook and to no other."""
    for unit in (VP, MC):
        page = client.get(f"/don-vi/{unit.code}").text
        own = next(ident for ident, code in known.books.items() if code == unit.code)
        assert own in page
        assert privacy.of_unit_page(unit.code, page, known) == []


def test_no_page_shows_a_citizens_words(known: Rights, client: FlaskClient) -> None:
    """Neither comments nor the ids of answers stand on any page, the reports' among them."""
    pages = ["/", "/bao-cao/", "/bao-cao/monthly/2022-01", "/cong-viec/", "/so/auditors", "/khao-sat/VP"]
    for address in pages:
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        assert privacy.told_secrets(privacy.page_words(answer.text) + answer.text, known) == [], address


def planted(left: Lived, text: str) -> EmailMessage:
    """A digest of VP with one more sentence in it."""
    letter = letters(left, "digest", VP.email)[0]
    body = letter.get_body(("plain",))
    assert body is not None
    body.set_content(body.get_content() + text)
    return letter


@pytest.mark.parametrize("what", ["link", "id", "name", "page", "comment", "answer"])
def test_a_planted_word_of_somebody_else_is_seen(left: Lived, known: Rights, what: str) -> None:
    """The check fails for a digest that holds another unit's link or name, or something of a citizen's."""
    other = next(ident for ident, code in known.books.items() if code == MC.code)
    comment = max(known.secrets - set(left.posted), key=len)
    texts = {
        "link": f"http://127.0.0.1:1/spreadsheets/d/{other}/edit#gid=1&range=C4",
        "id": f"xem tệp {other}",
        "name": f"{MC.name}: 3 ô cần sửa",
        "page": f"http://127.0.0.1:1/don-vi/{MC.code}",
        "comment": comment,
        "answer": left.posted[0],
    }
    assert privacy.of_mail(planted(left, ""), [VP.email], NOW, known) == []
    assert privacy.of_mail(planted(left, f"\n{texts[what]}\n"), [VP.email], NOW, known) != []


def test_a_mail_to_the_wrong_person_is_seen(left: Lived, known: Rights) -> None:
    """The check fails for a digest to another unit, a leader or a stranger, and for a report to a unit."""
    digest, report = letters(left, "digest", VP.email)[0], letters(left, "monthly")[0]
    for reader in (MC.email, department.LEADERS[0], "ai-do@thu.example"):
        assert privacy.of_mail(digest, [reader], NOW, known) != []
    assert privacy.of_mail(report, [VP.head_email], NOW, known) != []
    assert privacy.of_mail(report, [department.COORDINATOR], NOW, known) == []


def test_a_report_before_its_approval_is_seen(left: Lived, known: Rights) -> None:
    """The check fails for a leader's report that came before the coordinator's word, or without it."""
    report, leader = letters(left, "monthly")[0], [department.LEADERS[0]]
    approved = known.approved["monthly 2022-01"]
    assert approved is not None
    assert privacy.of_mail(report, leader, approved, known) == []
    assert privacy.of_mail(report, leader, approved - timedelta(seconds=1), known) != []
    never = replace(known, approved={"monthly 2022-01": None})
    assert privacy.of_mail(report, leader, NOW, never) != []


def test_a_page_that_shows_another_units_cell_is_seen(known: Rights) -> None:
    """The check fails for a page of VP with a link into MC's workbook."""
    other = next(ident for ident, code in known.books.items() if code == MC.code)
    page = f'<p><a href="http://127.0.0.1:1/spreadsheets/d/{other}/edit#gid=0">Kết quả!C4</a></p>'
    assert privacy.of_unit_page(VP.code, page, known) != []
    assert privacy.of_unit_page(MC.code, page, known) == []
