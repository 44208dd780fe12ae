"""An agency that is renamed: each report under the name in force when its window ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from service import organisation
from service.compose import Services
from service.issuing import issue
from service.organisation import Organisation
from service.periods import snapshot
from service.periods.windows import window
from service.store.engine import reading
from service.store.tables import record, report
from tests.support.installation import add_record, make_installation

OLD, NEW = "Sở GD&ĐT Nam Định", "Sở GD&ĐT Ninh Bình"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """August 2025: calendar months, a new name and parent from 01/07/2025."""
    made = make_installation(tmp_path, "2025-08-10T09:00:00+07:00")
    with made.engine.begin() as connection:
        connection.execute(
            update(record)
            .where(record.c.key == "window_start_day")
            .values(values={"key": "window_start_day", "value": "1"})
        )
        for row, (since, name, parent) in enumerate(
            [("2025-07-01", NEW, "UBND TỈNH NINH BÌNH"), ("2022-01-01", OLD, "UBND TỈNH NAM ĐỊNH")], 2
        ):
            values = {"valid_from": since, "name": name, "parent": parent, "place": None}
            add_record(connection, 1, "identities", since, row, values)
    yield made
    made.engine.dispose()


def known(services: Services) -> Organisation:
    """The organisation as it is listed now."""
    with reading(services.engine) as connection:
        found = organisation.read(connection)
    assert found is not None
    return found


def issued(services: Services, label: str) -> str:
    """Freeze a month and issue its report; the subject."""
    about = known(services)
    with services.engine.begin() as connection:
        data = snapshot.take(connection, about, window(label, about.rules), "monthly")
        snapshot.freeze(connection, data, services.clock.now())
    issue.issue(services, "monthly", label)
    return subject(services, label)


def subject(services: Services, label: str) -> str:
    """The subject a month's report is kept with."""
    query = select(report.c.subject).where(report.c.label == label)
    with reading(services.engine) as connection:
        return str(connection.execute(query).scalar_one())


def test_june_bears_the_old_name_and_july_the_new(services: Services) -> None:
    """Both are made in August, long after the renaming."""
    assert issued(services, "2025-06") == f"[ISO] Báo cáo tháng 6/2025 – {OLD}"
    assert issued(services, "2025-07") == f"[ISO] Báo cáo tháng 7/2025 – {NEW}"


def test_a_kept_report_keeps_its_name(services: Services) -> None:
    """The coordinator corrects June's identity afterwards: what was issued stands, in any language."""
    issued(services, "2025-06")
    with services.engine.begin() as connection:
        row = record.c.key == "2022-01-01"
        connection.execute(
            update(record).where(row).values(values={"valid_from": "2022-01-01", "name": "Tên khác"})
        )
        period = issue.load(connection, "monthly", "2025-06")
    assert period.agency.name == OLD
    assert period.report("en").subject.endswith(OLD)


def test_the_settings_hold_before_the_first_identity(services: Services) -> None:
    """A day before every row, and an empty table, take the name of the settings."""
    about = known(services)
    assert about.agency_on(date(2021, 12, 31)).name == "Sở Giáo dục và Đào tạo tỉnh Minh Hà"
    assert [about.agency_on(date(2025, *day)).parent for day in ((6, 30), (7, 1))] == [
        "UBND TỈNH NAM ĐỊNH",
        "UBND TỈNH NINH BÌNH",
    ]


def test_form_and_workbooks_are_looked_at_on_the_day_of_the_renaming(services: Services) -> None:
    """Their names are today's, so the list counts as changed on that day and on no other."""
    about = known(services)
    june, july, august = (about.fingerprint_on(date(2025, *day)) for day in ((6, 30), (7, 1), (8, 1)))
    assert june != july
    assert july == august
