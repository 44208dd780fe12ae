"""What can go wrong with Google, in our words: permanent or retryable, and what a person can do."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any

import httplib2
import requests
from google.auth import exceptions as auth_errors
from googleapiclient.errors import HttpError
from gspread.exceptions import APIError

from service.errors import QmsError

#: Failures of the line, not of the request: the same call may succeed a moment later.
LINE_FAILURES = (
    OSError,
    http.client.HTTPException,
    httplib2.HttpLib2Error,
    requests.RequestException,
    auth_errors.TransportError,
    ValueError,  # JSON cut short
)
#: Everything `translate` understands.
ANY_FAILURE = (APIError, HttpError, auth_errors.GoogleAuthError, *LINE_FAILURES)

_QUOTA_REASONS = {"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "backendError"}


class GoogleError(QmsError):
    """Google không thực hiện được yêu cầu."""

    #: HTTP status, 0 when there was no answer.
    status = 0


class SignInError(GoogleError):
    """Không đăng nhập được vào Google bằng tệp khóa này."""

    hint = "Kiểm tra tệp khóa tài khoản dịch vụ và quyền của nó / check the service account's key file."


class Refused(GoogleError):
    """Google từ chối yêu cầu."""


class NoStorage(Refused):
    """Tài khoản dịch vụ không có chỗ lưu tệp."""

    hint = (
        "Đặt shared_drive là một bộ nhớ dùng chung, hoặc tự tạo trang tính và chia sẻ nó / "
        "set shared_drive, or make the spreadsheet yourself and share it with the service account."
    )


class Unreachable(GoogleError):
    """Không mở được tệp. `reason`: unshared (403), deleted (404)."""

    hint = "Chia sẻ lại tệp cho tài khoản dịch vụ, quyền Người chỉnh sửa / share the file again as Editor."

    def __init__(self, reason: str, message: str | None = None) -> None:
        super().__init__(message)
        self.reason = reason


class Busy(GoogleError):
    """Google đang bận hoặc đường truyền lỗi; sẽ thử lại sau."""

    retryable = True

    def __init__(
        self, message: str | None = None, *, after: float | None = None, undone: bool = False
    ) -> None:
        super().__init__(message)
        #: Seconds the server asks to wait, or None.
        self.after = after
        #: The server said that it did nothing (429): even a write may be sent again.
        self.undone = undone


def translate(error: Exception) -> GoogleError:
    """Our error for whatever the client libraries raised."""
    if isinstance(error, APIError):
        body = error.error if isinstance(error.error, Mapping) else {}
        return _of_answer(error.response.status_code, body, error.response.headers)
    if isinstance(error, HttpError):
        return _of_answer(int(error.resp.status), _error_body(error.content), error.resp)
    if isinstance(error, auth_errors.GoogleAuthError) and not isinstance(error, auth_errors.TransportError):
        retryable = getattr(error, "retryable", False)
        return (
            Busy(f"Đăng nhập chưa được: {error}")
            if retryable
            else SignInError(f"Không đăng nhập được: {error}")
        )
    return Busy(f"Đường truyền tới Google lỗi / the line to Google failed: {type(error).__name__}: {error}")


def _error_body(content: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(content).get("error", {})
    except (ValueError, AttributeError):
        return {}
    return body if isinstance(body, Mapping) else {}


def _of_answer(status: int, body: Mapping[str, Any], headers: Mapping[str, Any]) -> GoogleError:
    message = str(body.get("message") or f"HTTP {status}")
    reasons = {str(entry.get("reason")) for entry in body.get("errors") or [] if isinstance(entry, Mapping)}
    found = _kind_of_answer(status, reasons, message, _seconds(headers))
    found.status = status
    return found


def _kind_of_answer(status: int, reasons: set[str], message: str, after: float | None) -> GoogleError:
    if status == 429 or (status == 403 and reasons & _QUOTA_REASONS):
        return Busy(f"Quá hạn mức / over quota: {message}", after=after, undone=True)
    if status in (408, 500, 502, 503, 504):
        return Busy(f"Google đang bận / busy: {message}", after=after)
    if status == 403 and "storageQuotaExceeded" in reasons:
        return NoStorage(message)
    if status == 403:
        return Unreachable("unshared", message)
    if status == 404:
        return Unreachable("deleted", message)
    if status == 401:
        return SignInError(message)
    return Refused(message)


def _seconds(headers: Mapping[str, Any]) -> float | None:
    text = str(headers.get("Retry-After") or headers.get("retry-after") or "")
    return float(text) if text.isdigit() else None
