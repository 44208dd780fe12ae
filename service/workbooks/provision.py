"""Make sure that every workbook exists, holds its tabs and is shared: again and again without harm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from service import organisation, state
from service.compose import Services
from service.google.book import Area, Book, Tab
from service.google.drive import SPREADSHEET, file_id
from service.google.errors import GoogleError, Unreachable
from service.organisation import Organisation
from service.periods.windows import Window, window
from service.store.engine import reading
from service.workbooks import checking, layout, prefill, pull, registry, writing
from service.workbooks.layout import Plan
from service.workbooks.pull import MOST_COLUMNS
from service.workbooks.registry import Workbook
from service.workbooks.seen import Seen
from sheets_schema.descriptor import Table

#: Rows looked at to tell whether a tab is empty.
_HEAD = 20


@dataclass
class Report:
    """What provisioning did, by workbook key. `failed`: key → why."""

    made: list[str] = field(default_factory=list)
    adopted: list[str] = field(default_factory=list)
    laid_out: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def unchanged(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.made or self.adopted or self.laid_out or self.shared or self.failed)


@dataclass(frozen=True)
class Wanted:
    """A workbook that should be: how it is called, what it holds, who edits it, which file to adopt."""

    key: str
    kind: str
    unit: str | None
    year: int
    title: str
    tables: tuple[Table, ...]
    editors: tuple[str, ...] = ()
    adopt: str = ""


def provision(services: Services) -> Report:
    """Find or make, lay out and share the coordinator's, the auditors' and each unit's workbook.

    The units come from the coordinator's workbook, which is read first when it changed. A workbook that
    fails is told in the report and does not stop the next. Raises GoogleError when the coordinator's
    cannot be had.
    """
    report = Report()
    book = _ensure(services, _coordinator(services), report)
    if book.stale:
        pull.read(services, book.id)
    with reading(services.engine) as connection:
        about = organisation.read(connection)
    if not book.adopted:
        _share(services, book, _coordinators(services, about), report)
    if about is None or not about.units:
        return report  # the year and the units are still to be told
    for wanted in _rest(services, about):
        try:
            _ensure(services, wanted, report)
        except GoogleError as error:
            report.failed[wanted.key] = str(error)
            _note_failure(services, wanted, error)
    return report


def _coordinator(services: Services) -> Wanted:
    return Wanted(
        "coordinator",
        "coordinator",
        None,
        services.clock.today().year,
        "Sổ Chất lượng – Sổ của Thư ký ISO",
        tuple(checking.tables_of("coordinator")),
        adopt=services.config.coordinator_spreadsheet,
    )


def _coordinators(services: Services, about: Organisation | None) -> tuple[str, ...]:
    first = [services.config.coordinator_email] if services.config.coordinator_email else []
    listed = about.recipients if about else ()
    return tuple(dict.fromkeys([*first, *(r.email for r in listed if r.role == "coordinator")]))


def _rest(services: Services, about: Organisation) -> list[Wanted]:
    year = about.year_on(services.clock.today())
    found = [
        Wanted(
            f"auditors:{year}",
            "auditors",
            None,
            year,
            f"Sổ Chất lượng {year} – Đánh giá nội bộ",
            tuple(checking.tables_of("auditors")),
            _coordinators(services, about),
            services.config.auditors_spreadsheet,
        )
    ]
    span: Window = window(str(year), about.rules)
    tables = checking.tables_of("unit")
    for unit in about.units_in(span):
        found.append(
            Wanted(
                f"unit:{unit.code}:{year}",
                "unit",
                unit.code,
                year,
                f"Sổ Chất lượng {year} – {unit.name}",
                tuple(t for t in tables if t.name != "dossiers" or unit.has_dossiers),
                tuple(dict.fromkeys([*unit.editors, *([unit.head] if unit.head else [])])),
                unit.spreadsheet,
            )
        )
    return found


def _note_failure(services: Services, wanted: Wanted, error: GoogleError) -> None:
    if not isinstance(error, Unreachable):
        return
    with services.engine.begin() as connection:
        book = registry.by_key(connection, wanted.key)
        if book:
            registry.lose(connection, book, error.reason, str(error), services.clock.now())


def _ensure(services: Services, wanted: Wanted, report: Report) -> Workbook:
    with services.engine.begin() as connection:
        book = registry.add(connection, wanted.key, wanted.kind, wanted.unit, wanted.year, wanted.title)
    if not book.spreadsheet_id:
        book = _find_or_make(services, book, wanted, report)
    if book.layout_hash != layout.fingerprint(wanted.tables, services.google.email):
        book = _lay_out(services, book, wanted, report)
    if not book.adopted and wanted.kind != "coordinator":
        _share(services, book, wanted.editors, report)
    return book


def _find_or_make(services: Services, book: Workbook, wanted: Wanted, report: Report) -> Workbook:
    adopt = file_id(wanted.adopt)
    if adopt:
        spreadsheet, made = adopt, False
    else:
        file, made = services.google.drive.ensure(wanted.title, SPREADSHEET, f"qms/{wanted.key}")
        spreadsheet = file.id
    with services.engine.begin() as connection:
        registry.change(connection, book.id, spreadsheet_id=spreadsheet, adopted=bool(adopt))
        book = registry.get(connection, book.id)
    (report.adopted if adopt else report.made if made else report.laid_out).append(wanted.key)
    return book


def _lay_out(services: Services, book: Workbook, wanted: Wanted, report: Report) -> Workbook:
    sheets = services.google.sheets
    skeleton = sheets.skeleton(book.spreadsheet_id)
    alike = layout.named_alike(wanted.tables, skeleton)
    heads: dict[int, Tab] = {}
    if alike:
        asked = [Area(t.sheet_id, min(_HEAD, t.rows), min(MOST_COLUMNS, t.columns)) for t in alike]
        heads = {tab.sheet_id: tab for tab in sheets.read(book.spreadsheet_id, asked).tabs}
    email = services.google.email
    plan = layout.plan(wanted.tables, skeleton, heads, email, start=wanted.kind == "unit")
    if book.stale and set(book.sheets) - set(plan.sheets):
        pull.read(services, book.id)  # a tab that is asked for no longer is unmarked as it stands now
    with services.engine.begin() as connection:
        if set(plan.sheets) - set(book.sheets):
            registry.change(connection, book.id, stale=True)
        registry.change(connection, book.id, sheets=plan.sheets)
        book = registry.get(connection, book.id)
    if plan.requests:
        requests = plan.requests + _first_rows(services, wanted, plan)
        if not writing.write(services, book, requests, _after(wanted, plan, skeleton)):
            raise GoogleError(f"Chưa dựng được tệp {wanted.title} / not laid out; will be tried again")
        report.laid_out += [] if wanted.key in report.laid_out else [wanted.key]
    with services.engine.begin() as connection:
        fingerprint = layout.fingerprint(wanted.tables, email)
        registry.change(connection, book.id, layout_hash=fingerprint)
        return registry.get(connection, book.id)


def _first_rows(services: Services, wanted: Wanted, plan: Plan) -> list[writing.Request]:
    made: list[writing.Request] = []
    for table in wanted.tables:
        lines = prefill.first_lines(table, wanted.year, services.config.agency_name)
        if table.name in plan.fresh and lines:
            made += prefill.fill_in(table, _as_dressed(table, plan), 1, lines)
    return made


def _as_dressed(table: Table, plan: Plan) -> Seen:
    """A tab as it is right after it was dressed: the header, the columns in order."""
    titles: list[object] = [f.title for f in table.fields]
    places = {f.name: index for index, f in enumerate(table.fields)}
    rows = min(layout.ROWS, table.max_rows)
    return Seen(plan.sheets[table.name], table.title, rows, len(titles) + 2, [titles], places=places)


def _after(wanted: Wanted, plan: Plan, skeleton: Book) -> Book:
    """All tabs as they are called and sized after the plan."""
    by_name = {table.name: table for table in wanted.tables}
    tabs = []
    for name, sheet_id in plan.sheets.items():
        old, table = skeleton.tab(sheet_id), by_name.get(name)
        if old is not None and name not in plan.fresh:
            tab = old
        elif table is None:
            tab = Tab(sheet_id, layout.START_TITLE, layout.START_ROWS, layout.START_COLUMNS)
        else:
            dressed = _as_dressed(table, plan)
            tab = Tab(sheet_id, dressed.title, dressed.rows, dressed.columns)
        tabs.append(tab)
    return Book(skeleton.id, "", "", "", tuple(tabs))


def _share(services: Services, book: Workbook, editors: Sequence[str], report: Report) -> None:
    """Give the editors access, and take away what was once given to somebody who is no longer one."""
    key = f"shared:{book.spreadsheet_id}"
    with reading(services.engine) as connection:
        given = list(state.get(connection, key) or [])
    wanted = sorted({email.strip().casefold() for email in editors if email.strip()})
    if given == wanted:
        return
    drive = services.google.drive
    for email in wanted:
        if email not in given:
            drive.share(book.spreadsheet_id, email)
    gone = set(given) - set(wanted)
    if gone:
        for permission in drive.permissions(book.spreadsheet_id):
            if permission.email.casefold() in gone and permission.role == "writer":
                drive.unshare(book.spreadsheet_id, permission.id)
    with services.engine.begin() as connection:
        state.put(connection, key, wanted)
    report.shared.append(book.key)
