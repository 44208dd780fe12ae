"""The year turns: new workbooks from last year's, what is open carried over, the old ones locked."""

from __future__ import annotations

from jobs.calendars import carried_years, opened_years
from jobs.registry import job
from service.compose import Services
from service.years import locks, turn


@job("open_year", order=25, title="Mở năm: dự thảo mục tiêu từ năm trước", calendar=opened_years)
def open_year(services: Services, period: str) -> str:
    """Draft each unit's objectives from last year's, once the year's workbooks are there."""
    return turn.opened(services, int(period))


@job("carry_over", order=66, title="Chuyển việc còn dở sang năm mới", calendar=carried_years)
def carry_over(services: Services, period: str) -> str:
    """Carry open findings and actions of a closed year into the next one's workbooks."""
    return turn.over(services, int(period))


@job("lock_years", order=67, title="Khóa sổ của năm đã chốt, mở lại theo quyết định")
def lock_years(services: Services, _period: str) -> str | None:
    """Lock closed years' workbooks, but for corrections still open and what the coordinator opened again."""
    return locks.settle(services)
