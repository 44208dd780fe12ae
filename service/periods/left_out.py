"""The rows that an error, their own or another row's, keeps from counting in a period, to be named there."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, exists, or_, select

from service.figures import findings, registers
from service.figures.data import Data, Excluded
from service.periods import windows
from service.store.tables import problem, record, workbook
from sheets_schema import descriptor, written

#: What a row is told that is right itself, but names a row that is not.
WAITING = ("link_wrong", "link_wrong_elsewhere", "link_blank", "link_blank_elsewhere")


def waits(code: str, table: str, column: str) -> bool:
    """Whether that is said of a row which does not count before the one named in `column` is right."""
    known = descriptor.tables().get(table)
    links = known.foreign_keys if known is not None and code in WAITING else ()
    return any(link.waits for link in links if link.field == column)


def of(connection: Connection, data: Data) -> tuple[Excluded, ...]:
    """What keeps the rows that the period of `data` asks for; a row whose key cannot be read may be one.

    Rows of earlier years: findings, and corrections as long as their finding waits for them.
    """
    wanted = _Wanted(data)
    return tuple(
        Excluded(
            row["unit"] or "",
            row["table_name"],
            row["key"] or "",
            row["row"] or 0,
            row["column_name"] or "",
            row["code"],
        )
        for row in _errors(connection, data.year)
        if wanted.has(row)
    )


def _errors(connection: Connection, year: int) -> list[RowMapping]:
    go_on = [table.name for table in registers.kept() if table.register and table.register.goes_on]
    lasting = or_(
        workbook.c.year == year,
        workbook.c.kind == "coordinator",
        problem.c.table_name.in_(["findings", "corrections", *go_on]),
    )
    keeping = or_(problem.c.severity == "error", problem.c.code.in_(WAITING))
    # A row of the coordinator's that is wrong now goes on counting as it last was right.
    same = (record.c.workbook_id == workbook.c.id) & (record.c.table_name == problem.c.table_name)
    stands = exists().where(same, record.c.key == problem.c.key)
    query = (
        select(problem, workbook.c.unit, workbook.c.year, workbook.c.kind, stands.label("stands"))
        .join(workbook, workbook.c.id == problem.c.workbook_id)
        .where(problem.c.mended_at.is_(None), keeping, lasting)
        .order_by(workbook.c.unit, problem.c.table_name, workbook.c.year)
        .order_by(problem.c.row, problem.c.column_name, problem.c.code)
    )
    return list(connection.execute(query).mappings())


class _Wanted:
    """Tells which rows a period asks for."""

    def __init__(self, data: Data) -> None:
        year = data.window.kind == "year"
        months = windows.months(data.year, data.rules) if year else [data.window]
        self.periods = {p.label for month in months for p in windows.ending_with(month, data.rules)}
        self.units = {unit.code for unit in data.units}
        self.former = {unit.code for unit in data.former}
        asking = findings.asking(data)
        undone = (findings.identity(finding) for finding in findings.undone(data))
        self.actions = {place for same in undone for place in asking[same]}

    def has(self, row: RowMapping) -> bool:
        """Whether a row with an error would have counted, or may be one that would."""
        unit, name = row["unit"], row["table_name"]
        if row["code"] in WAITING and not waits(row["code"], name, row["column_name"]):
            return False
        table = descriptor.tables().get(name)
        parts = written.key_parts(table, row["key"]) if table and row["key"] else {}
        if name == "findings":
            return True
        if table is not None and table.register and row["kind"] != "unit":
            return not row["stands"]
        if name == "corrections":
            own = {code for of, code, year in self.actions if (of, year) == (unit, row["year"])}
            return parts["code"] in own if parts else bool(own)
        if unit in self.former:  # what it left open would count with who took over
            return table is not None and table.register is not None and bool(table.register.due)
        return unit in self.units and ("period" not in parts or parts["period"] in self.periods)
