"""The HTTP side of the APIs: every path below /v4, /v1, /drive/v3 and /upload comes through here."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, current_app, g, request
from flask.typing import ResponseReturnValue

from sandbox import discovery, dispatch, oauth
from sandbox.errors import GoogleError, invalid, not_found
from sandbox.faults import Fault, Faults
from sandbox.quota import Quotas
from sandbox.settings import Settings
from sandbox.state import World

blueprint = Blueprint("gateway", __name__)
_VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@blueprint.route("/v4/<path:rest>", methods=_VERBS)
def sheets(rest: str) -> ResponseReturnValue:
    """Sheets v4."""
    return _answer("sheets", f"v4/{rest}")


@blueprint.route("/v1/<path:rest>", methods=_VERBS)
def forms(rest: str) -> ResponseReturnValue:
    """Forms v1."""
    return _answer("forms", f"v1/{rest}")


@blueprint.route("/drive/v3/<path:rest>", methods=_VERBS)
def drive(rest: str) -> ResponseReturnValue:
    """Drive v3."""
    return _answer("drive", f"drive/v3/{rest}")


@blueprint.errorhandler(500)
def failed(error: Exception) -> ResponseReturnValue:
    """A mistake of the stand-in's own: told as Google tells its own, and noted among the violations."""
    settings: Settings = current_app.extensions["settings"]
    cause = getattr(error, "original_exception", None) or error
    dispatch.note_violation(settings, request.path, [f"{type(cause).__name__}: {cause}"])
    return error_response(GoogleError(500, "Internal error encountered."), "sheets")


def _answer(api: str, path: str) -> ResponseReturnValue:
    settings: Settings = current_app.extensions["settings"]
    try:
        response = _handle(api, path, settings)
    except GoogleError as error:
        response = error_response(error, api)
    if settings.latency_ms:
        time.sleep(settings.latency_ms / 1000)
    return response


def error_response(error: GoogleError, api: str) -> Response:
    """Return an error as JSON in the shape of the API."""
    body = json.dumps(error.body(api), ensure_ascii=False, indent=2)
    return Response(body + "\n", error.code, error.headers, mimetype="application/json")


def _handle(api: str, path: str, settings: Settings) -> Response:
    world: World = current_app.extensions["world"]
    http = request.headers.get("X-HTTP-Method-Override", request.method).upper()
    found = discovery.find(api, http, path)
    if found is None:
        raise not_found("Not Found")
    method, in_path = found
    with world.lock:
        dispatch.CALLS[method.id] += 1
    actor = oauth.authenticate(request, world, settings)
    g.actor = actor.email
    overridden = http != request.method
    given = request.form if overridden else request.args
    params = dispatch.parse_params(method, list(given.items(multi=True)), in_path)
    fault = _trouble(method, actor, params)
    mask = dispatch.parse_mask(method, given.get("fields"))
    body = None if overridden or method.request is None else _body()
    answer = dispatch.run(dispatch.Call(world, settings, method, params, body, actor, mask))
    return _spoil(_response(answer), fault)


def _trouble(method: discovery.Method, actor: dispatch.Actor, params: dict[str, Any]) -> Fault | None:
    """Spend the quota; raise or wait as a pending fault says. Return one that spoils the answer itself."""
    if current_app.extensions["settings"].quotas:
        quotas: Quotas = current_app.extensions["quotas"]
        quotas.spend(method, actor.email)
    faults: Faults = current_app.extensions["faults"]
    fault = faults.take(method.id, params)
    if fault is not None and fault.kind == "status":
        headers = {"Retry-After": f"{fault.seconds:g}"} if fault.seconds else {}
        raise GoogleError(fault.status, fault.message or _told(fault.status), headers=headers)
    if fault is not None and fault.kind == "slow":
        time.sleep(fault.seconds)
        return None
    if fault is not None and fault.kind == "reset":
        _hang_up()
    return fault


def _told(status: int) -> str:
    sentences = {
        429: "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user'.",
        500: "Internal error encountered.",
        503: "The service is currently unavailable.",
        403: "The caller does not have permission",
        404: "Requested entity was not found.",
    }
    return sentences.get(status, "Request contains an invalid argument.")


def _hang_up() -> None:
    sock: socket.socket | None = request.environ.get("sandbox.socket")
    if sock is not None:
        sock.shutdown(socket.SHUT_RDWR)


def _body() -> Any:
    data = request.get_data()
    if not data:
        return {}
    try:
        body = json.loads(data, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        text = f"Invalid JSON payload received. {error}"
        raise invalid(text, [("", text)]) from None
    if b"\\ud" in data or b"\\uD" in data:  # a lone half of a surrogate pair is no text
        body = json.loads(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))
    return body


def _no_constant(word: str) -> None:
    raise ValueError(f"Unexpected token. {word}")


def _response(answer: dispatch.Answer) -> Response:
    if isinstance(answer, dispatch.Raw):
        return Response(answer.content, mimetype=answer.mimetype)
    if answer is None:
        return Response(status=204)
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return Response(body, content_type="application/json; charset=UTF-8")


def _spoil(response: Response, fault: Fault | None) -> Response:
    if fault is None or fault.kind != "truncated":
        return response
    whole = response.get_data()

    def half() -> Iterator[bytes]:
        yield whole[: len(whole) // 2]

    spoilt = Response(half(), response.status_code, content_type=response.content_type)
    spoilt.headers["Content-Length"] = str(len(whole))
    return spoilt
