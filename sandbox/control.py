"""The sandbox's own levers, below /_sandbox: health, counts of calls, quotas, faults."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox import dispatch, faults
from sandbox.clock import rfc3339
from sandbox.quota import Quotas
from sandbox.state import World

blueprint = Blueprint("control", __name__, url_prefix="/_sandbox")


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    """Say that the stand-in answers, and its time."""
    world: World = current_app.extensions["world"]
    return jsonify({"ok": True, "now": rfc3339(world.now())})


@blueprint.get("/calls")
def calls() -> ResponseReturnValue:
    """Return the number of calls by method id since start or the last reset."""
    return jsonify(dict(sorted(dispatch.CALLS.items())))


@blueprint.delete("/calls")
def reset_calls() -> ResponseReturnValue:
    """Start counting anew."""
    dispatch.CALLS.clear()
    return "", 204


@blueprint.delete("/quotas")
def renew_quotas() -> ResponseReturnValue:
    """Let nobody wait for the minute's end: what was called in it is forgotten."""
    quotas: Quotas = current_app.extensions["quotas"]
    quotas.renew()
    return "", 204


@blueprint.post("/faults")
def set_faults() -> ResponseReturnValue:
    """Add faults (a JSON list, see docs/sandbox.md); an empty list clears those still pending."""
    raw: list[dict[str, Any]] = request.get_json()
    pending: faults.Faults = current_app.extensions["faults"]
    try:
        pending.set([faults.read(one) for one in raw])
    except ValueError as error:
        return jsonify({"error": str(error)}), 400
    return "", 204
