"""The first page: what files there are, and the static files of all pages."""

from __future__ import annotations

from flask import Blueprint, render_template

from sandbox.pages.security import guard

blueprint = guard(
    Blueprint(
        "pages",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/_sandbox/static",
    )
)


@blueprint.get("/")
def index() -> str:
    """List drives, files and forms."""
    return render_template("sandbox/index.html")
