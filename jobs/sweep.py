"""Twice before each freeze every workbook is read whole: some changes bump no modified time."""

from __future__ import annotations

from jobs.calendars import last_hours, month_ends
from jobs.registry import job
from service.compose import Services
from service.workbooks import pull


@job("sweep", order=12, title="Đọc lại toàn bộ sổ khi hết kỳ", calendar=month_ends)
def sweep(services: Services, _period: str) -> str:
    """Mark every workbook as to be read, while there is time to mend; `check` of the same tick reads them."""
    return f"{pull.sweep(services)} sổ sẽ đọc lại"


@job("last_sweep", order=13, title="Đọc lại toàn bộ sổ trước khi chốt", calendar=last_hours)
def last_sweep(services: Services, _period: str) -> str:
    """The same in the last hour before the freeze: what counts is what stands then."""
    return f"{pull.sweep(services)} sổ sẽ đọc lại"
