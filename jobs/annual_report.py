"""The annual report: built from the year's own snapshot, mailed to the coordinator."""

from __future__ import annotations

from jobs.calendars import closed_years
from jobs.registry import job
from service.compose import Services
from service.issuing import issue


@job("annual_report", order=65, title="Báo cáo năm", calendar=closed_years)
def annual_report(services: Services, period: str) -> str:
    """Build the year's report and put it into the outbox."""
    return issue.issue(services, "annual", period)
