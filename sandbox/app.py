"""The Flask application of the sandbox: Google's APIs, sign-in, pages for people, levers for tests.

The world is `current_app.extensions["world"]`, the settings `current_app.extensions["settings"]`; inside an
API call `g.actor` is the acting e-mail. Pages act through `dispatch.perform(world, settings, method, email)`.
"""

from __future__ import annotations

from flask import Flask

from sandbox import control, gateway, handlers, oauth, pages
from sandbox.faults import Faults
from sandbox.mailbox import Mailbox
from sandbox.quota import Quotas
from sandbox.settings import Settings
from sandbox.sheets import transfer
from sandbox.state import World


def create_app(world: World, settings: Settings, mailbox: Mailbox) -> Flask:
    """Return the application over `world`. Registers every blueprint; opens nothing."""
    app = Flask("sandbox", static_folder=None)
    app.config["WORLD"] = world
    app.extensions["world"] = world
    app.extensions["settings"] = settings
    app.extensions["faults"] = Faults()
    app.extensions["quotas"] = Quotas()
    for part in (gateway, oauth, control, transfer):
        app.register_blueprint(part.blueprint)
    assert handlers.MODULES  # importing them made every method known
    pages.register(app, mailbox)
    return app
