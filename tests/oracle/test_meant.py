"""The judge of slips, on a diary of a few lines and a store of one problem."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.oracle import meant, tables
from tests.oracle.dumps import Dump
from tests.oracle.made import make_dump, make_tab

DONE = ("code", "period", "achieved", "total", "value", "none")


def _line(**other: Any) -> meant.Line:
    line = {
        "at": "2022-02-16T08:30:00+07:00",
        "unit": "VP",
        "table": "progress",
        "key": "MT01|2022-01",
        "field": "achieved",
        "meant": 98,
        "typed": "98",
        "slip": None,
        "codes": [],
        "seen": True,
    }
    return meant._line({**line, **other})


def _store(
    path: Path, *problems: tuple[Any, ...], notices: tuple[tuple[Any, ...], ...] = ()
) -> list[meant.Found]:
    with closing(sqlite3.connect(path)) as made:
        made.execute("create table workbook (id, kind, unit)")
        made.execute("insert into workbook values (1, 'unit', 'VP'), (2, 'coordinator', null)")
        made.execute(
            "create table problem (workbook_id, table_name, key, column_name, code, value,"
            " first_seen_at, mended_at)"
        )
        made.execute("create table notice (workbook_id, kind, since, ended_at)")
        made.executemany("insert into problem values (?, ?, ?, ?, ?, ?, ?, ?)", problems)
        made.executemany("insert into notice values (?, ?, ?, ?)", notices)
        made.commit()
    return meant.problems(path)


def _dump(achieved: Any) -> Dump:
    tab = make_tab(tables.PROGRESS, DONE, ["MT01", "01/2022", achieved, 100])
    return make_dump("2022-02", {"unit:VP": [tab]})


SEEN = (
    1,
    "progress",
    "MT01|2022-01",
    "achieved",
    "number_invalid",
    "đủ cả",
    "2022-02-16T10:30:00+07:00",
    None,
)
WORDS = {"typed": "đủ cả", "slip": "words", "codes": ["number_invalid"]}


def test_a_slip_that_was_told_is_flagged(tmp_path: Path) -> None:
    """The expected code at that row, after it was typed."""
    verdict = meant.judge([_line(**WORDS)], _store(tmp_path / "db", SEEN), [_dump("đủ cả")])
    assert (len(verdict.flagged), verdict.unseen, verdict.missed) == (1, [], [])


@pytest.mark.parametrize(
    "change",
    [
        {"codes": ["cell_error"]},
        {"key": "MT02|2022-01"},
        {"unit": "MC"},
        {"table": "dossiers"},
        {"at": "2022-02-18T08:30:00+07:00"},
    ],
)
def test_a_slip_told_elsewhere_is_missed(change: dict[str, Any], tmp_path: Path) -> None:
    """Another code, row, unit or table, or a problem mended before it was typed, does not tell of it."""
    mended = (*SEEN[:7], "2022-02-17T10:30:00+07:00")
    verdict = meant.judge([_line(**{**WORDS, **change})], _store(tmp_path / "db", mended), [])
    assert len(verdict.missed) == 1


def test_a_row_whose_key_cannot_be_read_is_known_by_its_column(tmp_path: Path) -> None:
    """The problem has no key then."""
    lost = (1, "dossiers", None, "period", "period_invalid", "Tháng 13/2022", *SEEN[6:])
    slip = _line(table="dossiers", key="2022-01|a", field="period", typed="Tháng 13/2022", slip="month_13",
                 codes=["period_invalid"])  # fmt: skip
    assert meant.judge([slip], _store(tmp_path / "db", lost), []).missed == []


def test_a_plausible_wrong_number_is_listed(tmp_path: Path) -> None:
    """89 for 98: no rule can see it, so it is named."""
    slip = _line(typed="89", slip="swapped", seen=False)
    verdict = meant.judge([slip], _store(tmp_path / "db"), [_dump(89)])
    assert (len(verdict.unseen), verdict.missed) == (1, [])


@pytest.mark.parametrize(("before", "expected"), [("01/2022", "missed"), ("Quý I/2022", "unseen")])
def test_what_is_carried_over_needs_a_month_before(before: str, expected: str, tmp_path: Path) -> None:
    """When that row cannot be read itself, no rule could see the slip: it is listed; else it is missed."""
    slip = _line(table="dossiers", key="2022-02|Cấp", field="received_carried", typed="5", slip="carried",
                 codes=["carried_mismatch"])  # fmt: skip
    columns = ("period", "procedure", "received_total", "resolved_total", "pending_total", "received_carried",
               "resolved_before", "resolved_on_time", "pending_late")  # fmt: skip
    tab = make_tab(tables.DOSSIERS, columns, [before, "Cấp", 9, 5, 4, 0], ["02/2022", "Cấp", 9, 9, 0, 5])
    dump = make_dump("2022-02", {"unit:VP": [tab]})
    verdict = meant.judge([slip], _store(tmp_path / "db"), [dump])
    assert len(getattr(verdict, expected)) >= 1
    assert bool(verdict.missed) == (expected == "missed")


def test_a_cell_that_stands_otherwise_than_meant_must_be_told(tmp_path: Path) -> None:
    """Typed right, standing wrong, and no problem at that row: a failure; with one open, none."""
    found = _store(tmp_path / "db")
    assert len(meant.judge([_line()], found, [_dump(97)]).missed) == 1
    assert meant.judge([_line()], found, [_dump(98)]).missed == []
    assert meant.judge([_line()], _store(tmp_path / "db2", SEEN), [_dump("#REF!")]).missed == []


def test_a_row_that_is_gone_must_be_told(tmp_path: Path) -> None:
    """A typed row that stands nowhere any more is a failure."""
    assert len(meant.judge([_line(key="MT07|2022-01")], _store(tmp_path / "db"), [_dump(98)]).missed) == 1


def test_a_file_no_longer_shared_is_told_by_a_notice(tmp_path: Path) -> None:
    """What is done to a whole file has no key; a notice of the workbook tells of it."""
    event = _line(table="", key=None, field=None, meant=None, typed="bỏ chia sẻ", slip="unshared",
                  codes=["unshared"])  # fmt: skip
    told = _store(tmp_path / "db", notices=((1, "unshared", "2022-02-16T10:30:00+07:00", None),))
    assert meant.judge([event], told, []).missed == []
    assert len(meant.judge([event], _store(tmp_path / "db2"), []).missed) == 1


def test_the_diary_is_read_line_by_line(tmp_path: Path) -> None:
    """As the people write it."""
    line = {"at": "2022-02-16T08:30:00+07:00", "unit": "VP", "table": "progress", "key": "MT01|2022-01",
            "field": "total", "meant": 100, "typed": "1OO", "slip": "letter_o", "codes": ["number_invalid"],
            "seen": True}  # fmt: skip
    path = tmp_path / "meant.jsonl"
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert [(one.typed, one.codes) for one in meant.diary(path)] == [("1OO", ("number_invalid",))]
