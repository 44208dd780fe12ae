"""Close a month when its freeze day is over, and the year after December: frozen for good."""

from __future__ import annotations

from jobs.calendars import month_freezes, reported_years
from jobs.registry import job, jobs
from service.compose import Services
from service.periods import close as periods
from service.periods import unread


@job("note_unread", order=44, title="Ghi nhận nguồn chưa đọc được")
def note_unread(services: Services, _period: str) -> None:
    """Remember since when Google does not let us read something: a close waits for it."""
    with services.engine.begin() as connection:
        unread.note(connection, services.clock.now(), {j.name: j.brings for j in jobs() if j.brings})


@job("close", order=50, title="Chốt số liệu tháng", calendar=month_freezes)
def close(services: Services, period: str) -> str:
    """Freeze the month and publish its batches of answers."""
    return f"mã kiểm {periods.close(services, period)[:12]}"


@job("close_year", order=63, title="Chốt số liệu năm", calendar=reported_years)
def close_year(services: Services, period: str) -> str:
    """Freeze the year once December is reported: its own reading beside the months as they were sent."""
    return f"mã kiểm {periods.close_year(services, period)[:12]}"
