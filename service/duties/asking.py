"""What is asked for: by each month, by the plan of the year, by every dated record. Pure.

Who answers for a matter of a unit that ended is told by its `keeper`, from the day it was done, if it was: a
code, "" for the committee.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from service.duties import allowances, owed
from service.duties.allowances import Allowance
from service.duties.facts import UNDATED, Facts
from service.figures import findings, registers
from service.figures.data import Data, Row, Unit
from service.figures.life import closed_on
from service.periods.windows import Rules, window
from sheets_schema.descriptor import Table, tables

#: How many days before its due day a dated record begins to be asked for.
AHEAD = timedelta(days=7)
#: A day set for a later one that had stood no longer than this was mistyped: no review was done by it.
SLIP = timedelta(days=7)
#: The plan's own table, whose status answers where no other table does.
PLAN = "plan"
#: Records whose title in a sentence is cut here.
_LONGEST = 120

Keeper = Callable[[str, date | None], str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a unit's tab holds for an activity of the plan: right rows, and rows not filled in or in error."""

    right: int = 0
    lacking: int = 0

    @property
    def missing(self) -> int:
        """How many entries are missing: at least one while there is no right row."""
        return self.lacking or int(not self.right)


def monthly(data: Data, unit: Unit) -> Iterator[Facts]:
    """What the month of `data` asks of a unit, a duty a table."""
    month = data.window
    for entry in owed.given(data).asked(unit):
        yield Facts(
            unit=unit.code,
            table=entry.table,
            record="",
            period=month.label,
            vi=entry.vi,
            en=entry.en,
            year=int(month.label[:4]),
            begins=month.end + timedelta(days=1),
            due=month.due,
            lock=month.freeze,
            missing=entry.count,
        )


def planned(item: Row, unit: str, answer: Answer | None, rules: Rules) -> Facts:
    """An activity of the plan that a unit ("" the committee) owes.

    `answer`: what the table that answers holds; None: the activity's own status tells. What a unit's workbook
    answers for cannot be given once that is locked; the others go on until they are done.
    """
    due, said = item.day("due"), item.text("activity")
    assert due is not None
    month, done = item.text("from_month"), item.text("status") == "done"
    missing = int(not done) if answer is None else answer.missing
    dropped = item.text("status") == "cancelled"
    return Facts(
        unit=unit,
        table=PLAN if answer is None else item.text("table"),
        record=item.key,
        period=month[:4],
        vi=said,
        en=said,
        year=int(month[:4]),
        begins=min(window(month, rules).start, due),
        due=due,
        missing=missing,
        told=item.day("completed_on") if answer is None and done else None,
        goes_on=answer is None or tables()[item.text("table")].workbook != "unit",
        gone="dropped" if dropped else "",
    )


def held(item: Row, rows: Iterable[Row], table: Table, unit: str, rules: Rules) -> Answer:
    """What the rows of a table of the coordinator's or the auditors' answer for an activity and its year."""
    year = window(item.text("from_month")[:4], rules)
    life = table.register
    whose = life.unit if life else ""
    own = [row for row in rows if not unit or not whose or row.text(whose) == unit]
    anchors = [name for name in (life.opened, life.due, life.done_on, life.dated) if name] if life else []
    dated = ((row, next((day for name in anchors if (day := row.day(name))), None)) for row in own)
    return Answer(right=sum(day is None or year.contains(day) for _, day in dated))


def dated(table: Table, rows: Sequence[Row], keeper: Keeper) -> Iterator[Facts]:
    """A duty for every record of a register that is due some day."""
    life = table.register
    if life is None or not life.due:
        return
    for row in rows:
        due = row.day(life.due)
        if due is None:
            continue
        done = life.done is not None and life.done.holds(row.values)
        told = row.day(life.done_on) if life.done_on and done else None
        unit = _owner(table, row, keeper, told)
        inherited = table.workbook == "unit" and not life.unit and unit != row.unit
        yield _record(
            table,
            f"{row.key} ({row.unit})" if inherited else row.key,
            unit,
            due,
            _subject(table, row),
            was=_named(table, row),
            year=row.year,
            done=done,
            told=told,
            goes_on=life.goes_on,
            gone="dropped" if life.dropped is not None and life.dropped.holds(row.values) else "",
        )


def _subject(table: Table, row: Row) -> str:
    """What a record is about; of an audit, which the committee owes, also whom it is of."""
    life = table.register
    title = row.text(life.title) if life else ""
    return f"{row.text(life.unit)}: {title}" if life and table.workbook == "auditors" else title


def _named(table: Table, row: Row) -> str:
    """The unit that a record is of, whoever took over; an audit is the auditors'."""
    if table.workbook == "auditors":
        return ""
    whose = table.register.unit if table.register else ""
    return row.text(whose) if whose else row.unit


def _owner(table: Table, row: Row, keeper: Keeper, done_on: date | None) -> str:
    """An audit is owed by the auditors, not by the audited unit; a coordinator's record by whom it names."""
    if table.workbook == "auditors":
        return ""
    whose = table.register.unit if table.register else ""
    if table.workbook == "unit" and not whose:
        return keeper(row.unit, done_on)
    return keeper(row.text(whose), done_on) if whose and row.text(whose) else ""


def _record(
    table: Table,
    record: str,
    unit: str,
    due: date,
    title: str,
    *,
    year: int,
    done: bool,
    was: str = "",
    told: date | None = None,
    goes_on: bool = False,
    gone: str = "",
) -> Facts:
    said = title if title == record else f"{record} – {title}"
    said = said if len(said) <= _LONGEST else said[: _LONGEST - 1].rstrip() + "…"
    return Facts(
        unit=unit,
        table=table.name,
        record=record,
        period="",
        vi=f"{table.title}: {said}",
        en=f"{table.title_en}: {said}",
        year=year or due.year,
        begins=due - AHEAD,
        due=due,
        missing=int(not done),
        told=told,
        goes_on=goes_on,
        gone=gone,
        was="" if was == unit else was,
    )


def corrections(data: Data, keeper: Keeper) -> Iterator[Facts]:
    """The corrective action of every nonconformity: owed by the audited unit until it is done.

    Done as figures count it: what was done before the finding came back is not. A finding that bears the
    code of an earlier one is told with its year.
    """
    table, asked, again = tables()["corrections"], findings.asking(data), findings.opened_again(data)
    undone = {findings.identity(finding) for finding in findings.undone(data)}
    completed = {findings.answered(row): row.day("completed") for row in data.corrections}
    first: dict[tuple[str, str], findings.Identity] = {}
    for finding in sorted(findings.required(data), key=lambda row: row.text("date")):
        due, name = finding.day("deadline"), findings.identity(finding)
        renamed = first.setdefault((finding.unit, finding.key), name) != name
        if due is None:
            continue
        days = [completed.get(place) for place in asked[name]]
        days += [closed_on(finding)] if name not in again else []
        told = min((d for d in days if d is not None and d > again.get(name, date.min)), default=None)
        done = name not in undone
        made = _record(
            table,
            f"{finding.key} ({finding.text('date')[:4]})" if renamed else finding.key,
            keeper(finding.unit, told if done else None),
            due,
            finding.text("description"),
            was=finding.unit,
            year=finding.year,
            done=done,
            told=told,
            goes_on=True,
            gone="vanished" if finding.text("vanished") else "",
        )
        yield _again(made, again.get(name))


def _again(made: Facts, since: date | None) -> Facts:
    """The duty with the day since which its finding, once closed, is open again."""
    if since is None:
        return made
    day = f"{since:%d/%m/%Y}"
    return replace(made, vi=f"{made.vi} (mở lại từ {day})", en=f"{made.en} (open again since {day})")


def reviews(rows: Iterable[Row], keeper: Keeper) -> Iterator[Facts]:
    """The next review of every procedure in force: when its day is set anew, it was `reviewed`."""
    table = tables()["procedures"]
    for row in rows:
        due = row.day("next_review")
        if due is None:
            continue
        was = row.text("owner")
        unit, title = keeper(was, None) if was else "", row.text("name")
        made = _record(table, row.key, unit, due, title, year=0, done=False, was=was, goes_on=True)
        gone = "dropped" if row.text("status") == "withdrawn" else ""
        yield replace(made, vi=f"Xem xét quy trình {row.key}", en=f"Review procedure {row.key}", gone=gone)


def reviewed(before: Facts, now: Facts, on: date) -> Facts | None:
    """The review that was done when a procedure's next one was set for a later day, which it was on day `on`.

    It stands beside the next one, told by the day it was due; that may have stood blank in between.
    """
    if now.table != "procedures" or before.gone not in ("", UNDATED) or now.gone or now.due <= before.due:
        return None
    record, flips = f"{before.record} ({before.due.isoformat()})", ((on.isoformat(), True),)
    return replace(before, record=record, missing=0, flips=flips, gone="")


def is_undated(table: str, row: Row) -> bool:
    """Whether it is a procedure not withdrawn whose next review has no day."""
    return table == "procedures" and row.text("status") != "withdrawn" and row.day("next_review") is None


def is_past_review(one: Facts) -> bool:
    """Whether it is a review of a procedure that was done: the one to come never is."""
    return one.table == "procedures" and one.done


def allowed(asked: Facts, known: Iterable[Allowance]) -> Facts:
    """The duty with what the coordinator allows: more time, none, the month open again, no reminders."""
    units = {asked.unit, asked.was or asked.unit}
    own = [
        one
        for one in known
        if any(one.covers(unit, asked.table, asked.record, asked.period) for unit in units)
    ]
    more = allowances.latest(own, "extension")
    if more and more.until and more.until > asked.due:
        asked = replace(asked, due=more.until, extended=more.why)
    if exempt := allowances.latest(own, "exempt"):
        asked = replace(asked, excused=exempt.why)
    again = allowances.latest(own, "reopen")
    if again and again.until and asked.lock and again.until > asked.lock:
        asked = replace(asked, lock=again.until)
    if silence := allowances.latest(own, "silence"):
        asked = replace(asked, silenced=silence.why, silenced_until=silence.until)
    return asked


def registers_due() -> list[Table]:
    """The tables whose records are due some day."""
    return [table for table in registers.kept() if table.register and table.register.due]
