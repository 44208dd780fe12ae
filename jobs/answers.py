"""Take in the citizens' answers: one call a form."""

from __future__ import annotations

from jobs.registry import job
from service import organisation
from service.compose import Services
from service.questionnaires import intake
from service.store.engine import reading


@job("answers", order=42, title="Nhận phiếu khảo sát", brings="answers")
def answers(services: Services, _period: str) -> str | None:
    """Read what came since the last time; keep and count each answer once."""
    with reading(services.engine) as connection:
        known = organisation.read(connection)
    if known is None:
        return None
    taken = intake.pull(services, known)
    if not (taken.new or taken.late or taken.edited):
        return None
    return f"{taken.new} phiếu mới, {taken.late} đến muộn, {taken.edited} sửa lại"
