"""Make sure that every workbook exists, holds its tabs and is shared: again and again without harm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from service import organisation, state
from service.compose import Services
from service.errors import QmsError
from service.google.book import Area, Book, Tab
from service.google.drive import SPREADSHEET, Drive
from service.google.errors import Busy, GoogleError, Refused, Unreachable
from service.organisation import Organisation, Unit
from service.periods.windows import Window, window
from service.store.engine import reading
from service.workbooks import checking, layout, notices, prefill, pull, registry, writing
from service.workbooks.layout import Plan
from service.workbooks.registry import Workbook
from service.workbooks.seen import Seen
from sheets_schema.cells.spreadsheets import spreadsheet_id
from sheets_schema.descriptor import Table


@dataclass
class Report:
    """What provisioning did, by workbook key.

    `failed`: key → why; `refused`: key → what Google refuses of something that is done otherwise.
    `passing`: some failure may be gone at the next try, a moment later.
    """

    made: list[str] = field(default_factory=list)
    adopted: list[str] = field(default_factory=list)
    laid_out: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    passing: bool = False

    @property
    def complete(self) -> bool:
        """Whether nothing is left to be done."""
        return not (self.failed or self.refused)

    @property
    def unchanged(self) -> bool:
        """Whether there was nothing to do."""
        return self.complete and not (self.made or self.adopted or self.laid_out or self.shared)

    def fail(self, key: str, error: QmsError) -> None:
        """Keep why something could not be done."""
        self.failed[key] = str(error)
        self.passing |= error.retryable


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


def provision(services: Services, year: int | None = None) -> Report:
    """Find or make, lay out and share the coordinator's, the auditors' and each unit's workbook (of a year).

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
        with _going_on(services, book.key, report):
            _share(services, book, _coordinators(services, about), report)
    if about is None or not about.units:
        return report  # the year and the units are still to be told
    for wanted in _rest(services, about, year or about.year_on(services.clock.today())):
        with _going_on(services, wanted.key, report):
            _ensure(services, wanted, report)
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
    """Who the coordinator's and the auditors' workbooks are shared with: the configuration's address too."""
    own = services.config.coordinator_email
    listed = organisation.coordinators(about, own)
    return tuple(dict.fromkeys(filter(None, [own, *(person.email for person in listed)])))


def _rest(services: Services, about: Organisation, year: int) -> list[Wanted]:
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
                _people(about, unit, services.clock.today()),
                unit.spreadsheet,
            )
        )
    return found


def _people(about: Organisation, unit: Unit, day: date) -> tuple[str, ...]:
    """Who edits a unit's workbook: its own people, and those of the unit it was merged into."""
    heir = about.heir(unit.code, day)
    of = [unit, *([heir] if heir and heir.code != unit.code else [])]
    return tuple(dict.fromkeys(email for each in of for email in (*each.editors, each.head) if email))


@contextmanager
def _going_on(services: Services, key: str, report: Report) -> Iterator[None]:
    """Do something about one workbook; what Google refuses is told and stops no other."""
    try:
        yield
    except GoogleError as error:
        report.fail(key, error)
        with services.engine.begin() as connection:
            book = registry.by_key(connection, key)
            if book is not None and isinstance(error, Unreachable):
                registry.lose(connection, book, error.reason, str(error), services.clock.now())


def _ensure(services: Services, wanted: Wanted, report: Report) -> Workbook:
    with services.engine.begin() as connection:
        book = registry.add(connection, wanted.key, wanted.kind, wanted.unit, wanted.year, wanted.title)
    if not book.spreadsheet_id:
        book = _find_or_make(services, book, wanted, report)
    if book.title != wanted.title:
        book = _retitle(services, book, wanted.title)
    if book.layout_hash != layout.fingerprint(wanted.tables, services.google.email):
        book = _lay_out(services, book, wanted, report)
    if not book.adopted and wanted.kind != "coordinator":
        _share(services, book, wanted.editors, report)
    return book


def _find_or_make(services: Services, book: Workbook, wanted: Wanted, report: Report) -> Workbook:
    adopt = spreadsheet_id(wanted.adopt)
    if adopt:
        _see_that_it_opens(services, wanted, adopt)
        spreadsheet, made = adopt, False
    else:
        file, made = services.google.drive.ensure(wanted.title, SPREADSHEET, f"qms/{wanted.key}")
        spreadsheet = file.id
    with services.engine.begin() as connection:
        registry.change(connection, book.id, spreadsheet_id=spreadsheet, adopted=bool(adopt))
        book = registry.get(connection, book.id)
    (report.adopted if adopt else report.made if made else report.laid_out).append(wanted.key)
    return book


def _retitle(services: Services, book: Workbook, title: str) -> Workbook:
    """Its unit was renamed: the file too, unless a person made it."""
    if not book.adopted:
        services.google.drive.rename(book.spreadsheet_id, title)
    with services.engine.begin() as connection:
        registry.change(connection, book.id, title=title)
        return registry.get(connection, book.id)


def _see_that_it_opens(services: Services, wanted: Wanted, adopt: str) -> None:
    """Raises Unreachable when the file to adopt cannot be opened, or is a workbook already."""
    with reading(services.engine) as connection:
        other = registry.by_spreadsheet(connection, adopt)
    if other is not None:
        said = f"“{wanted.adopt}” đang là “{other.name}” / is “{other.name}” already."
        raise Unreachable(notices.NOT_ADOPTED, said)
    try:
        services.google.sheets.skeleton(adopt)
    except (Refused, Unreachable) as error:
        said = f"“{wanted.adopt}” không mở được / cannot be opened: {error}"
        raise Unreachable(notices.NOT_ADOPTED, said) from error


def _lay_out(services: Services, book: Workbook, wanted: Wanted, report: Report) -> Workbook:
    sheets = services.google.sheets
    skeleton = sheets.skeleton(book.spreadsheet_id)
    alike = layout.named_alike(wanted.tables, skeleton)
    heads: dict[int, Tab] = {}
    if alike:
        rows, columns = layout.LOOKED_AT
        asked = [Area(t.sheet_id, min(rows, t.rows), min(columns, t.columns)) for t in alike]
        heads = {tab.sheet_id: tab for tab in sheets.read(book.spreadsheet_id, asked).tabs}
    email = services.google.email
    plan = layout.plan(wanted.tables, skeleton, heads, email, start=wanted.kind == "unit")
    if book.stale and set(book.sheets) - set(plan.sheets):
        pull.read(services, book.id)  # a tab that is asked for no longer is unmarked as it stands now
    with services.engine.begin() as connection:
        if set(plan.sheets) - set(book.sheets):
            registry.change(connection, book.id, stale=True)
        ours = sorted({*book.dressed, *plan.dressed} & set(plan.sheets))
        registry.change(connection, book.id, sheets=plan.sheets, dressed=ours)
        book = registry.get(connection, book.id)
    if plan.requests:
        requests = plan.requests + _first_rows(services, wanted, plan)
        if not writing.write(services, book, requests, _after(wanted, plan, skeleton)):
            raise _not_laid_out(services, book)
        report.laid_out += [] if wanted.key in report.laid_out else [wanted.key]
    with services.engine.begin() as connection:
        fingerprint = layout.fingerprint(wanted.tables, email)
        registry.change(connection, book.id, layout_hash=fingerprint)
        return registry.get(connection, book.id)


def _not_laid_out(services: Services, book: Workbook) -> GoogleError:
    said = f"Chưa dựng được tệp {book.name} / not laid out; will be tried again"
    with reading(services.engine) as connection:
        only_viewed = notices.stands(connection, book.id, notices.READONLY)
    return Refused(said) if only_viewed else Busy(said)


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
            tab = Tab(sheet_id, plan.start, layout.START_ROWS, layout.START_COLUMNS)
        else:
            dressed = _as_dressed(table, plan)
            tab = Tab(sheet_id, dressed.title, dressed.rows, dressed.columns)
        tabs.append(tab)
    return Book(skeleton.id, "", "", "", tuple(tabs))


def _share(services: Services, book: Workbook, editors: Sequence[str], report: Report) -> None:
    """Take access from those it was once given and who are no longer editors; give it to those who are.

    An address that Google refuses stands in nobody's way: the coordinator is told which, once.
    """
    key = f"shared:{book.spreadsheet_id}"
    with reading(services.engine) as connection:
        before = set(state.get(connection, key) or [])
    wanted = {email.strip().casefold() for email in editors if email.strip()}
    if before == wanted:
        return
    given, refused = set(before), {}
    try:
        for email in [*sorted(before - wanted), *sorted(wanted - before)]:
            try:
                _set_access(services.google.drive, book.spreadsheet_id, email, email in wanted)
            except (Refused, Unreachable) as error:
                if error.status == 404:
                    raise
                refused[email] = str(error)
            else:
                given ^= {email}
    finally:
        with services.engine.begin() as connection:
            state.put(connection, key, sorted(given))
    if given != before:
        report.shared.append(book.key)
    _tell_refused(services, book, refused, report)


def _set_access(drive: Drive, file: str, email: str, wanted: bool) -> None:
    if wanted:
        drive.share(file, email)
        return
    for permission in drive.permissions(file):
        if permission.email.casefold() == email and permission.role == "writer":
            drive.unshare(file, permission.id)


def _tell_refused(services: Services, book: Workbook, refused: Mapping[str, str], report: Report) -> None:
    now, kind = services.clock.now(), notices.NOT_SHARED
    with services.engine.begin() as connection:
        if not refused:
            notices.end(connection, book.id, kind, now=now)
            return
        notices.tell(connection, book.id, book.name, kind, now, ", ".join(sorted(refused)))
    told = "; ".join(f"{email}: {why}" for email, why in refused.items())
    report.refused[book.key] = f"{notices.KINDS[kind].short[0]}: {told}"
