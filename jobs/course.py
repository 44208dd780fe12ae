"""The coordinator is told where her month stands: after its window, before the freeze, after it."""

from __future__ import annotations

from jobs.calendars import month_turns
from jobs.registry import job
from service.compose import Services
from service.mail import course


@job("course", order=72, title="Lịch tháng gửi thư ký", calendar=month_turns)
def tell(services: Services, slot: str) -> str:
    """Put the mail of a turn of the month into the outbox."""
    return f"{course.send(services, slot)} thư"
