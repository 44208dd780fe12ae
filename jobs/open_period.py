"""When a month's window begins, each unit finds the rows that are due in it, ready to be filled."""

from __future__ import annotations

from jobs.calendars import month_starts
from jobs.registry import job
from service import organisation
from service.compose import Services
from service.periods.windows import window
from service.store.engine import reading
from service.workbooks import prefill


@job("open_period", order=30, title="Mở kỳ: ghi sẵn các dòng đến hạn", calendar=month_starts)
def open_period(services: Services, period: str) -> str:
    """Write the rows due in the month that are not there yet."""
    with reading(services.engine) as connection:
        known = organisation.read(connection)
    if known is None:
        return "chưa có danh sách đơn vị"
    written = prefill.open_period(services, window(period, known.rules))
    return f"ghi sẵn {written} dòng"
