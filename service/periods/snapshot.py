"""The frozen snapshot of a period: taken from the store once, kept as canonical text with its hash."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from service.clock import stamp
from service.duties import evidence, register, reported
from service.duties.duty import Duty
from service.figures import compute
from service.figures.data import Change, Data, Freshness, Kind, Open, Row, Unit, from_json
from service.organisation import Organisation
from service.organisation import Unit as Listed
from service.periods import fixed, kept, left_out, unread
from service.periods.windows import Window, before, months, window
from service.questionnaires import batches, pools
from service.store.tables import (
    answer,
    change,
    closed_row,
    problem,
    record,
    report,
    snapshot,
    workbook,
)
from service.workbooks import vanished
from sheets_schema import descriptor

#: Tables whose rows go on counting after their workbook's year, and after their unit.
ACROSS_YEARS = ("findings", "corrections")
#: The tables whose rows belong to one month and are compared with the sheet after its close.
MONTHLY_ROWS = ("progress", "dossiers", "confirmations")


def key(kind: str, label: str) -> str:
    """The name a snapshot is kept under: "monthly:2022-03"."""
    return f"{kind}:{label}"


def entered(connection: Connection, organisation: Organisation, span: Window, kind: Kind) -> Data:
    """What the units' workbooks hold now for the period, with what is wrong in them and how fresh it is."""
    units = organisation.units_in(span)
    codes = {unit.code for unit in units}
    year = int(span.label[:4])
    held: dict[str, Any] = {name: _rows(connection, name, codes, year) for name in frozen_tables()}
    found = Data(
        window=span,
        kind=kind,
        rules=organisation.rules,
        units=tuple(_unit(u, organisation, codes) for u in units),
        former=tuple(_unit(u, organisation, codes) for u in organisation.units if u.ended_before(span.start)),
        **held,
        registers=kept.registers(connection, organisation, span),
        problems_open=_problems(connection, codes, year),
        freshness=_freshness(connection, codes, span),
    )
    return replace(found, excluded=left_out.of(connection, found))


def _unit(unit: Listed, organisation: Organisation, codes: set[str]) -> Unit:
    above = next((code for code in organisation.above(unit.code) if code in codes), "")
    return Unit(
        unit.code,
        unit.name,
        unit.has_dossiers,
        above,
        unit.valid_from,
        unit.valid_to,
        unit.successor,
    )


def take(connection: Connection, organisation: Organisation, span: Window, kind: Kind) -> Data:
    """The period as the store holds it now; nothing is written."""
    auditors = workbook.c.kind == "auditors"
    known = connection.execute(select(workbook.c.id).where(auditors, workbook.c.last_read_at.is_not(None)))
    # What is owed as it stands when the freeze day ends.
    year = int(span.label[:4])
    duties = register.read(connection, organisation, span.freeze, year=year, began=span.start)
    told = batches.of_year if kind == "annual" else batches.of_month
    return replace(
        entered(connection, organisation, span, kind),
        k=int(organisation.settings_of(int(span.label[:4])).k),
        findings_known=known.first() is not None,
        unread=unread.sources(connection),
        cube=told(connection, organisation, span),
        reminders=evidence.counts(connection, _since(connection, organisation, span, kind)),
        late_answers=_late(connection, organisation, span, kind),
        unassigned_answers=pools.unassigned(connection, span),
        changes_after_close=_changes(connection, organisation, span, kind),
        previous=_previous(connection, organisation, span, kind),
        year_before=_year_before(connection, span, kind),
        months=_months(connection, organisation, span),
        duties=reported.of(duties, span, organisation.rules),
        after_year=_after_year(connection, organisation, span),
        open_conclusions=reported.open_conclusions(duties),
        places=kept.places(connection),
    )


def _after_year(connection: Connection, organisation: Organisation, span: Window) -> tuple[Duty, ...]:
    """What of a year falls due after its window, for its own report and for January's."""
    if span.kind == "month" and not span.label.endswith("-01"):
        return ()
    year = int(span.label[:4]) - (span.kind == "month")
    return tuple(register.after_year(connection, organisation, year, span.freeze))


def frozen_tables() -> tuple[str, ...]:
    """The tables whose rows a snapshot holds."""
    return ("objectives", "progress", "dossiers", "findings", "corrections", "confirmations")


def freeze(connection: Connection, data: Data, now: datetime) -> str:
    """Keep `data` for good, with its rows to tell later what changed. Returns the content hash.

    A period that is frozen already stays as it is: the first freeze decides.
    """
    name, text = key(data.kind, data.window.label), data.to_json()
    existing = connection.execute(
        select(snapshot.c.hash).where(snapshot.c.period == name)
    ).scalar_one_or_none()
    if existing is not None:
        return str(existing)
    digest = data.digest()
    connection.execute(
        insert(snapshot).values(
            period=name,
            kind=data.kind,
            label=data.window.label,
            frozen_at=stamp(now),
            hash=digest,
            content=zlib.compress(text.encode()),
        )
    )
    if data.kind == "monthly":
        fixed.keep(connection, data)
        _remember_rows(connection, data)
    return digest


def load(connection: Connection, kind: str, label: str) -> Data | None:
    """The frozen snapshot of a period, or None."""
    query = select(snapshot.c.content).where(snapshot.c.period == key(kind, label))
    content = connection.execute(query).scalar_one_or_none()
    return None if content is None else from_json(zlib.decompress(content).decode())


def frozen_at(connection: Connection, kind: str, label: str) -> str | None:
    """When a period was frozen (a stamp), or None while it is open."""
    query = select(snapshot.c.frozen_at).where(snapshot.c.period == key(kind, label))
    return connection.execute(query).scalar_one_or_none()


def _rows(connection: Connection, table: str, codes: set[str], year: int) -> tuple[Row, ...]:
    query = (
        select(record, workbook.c.unit, workbook.c.year, workbook.c.spreadsheet_id)
        .join(workbook, workbook.c.id == record.c.workbook_id)
        .where(record.c.table_name == table)
        .order_by(workbook.c.unit, workbook.c.year, record.c.row)
    )
    if table not in ACROSS_YEARS:
        query = query.where(workbook.c.year == year)
    title = descriptor.table(table).title
    found = []
    for row in connection.execute(query).mappings():
        unit = row["values"]["unit"] if table == "findings" else row["unit"]
        if table in ACROSS_YEARS or unit in codes:
            place = (row["spreadsheet_id"], title, row["row"])
            found.append(Row(unit, row["key"], row["values"], place, row["year"]))
    return (*found, *vanished.as_rows(connection)) if table == "findings" else tuple(found)


def _problems(connection: Connection, codes: set[str], year: int) -> dict[str, Open]:
    query = (
        select(workbook.c.unit, problem.c.severity)
        .join(workbook, workbook.c.id == problem.c.workbook_id)
        .where(problem.c.mended_at.is_(None), workbook.c.year == year, workbook.c.unit.in_(codes))
    )
    counts = {code: {"error": 0, "warning": 0} for code in sorted(codes)}
    for unit, severity in connection.execute(query):
        counts[unit][severity] += 1
    return {code: Open(c["error"], c["warning"]) for code, c in counts.items()}


def _freshness(connection: Connection, codes: set[str], span: Window) -> dict[str, Freshness]:
    words = {"ok": "fresh", "unreachable": "unreachable"}
    own = (workbook.c.kind == "unit") & (workbook.c.year == int(span.label[:4]))
    query = select(workbook).where(own, workbook.c.unit.in_(codes))
    return {
        row["unit"]: Freshness(row["last_read_at"], words.get(row["state"], "unusable"))
        for row in connection.execute(query.order_by(workbook.c.unit)).mappings()
    }


def _since(connection: Connection, organisation: Organisation, span: Window, kind: str) -> str:
    """The close before this one (for the year: its beginning), as a stamp."""
    if kind == "annual":
        return span.start.isoformat()
    return frozen_at(connection, "monthly", before(span, organisation.rules).label) or span.start.isoformat()


def _late(connection: Connection, organisation: Organisation, span: Window, kind: str) -> dict[str, int]:
    since = _since(connection, organisation, span, kind)
    counts: dict[str, int] = {}
    late = answer.c.state.in_(("late", "edited")) & (answer.c.first_read_at > since)
    for row in connection.execute(select(answer.c.unit).where(late)):
        counts[row.unit] = counts.get(row.unit, 0) + 1
    return dict(sorted(counts.items()))


def _changes(
    connection: Connection, organisation: Organisation, span: Window, kind: str
) -> tuple[Change, ...]:
    since = _since(connection, organisation, span, kind)
    query = select(change).where(change.c.seen_at > since).order_by(change.c.id)
    return tuple(
        Change(
            row["unit"],
            row["table_name"],
            row["key"],
            row["field"],
            row["before"] or "",
            row["after"] or "",
            row["seen_at"],
            row["period"],
        )
        for row in connection.execute(query).mappings()
    )


def _figures(connection: Connection, labels: list[str], kind: str = "monthly") -> dict[str, Any]:
    """Periods' figures as they were sent; those of one frozen but not reported yet, from its snapshot."""
    own = (report.c.kind == kind) & report.c.label.in_(labels)
    sent = connection.execute(select(report.c.label, report.c.json).where(own))
    found = {row.label: row.json["figures"] for row in sent}
    for label in labels:
        data = None if label in found else load(connection, kind, label)
        if data is not None:
            found[label] = {name: figure.to_json() for name, figure in compute(data).items()}
    return {label: found[label] for label in labels if label in found}


def _previous(
    connection: Connection, organisation: Organisation, span: Window, kind: str
) -> dict[str, Any] | None:
    if kind == "annual":
        return None
    earlier = before(span, organisation.rules).label
    return _figures(connection, [earlier]).get(earlier)


def _year_before(connection: Connection, span: Window, kind: str) -> dict[str, Any] | None:
    """The same period's figures on satisfaction a year earlier, as sent or from its snapshot."""
    label = f"{int(span.label[:4]) - 1}{span.label[4:]}"
    found = _figures(connection, [label], kind).get(label)
    return found and {name: one for name, one in found.items() if name.startswith("satisfaction.")}


def _months(connection: Connection, organisation: Organisation, span: Window) -> dict[str, Any]:
    labels = [m.label for m in months(int(span.label[:4]), organisation.rules) if m.end <= span.end]
    return _figures(connection, labels)


def _remember_rows(connection: Connection, data: Data) -> None:
    """Keep the rows that belong to the month, to tell later what changed."""
    books = {
        row.unit: row.id
        for row in connection.execute(
            select(workbook.c.unit, workbook.c.id).where(
                workbook.c.kind == "unit", workbook.c.year == data.year
            )
        )
    }
    for table in MONTHLY_ROWS:
        for row in getattr(data, table):
            if _month_ended(row, data) and row.unit in books:
                connection.execute(
                    insert(closed_row).values(
                        period=data.window.label,
                        workbook_id=books[row.unit],
                        table_name=table,
                        key=row.key,
                        values=dict(row.values),
                    )
                )


def _month_ended(row: Row, data: Data) -> bool:
    """Whether the row's period (month, quarter, year …) closes with this month."""
    try:
        return window(row.text("period"), data.rules).end == data.window.end
    except ValueError:
        return False
