"""Ask the change logs what was edited, and read the coordinator's and the auditors' workbooks first."""

from __future__ import annotations

from jobs.registry import job
from service import cycle
from service.compose import Services


@job("changes", order=10, title="Xem sổ nào đã thay đổi", brings="workbooks")
def changes(services: Services, _period: str) -> str | None:
    """One call per change log; one read per changed workbook of the coordinator and the auditors."""
    return cycle.look(services)
