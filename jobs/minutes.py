"""A month's management review: draft minutes once the month is frozen, the notice once it was held."""

from __future__ import annotations

from jobs.calendars import closed_months, notices_of_conclusions
from jobs.registry import job
from service.compose import Services
from service.issuing import issue
from service.reviews import notice


@job("minutes", order=61, title="Dự thảo biên bản xem xét lãnh đạo", calendar=closed_months)
def minutes(services: Services, period: str) -> str:
    """Draft the minutes with the frozen figures and put them into the outbox."""
    return issue.issue(services, "minutes", period)


@job(notice.JOB, order=62, title="Thông báo kết luận", calendar=notices_of_conclusions)
def conclusions(services: Services, period: str) -> str:
    """Freeze what the review decided and put its notice into the outbox."""
    return notice.issue(services, period)
