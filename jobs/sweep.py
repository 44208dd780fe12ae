"""Once a week every workbook is read whole: some changes bump no modified time."""

from __future__ import annotations

from jobs.calendars import weeks
from jobs.registry import job
from service.compose import Services
from service.workbooks import pull


@job("sweep", order=12, title="Đọc lại toàn bộ sổ hằng tuần", calendar=weeks)
def sweep(services: Services, _period: str) -> str:
    """Mark every workbook as to be read; the job `pull` of the same tick reads them."""
    return f"{pull.sweep(services)} sổ sẽ đọc lại"
