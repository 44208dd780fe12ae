"""Delete citizens' answers when the time they were told is over."""

from __future__ import annotations

from jobs.calendars import month_starts
from jobs.registry import job
from service.compose import Services
from service.questionnaires import retention as questionnaires


@job("retention", order=80, title="Xóa phiếu khảo sát hết thời gian lưu", calendar=month_starts)
def retention(services: Services, period: str) -> str:
    """Delete what is older than `retention_months`; ask the coordinator to do so at Google too."""
    return f"{questionnaires.forget(services, period)} phiếu"
