"""`/lich/<word>.ics`: a unit's calendar for whoever has its secret address, asked for by their calendar."""

from __future__ import annotations

import logging
import re
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, make_response

from service.duties import agenda
from service.feeds import ics, tokens
from service.web import context

#: Where the addresses of calendars begin.
FEEDS = "/lich"
blueprint = Blueprint("feeds", __name__, url_prefix=FEEDS)
_WORD = re.compile(rf"{FEEDS}/[^\s]+")


class _Unsaid(logging.Filter):
    """Keeps the secret words out of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _WORD.sub(f"{FEEDS}/…", record.getMessage()), ()
        return True


def install(app: Flask) -> None:
    """What the application logs names no calendar."""
    app.logger.addFilter(_Unsaid())


@blueprint.get("/<token>.ics")
def calendar(token: str) -> Response:
    """The calendar behind a word; 404 alike for a wrong one, an old one, one of a unit not listed."""
    services = context.services()
    now, config = services.clock.now(), services.config
    with context.reading() as connection:
        known, code = context.agency(connection), tokens.unit_of(connection, token)
        unit = known.by_code.get(code) if known and code else None
        if known is None or unit is None:
            abort(404)
        found = agenda.read(connection, known, now.date(), config.sheets_link_base)
    response = make_response(ics.build(found, unit, now, urlsplit(config.base_url).hostname or "qms"))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
