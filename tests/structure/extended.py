"""Lives a month with a table that docs/extending.md adds; prints what came of it as JSON.

Run in a copy of the program that holds the table: `python -m tests.structure.extended FOLDER`.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from service import organisation, reports
from service.clock import ZONE
from service.duties import register
from service.duties.follow import follow
from service.figures import compute
from service.periods import snapshot, windows
from service.reports.blocks import Paragraph, Table
from service.store.engine import reading
from tests.support.office import OTHER, PEOPLE, UNIT, make_office, open_units
from tests.support.standin import Standin

#: Two in time to be seen, one overdue, one wrong twice.
ROWS = [
    ["NCC-01", "Công ty In Sao Mai", "Văn phòng", "01/02/2022", "28/01/2022", "Tốt", ""],
    ["NCC-02", "Công ty Tin học", "KT", "10/02/2022", "", "", "Đang hợp tác"],
    ["NCC-03", "Công ty Vệ sinh", "VP", "31/02/2022", "", "Rất tốt", ""],
]


def live(folder: Path) -> dict[str, Any]:
    """Provision, type, look, freeze February, report."""
    standin = Standin(folder / "standin", str(folder / "clock"), dict(PEOPLE))
    (folder / "clock").write_text("2022-02-08T08:00:00+07:00", encoding="utf-8")
    standin.start()
    try:
        directory = folder / "qms"
        directory.mkdir()
        now = datetime(2022, 2, 8, 8, tzinfo=ZONE)
        office = make_office(standin, directory, folder / "clock", now)
        open_units(office, UNIT, OTHER)
        office.type("coordinator", "Nhà cung cấp", "A2", *ROWS, name="admin")
        office.wait(30)
        office.cycle()
        with reading(office.services.engine) as connection:
            known = organisation.read(connection)
            assert known is not None
            span = windows.window("2022-02", known.rules)
            data = snapshot.take(connection, known, span, "monthly")
        with office.services.engine.begin() as connection:
            follow(connection, known, office.services.clock.now())
            owed = register.read(connection, known, span.end)
        figures = compute(data)
        report = reports.build(data, figures, known.agency_on(span.end))
        own = [d for d in owed if d.table == "providers"]
        return {
            "problems": sorted((p["cell"], p["code"]) for p in office.open("coordinator")),
            "note": office.cell("coordinator", "Nhà cung cấp", "D4", "admin")["note"],
            "records": sorted(office.records("coordinator", "providers")),
            "figures": {n: f.to_json()["value"] for n, f in figures.items() if ".providers." in n},
            "told": [b.text for b in report.blocks if isinstance(b, Paragraph) and "Nhà cung cấp" in b.text],
            "overdue": [
                r for b in report.blocks if isinstance(b, Table) for r in b.rows if "Tin học" in r[1]
            ],
            "owed": sorted((d.unit, d.record, d.state) for d in own),
        }
    finally:
        standin.stop()


if __name__ == "__main__":
    print(json.dumps(live(Path(sys.argv[1])), ensure_ascii=False))
