"""What a cycle costs: API calls and wall time over 12, 100 and 1,000 workbooks, beside gspread tab by tab.

The stand-in runs with 50 ms latency and quotas off. Each workbook has a unit's tabs, twelve
objectives and twelve rows of results. A cycle asks the change log, reads what changed, checks it and writes
marks, computed cells and start tabs where they differ. Token calls are left out. A cycle that outlasts its
budget is cut there and says how many workbooks it got through.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from service.clock import ZONE
from service.google.drive import SPREADSHEET
from service.periods.windows import Rules, window
from service.store.engine import reading
from service.store.tables import grid, record, row_state, workbook
from service.workbooks import marks, pull, registry
from service.workbooks.prefill import open_period
from tests.support.office import PEOPLE, UNIT, Office, call, make_office, open_units
from tests.support.standin import start_standin

KEY = "unit:VP:2022"
OBJECTIVE = ["Đúng hạn", "≥", "98%", "%", "Tháng", "", "14/12/2022", "Tỷ lệ của tổng"]
#: Copies, not originals: what a workbook holds in the store.
_HELD = (grid, record, row_state)


def run(args: list[str]) -> None:
    """Measure and print the table. `args`: --sizes, --latency (ms), --budget (seconds a cycle)."""
    parser = argparse.ArgumentParser(prog="benchmarks cycle")
    parser.add_argument("--sizes", default="12,100,1000")
    parser.add_argument("--latency", type=int, default=50)
    parser.add_argument("--budget", type=float, default=60.0)
    options, _ = parser.parse_known_args(args)
    sizes = [int(size) for size in options.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder, _agency(Path(folder)) as office:
        weight = _weigh(office)
        print(f"\ncycle: latency {options.latency} ms, quotas off; {weight} kB a read")
        print(f"{'workbooks':>9}  {'what':<34}{'calls':>7}{'seconds':>9}")
        for size in sizes:
            _copy_up_to(office, size)
            for changed in (0, 1, size):
                _measure_cycle(office, size, changed, options.latency, options.budget)
            if size <= 100:
                _measure_gspread(office, size, options.latency)


@contextmanager
def _agency(folder: Path) -> Iterator[Office]:
    clock = folder / "clock"
    now = datetime(2022, 3, 16, 9, 0, tzinfo=ZONE)
    clock.write_text(now.isoformat())
    standin = start_standin(folder / "state", clock=clock, dev_tokens=PEOPLE)
    try:
        office = make_office(standin, folder, clock, now)
        open_units(office, UNIT)
        office.type(KEY, "Mục tiêu", "B2", *[OBJECTIVE] * 12)
        _settle(office)
        open_period(office.services, window("2022-03", Rules()))
        office.type(KEY, "Kết quả", "E2", *[[98, 100]] * 12)
        _settle(office)
        yield office
    finally:
        standin.stop()


def _settle(office: Office) -> None:
    for _ in range(3):
        office.cycle()
        office.wait(11)


def _weigh(office: Office) -> int:
    """Kilobytes of the answer to one read."""
    book = office.book(KEY)
    with reading(office.services.engine) as connection:
        held = connection.execute(select(grid.c.content).where(grid.c.workbook_id == book.id)).scalars()
        sizes = [len(content) for content in held]
    assert sizes
    areas = [{"gridRange": {"sheetId": sheet, "endRowIndex": 100}} for sheet in book.sheets.values()]
    from service.google.sheets import CONTENT

    path = f"/v4/spreadsheets/{book.spreadsheet_id}:getByDataFilter?fields={CONTENT}"
    answer = call(office.standin, "POST", path, {"dataFilters": areas, "includeGridData": True})
    return len(json.dumps(answer, ensure_ascii=False).encode()) // 1000


def _copy_up_to(office: Office, size: int) -> None:
    """Copy the unit's workbook, in Drive and in the store, until there are `size` of them."""
    _latency(office, 0)
    first = office.book(KEY)
    with reading(office.services.engine) as connection:
        have = len(registry.all_of(connection, "unit"))
    path = f"/drive/v3/files/{first.spreadsheet_id}/copy?supportsAllDrives=true"
    for number in range(have, size):
        name = f"VP{number:04}"
        body = {"name": name, "parents": [office.drive], "mimeType": SPREADSHEET}
        made = call(office.standin, "POST", path, body)
        with office.services.engine.begin() as connection:
            _register(connection, first, f"unit:{name}:2022", made["id"])
    pull.changes(office.services)
    with office.services.engine.begin() as connection:
        connection.execute(workbook.update().values(stale=False, start_hash=registry.WRITTEN))


def _register(connection: Connection, first: registry.Workbook, key: str, spreadsheet: str) -> None:
    row = dict(connection.execute(select(workbook).where(workbook.c.id == first.id)).mappings().one())
    row |= {"id": None, "key": key, "spreadsheet_id": spreadsheet}
    made = connection.execute(insert(workbook).values(**row))
    assert made.inserted_primary_key
    for table in _HELD:
        held = connection.execute(select(table).where(table.c.workbook_id == first.id)).mappings()
        rows = [{**line, "workbook_id": made.inserted_primary_key[0]} for line in held]
        if rows:
            connection.execute(insert(table), rows)


def _latency(office: Office, milliseconds: int) -> None:
    """Let every answer wait so long; 0 for none."""
    office.fail()
    if milliseconds:
        office.fail({"match": "*", "kind": "slow", "seconds": milliseconds / 1000, "times": 10**9})


def _edit(office: Office, count: int) -> None:
    """A person changes one figure in each of so many workbooks."""
    _latency(office, 0)
    with reading(office.services.engine) as connection:
        books = registry.all_of(connection, "unit")[:count]
    office.wait(1)
    value = [[int(time.time()) % 90, 100]]
    for book in books:
        path = f"/v4/spreadsheets/{book.spreadsheet_id}/values/'Kết quả'!E2:F2?valueInputOption=USER_ENTERED"
        call(office.standin, "PUT", path, {"values": value})


def _measure_cycle(office: Office, size: int, changed: int, latency: int, budget: float) -> None:
    _edit(office, changed)
    _latency(office, latency)
    office.reset_calls()
    began = time.perf_counter()
    pull.changes(office.services)
    done = 0
    for _ in pull.read_stale(office.services):
        done += 1
        if time.perf_counter() - began > budget:
            break
    told = 0
    for workbook_id in marks.due(office.services):
        if time.perf_counter() - began > 2 * budget:
            break
        told += marks.apply(office.services, workbook_id)
    took = time.perf_counter() - began
    what = f"qms, {changed} changed"
    if done < changed:
        what += f" (cut: {done} read)"
    _line(size, what, office.calls(), took)
    with office.services.engine.begin() as connection:
        connection.execute(workbook.update().values(stale=False, start_hash=registry.WRITTEN))


def _measure_gspread(office: Office, size: int, latency: int) -> None:
    """As people commonly do: open each workbook, `get_all_records` of each tab."""
    with reading(office.services.engine) as connection:
        books = registry.all_of(connection, "unit")[:size]
    _latency(office, latency)
    office.reset_calls()
    client = office.person("admin")
    began = time.perf_counter()
    for book in books:
        for tab in client.open_by_key(book.spreadsheet_id).worksheets():
            if tab.id != book.sheets[registry.START]:
                tab.get_all_records()
    _line(size, "gspread get_all_records per tab", office.calls(), time.perf_counter() - began)


def _line(size: int, what: str, calls: dict[str, Any], seconds: float) -> None:
    print(f"{size:>9,}  {what:<34}{sum(calls.values()):>7,}{seconds:>9.1f}", flush=True)
