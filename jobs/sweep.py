"""Before each freeze every workbook is read whole: some changes bump no modified time."""

from __future__ import annotations

from jobs.calendars import month_ends
from jobs.registry import job
from service.compose import Services
from service.workbooks import pull


@job("sweep", order=12, title="Đọc lại toàn bộ sổ trước khi chốt", calendar=month_ends)
def sweep(services: Services, _period: str) -> str:
    """Mark every workbook as to be read; the job `check` of the same tick reads them."""
    return f"{pull.sweep(services)} sổ sẽ đọc lại"
