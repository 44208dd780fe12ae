"""Workbooks and the form stand as the coordinator's list says: made, adopted, shared."""

from __future__ import annotations

from jobs.registry import job
from service import cycle
from service.compose import Services


@job("provision", order=20, title="Lập và chia sẻ các sổ, phiếu khảo sát")
def provision(services: Services, _period: str) -> str | None:
    """When the coordinator's list differs from what was last laid out, bring everything in line with it."""
    return cycle.provision(services)
