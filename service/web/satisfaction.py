"""`/hai-long/`: how many answers show a pattern, by period and unit, as the reports told it; no answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, render_template
from sqlalchemy import select

from service.figures.satisfaction.patterns import PATTERNS
from service.reports.sections.satisfaction_patterns import NAMES
from service.store.tables import report
from service.web import context
from service.web.language import t

blueprint = Blueprint("satisfaction", __name__, url_prefix="/hai-long")


@blueprint.get("/")
def index() -> str:
    """Every reported period: answers, response, patterns."""
    rows = [_row(label, figures, "satisfaction.n", "") for label, figures in _reported().items()]
    return render_template("satisfaction.html", rows=rows, names=_names(), label="")


@blueprint.get("/<label>")
def period(label: str) -> str:
    """One period by unit; a unit below k shows nothing."""
    figures = _reported().get(label)
    if figures is None:
        abort(404, t(f"Chưa có báo cáo của kỳ “{label}”.", f"There is no report for “{label}”."))
    with context.reading() as connection:
        known = context.agency(connection)
    rows = [
        _row(unit.name, figures, f"satisfaction.unit.{unit.code}.n", f"unit.{unit.code}.")
        for unit in (known.units if known else ())
        if f"satisfaction.unit.{unit.code}.n" in figures
    ]
    return render_template("satisfaction.html", rows=rows, names=_names(), label=label)


def _reported() -> dict[str, Mapping[str, Any]]:
    """The figures of every month's and year's report, newest first; notices have none."""
    told = report.c.kind.in_(("monthly", "annual"))
    query = select(report.c.label, report.c.json).where(told).order_by(report.c.label.desc())
    with context.reading() as connection:
        return {row.label: row.json["figures"] for row in connection.execute(query)}


def _names() -> dict[str, str]:
    return {name: t(*NAMES[name]) for name in PATTERNS}


def _row(title: str, figures: Mapping[str, Any], people: str, prefix: str) -> dict[str, Any]:
    def value(name: str) -> Any:
        return (figures.get(name) or {}).get("value")

    counts = [value(f"satisfaction.flags.{prefix}{name}") for name in PATTERNS]
    return {"title": title, "people": value(people), "counts": counts}
