"""`qms jobs`: what runs when, run one now, what ran, and the loop itself."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

import click

_dir = click.option(
    "--dir",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: Path(os.environ.get("QMS_DIR", "var")),
    help="Thư mục bản cài đặt / the folder of the installation.",
)


@click.group()
def jobs() -> None:
    """Công việc theo lịch: xem, chạy ngay, lịch sử, vòng lặp / scheduled work."""


@jobs.command("list")
@_dir
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text")
def list_jobs(directory: Path, style: str) -> None:
    """Các công việc, theo thứ tự / the jobs, in order."""
    from jobs.registry import jobs as every

    rows = [{"name": j.name, "title": j.title, "when": "calendar" if j.calendar else "tick"} for j in every()]
    if style == "json":
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['name']:<16} {row['when']:<9} {row['title']}")


@jobs.command("run")
@_dir
@click.argument("name")
@click.option("--period", help="Kỳ, ví dụ 2022-03 / the period.")
def run_job(directory: Path, name: str, period: str | None) -> None:
    """Chạy ngay một công việc / run one job now; prints what came of it as JSON lines."""
    from jobs.registry import named
    from jobs.runner import run_one
    from service.compose import compose

    try:
        named(name)
    except KeyError:
        raise click.ClickException(f"Không có công việc “{name}” / no such job; see: qms jobs list") from None
    did = run_one(compose(directory), name, period)
    for run in did:
        click.echo(json.dumps(asdict(run), ensure_ascii=False))
    if any(run.error for run in did):
        raise SystemExit(1)


@jobs.command("history")
@_dir
@click.option("--limit", default=50, show_default=True)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text")
def show_history(directory: Path, limit: int, style: str) -> None:
    """Những lần chạy gần nhất / the latest runs, newest first."""
    from service.compose import compose
    from service.store.engine import reading
    from service.work import ledger

    with reading(compose(directory).engine) as connection:
        runs = ledger.history(connection, limit)
    if style == "json":
        click.echo(json.dumps([asdict(run) for run in runs], ensure_ascii=False))
        return
    for run in runs:
        told = run.error or run.result or ""
        click.echo(f"{run.started_at or '':<33} {run.job:<15} {run.period:<12} {run.state:<8} {told}")


@jobs.command("loop")
@_dir
@click.option("--every", default=60, show_default=True, help="Giây giữa hai nhịp / seconds between ticks.")
@click.option("--step", "stepwise", is_flag=True, help="Một nhịp cho mỗi dòng vào / tick per line of stdin.")
def loop(directory: Path, every: int, stepwise: bool) -> None:
    """Vòng lặp: đến hạn thì làm / do what is due, again and again."""
    from jobs import loop as clock
    from service.compose import compose

    services = compose(directory)
    if stepwise:
        clock.step(services)
    else:
        clock.run(services, every)
