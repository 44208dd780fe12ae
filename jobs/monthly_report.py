"""The monthly report: built from the frozen snapshot, mailed to the coordinator."""

from __future__ import annotations

from jobs.calendars import closed_months
from jobs.registry import job
from service.compose import Services
from service.issuing import issue


@job("monthly_report", order=60, title="Báo cáo tháng", calendar=closed_months)
def monthly_report(services: Services, period: str) -> str:
    """Build the month's report and put it into the outbox."""
    return issue.issue(services, "monthly", period)
