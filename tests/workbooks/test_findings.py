"""What a check found, in the store: problems with their history, rows with the moment they changed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from service.clock import ZONE
from service.store import engine as store
from service.store.tables import problem
from service.workbooks import findings, notices, registry, rows, troubles
from service.workbooks.seen import Seen, pack, unpack
from sheets_schema.descriptor import tables
from sheets_schema.problems import Problem
from sheets_schema.records import Record
from tests.support import stores

NOW = datetime(2022, 3, 16, 9, 0, tzinfo=ZONE)
TABLE = tables()["dossiers"]


def make_problem(key: str | None, row: int, code: str = "number_invalid") -> Problem:
    """A problem of a row's total."""
    cell = f"C{row}"
    return Problem(
        code, "error", TABLE.name, key, row, "received_total", "Tổng", cell, "x", "sai", "wrong", "", "", None
    )


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A store with one workbook, id 1."""
    url = f"sqlite:///{tmp_path / 'qms.db'}"
    stores.lay_out(url)
    engine = store.open_engine(url)
    with engine.begin() as opened:
        registry.add(opened, "unit:VP:2022", "unit", "VP", 2022, "Sổ")
        yield opened
    engine.dispose()


def keep(connection: Connection, *found: Problem, at: datetime = NOW) -> bool:
    """Keep what a check found."""
    return findings.keep_problems(connection, 1, TABLE, found, {}, at, 10)


def test_a_problem_is_one_row_while_it_lasts(connection: Connection) -> None:
    """Found again it is the same one, though its row moved; found unchanged nothing is written."""
    assert keep(connection, make_problem("2022-03|A", 2))
    assert not keep(connection, make_problem("2022-03|A", 2))
    assert keep(connection, make_problem("2022-03|A", 7), at=NOW + timedelta(hours=1))
    (row,) = connection.execute(select(problem)).mappings()
    assert (row["cell"], row["first_seen_at"][:16]) == ("C7", "2022-03-16T09:00")


def test_mended_and_made_again_is_a_new_one(connection: Connection) -> None:
    """History stays: the mended one has its moment, the new one begins anew."""
    keep(connection, make_problem("2022-03|A", 2))
    keep(connection)
    keep(connection, make_problem("2022-03|A", 2))
    ended = [row["mended_at"] is None for row in connection.execute(select(problem)).mappings()]
    assert ended == [False, True]
    assert len(findings.open_problems(connection, 1)) == 1


def test_two_rows_with_one_key_are_both_told(connection: Connection) -> None:
    """A key typed twice has one identity and two cells: each keeps its own problem."""
    keep(
        connection,
        make_problem("2022-03|A", 2, "key_duplicate"),
        make_problem("2022-03|A", 5, "key_duplicate"),
    )
    assert [p["cell"] for p in findings.open_problems(connection, 1)] == ["C2", "C5"]


def test_records_are_written_only_where_they_differ(connection: Connection) -> None:
    """A moved row keeps the moment it changed; a changed one gets a new one; a gone one goes."""
    first = [Record("dossiers", "a", 2, {"n": 1}), Record("dossiers", "b", 3, {"n": 2})]
    later = [Record("dossiers", "b", 2, {"n": 2}), Record("dossiers", "c", 3, {"n": 3})]
    assert findings.keep_records(connection, 1, "dossiers", first, NOW)
    assert not findings.keep_records(connection, 1, "dossiers", first, NOW + timedelta(days=1))
    assert findings.keep_records(connection, 1, "dossiers", later, NOW + timedelta(days=1))
    assert [(r.key, r.row) for r in findings.stored(connection, "dossiers", [1])] == [("b", 2), ("c", 3)]


def test_a_row_is_known_by_its_content(connection: Connection) -> None:
    """Sorted or pushed down it has not changed; a typed cell makes it changed now."""
    places = {field.name: index for index, field in enumerate(TABLE.fields)}
    header: list[object] = [field.title for field in TABLE.fields]
    one: list[object] = ["03/2022", "A", 1]
    two: list[object] = ["03/2022", "B", 2]

    def note(*lines: list[object], at: datetime) -> dict[int, datetime]:
        return rows.note(connection, 1, TABLE, Seen(1, "Tab", 9, 9, [header, *lines], places=places), at)

    note(one, two, at=NOW)
    later = NOW + timedelta(minutes=30)
    assert note(two, [], one, at=later) == {2: NOW, 4: NOW}
    changed = note(two, [], ["03/2022", "A", 5], at=later)
    assert changed == {2: NOW, 4: later}
    assert rows.still_typed(changed, 4, later + timedelta(minutes=9), 10)
    assert not rows.still_typed(changed, 4, later + timedelta(minutes=10), 10)


def test_a_tab_comes_back_from_the_store_as_it_was() -> None:
    """Everything that was seen survives packing."""
    seen = Seen(
        7,
        "Kết quả",
        60,
        15,
        [["Mã", None, 0.985, True]],
        {(0, 2): "PERCENT"},
        {(0, 0): "ghi chú"},
        {(0, 1): "#f4c7c3"},
        ((0, 1, 0, 2),),
        "vi_VN",
        {"code": 0},
        0,
        frozenset({"MT01|2022-03"}),
        {"MT01|2022-04": 3},
        frozenset({(4, 2)}),
        False,
    )
    assert unpack(pack(seen)) == seen


def test_a_tab_kept_before_it_was_noted_what_its_rules_look_at_is_taken_to_look_at_all() -> None:
    """It is checked again with whatever is: a first look after an upgrade spares nothing."""
    held = json.loads(zlib.decompress(pack(Seen(1, "Kết quả", 3, 10, [["a"]], looked_at=frozenset()))))
    del held["looked_at"]
    assert unpack(zlib.compress(json.dumps(held).encode())).looked_at == {*tables()}


def test_every_reason_is_documented() -> None:
    """What can be wrong with a whole workbook stands in docs/workbooks.md."""
    page = (Path(__file__).parents[2] / "docs" / "workbooks.md").read_text(encoding="utf-8")
    told = [*notices.KINDS, troubles.tab_missing(TABLE).code, troubles.too_many_rows(TABLE, 9).code]
    assert [code for code in told if f"`{code}`" not in page] == []
