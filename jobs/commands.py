"""`qms jobs`: what runs when, run one now, what ran, and the loop itself."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from service.commands import options
from service.commands.mistakes import Mistake


@click.group()
def jobs() -> None:
    """Công việc theo lịch: xem, chạy ngay, lịch sử, vòng lặp / scheduled work."""


@jobs.command("list")
@options.directory_option
@options.format_option("text", "json", default="text")
def list_jobs(directory: Path, format_: str) -> None:
    """Các công việc, theo thứ tự / the jobs, in order."""
    from jobs.registry import jobs as every

    rows = [{"name": j.name, "title": j.title, "when": "calendar" if j.calendar else "tick"} for j in every()]
    if format_ == "json":
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['name']:<16} {row['when']:<9} {row['title']}")


@jobs.command("run")
@options.directory_option
@click.argument("name")
@click.option("--period", help="Kỳ, ví dụ 2022-03 / the period.")
def run_job(directory: Path, name: str, period: str | None) -> None:
    """Chạy ngay một công việc / run one job now; prints what came of it as JSON lines."""
    from jobs.registry import named
    from jobs.runner import run_one

    try:
        named(name)
    except KeyError:
        raise Mistake(
            f"Không có công việc “{name}” (no such job).", "Xem các công việc / see: qms jobs list."
        ) from None
    did = run_one(options.open_installation(directory), name, period)
    for run in did:
        click.echo(json.dumps(asdict(run), ensure_ascii=False))
    if any(run.error for run in did):
        raise SystemExit(1)


@jobs.command("history")
@options.directory_option
@click.option("--limit", default=50, show_default=True)
@options.format_option("text", "json", default="text")
def show_history(directory: Path, limit: int, format_: str) -> None:
    """Những lần chạy gần nhất / the latest runs, newest first."""
    from service.store.engine import reading
    from service.work import ledger

    with reading(options.open_installation(directory).engine) as connection:
        runs = ledger.history(connection, limit)
    if format_ == "json":
        click.echo(json.dumps([asdict(run) for run in runs], ensure_ascii=False))
        return
    for run in runs:
        told = run.error or run.result or ""
        click.echo(f"{run.started_at or '':<33} {run.job:<15} {run.period:<12} {run.state:<8} {told}")


@jobs.command("loop")
@options.directory_option
@click.option("--every", default=60, show_default=True, help="Giây giữa hai nhịp / seconds between ticks.")
@click.option("--step", "stepwise", is_flag=True, help="Một nhịp cho mỗi dòng vào / tick per line of stdin.")
def loop(directory: Path, every: int, stepwise: bool) -> None:
    """Vòng lặp: đến hạn thì làm / do what is due, again and again."""
    from jobs import loop as clock

    services = options.open_installation(directory)
    if stepwise:
        clock.step(services)
    else:
        clock.run(services, every)
