"""One look around: what changed is read, checked, marked and laid out; what did not costs nothing."""

from __future__ import annotations

from service import organisation, setup, state
from service.compose import Services
from service.duties import running
from service.duties.follow import follow
from service.organisation import Organisation
from service.periods import changes
from service.questionnaires import versions
from service.store.engine import reading
from service.work import pause
from service.workbooks import fence, marks, notices, prefill, pull, registry, tasks
from service.workbooks import provision as workbooks


def look(services: Services) -> str | None:
    """Ask the change logs, then read the coordinator's and the auditors' workbooks where they changed."""
    found = pull.changes(services)
    with reading(services.engine) as connection:
        first = [b for kind in ("coordinator", "auditors") for b in registry.all_of(connection, kind)]
    for book in first:
        if book.stale and book.layout_hash:
            pull.read_safely(services, book.id)
    return f"{found} sổ thay đổi" if found else None


def provision(services: Services) -> str | None:
    """When the coordinator's list differs from what was laid out last, bring workbooks and form in line.

    What Google refuses is tried again a quarter of an hour later, or when the list changes.
    """
    with reading(services.engine) as connection:
        known = organisation.read(connection)
        if known is None or not known.units:
            return None
        today = services.clock.today()
        wanted = f"{known.fingerprint_on(today)}|form {versions.in_force(connection, today).version}"
        if state.get(connection, "provisioned") == wanted:
            return None
        if pause.lasts(connection, "provision", services.clock.now(), wanted):
            return None
    report = workbooks.provision(services)
    setup.form(services, known, report)
    with services.engine.begin() as connection:
        if report.complete:
            state.put(connection, "provisioned", wanted)
        elif not report.passing:
            pause.begin(connection, "provision", services.clock.now(), wanted)
    told = [f"lập {len(report.made)}", f"nhận {len(report.adopted)}", f"dàn trang {len(report.laid_out)}"]
    told += [f"{key}: {why}" for key, why in [*report.failed.items(), *report.refused.items()]]
    return "; ".join(told)


def check(services: Services) -> str | None:
    """Read the workbooks that changed, lay out rows due since, mark, and tell the start tabs.

    A workbook that cannot be read or written holds up no other.
    """
    with reading(services.engine) as connection:
        known = organisation.read(connection)
    if known is None:
        return None
    results = list(pull.read_stale(services))
    changed = [result.workbook_id for result in results if result.changed]
    laid = _lay_out_due(services, known, [result.workbook_id for result in results if result.read])
    _note_changes(services, changed, known)
    _follow_duties(services, known)
    written = marks.apply_due(services)
    with reading(services.engine) as connection:
        faults = notices.faults(connection)
    if not (results or written or faults):
        return None
    failed = [f"sổ {r.workbook_id}: {r.reason}" for r in results if not (r.read or r.reason == notices.FAULT)]
    failed += faults
    return "; ".join([f"đọc {len(results)}, ghi sẵn {laid} dòng, đánh dấu {written} sổ", *failed])


def _lay_out_due(services: Services, known: Organisation, looked_at: list[int]) -> int:
    """Rows that an objective or a finding made due, in the months that people still enter figures for."""
    with reading(services.engine) as connection:
        others = any(b.start_hash == registry.LOOK_AGAIN for b in registry.all_of(connection, "unit"))
        months = running.months(connection, known, services.clock.today())
    if not (looked_at or others):
        return 0
    only = None if others else looked_at
    return sum(prefill.open_period(services, month, only) for month in months)


def _follow_duties(services: Services, known: Organisation) -> None:
    """The start tabs tell what the register of duties says."""
    with services.engine.begin() as connection:
        follow(connection, known, services.clock.now())
        tasks.pass_days(connection, services.clock.today())


def _note_changes(services: Services, changed: list[int], known: Organisation) -> None:
    """List what changed in closed months."""
    for workbook_id in changed:
        with fence.around(services, workbook_id, "changes"), services.engine.begin() as connection:
            changes.detect(connection, workbook_id, known.rules, services.clock.now())
