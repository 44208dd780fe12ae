"""Spreadsheets as files: drive.files.export, and gspread's upload of a CSV (Drive v2)."""

from __future__ import annotations

import csv
import io
from typing import Any

from flask import Blueprint, current_app, g, request
from flask.typing import ResponseReturnValue

from sandbox import discovery, gateway, oauth
from sandbox.dispatch import Answer, Call, Raw, implements
from sandbox.drive import access, store
from sandbox.errors import GoogleError, unimplemented
from sandbox.sheets import entry, render, writing
from sandbox.sheets.book import Book, Sheet
from sandbox.sheets.library import editing, library

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SEPARATORS = {"text/csv": ",", "text/tab-separated-values": "\t"}

blueprint = Blueprint("upload", __name__)


@implements("drive.files.export")
def export(call: Call) -> Answer:
    """A spreadsheet as CSV or TSV (its first tab) or as an Excel workbook (values, number formats)."""
    file = access.file_for(access.everywhere(call), call.params["fileId"])
    mime_type = call.params["mimeType"]
    if file["mimeType"] != store.SPREADSHEET:
        raise GoogleError(403, "Export only supports Docs Editors files.", reason="fileNotExportable")
    book = library(call.world).get(file["id"])
    if mime_type in _SEPARATORS:
        return Raw(_separated(book, _SEPARATORS[mime_type]), mime_type)
    if mime_type == XLSX:
        return Raw(_workbook(book), XLSX)
    raise unimplemented(f"the export of a spreadsheet as {mime_type}")


@blueprint.put("/upload/drive/v2/files/<file_id>")
def upload(file_id: str) -> ResponseReturnValue:
    """Replace a spreadsheet's content by a CSV: one tab stays, with the values typed in."""
    world, settings = current_app.extensions["world"], current_app.extensions["settings"]
    try:
        actor = oauth.authenticate(request, world, settings)
        g.actor = actor.email
        method = discovery.by_id("drive.files.update")
        call = Call(world, settings, method, {"fileId": file_id, "supportsAllDrives": True}, None, actor)
        with world.transaction():
            file = access.file_for(call, file_id, "writer")
            if file["mimeType"] != store.SPREADSHEET or request.mimetype != "text/csv":
                raise unimplemented("the upload of anything but text/csv over a spreadsheet")
            with editing(call, file_id) as book:
                _replace(call, book, request.get_data().decode("utf-8-sig", "replace"))
    except GoogleError as error:
        return gateway.error_response(error, "drive")
    return {"kind": "drive#file", "id": file_id, "title": file["name"], "mimeType": file["mimeType"]}


def _separated(book: Book, separator: str) -> bytes:
    sheet = book.sheets[0]
    rows = render.grid(book, sheet.whole(), "FORMATTED_VALUE", "SERIAL_NUMBER", "ROWS")
    width = max(map(len, rows), default=0)
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(
        row + [""] * (width - len(row)) for row in rows
    )
    return out.getvalue().removesuffix("\r\n").encode()


def _workbook(book: Book) -> bytes:
    import openpyxl  # costs a quarter of the start, and few ask for it

    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for sheet in book.sheets:
        _fill(made.create_sheet(sheet.title[:31]), sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _fill(target: Any, sheet: Sheet) -> None:
    for row, column, cell in sheet.cells(sheet.whole()):
        value = render.effective(cell)
        if "errorValue" not in value and value:
            place = target.cell(row + 1, column + 1, next(iter(value.values())))
            pattern = render.number_format(cell)[1]
            if pattern:
                place.number_format = pattern


def _replace(call: Call, book: Book, text: str) -> None:
    rows = list(csv.reader(io.StringIO(text)))
    width = max(map(len, rows), default=1)
    for sheet in book.sheets[1:]:
        library(call.world).delete_cells(book.id, sheet)
    book.sheets = book.sheets[:1]
    sheet = book.sheets[0]
    sheet.set_size(0, 0)
    sheet.set_size(max(len(rows), 1), max(width, 1))
    year = writing.year_of(call, book)
    for index, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.put(index, column, entry.written({}, value, typed=True, locale_name=book.locale, year=year))
