"""Vietnamese first, English with `?lang=en`; how days, instants and shares are written in each."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask, request, url_for

from service.clock import parse
from sheets_schema.cells import periods

#: What pages read from their address, besides the language.
ASKED = {
    "overview.index": ("year",),
    "units.unit": ("year",),
    "units.book": ("year",),
    "duties.index": ("unit", "under", "month", "state"),
    "duties.history": ("key",),
    "jobs.index": ("page",),
}


def lang() -> str:
    """The language of this request: "vi", or "en" when the address says so."""
    return "en" if request.args.get("lang") == "en" else "vi"


def t(vi: str, en: str) -> str:
    """The sentence in the language of this request."""
    return en if lang() == "en" else vi


def day(value: date | str | None) -> str:
    """A day as dd/mm/yyyy; "" for none."""
    if value is None or value == "":
        return ""
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{found:%d/%m/%Y}"


def moment(value: str | None) -> str:
    """A stored instant as HH:MM dd/mm/yyyy in the agency's zone; "" for none."""
    return f"{parse(value):%H:%M %d/%m/%Y}" if value else ""


def period(label: str) -> str:
    """A period's label as people say it: 2022-03 → Tháng 3/2022."""
    return periods.shown(label, lang())


def _other_language() -> str:
    """The address of the same page in the other language."""
    endpoint = request.endpoint or "overview.index"
    asked: dict[str, Any] = {name: request.args.get(name) or None for name in ASKED.get(endpoint, ())}
    return url_for(endpoint, **asked, **(request.view_args or {}), lang=None if lang() == "en" else "en")


def _keep_language(_endpoint: str, values: dict[str, Any]) -> None:
    if lang() == "en" and _endpoint != "static":
        values.setdefault("lang", "en")


def install(app: Flask) -> None:
    """Give templates the words and the filters; links keep the chosen language."""
    app.url_defaults(_keep_language)
    app.jinja_env.globals.update(t=t, lang=lang, other_language=_other_language)
    app.jinja_env.filters.update(day=day, moment=moment, period=period)
