"""Read the units' workbooks that changed, check them, mark them, and keep each start tab true."""

from __future__ import annotations

from jobs.registry import job
from service import cycle
from service.compose import Services


@job("check", order=40, title="Đọc sổ đã thay đổi, kiểm tra, đánh dấu lỗi", brings="workbooks")
def check(services: Services, _period: str) -> str | None:
    """One read per changed workbook, one write where marks differ; a broken one holds up no other."""
    return cycle.check(services)
