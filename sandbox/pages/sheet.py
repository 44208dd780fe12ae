"""The sheet page: the grid in a browser, and the small JSON it lives on below /_sandbox/sheet/."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request

from sandbox.drive import store
from sandbox.errors import GoogleError
from sandbox.pages import people
from sandbox.pages.security import guard
from sandbox.pages.workbook import RefusedByRule, Workbook
from sandbox.settings import Settings
from sandbox.state import Doc, World

blueprint = guard(Blueprint("sheet", __name__, template_folder="templates"))
MAX_ROWS = 100_000
Json = dict[str, Any]


class BadWish(Exception):
    """The page's own JSON is not what it should be."""


@blueprint.get("/spreadsheets/d/<spreadsheet_id>/edit")
@blueprint.get("/spreadsheets/d/<spreadsheet_id>")
@blueprint.get("/spreadsheets/d/<spreadsheet_id>/")
def page(spreadsheet_id: str) -> str:
    """The page; which tab and cell stands after the `#` and is the script's business."""
    file = _file(spreadsheet_id)
    return render_template("sandbox/sheet.html", spreadsheet_id=spreadsheet_id, title=file["name"])


@blueprint.get("/_sandbox/sheet/<spreadsheet_id>")
def view(spreadsheet_id: str) -> Response:
    """One tab as the chosen person sees it; 304 when it is what the page has."""
    limit = max(1, min(request.args.get("rows", 200, int), MAX_ROWS))
    book, person, everyone = _opened(spreadsheet_id)
    picture = book.view(request.args.get("gid", None, int), limit, may_write=person.may_write)
    picture |= {"me": person.email, "people": [one.email for one in everyone]}
    body = json.dumps(picture, ensure_ascii=False, separators=(",", ":"))
    response = Response(body, mimetype="application/json")
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


@blueprint.post("/_sandbox/sheet/<spreadsheet_id>/write")
def write(spreadsheet_id: str) -> Response:
    """Type `values` (rows of texts) from zero-based `row`, `column` of tab `gid` on."""
    wish, book = _wish(), _opened(spreadsheet_id)[0]
    book.write(_number(wish, "gid"), _number(wish, "row"), _number(wish, "column"), _texts(wish))
    return jsonify({"ok": True})


@blueprint.post("/_sandbox/sheet/<spreadsheet_id>/sort")
def sort(spreadsheet_id: str) -> Response:
    """Sort the tab below its frozen rows by `column`, `ascending` or not."""
    wish, book = _wish(), _opened(spreadsheet_id)[0]
    book.sort(_number(wish, "gid"), _number(wish, "column"), ascending=bool(wish.get("ascending", True)))
    return jsonify({"ok": True})


@blueprint.post("/_sandbox/sheet/<spreadsheet_id>/<any(insert, delete):what>")
def reshape(spreadsheet_id: str, what: str) -> Response:
    """Insert before, or delete, row or column `index` (`dimension` ROWS or COLUMNS)."""
    wish, book = _wish(), _opened(spreadsheet_id)[0]
    dimension = wish.get("dimension")
    if dimension not in ("ROWS", "COLUMNS"):
        raise BadWish("dimension: ROWS or COLUMNS is wanted")
    change = book.insert if what == "insert" else book.delete
    change(_number(wish, "gid"), dimension, _number(wish, "index"))
    return jsonify({"ok": True})


@blueprint.post("/_sandbox/sheet/<spreadsheet_id>/person")
def choose_person(spreadsheet_id: str) -> Response:
    """Be somebody else from now on: an `email` that has a permission on the file."""
    email = _wish().get("email")
    everyone = _opened(spreadsheet_id)[2]
    if email not in [person.email for person in everyone]:
        raise BadWish("email: one that has a permission on this file is wanted")
    response = jsonify({"ok": True})
    response.set_cookie(people.COOKIE, str(email), samesite="Lax", httponly=True)
    return response


@blueprint.errorhandler(GoogleError)
def refused(error: GoogleError) -> tuple[Response, int]:
    """What the API refuses, as a dialog."""
    told = {
        "title": "Không thực hiện được",
        "vi": "Google thử nghiệm từ chối thao tác này.",
        "en": error.message,
    }
    if "protected cell" in error.message:
        told["title"] = "Ô được bảo vệ"
        told["vi"] = (
            "Bạn đang cố sửa một ô hoặc đối tượng được bảo vệ. "
            "Hãy liên hệ với chủ sở hữu bảng tính để bỏ bảo vệ nếu bạn cần sửa."
        )
    elif error.code in (403, 404):
        told["vi"] = "Bạn không có quyền làm việc này trên tệp, hoặc tệp không còn."
    return jsonify({"error": told}), error.code


@blueprint.errorhandler(RefusedByRule)
def refused_by_rule(error: RefusedByRule) -> tuple[Response, int]:
    """What strict data validation refuses, in the words of Google's dialog."""
    told = {
        "title": "Có vấn đề",
        "vi": f"Dữ liệu bạn nhập vào ô {error.cell} vi phạm quy tắc xác thực dữ liệu đặt cho ô này.",
        "en": f"The data you entered in cell {error.cell} violates its data validation rules.",
        "cell": error.cell,
    }
    return jsonify({"error": told}), 400


@blueprint.errorhandler(BadWish)
def misunderstood(error: BadWish) -> tuple[Response, int]:
    """A request that the page itself would not make."""
    told = {"title": "Có vấn đề", "vi": "Yêu cầu không đọc được.", "en": str(error)}
    return jsonify({"error": told}), 400


def _file(file_id: str) -> Doc:
    world: World = current_app.extensions["world"]
    file = world.get("file", file_id)
    if file is None or file["mimeType"] != store.SPREADSHEET:
        abort(404, "Không có bảng tính này. (No such spreadsheet.)")
    return file


def _opened(spreadsheet_id: str) -> tuple[Workbook, people.Person, list[people.Person]]:
    world: World = current_app.extensions["world"]
    settings: Settings = current_app.extensions["settings"]
    everyone = people.with_access(world, settings, _file(spreadsheet_id))
    person = people.chosen(everyone) or people.Person(people.NOBODY, "reader")
    return Workbook(world, settings, spreadsheet_id, person.email), person, everyone


def _wish() -> Json:
    wish = request.get_json()
    if not isinstance(wish, dict):
        raise BadWish("an object is wanted")
    return wish


def _number(wish: Json, name: str) -> int:
    value = wish.get(name)
    if not isinstance(value, int) or value < 0:
        raise BadWish(f"{name}: a number from 0 is wanted")
    return value


def _texts(wish: Json) -> list[list[str]]:
    values = wish.get("values")
    if not isinstance(values, list) or not values or not all(isinstance(row, list) and row for row in values):
        raise BadWish("values: rows of texts are wanted")
    return [[str(value) for value in row] for row in values]
