"""`qms doctor`: examine an installation."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from service.commands import options


@click.command()
@options.directory_option
@options.format_option("text", "json", default="text")
def doctor(directory: Path, format_: str) -> None:
    """Khám bản cài đặt: mỗi lỗi có mã và cách sửa (each mistake with id and hint).

    Ends with 0 when all is well, 1 with mistakes. No mail is sent, nothing is changed.
    """
    from service.doctor import examine

    mistakes = examine(directory)
    if format_ == "json":
        click.echo(json.dumps([asdict(m) for m in mistakes], ensure_ascii=False, indent=1))
    else:
        for mistake in mistakes:
            click.echo(f"✗ {mistake.id}: {mistake.message}\n    → {mistake.hint}")
        click.echo(f"{len(mistakes)} lỗi (mistakes)." if mistakes else "✓ Mọi thứ đều tốt (all is well).")
    if mistakes:
        raise SystemExit(1)
