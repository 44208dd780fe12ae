"""`qms report`: the reports that were made; show one, approve it, send a test."""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from service.commands import options
from service.commands.mistakes import Mistake
from service.report_kinds import KINDS

_kind = click.argument("kind", type=click.Choice(list(KINDS)))
_period = click.argument("period")
_LISTED = ("kind", "period", "language", "subject", "created_at", "approved_at", "approved_by")


@click.group()
def report() -> None:
    """Báo cáo: danh sách, xem, duyệt gửi, gửi thử (reports)."""


@report.command("list")
@options.directory_option
@options.format_option("text", "json", default="text")
def list_reports(directory: Path, format_: str) -> None:
    """Các báo cáo đã lập, mới nhất trước (the reports that were made, newest first)."""
    from service import archive
    from service.store.engine import reading

    with reading(options.open_installation(directory).engine) as connection:
        rows = [{**row, "period": row["label"]} for row in archive.reports(connection)]
    if format_ == "json":
        click.echo(json.dumps([{k: row[k] for k in _LISTED} for row in rows], ensure_ascii=False, indent=1))
        return
    for row in rows:
        approved = f"duyệt {row['approved_at'][:16]}" if row["approved_at"] else "chưa duyệt"
        click.echo(f"{row['kind']:<11} {row['period']:<8} {row['language']}  {row['subject']}  ({approved})")
    if not rows:
        click.echo("Chưa có báo cáo nào (no reports yet).")


@report.command()
@options.directory_option
@_kind
@_period
@options.format_option("text", "json", "html", default="text")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Tiếng.")
def show(directory: Path, kind: str, period: str, format_: str, language: str) -> None:
    """Xem một báo cáo (show one report); JSON holds every figure by name."""
    found = _find(directory, kind, period, language)
    if found["language"] != language:
        raise Mistake(
            f"Báo cáo {kind} {period} không có bản “{language}” (not in this language).",
            f"Bản hiện có / there is: --language {found['language']}.",
        )
    click.echo(_printed(found, format_))


@report.command()
@options.directory_option
@_kind
@_period
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Tiếng.")
def export(directory: Path, kind: str, period: str, file: Path, language: str) -> None:
    """Lưu một báo cáo ra tệp .pdf, .docx hay .xlsx (keep a report as a file)."""
    from service.issuing import faces
    from service.store.engine import reading

    suffix = file.suffix.removeprefix(".").lower()
    if suffix not in faces.TYPES:
        raise Mistake(
            f"“{file.name}” phải có đuôi .pdf, .docx hoặc .xlsx (must end so).",
            f"Ví dụ (for example): {kind}-{period}.pdf",
        )
    found = _find(directory, kind, period, language)
    with reading(options.open_installation(directory).engine) as connection:
        made = faces.made(connection, kind, period, found["language"], suffix)
    file.write_bytes(made.content)
    click.echo(f"Đã lưu {file} ({len(made.content)} byte).")


@report.command()
@options.directory_option
@_kind
@_period
@click.argument("figure")
def trace(directory: Path, kind: str, period: str, figure: str) -> None:
    """Một con số lấy từ đâu: tử, mẫu, dòng và ô lúc chốt (where a figure comes from)."""
    from service.figures.trace import NoFigure, Tracer
    from service.issuing import issue, traced
    from service.store.engine import reading

    _find(directory, kind, period)
    services = options.open_installation(directory)
    with reading(services.engine) as connection:
        kept = issue.load(connection, kind, period)
    tracer = Tracer(kept.data, kept.figures)
    try:
        lines = list(traced.lines(tracer, figure, services.config.sheets_link_base))
    except NoFigure:
        near = get_close_matches(figure, kept.figures, 5, 0.4)
        raise Mistake(
            f"Báo cáo {kind} {period} không có số liệu “{figure}” (there is no such figure).",
            f"Gần giống / near: {', '.join(near)}." if near else "",
        ) from None
    click.echo("\n".join(lines))


@report.command()
@options.directory_option
@_kind
@_period
@click.option("--by", default="", help="Người duyệt; mặc định Thư ký ISO / who approves.")
def approve(directory: Path, kind: str, period: str, by: str) -> None:
    """Duyệt và gửi cho lãnh đạo (approve and send to the leaders)."""
    _find(directory, kind, period)
    from service.issuing import approval

    services = options.open_installation(directory)
    fresh = approval.approve(services, kind, period, by or services.config.coordinator_email or "qms")
    click.echo("Đã duyệt gửi (approved)." if fresh else "Đã được duyệt trước đó (was approved before).")


@report.command("send-test")
@options.directory_option
@_kind
@_period
@click.argument("to")
def send_test(directory: Path, kind: str, period: str, to: str) -> None:
    """Gửi thử tới một địa chỉ (send a test to one address)."""
    from service.addresses import is_address

    if not is_address(to):
        raise Mistake(f"“{to}” không phải là một địa chỉ thư (not an e-mail address).")
    _find(directory, kind, period)
    from service.issuing import approval

    approval.send_test(options.open_installation(directory), kind, period, to)
    click.echo(f"Bản gửi thử đang đến {to} (a test is on its way).")


def _find(directory: Path, kind: str, period: str, language: str = "vi") -> dict[str, Any]:
    from service import archive
    from service.store.engine import reading

    with reading(options.open_installation(directory).engine) as connection:
        return archive.find(connection, kind, period, language)


def _printed(found: dict[str, Any], format_: str) -> str:
    from service import archive

    if format_ == "json":
        return json.dumps(found["json"], ensure_ascii=False, indent=1)
    return archive.with_pictures(found["html"], found["images"]) if format_ == "html" else str(found["text"])
