"""`qms year`: open a year from the last one, carry over what is open, see which workbooks are locked."""

from __future__ import annotations

from pathlib import Path

import click

from service.commands import options


@click.group()
def year() -> None:
    """Mở năm, chuyển việc còn dở, khóa sổ năm cũ / open a year, carry over, lock."""


@year.command("open")
@options.directory_option
@click.argument("of", metavar="YEAR", type=int)
def open_year(directory: Path, of: int) -> None:
    """Lập sổ của năm và dự thảo mục tiêu từ năm trước / make a year's workbooks, draft its objectives."""
    from service.work.lock import exclusively
    from service.years import turn

    services = options.open_installation(directory)
    with exclusively(directory):
        click.echo(turn.opened(services, of))


@year.command("close")
@options.directory_option
@click.argument("of", metavar="YEAR", type=int)
def close_year(directory: Path, of: int) -> None:
    """Chuyển việc còn dở của năm đã chốt sang năm sau, khóa sổ / carry over out of a closed year, lock it."""
    from service.work.lock import exclusively
    from service.years import locks, turn

    services = options.open_installation(directory)
    with exclusively(directory):
        click.echo(turn.over(services, of))
        click.echo(locks.settle(services) or "không có sổ nào phải khóa (nothing to lock)")
