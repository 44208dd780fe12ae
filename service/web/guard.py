"""Who may ask and what pages may do: loopback only, no writing from other sites, strict headers."""

from __future__ import annotations

from flask import Flask, Response, abort, request

#: The names a browser on this machine uses. Any other Host is a name rebound to this address.
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})

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
    if _host_name(request.host) not in LOOPBACK:
        abort(403, "Trang này chỉ mở trên chính máy này. (These pages open on this machine only.)")
    if request.method not in ("GET", "HEAD", "OPTIONS") and _is_cross_site():
        abort(403, "Trang khác không được ghi vào đây. (Cross-site writing is refused.)")


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
