"""`/nhat-ky/`: who opened, approved or sent what; every page with personal or reported data is noted."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, g, render_template, request

from service import access
from service.web import context
from service.web.language import t

blueprint = Blueprint("access", __name__, url_prefix="/nhat-ky")

#: Pages that show nothing of a person and nothing reported; all others are noted, also those still to come.
UNNOTED = frozenset({None, "survey", "health", "overview", "feeds"})
#: Where a page notes in `flask.g` what it did; one that is posted to and does not has only been asked.
DONE = "access_done"
#: How many lines the page shows.
SHOWN = 500


@blueprint.get("/")
def index() -> str:
    """The last lines, newest first."""
    words = {
        "opened": t("xem", "opened"),
        "approved": t("duyệt", "approved"),
        "sent": t("gửi", "sent"),
        "asked": t("yêu cầu", "asked"),
        "imported": t("nhập từ tệp", "imported"),
        "copied": t("sao lưu", "copied"),
        "restored": t("khôi phục", "restored"),
        "erased": t("xóa", "erased"),
    }
    with context.reading() as connection:
        lines = access.recent(connection, SHOWN)
    return render_template("access.html", lines=lines, words=words)


def install(app: Flask) -> None:
    """Note every page that shows or changes something, once it did."""
    app.after_request(_note)


def _note(response: Response) -> Response:
    if request.blueprint in UNNOTED or response.status_code >= 400 or request.method == "HEAD":
        return response
    action = g.get(DONE, "opened" if request.method == "GET" else "asked")
    access.note(context.services(), str(request.remote_addr), "web", action, request.path)
    return response
