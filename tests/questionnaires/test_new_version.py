"""The coordinator lets a new version begin: a new form beside the old, each with its own answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import insert, select

from service import cycle, organisation
from service.questionnaires import intake, versions
from service.store.engine import reading
from service.store.tables import answer, cube, form, record
from service.web.app import create_app
from tests.support.office import Office

FROM_TODAY = ["Phiên bản 2", "16/03/2022", "", "Đang dùng", "Thử"]


def forms_of(office: Office) -> list[Any]:
    """The forms of the year, oldest first."""
    with reading(office.services.engine) as connection:
        return list(connection.execute(select(form).order_by(form.c.key)).mappings())


def address(office: Office) -> str:
    """Where a citizen is led."""
    page = create_app(office.services).test_client().get("/khao-sat/VP").text
    return next(part for part in page.split('"') if "viewform" in part)


def test_a_version_that_begins_gets_a_form_of_its_own(office: Office) -> None:
    """Citizens are led to it; what still comes on the old form counts for the old version."""
    cycle.provision(office.services)
    (old,) = forms_of(office)
    assert (old["version"], old["responder_uri"] in address(office)) == ("1", True)
    office.type("coordinator", "Phiếu khảo sát", "A2", FROM_TODAY, name="admin")
    office.cycle()
    cycle.provision(office.services)
    old, new = forms_of(office)
    assert (new["version"], new["id"] != old["id"], new["responder_uri"] in address(office)) == (
        "2",
        True,
        True,
    )
    assert "portal" in new["questions"] and "q1" not in new["questions"]
    cycle.provision(office.services)
    assert len(forms_of(office)) == 2
    _answer(office, old, "q8")
    _answer(office, new, "q8")
    with reading(office.services.engine) as connection:
        known = organisation.read(connection)
    assert known is not None
    assert intake.pull(office.services, known).new == 2
    with reading(office.services.engine) as connection:
        counted = connection.execute(
            select(cube.c.version, cube.c["count"]).where(cube.c.question == "q8").order_by(cube.c.version)
        )
        assert [tuple(row) for row in counted] == [(1, 1), (2, 1)]
        assert len(connection.execute(select(answer)).all()) == 2


def _answer(office: Office, row: Any, question: str) -> None:
    """A citizen sends the form."""
    import urllib.parse
    import urllib.request

    entry = {name: f"entry.{int(row['questions'][name], 16)}" for name in (question, "unit", "consent")}
    fields = {entry[question]: "Hài lòng", entry["unit"]: "VP", entry["consent"]: "Tôi đủ 18 tuổi, đồng ý."}
    target = row["responder_uri"].replace("viewform", "formResponse")
    path = target[target.index("/forms") :]
    urllib.request.urlopen(office.standin.url + path, urllib.parse.urlencode(fields).encode()).close()


def test_without_a_row_version_1_holds_and_of_several_the_last_begun(office: Office) -> None:
    """Drafts and versions nobody knows do not hold; a day after the last one ends is version 1's again."""
    rows: tuple[dict[str, Any], ...] = (
        {"version": "1", "valid_from": "2022-01-01", "valid_to": None, "state": "in_use"},
        {"version": "2", "valid_from": "2022-03-01", "valid_to": "2022-06-30", "state": "in_use"},
        {"version": "9", "valid_from": "2022-04-01", "valid_to": None, "state": "in_use"},
    )
    with office.services.engine.begin() as connection:
        assert versions.in_force(connection, date(2022, 5, 1)).version == 1
        book = office.book("coordinator").id
        for number, values in enumerate(rows):
            place = {"workbook_id": book, "table_name": "questionnaires", "row": number + 2, "changed_at": ""}
            connection.execute(insert(record).values(key=values["version"], values=values, **place))
        days = {date(2022, 2, 28): 1, date(2022, 3, 1): 2, date(2022, 6, 30): 2, date(2022, 7, 1): 1}
        assert {day: versions.in_force(connection, day).version for day in days} == days
        connection.execute(
            record.update().where(record.c.key == "2").values(values={**rows[1], "state": "draft"})
        )
        assert versions.in_force(connection, date(2022, 5, 1)).version == 1
