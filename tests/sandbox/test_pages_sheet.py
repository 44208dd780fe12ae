"""The sheet page's server side: what it shows, writes and refuses, over HTTP and beside the API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from tests.support.standin import Standin, start_standin

PEOPLE = {"lan": "lan@so.test", "bich": "bich@so.test", "doc": "doc@so.test", "la": "la@so.test"}
GID = 7


@dataclass
class Book:
    """A shared workbook: lan owns it, bich writes, doc reads, la sees nothing."""

    standin: Standin
    id: str

    def api(self, who: str, verb: str, path: str, body: Any = None) -> Any:
        """Call Google's API as somebody; the answer must be a success."""
        headers = {"Authorization": f"Bearer {who}"}
        answer = requests.request(verb, self.standin.url + path, json=body, headers=headers, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def values(self, a1: str, option: str = "FORMATTED_VALUE") -> list[list[Any]]:
        """Values through the API."""
        path = f"/v4/spreadsheets/{self.id}/values/{a1}?valueRenderOption={option}"
        found: list[list[Any]] = self.api("lan", "GET", path).get("values", [])
        return found

    def view(self, who: str = "lan", **query: Any) -> Any:
        """What the page gets."""
        answer = self.get(who, {"gid": GID, **query})
        assert answer.ok, answer.text
        return answer.json()

    def get(self, who: str, query: dict[str, Any], **headers: str) -> requests.Response:
        """GET the page's JSON as somebody."""
        url = f"{self.standin.url}/_sandbox/sheet/{self.id}"
        cookies = {"sandbox_person": PEOPLE[who]}
        return requests.get(url, query, cookies=cookies, headers=headers, timeout=10)

    def wish(self, what: str, who: str = "bich", headers: Any = None, **body: Any) -> requests.Response:
        """POST a wish of the page as somebody."""
        url = f"{self.standin.url}/_sandbox/sheet/{self.id}/{what}"
        cookies = {"sandbox_person": PEOPLE[who]}
        wish = {"gid": GID, **body}
        return requests.post(url, json=wish, cookies=cookies, headers=headers, timeout=10)

    def cell(self, a1: tuple[int, int], who: str = "lan") -> Any:
        """One cell of the picture, empty when it is blank."""
        cells = self.view(who)["sheet"]["cells"]
        return next((cell for row, column, cell in cells if (row, column) == a1), {})


@pytest.fixture(scope="module")
def standin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standin]:
    """One stand-in for the module."""
    running = start_standin(tmp_path_factory.mktemp("sheet") / "state", dev_tokens=PEOPLE)
    yield running
    assert running.violations() == []
    running.stop()


@pytest.fixture
def book(standin: Standin) -> Book:
    """A fresh workbook: a header, three rows, dropdowns, a note and a locked column."""
    made = Book(standin, "")
    wanted = {
        "properties": {"title": "Sổ <b>Văn phòng</b>", "locale": "vi_VN", "timeZone": "Asia/Ho_Chi_Minh"},
        "sheets": [
            {
                "properties": {
                    "sheetId": GID,
                    "title": "Mục tiêu",
                    "gridProperties": {"rowCount": 20, "columnCount": 8, "frozenRowCount": 1},
                }
            },
            {"properties": {"sheetId": 8, "title": "Danh mục"}},
        ],
    }
    made.id = made.api("lan", "POST", "/v4/spreadsheets", wanted)["spreadsheetId"]
    for who, role in (("bich", "writer"), ("doc", "reader")):
        grant = {"type": "user", "role": role, "emailAddress": PEOPLE[who]}
        made.api("lan", "POST", f"/drive/v3/files/{made.id}/permissions", grant)
    data = [
        {
            "range": "'Mục tiêu'!A1",
            "values": [["Mã", "Mục tiêu", "Chiều", "Chỉ tiêu"], ["M3", "c"], ["M1", "a"], ["M2", "b"]],
        },
        {"range": "'Danh mục'!A1", "values": [["Văn phòng"], ["Thanh tra"]]},
    ]
    path = f"/v4/spreadsheets/{made.id}/values:batchUpdate"
    made.api("lan", "POST", path, {"valueInputOption": "RAW", "data": data})
    made.api("lan", "POST", f"/v4/spreadsheets/{made.id}:batchUpdate", {"requests": dress()})
    return made


def dress() -> list[Any]:
    """Rules in columns C (strict list), E (mild list), F (strict range), G (number); A locked; B2 noted."""
    strict = {"condition": one_of("ONE_OF_LIST", "≥", "≤"), "strict": True, "showCustomUi": True}
    mild = {"condition": one_of("ONE_OF_LIST", "có", "không"), "strict": False, "showCustomUi": True}
    ranged = {"condition": one_of("ONE_OF_RANGE", "='Danh mục'!A1:A9"), "strict": True, "showCustomUi": True}
    number = {"condition": one_of("NUMBER_BETWEEN", "0", "100"), "strict": True}
    noted = {
        "note": "Sai rồi",
        "userEnteredFormat": {"backgroundColor": {"red": 1, "green": 0.8, "blue": 0.8}},
    }
    return [
        *(validation(column, rule) for column, rule in ((2, strict), (4, mild), (5, ranged), (6, number))),
        {"addProtectedRange": {"protectedRange": {"range": area(0, 20, 0, 1), "description": "Mã do máy điền",
                                                  "editors": {"users": [PEOPLE["lan"]]}}}},
        {"updateCells": {"range": area(1, 2, 1, 2), "fields": "note,userEnteredFormat.backgroundColor",
                         "rows": [{"values": [noted]}]}},
    ]  # fmt: skip


def one_of(kind: str, *values: str) -> Any:
    """A validation condition."""
    return {"type": kind, "values": [{"userEnteredValue": value} for value in values]}


def validation(column: int, rule: Any) -> Any:
    """A rule on rows 2 to 10 of a column."""
    return {"setDataValidation": {"range": area(1, 10, column, column + 1), "rule": rule}}


def area(row: int, end_row: int, column: int, end_column: int) -> Any:
    """A GridRange of the tab."""
    return {
        "sheetId": GID,
        "startRowIndex": row,
        "endRowIndex": end_row,
        "startColumnIndex": column,
        "endColumnIndex": end_column,
    }


def test_the_page_stands_where_googles_does(book: Book) -> None:
    """`/spreadsheets/d/<id>/edit` answers, escapes the title and lets only its own script run."""
    answer = requests.get(f"{book.standin.url}/spreadsheets/d/{book.id}/edit", timeout=10)
    assert "<title>Sổ &lt;b&gt;Văn phòng&lt;/b&gt;</title>" in answer.text
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]


def test_a_view_tells_tabs_frozen_rows_notes_and_colours(book: Book) -> None:
    """The picture holds what a person sees, addressed from zero."""
    view = book.view()
    assert [tab["title"] for tab in view["tabs"]] == ["Mục tiêu", "Danh mục"]
    assert (view["sheet"]["rows"], view["sheet"]["frozenRows"]) == (20, 1)
    assert book.cell((1, 1)) == {"v": "c", "t": "c", "n": "Sai rồi", "bg": "#ffcccc"}


def test_typing_is_parsed_by_the_locale_and_known_by_its_writer(book: Book) -> None:
    """ "98,5%" becomes 0.985 with a percent format, and Drive says who typed it."""
    assert book.wish("write", row=1, column=3, values=[["98,5%"]]).ok
    assert book.values("'Mục tiêu'!D2", "UNFORMATTED_VALUE") == [[0.985]]
    assert book.cell((1, 3))["v"] == "98,50%"
    file = book.api("lan", "GET", f"/drive/v3/files/{book.id}?fields=lastModifyingUser")
    assert file["lastModifyingUser"]["emailAddress"] == PEOPLE["bich"]


@pytest.mark.parametrize(
    ("column", "text"),
    [(2, ">="), (5, "Kế toán"), (6, "101"), (6, "nhiều")],
    ids=["list", "range", "number", "text"],
)
def test_a_strict_rule_refuses_and_keeps_nothing(book: Book, column: int, text: str) -> None:
    """The words name the cell; the cell stays as it was, and so does the file's version."""
    before = book.api("lan", "GET", f"/drive/v3/files/{book.id}?fields=version")
    answer = book.wish("write", row=2, column=column, values=[[text]])
    name = f"{'ABCDEFGH'[column]}3"
    assert answer.status_code == 400
    assert (
        answer.json()["error"]["en"]
        == f"The data you entered in cell {name} violates its data validation rules."
    )
    assert book.values(f"'Mục tiêu'!{name}") == []
    assert book.api("lan", "GET", f"/drive/v3/files/{book.id}?fields=version") == before


@pytest.mark.parametrize(("column", "text"), [(2, "≤"), (4, "có lẽ"), (5, "Thanh tra"), (6, "99,5"), (2, "")])
def test_what_a_rule_allows_is_written(book: Book, column: int, text: str) -> None:
    """Listed values, anything under a mild rule, and clearing the cell pass."""
    assert book.wish("write", row=1, column=column, values=[[text]]).ok
    assert book.cell((1, column)).get("v", "") == text


def test_a_pasted_block_with_one_refused_cell_is_not_kept_at_all(book: Book) -> None:
    """Half a paste would be worse than none."""
    answer = book.wish("write", row=1, column=1, values=[["x", "≥"], ["y", "bậy"]])
    assert answer.json()["error"]["cell"] == "C3"
    assert book.values("'Mục tiêu'!B2:C3") == [["c"], ["a"]]


def test_dropdowns_offer_their_values(book: Book) -> None:
    """A rule tells its options, those of a range read from it."""
    rules = book.view()["sheet"]["rules"]
    assert [(rule["kind"], rule.get("options")) for rule in rules] == [
        ("list", ["≥", "≤"]),
        ("list", ["có", "không"]),
        ("list", ["Văn phòng", "Thanh tra"]),
        ("other", None),
    ]


def test_protection_is_shown_and_obeyed(book: Book) -> None:
    """Who is no editor of the range sees it locked and is refused in Google's words; its editor writes."""
    (lock,) = book.view("bich")["sheet"]["locks"]
    assert lock == {"range": [0, 20, 0, 1], "open": [], "why": "Ô được bảo vệ (Mã do máy điền)."}
    answer = book.wish("write", "bich", row=1, column=0, values=[["M9"]])
    assert not answer.ok and "protected cell" in answer.json()["error"]["en"]
    assert book.view("lan")["sheet"]["locks"] == []
    assert book.wish("write", "lan", row=1, column=0, values=[["M9"]]).ok
    assert book.values("'Mục tiêu'!A2") == [["M9"]]


def test_a_reader_reads(book: Book) -> None:
    """Everything is locked for one who may only read, and writing is refused."""
    assert [lock["range"] for lock in book.view("doc")["sheet"]["locks"]] == [[0, 20, 0, 8]]
    assert book.wish("write", "doc", row=1, column=1, values=[["x"]]).status_code == 403


def test_somebody_without_access_cannot_be_chosen(book: Book) -> None:
    """The list holds those with a permission; a stranger's cookie counts for nothing."""
    view = book.view("la")
    assert (set(view["people"]), view["me"]) == (
        {"lan@so.test", "bich@so.test", "doc@so.test"},
        "lan@so.test",
    )
    assert book.wish("person", email=PEOPLE["la"]).status_code == 400
    chosen = book.wish("person", email=PEOPLE["doc"])
    assert chosen.cookies["sandbox_person"].strip('"') == PEOPLE["doc"]


def test_a_sort_leaves_the_header_and_takes_notes_along(book: Book) -> None:
    """A to Z by column A: row 1 stays, the noted cell moves with its row."""
    assert book.wish("sort", "lan", column=0, ascending=True).ok
    assert book.values("'Mục tiêu'!A1:A4") == [["Mã"], ["M1"], ["M2"], ["M3"]]
    assert book.cell((3, 1))["n"] == "Sai rồi"


def test_rows_are_inserted_and_deleted(book: Book) -> None:
    """The note follows down and up again."""
    assert book.wish("insert", "lan", dimension="ROWS", index=1).ok
    assert book.cell((2, 1))["n"] == "Sai rồi"
    assert book.wish("delete", "lan", dimension="ROWS", index=1).ok
    assert book.cell((1, 1))["n"] == "Sai rồi"


def test_a_paste_below_the_last_row_makes_room(book: Book) -> None:
    """Twenty rows and a block of three from row 20 on: two rows are added."""
    assert book.wish("write", row=19, column=1, values=[["x"], ["y"], ["z"]]).ok
    assert book.view()["sheet"]["rows"] == 22
    assert book.values("'Mục tiêu'!B20:B22") == [["x"], ["y"], ["z"]]


def test_text_that_looks_like_a_number_stays_text_when_retyped(book: Book) -> None:
    """The text to edit carries the apostrophe that keeps a leading zero; a formula is edited as formula."""
    assert book.wish("write", row=1, column=7, values=[["'012"], ["=1+1"]]).ok
    first, second = book.cell((1, 7)), book.cell((2, 7))
    assert (first["v"], first["t"]) == ("012", "'012")
    assert (second["v"], second["t"]) == ("2", "=1+1")


def test_an_unchanged_tab_costs_304(book: Book) -> None:
    """Polling with the last ETag brings nothing until somebody writes."""
    etag = book.get("lan", {"gid": GID}).headers["ETag"]
    assert book.get("lan", {"gid": GID}, **{"If-None-Match": etag}).status_code == 304
    assert book.wish("write", row=1, column=7, values=[["mới"]]).ok
    assert book.get("lan", {"gid": GID}, **{"If-None-Match": etag}).status_code == 200


def test_another_sites_page_may_not_write(book: Book) -> None:
    """A cross-site POST is refused before anything else."""
    answer = book.wish("write", headers={"Sec-Fetch-Site": "cross-site"}, row=1, column=1, values=[["x"]])
    assert answer.status_code == 403
    assert book.values("'Mục tiêu'!B2") == [["c"]]


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("write", {"row": -1, "column": 0, "values": [["x"]]}),
        ("write", {"row": 0, "column": 0, "values": []}),
        ("write", {"row": 0, "column": 0, "values": "x"}),
        ("insert", {"dimension": "TABS", "index": 0}),
        ("sort", {"column": "A"}),
    ],
)
def test_a_wish_that_makes_no_sense_is_400(book: Book, what: str, body: Any) -> None:
    """The page's own JSON is checked too."""
    assert book.wish(what, **body).status_code == 400


def test_an_unknown_spreadsheet_is_404(standin: Standin) -> None:
    """No file, no page."""
    assert requests.get(f"{standin.url}/spreadsheets/d/nothing/edit", timeout=10).status_code == 404
