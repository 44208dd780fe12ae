"""A page for what went wrong: one sentence, what to do, the way back; never a traceback."""

from __future__ import annotations

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError
from werkzeug.exceptions import HTTPException

from service.errors import QmsError
from service.web.feeds import FEEDS
from service.web.language import t
from service.web.survey import SURVEYS

_SENTENCES = {
    400: ("Yêu cầu chưa đúng.", "The request is not right."),
    403: ("Không được phép.", "Not allowed."),
    404: ("Không có trang này.", "There is no such page."),
    405: ("Trang này không nhận thao tác đó.", "This page does not take that action."),
    413: ("Nội dung gửi quá lớn.", "What was sent is too large."),
    500: ("Dịch vụ gặp lỗi. Lỗi đã được ghi lại.", "The service failed. The failure was logged."),
}


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(QmsError, _mistake)
    app.register_error_handler(DatabaseError, _store)


def _page(status: int, sentence: str, hint: str = "") -> tuple[str, int]:
    outside = request.path.startswith((SURVEYS, FEEDS))
    template = "survey_error.html" if outside else "error.html"  # the way back is not theirs
    return render_template(template, status=status, sentence=sentence, hint=hint), status


def _http(error: HTTPException) -> tuple[str, int] | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    own = error.description if error.description != type(error).description else None
    return _page(status, own or t(*_SENTENCES.get(status, _SENTENCES[400])))


def _stale_form(_error: CSRFError) -> tuple[str, int]:
    sentence = t(
        "Biểu mẫu đã hết hạn hoặc không do trang này gửi.",
        "The form is out of date or was not sent by this page.",
    )
    return _page(400, sentence, t("Mở lại trang rồi thử lại.", "Open the page again and retry."))


def _mistake(error: QmsError) -> tuple[str, int]:
    return _page(503 if error.retryable else 409, str(error), error.hint)


def _store(_error: DatabaseError) -> tuple[str, int]:
    sentence = t("Không đọc được kho dữ liệu.", "The store cannot be read.")
    if request.path.startswith("/healthz"):
        return sentence, 503
    return _page(503, sentence, t("Chạy qms doctor để xem nguyên nhân.", "Run qms doctor to see why."))
