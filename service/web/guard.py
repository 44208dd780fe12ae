"""Who may ask and what pages may do: loopback only, no writing from other sites, strict headers.

The citizens' pages and the units' calendars, whose address is a secret, alone may be asked for through a
proxy: there is no sign-in yet, and a proxy on this machine looks like somebody on this machine but for what
it adds to a request.
"""

from __future__ import annotations

from flask import Flask, Response, abort, request

#: The names a browser on this machine uses. Any other Host is a name rebound to this address.
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})

#: What proxies add to a request. One that adds nothing is told by HTTP/1.0, in which nginx asks unless told
#: otherwise; no browser does.
_FORWARDED = ("Forwarded", "Via", "X-Real-IP", "CF-Connecting-IP")
_FORWARDED_PREFIX = "x-forwarded-"

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
#: For a report as it was mailed: its own inline styles and pictures, no scripts, no links that navigate.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


def install(app: Flask) -> None:
    """Refuse strangers before any page runs; harden every answer."""
    app.before_request(_refuse)
    app.after_request(_harden)


def _refuse() -> None:
    if not _is_public() and (_is_forwarded() or _host_name(request.host) not in LOOPBACK):
        abort(403, "Trang này chỉ mở trên chính máy này. (These pages open on this machine only.)")
    if request.method not in ("GET", "HEAD", "OPTIONS") and _is_cross_site():
        abort(403, "Trang khác không được ghi vào đây. (Cross-site writing is refused.)")


def _is_public() -> bool:
    """Whether strangers may ask: for the survey, the style it is shown in, a calendar by its secret word."""
    return request.blueprint in ("survey", "feeds") or request.endpoint == "static"


def _is_forwarded() -> bool:
    added = any(name.lower().startswith(_FORWARDED_PREFIX) for name, _ in request.headers)
    named = any(name in request.headers for name in _FORWARDED)
    return added or named or request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0"


def _host_name(host: str) -> str:
    return host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]


def _is_cross_site() -> bool:
    # Browsers say where a request was made; programs say nothing, and the CSRF token stops the rest.
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and origin != request.host_url.rstrip("/")


def _harden(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
