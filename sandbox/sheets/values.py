"""sheets.spreadsheets.values.*"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.dispatch import Answer, Call, implements
from sandbox.errors import invalid
from sandbox.sheets import metadata, protection, render, writing
from sandbox.sheets.a1 import Area
from sandbox.sheets.book import Book
from sandbox.sheets.library import editing, reading
from sandbox.sheets.structure import insert


@implements("sheets.spreadsheets.values.get")
def get(call: Call) -> Answer:
    """The values of one range."""
    book = reading(call, call.params["spreadsheetId"])
    return value_range(book, book.area(call.params["range"]), call.params)


@implements("sheets.spreadsheets.values.batchGet")
def batch_get(call: Call) -> Answer:
    """The values of several ranges; one that names nothing fails all."""
    book = reading(call, call.params["spreadsheetId"])
    ranges = [value_range(book, book.area(text), call.params) for text in call.params.get("ranges", ())]
    return {"spreadsheetId": book.id, **({"valueRanges": ranges} if ranges else {})}


@implements("sheets.spreadsheets.values.batchGetByDataFilter")
def batch_get_by_filter(call: Call) -> Answer:
    """The values of what data filters find."""
    book = reading(call, call.params["spreadsheetId"])
    found = []
    for data_filter in call.body.get("dataFilters", ()):
        for area in metadata.areas(book, data_filter):
            found.append({"valueRange": value_range(book, area, call.body), "dataFilters": [data_filter]})
    return {"spreadsheetId": book.id, **({"valueRanges": found} if found else {})}


@implements("sheets.spreadsheets.values.update")
def update(call: Call) -> Answer:
    """Write one range."""
    typed = _typed(call.params)
    with editing(call, call.params["spreadsheetId"]) as book:
        text = call.params["range"]
        if call.body.get("range", text) != text and book.area(call.body["range"]) != book.area(text):
            raise invalid(
                f"Requested range [{text}] does not match the range of the data [{call.body['range']}]"
            )
        done = writing.write(call, book, book.area(text), writing.by_rows(call.body), typed=typed)
    return done.answer(book) | _echo(call, book, done.area, call.params)


@implements("sheets.spreadsheets.values.batchUpdate")
def batch_update(call: Call) -> Answer:
    """Write several ranges, all or none."""
    typed = _typed(call.body)
    with editing(call, call.params["spreadsheetId"]) as book:
        targets = [(book.area(one.get("range", "")), one) for one in call.body.get("data", ())]
        done = [writing.write(call, book, area, writing.by_rows(one), typed=typed) for area, one in targets]
    return _total(book, done, [one.answer(book) | _echo(call, book, one.area, call.body) for one in done])


@implements("sheets.spreadsheets.values.batchUpdateByDataFilter")
def batch_update_by_filter(call: Call) -> Answer:
    """Write what data filters find, all or none."""
    typed = _typed(call.body)
    answers, done = [], []
    with editing(call, call.params["spreadsheetId"]) as book:
        for one in call.body.get("data", ()):
            for area in metadata.areas(book, one.get("dataFilter", {})):
                written = writing.write(call, book, area, writing.by_rows(one), typed=typed)
                done.append(written)
                answers.append(written.answer(book) | {"dataFilter": one["dataFilter"]})
    for answer in answers:
        answer.pop("spreadsheetId")
    return _total(book, done, answers)


@implements("sheets.spreadsheets.values.append")
def append(call: Call) -> Answer:
    """Write below the last table that the range touches."""
    typed = _typed(call.params)
    with editing(call, call.params["spreadsheetId"]) as book:
        area = book.area(call.params["range"])
        table = writing.table_in(book, area)
        at = (
            Area(area.sheet_id, table.row1 or 0, None, table.col0, None)
            if table
            else replace(area, row1=None, col1=None)
        )
        values = writing.by_rows(call.body)
        _make_room(call, book, at, values)
        done = writing.write(call, book, at, values, typed=typed)
    answer: dict[str, Any] = {"spreadsheetId": book.id}
    if table:
        answer["tableRange"] = book.name(table)
    return answer | {"updates": done.answer(book) | _echo(call, book, done.area, call.params)}


@implements("sheets.spreadsheets.values.clear")
def clear(call: Call) -> Answer:
    """Empty one range."""
    with editing(call, call.params["spreadsheetId"]) as book:
        area = writing.clear(call, book, book.area(call.params["range"]))
    return {"spreadsheetId": book.id, "clearedRange": book.name(area)}


@implements("sheets.spreadsheets.values.batchClear")
def batch_clear(call: Call) -> Answer:
    """Empty several ranges."""
    with editing(call, call.params["spreadsheetId"]) as book:
        areas = [book.area(text) for text in call.body.get("ranges", ())]
        cleared = [book.name(writing.clear(call, book, area)) for area in areas]
    return {"spreadsheetId": book.id, "clearedRanges": cleared}


@implements("sheets.spreadsheets.values.batchClearByDataFilter")
def batch_clear_by_filter(call: Call) -> Answer:
    """Empty what data filters find."""
    with editing(call, call.params["spreadsheetId"]) as book:
        areas = [area for one in call.body.get("dataFilters", ()) for area in metadata.areas(book, one)]
        cleared = [book.name(writing.clear(call, book, area)) for area in areas]
    return {"spreadsheetId": book.id, "clearedRanges": cleared}


def value_range(book: Book, area: Area, options: dict[str, Any]) -> dict[str, Any]:
    """Return a ValueRange. `options` holds majorDimension, valueRenderOption, dateTimeRenderOption."""
    bounded = book.in_grid(area)
    dimension = options.get("majorDimension", "ROWS")
    if dimension == "DIMENSION_UNSPECIFIED":
        dimension = "ROWS"
    option = options.get("valueRenderOption", "FORMATTED_VALUE")
    dates = options.get("dateTimeRenderOption", "SERIAL_NUMBER")
    values = render.grid(book, bounded, option, dates, dimension)
    shown: dict[str, Any] = {"range": book.name(bounded), "majorDimension": dimension}
    return shown | ({"values": values} if values else {})


def _typed(options: dict[str, Any]) -> bool:
    option = options.get("valueInputOption", "INPUT_VALUE_OPTION_UNSPECIFIED")
    if option == "INPUT_VALUE_OPTION_UNSPECIFIED":
        raise invalid("'valueInputOption' is required but not specified")
    return bool(option == "USER_ENTERED")


def _echo(call: Call, book: Book, area: Area, options: dict[str, Any]) -> dict[str, Any]:
    if not options.get("includeValuesInResponse"):
        return {}
    given = {
        "valueRenderOption": options.get("responseValueRenderOption", "FORMATTED_VALUE"),
        "dateTimeRenderOption": options.get("responseDateTimeRenderOption", "SERIAL_NUMBER"),
        "majorDimension": call.body.get("majorDimension", "ROWS"),
    }
    return {"updatedData": value_range(book, area, given)}


def _total(book: Book, done: list[writing.Written], answers: list[dict[str, Any]]) -> dict[str, Any]:
    rows = {(one.area.sheet_id, row) for one in done for row in range(one.area.row0, one.area.row1 or 0)}
    columns = {(one.area.sheet_id, c) for one in done for c in range(one.area.col0, one.area.col1 or 0)}
    counts = {
        "totalUpdatedRows": len(rows),
        "totalUpdatedColumns": len(columns),
        "totalUpdatedCells": sum(one.cells for one in done),
        "totalUpdatedSheets": len({one.area.sheet_id for one in done}),
    }
    shown: dict[str, Any] = {"spreadsheetId": book.id}
    shown |= {name: count for name, count in counts.items() if count}
    return shown | ({"responses": answers} if answers else {})


def _make_room(call: Call, book: Book, at: Area, values: list[list[Any]]) -> None:
    """Insert rows when asked to, and let the grid grow to hold what is appended."""
    sheet = book.sheet(at.sheet_id)
    bottom = at.row0 + len(values)
    right = at.col0 + max(map(len, values), default=0)
    if call.params.get("insertDataOption") == "INSERT_ROWS" and at.row0 < sheet.row_count and values:
        protection.guard_structure(call, book, sheet.id)
        insert(book, sheet, "ROWS", at.row0, bottom, inherit_before=at.row0 > 0)
    if bottom > sheet.row_count or right > sheet.column_count:
        sheet.set_size(max(bottom, sheet.row_count), max(right, sheet.column_count))
