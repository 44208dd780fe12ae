"""From an HTTP request to the function that answers it, by way of Google's own list of methods.

A handler is registered with `@implements("sheets.spreadsheets.get")` and takes a `Call`. What is the same for
all methods (parameters, scopes, contract, field masks) happens here and in `gateway`, once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox import contract, discovery, fieldmask
from sandbox.errors import GoogleError, invalid, unimplemented
from sandbox.settings import Settings
from sandbox.state import World

#: Query parameters that every method takes.
STANDARD = {
    "$.xgafv",
    "access_token",
    "alt",
    "callback",
    "fields",
    "key",
    "oauth_token",
    "prettyPrint",
    "quotaUser",
    "uploadType",
    "upload_protocol",
}


@dataclass(frozen=True)
class Actor:
    """Who is acting: a person or a service account, and what the token allows (None = every scope)."""

    email: str
    scopes: frozenset[str] | None = None
    #: The program that acts; files it made are the ones that the scope drive.file shows.
    client: str = ""

    @property
    def is_service_account(self) -> bool:
        """Service accounts own no storage."""
        return self.email.endswith(".gserviceaccount.com")


class Masked(dict[str, Any]):
    """An answer to which the handler has applied the call's field mask already."""


@dataclass(frozen=True)
class Raw:
    """An answer that is not JSON."""

    content: bytes
    mimetype: str


@dataclass(frozen=True)
class Call:
    """One call of one method, checked and parsed."""

    world: World
    settings: Settings
    method: discovery.Method
    #: Parameters of path and query by discovery name, typed; absent ones are absent.
    params: dict[str, Any]
    body: Any
    actor: Actor
    mask: fieldmask.Mask | None = None

    @property
    def only_own_files(self) -> bool:
        """Whether the token's only way to this method is the scope drive.file."""
        if self.actor.scopes is None:
            return False
        allowed = self.actor.scopes & self.method.scopes
        return bool(allowed) and all(scope.endswith("/drive.file") for scope in allowed)

    def flag(self, name: str) -> bool:
        """Return a boolean parameter, False when absent."""
        return bool(self.params.get(name, False))


Answer = dict[str, Any] | Raw | None
Handler = Callable[[Call], Answer]
HANDLERS: dict[str, Handler] = {}
#: Calls per method id since start (or the last reset).
CALLS: Counter[str] = Counter()


def implements(method_id: str) -> Callable[[Handler], Handler]:
    """Register the decorated function as the handler of a discovery method id."""
    discovery.by_id(method_id)

    def register(handler: Handler) -> Handler:
        HANDLERS[method_id] = handler
        return handler

    return register


def perform(
    world: World,
    settings: Settings,
    method_id: str,
    actor: str | Actor,
    params: dict[str, Any] | None = None,
    body: Any = None,
) -> Any:
    """Call an API method inside the process as a person (the pages do), through the same checks as over HTTP.

    `params` are typed values by discovery name. Returns the answer. Raises GoogleError.
    """
    who = Actor(actor) if isinstance(actor, str) else actor
    method = discovery.by_id(method_id)
    return run(Call(world, settings, method, params or {}, body, who))


def run(call: Call) -> Answer:
    """Check the request, answer it in one transaction, check the answer. Raises GoogleError."""
    handler = HANDLERS.get(call.method.id)
    if handler is None:
        raise unimplemented(call.method.id)
    check_scopes(call)
    for name in call.method.required:
        if name not in call.params:
            raise invalid(f"Missing required parameter: {name}")
    if call.settings.contract and call.body is not None:
        call = _with_body(call, contract.check_request(call.method, call.body))
    with call.world.transaction():
        answer = handler(call)
    if call.settings.contract and call.method.response and isinstance(answer, dict):
        _check_answer(call, answer)
    if call.mask and isinstance(answer, dict) and not isinstance(answer, Masked):
        return dict(fieldmask.apply(call.mask, answer))
    return answer


def check_scopes(call: Call) -> None:
    """Raise 403 when none of the token's scopes allows the method."""
    scopes = call.actor.scopes
    if scopes is None or not call.method.scopes or scopes & call.method.scopes:
        return
    raise GoogleError(
        403,
        "Request had insufficient authentication scopes.",
        status="PERMISSION_DENIED",
        reason="insufficientPermissions",
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                "domain": "googleapis.com",
                "metadata": {"service": f"{call.method.api}.googleapis.com", "method": call.method.id},
            }
        ],
    )


def parse_params(
    method: discovery.Method, raw: list[tuple[str, str]], path: dict[str, str]
) -> dict[str, Any]:
    """Return typed parameters. Raises 400 in Google's words for unknown names and unreadable values."""
    found: dict[str, Any] = dict(path)
    for name, text in raw:
        known = name if name in method.params else _camel(name)
        spec = method.params.get(known)
        if spec is None:
            if name not in STANDARD and method.api != "drive":
                raise invalid(
                    f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                    f"Field '{name}' could not be found in request message."
                )
        elif spec.get("repeated"):
            found.setdefault(known, []).append(_typed(known, spec, text))
        else:
            found[known] = _typed(known, spec, text)
    return {
        name: _typed(name, method.params[name], v) if isinstance(v, str) else v for name, v in found.items()
    }


def parse_mask(method: discovery.Method, text: str | None) -> fieldmask.Mask | None:
    """Return the tree of the `fields` parameter, or None. Raises 400 for fields that the answer has not."""
    if not text:
        return None
    if text == "*":
        return {}
    try:
        mask = fieldmask.parse(text)
        if method.response:
            fieldmask.check(mask, method.api, method.response)
    except fieldmask.MaskError as error:
        raise _mask_error(method.api, str(error)) from None
    return mask


def _mask_error(api: str, path: str) -> GoogleError:
    if api == "drive":
        return GoogleError(
            400, f"Invalid field selection {path}", reason="invalidParameter", location="fields"
        )
    told = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    return invalid("Request contains an invalid argument.", [(path, told)])


def _typed(name: str, spec: dict[str, Any], text: str) -> Any:
    kind = spec.get("type", "string")
    if "enum" in spec and text not in spec["enum"]:
        raise invalid(f"Invalid value at '{_snake(name)}' ({_enum_type(name)}), \"{text}\"")
    if kind == "boolean":
        if text.lower() not in ("true", "false", "1", "0", ""):
            raise invalid(f"Invalid value at '{_snake(name)}' (TYPE_BOOL), \"{text}\"")
        return text.lower() in ("true", "1", "")
    if kind == "integer":
        try:
            return int(text)
        except ValueError:
            raise invalid(f"Invalid value at '{_snake(name)}' (TYPE_INT32), \"{text}\"") from None
    return text


def _enum_type(name: str) -> str:
    plain = name.removeprefix("response")
    plain = {"majorDimension": "Dimension", "insertDataOption": "InsertDataOption"}.get(plain, plain)
    return f"type.googleapis.com/google.apps.sheets.v4.{plain[:1].upper()}{plain[1:]}"


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name)


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _with_body(call: Call, body: Any) -> Call:
    return Call(call.world, call.settings, call.method, call.params, body, call.actor, call.mask)


def _check_answer(call: Call, answer: dict[str, Any]) -> None:
    assert call.method.response
    faults = contract.answer_errors(call.method.api, call.method.response, answer)
    if not faults:
        return
    note_violation(call.settings, call.method.id, faults)
    raise GoogleError(500, f"The stand-in's own answer breaks the contract: {faults[0]}")


def note_violation(settings: Settings, where: str, faults: list[str]) -> None:
    """Add a line to STATE/violations.jsonl: the stand-in itself did wrong, and tests must see it."""
    line = json.dumps({"method": where, "errors": faults}, ensure_ascii=False)
    with (settings.state_dir / "violations.jsonl").open("a", encoding="utf-8") as log:
        log.write(line + "\n")
