"""What every page for people has in common: strict headers, and no writing from other people's pages."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)


def guard(blueprint: Blueprint, *, open_endpoints: frozenset[str] = frozenset()) -> Blueprint:
    """Give a blueprint the headers and the refusal of cross-site writing, but for `open_endpoints`."""

    def refuse() -> None:
        if request.method in ("GET", "HEAD", "OPTIONS") or request.endpoint in open_endpoints:
            return
        if is_cross_site():
            abort(403, "Trang khác không được ghi vào đây. (Cross-site writing is refused.)")

    blueprint.before_request(refuse)
    blueprint.after_request(harden)
    return blueprint


def is_cross_site() -> bool:
    """Whether a browser says that another site's page made this request; programs say nothing."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and origin != request.host_url.rstrip("/")


def harden(response: Response) -> Response:
    """Add the policy to an answer; one that has its own policy keeps it."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cache-Control", "no-store")
    return response
