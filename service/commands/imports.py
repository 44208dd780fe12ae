"""`qms import`: a procedure system's Excel or last year's sheets into the workbooks, shown before written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.commands import options
from service.commands.mistakes import Mistake

if TYPE_CHECKING:
    from service.imports.plan import Plan
    from service.imports.run import Import

_file = click.argument("file", type=click.Path(path_type=Path))
_replace = click.option("--replace", is_flag=True, help="Ghi đè cả ô đã có người gõ / also what was typed.")
_yes = click.option("--yes", is_flag=True, help="Ghi mà không hỏi / write without asking.")
_dry = click.option("--dry-run", is_flag=True, help="Chỉ xem trước / only show what would be written.")
_format = options.format_option("text", "json", default="text")
#: Cells shown of each tab; all of them are in the JSON.
_SHOWN = 20


@click.group("import")
def imports() -> None:
    """Nhập từ tệp Excel: hồ sơ TTHC, sổ năm trước (import from files)."""


@imports.command()
@options.directory_option
@_file
@click.option("--unit", default="", help="Mã hoặc tên đơn vị, khi tệp không có cột đơn vị / the unit.")
@click.option("--period", default="", help="Tháng của số liệu, ví dụ 2022-03 / the month.")
@_replace
@_yes
@_dry
@_format
def dossiers(directory: Path, file: Path, unit: str, period: str, format_: str, **how: bool) -> None:
    """Số liệu hồ sơ từ tệp của hệ thống một cửa (dossier counts from the procedure system's file)."""
    _run(directory, "dossiers", file, format_, how, unit=unit, period=_month(period))


@imports.command()
@options.directory_option
@click.argument("table")
@_file
@click.option("--unit", default="", help="Mã hoặc tên đơn vị / the unit.")
@click.option("--year", type=int, default=None, help="Năm của sổ để ghi vào / the workbook's year.")
@_replace
@_yes
@_dry
@_format
def sheet(
    directory: Path, table: str, file: Path, unit: str, year: int | None, format_: str, **how: bool
) -> None:
    """Một bảng từ tệp, ví dụ sổ năm trước (one table from a file, by its header)."""
    _run(directory, table, file, format_, how, unit=unit, year=year)


def _month(period: str) -> str:
    from sheets_schema.cells import periods

    if not period:
        return ""
    label, _ = periods.read(period, "")
    if label is None or periods.kind(label) != "month":
        raise Mistake(f"“{period}” không phải là một tháng (not a month).", "Ví dụ / for example: 2022-03.")
    return label


def _run(directory: Path, name: str, file: Path, format_: str, how: dict[str, bool], **given: Any) -> None:
    from service.imports import run, source
    from service.work.lock import exclusively

    services = options.open_installation(directory)

    def plan() -> Import:
        return run.prepare(services, file, source.table_of(name), replace=how["replace"], **given)

    written, wanted = 0, not how["dry_run"]
    with exclusively(directory):
        made = plan()
        if format_ == "text":
            click.echo(preview(made))
        if wanted and how["yes"] and not made.empty:
            written = run.apply(services, made)
    if wanted and not how["yes"] and not made.empty:
        if not click.confirm("Ghi vào sổ? (write?)", err=True):
            raise Mistake("Chưa ghi gì (nothing was written).")
        # While a person read the preview the jobs went on, and others may have typed.
        with exclusively(directory):
            now = plan()
            if _writes(now) != _writes(made):
                raise Mistake(
                    "Sổ vừa có người sửa, chưa ghi gì (somebody typed meanwhile; nothing was written).",
                    "Nhập lại để xem bản mới / import again to see it anew.",
                )
            made, written = now, run.apply(services, now)
    if format_ == "json":
        click.echo(json.dumps(as_json(made, written), ensure_ascii=False, indent=1, default=str))
    elif not how["dry_run"]:
        click.echo(
            f"Đã ghi {written} dòng và ô (written)." if written else "Không có gì để ghi (nothing to write)."
        )
    if any(note.stops for note in made.all_notes) or any(plan.kept for plan in made.plans):
        raise SystemExit(1)


def _writes(made: Import) -> list[tuple[Any, ...]]:
    """What would be written where."""
    return [(plan.book.key, plan.cells, [(r.key, r.values) for r in plan.new]) for plan in made.plans]


def preview(made: Import) -> str:
    """What would be written and what does not fit, for people."""
    lines = [f"{made.source.name} → {made.table.title}"]
    lines.append(
        "Cột: " + ", ".join(f"{made.table.field(n).title} = {c}" for n, c in made.source.columns.items())
    )
    for plan in made.plans:
        lines += _plan(plan)
    for note in made.all_notes:
        lines.append(f"{'KHÔNG GHI' if note.stops else 'lưu ý'}  {note.sentence}")
    return "\n".join(lines)


def _plan(plan: Plan) -> list[str]:
    from sheets_schema import written

    lines = [
        f"{plan.book.name}: {len(plan.new)} dòng mới, {len(plan.cells)} ô ghi vào dòng đã có, "
        f"{plan.same} ô đã đúng, {len(plan.kept)} ô giữ như đã gõ"
    ]
    lines += [f"  + {written.key(plan.table, record.key)}" for record in plan.new[:_SHOWN]]
    for mark, cells in (("~", plan.cells), ("=", plan.kept)):
        for cell in cells[:_SHOWN]:
            item = plan.table.field(cell.field)
            before, after = (written.cell(item, _plain(v)) or "(trống)" for v in (cell.before, cell.after))
            told = f"{before} → {after}" if mark == "~" else f"{before} (tệp: {after}; --replace để ghi đè)"
            lines.append(f"  {mark} {written.key(plan.table, cell.key)} · {item.title}: {told}")
    most = max(len(plan.new), len(plan.cells), len(plan.kept))
    return [*lines, *(["  …"] if most > _SHOWN else [])]


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def as_json(made: Import, written: int) -> dict[str, Any]:
    """The preview as data."""
    return {
        "file": made.source.name,
        "table": made.table.name,
        "columns": made.source.columns,
        "written": written,
        "workbooks": [
            {
                "workbook": plan.book.key,
                "new": [record.key for record in plan.new],
                "cells": [_cell(cell) for cell in plan.cells],
                "kept": [_cell(cell) for cell in plan.kept],
                "same": plan.same,
            }
            for plan in made.plans
        ],
        "notes": [
            {"where": note.where, "what": note.what, "mend": note.mend, "stops": note.stops}
            for note in made.all_notes
        ],
    }


def _cell(cell: Any) -> dict[str, Any]:
    return {"key": cell.key, "field": cell.field, "before": cell.before, "after": cell.after}
