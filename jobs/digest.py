"""At most one digest a day to a person: what to mend, what is due; and one-time notices."""

from __future__ import annotations

from jobs.calendars import days
from jobs.registry import job
from service.compose import Services
from service.mail import digests, failing
from service.mail import notices as mailed


@job("digest", order=70, title="Thư tổng hợp mỗi ngày: lỗi, đôn đốc", calendar=days)
def digest(services: Services, period: str) -> str:
    """Put today's digests into the outbox: for people who have something new to be told."""
    return f"{digests.daily(services, period)} thư"


@job("notices", order=75, title="Thông báo sổ không đọc được")
def notices(services: Services, _period: str) -> str | None:
    """Put each notice that was not mailed yet into the outbox, once; likewise of what fails for a day."""
    sent = mailed.send(services) + failing.send(services)
    return f"{sent} thông báo" if sent else None
