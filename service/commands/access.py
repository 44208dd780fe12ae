"""`qms access`: the log of who opened, approved, sent, copied or erased what."""

from __future__ import annotations

import json
from pathlib import Path

import click

from service.commands import options


@click.command()
@options.directory_option
@options.format_option("text", "json", default="text")
@click.option(
    "--last", default=100, show_default=True, help="Bao nhiêu dòng cuối / how many of the last lines."
)
def access(directory: Path, format_: str, last: int) -> None:
    """Nhật ký truy cập, mới nhất trước (the access log, newest first)."""
    from service import access as log
    from service.store.engine import reading

    with reading(options.open_installation(directory).engine) as connection:
        lines = log.recent(connection, last)
    if format_ == "json":
        keys = ("at", "who", "way", "action", "about")
        click.echo(json.dumps([{k: line[k] for k in keys} for line in lines], ensure_ascii=False, indent=1))
        return
    for line in lines:
        click.echo(
            f"{line['at'][:19]}  {line['who']:<16} {line['way']:<8} {line['action']:<9} {line['about']}"
        )
