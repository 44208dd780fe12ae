"""`qms validate`: check a file as the service would check the tab, without any installation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.commands import options
from service.commands.mistakes import Mistake

if TYPE_CHECKING:
    from sheets_schema.problems import Problem


@click.command()
@click.option("--table", "name", required=True, metavar="NAME", help="Tên bảng / table, e.g. progress.")
@click.argument("file", type=click.Path(path_type=Path))
@options.format_option("text", "json", default="text")
@options.directory_option
def validate(name: str, file: Path, format_: str, directory: Path) -> None:
    """Kiểm tra một tệp .csv, .xlsx hoặc .json theo bảng (check a file against a table).

    Ends with 0 when there is no error, 1 with errors, 2 when the file cannot be read.
    """
    from sheets_schema import descriptor
    from sheets_schema import validate as checking
    from sheets_schema.files import load_grid

    names = sorted(descriptor.tables())
    if name not in names:
        raise Mistake(f"Không có bảng “{name}” (no such table).", f"Các bảng / tables: {', '.join(names)}.")
    table = descriptor.table(name)
    problems = checking.check(table, load_grid(file, table)).problems
    click.echo(_as_json(problems) if format_ == "json" else _as_text(problems))
    if any(p.severity == "error" for p in problems):
        raise SystemExit(1)


def _as_json(problems: list[Problem]) -> str:
    return json.dumps([p.as_json() for p in problems], ensure_ascii=False, indent=1)


def _as_text(problems: list[Problem]) -> str:
    lines = [_line(p) for p in problems]
    errors = sum(p.severity == "error" for p in problems)
    return "\n".join([*lines, f"{errors} lỗi, {len(problems) - errors} cảnh báo (errors, warnings)"])


def _line(problem: Problem) -> str:
    place = problem.cell or (f"hàng {problem.row}" if problem.row else "bảng")
    level = "LỖI" if problem.severity == "error" else "lưu ý"
    said = f"{place}: {level} [{problem.code}] {problem.message_vi} {problem.remedy_vi}".rstrip()
    return f"{said} → {problem.suggestion}" if problem.suggestion else said
