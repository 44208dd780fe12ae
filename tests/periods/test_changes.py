"""Edits to a closed month are listed once each, with before and after; going back is an edit too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from service.clock import ZONE, stamp
from service.periods import changes
from service.periods.windows import Rules
from service.store.engine import open_engine
from service.store.tables import change, closed_row, record, snapshot, workbook
from tests.support import stores

NOW = datetime(2022, 4, 6, 8, tzinfo=ZONE)
ROW: dict[str, Any] = {"code": "MT01", "period": "2022-03", "achieved": 95, "total": 100, "ratio": "95%"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Connection]:
    """One unit whose March 2022 is closed with one progress row."""
    url = f"sqlite:///{tmp_path / 'qms.db'}"
    stores.lay_out(url)
    engine = open_engine(url)
    with engine.begin() as c:
        book = {"key": "unit:VP:2022", "kind": "unit", "unit": "VP", "year": 2022, "state": "ok"}
        c.execute(insert(workbook).values(id=1, spreadsheet_id="s", sheets={}, **book))
        frozen = {"period": "monthly:2022-03", "kind": "monthly", "label": "2022-03", "hash": ""}
        c.execute(insert(snapshot).values(frozen_at=stamp(NOW), content=b"", **frozen))
        place = {"workbook_id": 1, "table_name": "progress", "key": "MT01|2022-03"}
        c.execute(insert(closed_row).values(period="2022-03", values=ROW, **place))
        c.execute(insert(record).values(row=2, values=ROW, changed_at=stamp(NOW), **place))
        yield c
    engine.dispose()


def edit(store: Connection, **values: Any) -> int:
    """The row as it reads now; returns how many edits were noted."""
    store.execute(update(record).values(values={**ROW, **values}))
    return changes.detect(store, 1, Rules(), NOW)


def noted(store: Connection) -> list[tuple[str, str | None, str | None]]:
    """Field, before, after of each edit, in order."""
    return [(r.field, r.before, r.after) for r in store.execute(select(change).order_by(change.c.id))]


def test_an_edit_is_noted_once(store: Connection) -> None:
    """Before and after; looking again notes nothing more."""
    assert edit(store, achieved=59) == 1
    assert changes.detect(store, 1, Rules(), NOW) == 0
    assert noted(store) == [("achieved", "95", "59")]


def test_an_edit_is_told_as_people_write_it(store: Connection) -> None:
    """A comma in 59,5, an x; from blank to 0 is an edit; a lost row by its headers."""
    assert edit(store, achieved=59.5, none=True, value=0) == 3
    assert noted(store) == [("achieved", "95", "59,5"), ("none", None, "x"), ("value", None, "0")]
    store.execute(delete(record))
    changes.detect(store, 1, Rules(), NOW)
    assert ("*", "Mã: MT01; Kỳ: Tháng 3/2022; Số đạt: 95; Tổng số: 100", None) in noted(store)


def test_going_back_is_an_edit_too(store: Connection) -> None:
    """95 → 59 → 95 is two edits."""
    edit(store, achieved=59)
    edit(store)
    assert noted(store) == [("achieved", "95", "59"), ("achieved", "59", "95")]


def test_cells_of_ours_are_no_edit(store: Connection) -> None:
    """The computed ratio changes without a person's hand."""
    assert edit(store, ratio="95,0%") == 0


def test_a_row_that_goes_and_comes_back_is_told(store: Connection) -> None:
    """A deleted row is listed whole, and so is its return."""
    store.execute(delete(record))
    assert changes.detect(store, 1, Rules(), NOW) == 1
    place = {"workbook_id": 1, "table_name": "progress", "key": "MT01|2022-03"}
    store.execute(insert(record).values(row=2, values=ROW, changed_at=stamp(NOW), **place))
    assert changes.detect(store, 1, Rules(), NOW) == 1
    (gone, back) = noted(store)
    assert (gone[0], gone[2], back[1]) == ("*", None, None)
    assert gone[1] == back[2]


def test_a_row_of_an_open_month_is_free(store: Connection) -> None:
    """Only frozen months are compared."""
    place = {"workbook_id": 1, "table_name": "progress", "key": "MT01|2022-04"}
    store.execute(insert(record).values(row=3, values={**ROW, "period": "2022-04"}, changed_at="", **place))
    assert changes.detect(store, 1, Rules(), NOW) == 0


def test_an_unreachable_workbook_says_nothing_of_edits(store: Connection) -> None:
    """What cannot be read is not reported as deleted."""
    store.execute(delete(record))
    store.execute(update(workbook).values(state="unreachable"))
    assert changes.detect(store, 1, Rules(), NOW) == 0
