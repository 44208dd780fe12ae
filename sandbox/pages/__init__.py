"""Pages for people: sheets to type in, forms to answer, mail to read."""

from __future__ import annotations

from flask import Flask

from sandbox.mailbox import Mailbox
from sandbox.pages import form, index, mail, sheet


def register(app: Flask, mailbox: Mailbox) -> None:
    """Add all pages to the app. They find the world in `app.extensions["world"]`, as the API does."""
    app.extensions["mailbox"] = mailbox
    for module in (index, mail, sheet, form):
        app.register_blueprint(module.blueprint)
