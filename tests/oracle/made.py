"""Tiny dumps made by hand: a tab from its rows, a unit's workbook, answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.oracle import tables
from tests.oracle.dumps import Dump, from_json

NUMBERS = {"unit": "Đơn vị", **{f"q{n}": f"{n}. Câu hỏi {n}" for n in range(1, 9)}}
UNIT = ("code", "name", "editors", "has_dossiers", "valid_from", "valid_to", "aliases")
SETTINGS = [["window_start_day", 15], ["k", 5]]


def make_tab(
    sheet: tables.Sheet, names: Sequence[str], *rows: Sequence[Any], formats: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """A tab with the headers of the columns `names`, and rows below."""
    header = [sheet.columns[name].headers[0] for name in names]
    return {"title": sheet.title, "values": [header, *map(list, rows)], "formats": dict(formats or {})}


def make_dump(
    label: str,
    books: Mapping[str, Sequence[dict[str, Any]]],
    *,
    units: Sequence[Sequence[Any]] = (("VP", "Văn phòng", "vp@a.example", "không"),),
    answers: Sequence[dict[str, Any]] = (),
    settings: Sequence[Sequence[Any]] = SETTINGS,
    **more: Any,
) -> Dump:
    """A dump with a coordinator's workbook (window from the 15th, k = 5) beside `books` (key → tabs)."""
    coordinator = [
        make_tab(tables.SETTINGS, ("key", "value"), *settings),
        make_tab(tables.UNITS, UNIT, *units),
    ]
    whole = {"coordinator": coordinator, **books}
    content: dict[str, Any] = {
        "at": f"{label[:4]}-{label[5:7] or '12'}-20T00:05:00+07:00",
        "workbooks": [{"key": key, "locale": "vi_VN", "tabs": list(tabs)} for key, tabs in whole.items()],
        "form": {
            "items": [
                {"title": title, "questionItem": {"question": {"questionId": name}}}
                for name, title in NUMBERS.items()
            ]
        },
        "responses": list(answers),
        **more,
    }
    return from_json(label, content)


def make_answer(ident: str, at: str, unit: str, last: str = "", **levels: str) -> dict[str, Any]:
    """One response as forms.responses.list gives it; `at` in UTC, such as 2022-01-20T03:00:00Z."""
    given = {"unit": unit, **levels}
    return {
        "responseId": ident,
        "createTime": at,
        "lastSubmittedTime": last or at,
        "answers": {
            name: {"questionId": name, "textAnswers": {"answers": [{"value": value}]}}
            for name, value in given.items()
        },
    }


def make_answers(number: int, at: str, unit: str, prefix: str = "", **levels: str) -> list[dict[str, Any]]:
    """`number` people who answer alike."""
    return [make_answer(f"{unit}{prefix}{at}{n}", at, unit, **levels) for n in range(number)]
