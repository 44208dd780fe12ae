"""Google's errors: the exception that handlers raise, and the two shapes in which Google writes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

STATUS_OF = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    412: "FAILED_PRECONDITION",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}
REASON_OF = {
    400: "badRequest",
    401: "authError",
    403: "forbidden",
    404: "notFound",
    409: "conflict",
    429: "rateLimitExceeded",
    500: "backendError",
    501: "notImplemented",
    503: "backendError",
}


@dataclass
class GoogleError(Exception):
    """An answer that is not a success: HTTP code, sentence, and what each API's shape needs besides."""

    code: int
    message: str
    status: str = ""
    #: Drive's word for it, e.g. "notFound".
    reason: str = ""
    domain: str = "global"
    location: str = ""
    location_type: str = ""
    details: list[dict[str, Any]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def body(self, api: str) -> dict[str, Any]:
        """Return the JSON body as the API named ("sheets", "drive", "forms") writes it."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if api == "drive":
            error["errors"] = [self._drive_entry()]
        if api != "drive" or self.status:
            error["status"] = self.status or STATUS_OF.get(self.code, "UNKNOWN")
        if self.details:
            error["details"] = self.details
        return {"error": error}

    def _drive_entry(self) -> dict[str, str]:
        entry = {
            "message": self.message,
            "domain": self.domain,
            "reason": self.reason or REASON_OF.get(self.code, "badRequest"),
        }
        if self.location:
            entry |= {"location": self.location, "locationType": self.location_type or "parameter"}
        return entry


def invalid(message: str, violations: list[tuple[str, str]] | None = None) -> GoogleError:
    """Return 400 INVALID_ARGUMENT; `violations` are (field, description) pairs of a BadRequest detail."""
    details: list[dict[str, Any]] = []
    if violations:
        listed = [
            {"field": name, "description": text} if name else {"description": text}
            for name, text in violations
        ]
        details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": listed}]
    return GoogleError(400, message, details=details)


def not_found(message: str = "Requested entity was not found.") -> GoogleError:
    """Return 404 as Sheets and Forms say it."""
    return GoogleError(404, message)


def denied(message: str = "The caller does not have permission") -> GoogleError:
    """Return 403 PERMISSION_DENIED."""
    return GoogleError(403, message)


def unimplemented(what: str) -> GoogleError:
    """Return 501 with a sentence that names what the stand-in does not do."""
    return GoogleError(501, f"The stand-in does not implement {what}.")
