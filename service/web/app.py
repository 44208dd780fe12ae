"""The web service: pages on loopback over one installation. Nothing connects before the first request."""

from __future__ import annotations

import secrets

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from service.compose import Services
from service.web import (
    access,
    duties,
    errors,
    feeds,
    guard,
    health,
    jobs,
    language,
    mails,
    overview,
    reminders,
    reports,
    satisfaction,
    survey,
    units,
)
from service.web.context import KEY

BLUEPRINTS = (
    overview.blueprint,
    units.blueprint,
    duties.blueprint,
    reports.blueprint,
    satisfaction.blueprint,
    access.blueprint,
    reminders.blueprint,
    jobs.blueprint,
    health.blueprint,
    survey.blueprint,
    feeds.blueprint,
)


def create_app(services: Services) -> Flask:
    """The Flask application over `services`."""
    app = Flask("service.web")
    app.config.update(
        # Without a configured key forms are signed by one that lives as long as the process.
        SECRET_KEY=services.config.secret_key.get_secret_value() or secrets.token_hex(32),
        SESSION_COOKIE_NAME="qms",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        MAX_CONTENT_LENGTH=64 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions[KEY] = services
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    guard.install(app)
    CSRFProtect(app)
    language.install(app)
    mails.install(app)
    errors.install(app)
    access.install(app)
    feeds.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
