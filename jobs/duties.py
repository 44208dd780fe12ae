"""Keep the register of what each unit owes, after every check."""

from __future__ import annotations

from jobs.registry import job
from service import organisation
from service.compose import Services
from service.duties.follow import follow


@job("duties", order=46, title="Theo dõi việc phải làm của đơn vị")
def duties(services: Services, _period: str) -> str | None:
    """Note what was asked for, given, moved, excused or lost since; what did not change costs nothing."""
    with services.engine.begin() as connection:
        known = organisation.read(connection)
        if known is None:
            return None
        changed = follow(connection, known, services.clock.now())
    return f"{changed} việc thay đổi" if changed else None
