"""Empty the outbox."""

from __future__ import annotations

from jobs.registry import job
from service.compose import Services
from service.mail import outbox
from service.mail.smtp import Mailer


@job("deliver", order=90, title="Gửi thư")
def deliver(services: Services, _period: str) -> str | None:
    """Send what waits; a server that is away is tried again later."""
    done = outbox.deliver(services.engine, Mailer(services.config), services.clock)
    if not (done.sent or done.refused):
        return None
    return f"gửi {done.sent}, bị từ chối {done.refused}, còn chờ {done.waiting}"
