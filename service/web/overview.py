"""`/`: units × months of the year, the running windows, what stands open, how fresh it all is."""

from __future__ import annotations

from flask import Blueprint, render_template

from service import overview
from service.web import context

blueprint = Blueprint("overview", __name__)


@blueprint.get("/")
def index() -> str:
    """The first page."""
    now = context.services().clock.now()
    with context.reading() as connection:
        organisation = context.agency(connection)
        if organisation is None:
            return render_template("empty.html")
        page = overview.read(connection, organisation, now.date())
    return render_template("overview.html", page=page, now=now.isoformat())
