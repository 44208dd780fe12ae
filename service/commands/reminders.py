"""`qms reminders`: what was told to whom, a text per unit for the chat, the address of a unit's calendar."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.commands import options
from service.commands.mistakes import Mistake

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from service.organisation import Organisation

_LISTED = ("noted_at", "state", "step", "fell", "person", "unit", "duty", "due", "vi", "en", "reason_vi")


@click.group()
def reminders() -> None:
    """Đôn đốc: nhật ký, nội dung để nhắn, lịch của đơn vị (reminders)."""


@reminders.command("list")
@options.directory_option
@click.option("--unit", help="Mã đơn vị / the unit's code.")
@click.option("--limit", default=200, show_default=True)
@options.format_option("text", "json", default="text")
def list_reminders(directory: Path, unit: str | None, limit: int, format_: str) -> None:
    """Đã nhắc ai, việc gì, lúc nào; vì sao không nhắc (what was told, or why not), mới nhất trước."""
    from service.duties import evidence
    from service.store.engine import reading

    with reading(options.open_installation(directory).engine) as connection:
        rows = evidence.log(connection, unit, limit)
    if format_ == "json":
        click.echo(json.dumps([{k: row[k] for k in _LISTED} for row in rows], ensure_ascii=False, indent=1))
        return
    for row in rows:
        why = f"  ({row['reason_vi']})" if row["reason_vi"] and row["state"] != "told" else ""
        about = f"{row['noted_at'][:16]} {row['state']:<10} {row['step']:<9} {row['unit'] or '–':<8}"
        click.echo(f"{about} {row['person'] or '–'}  {row['vi']} {row['due']}{why}")
    if not rows:
        click.echo("Chưa có lần nhắc nào (nobody was reminded yet).")


@reminders.command()
@options.directory_option
@click.argument("unit")
def text(directory: Path, unit: str) -> None:
    """Nội dung ngắn để nhắn cho một đơn vị (a short text for the chat)."""
    from service.duties import agenda, wording
    from service.store.engine import reading

    services = options.open_installation(directory)
    with reading(services.engine) as connection:
        known = _known(connection, unit)
        plan = agenda.read(connection, known, services.clock.today(), services.config.sheets_link_base)
    name, link, language = plan.name(unit), plan.start(unit).link, known.language
    click.echo(wording.chat(name, plan.owed(unit), plan.day, plan.calendar, language, link))


@reminders.command()
@options.directory_option
@click.argument("unit")
@click.option("--rotate", is_flag=True, help="Đổi đường dẫn / a new address; the old one ends.")
def feed(directory: Path, unit: str, rotate: bool) -> None:
    """Đường dẫn lịch (ICS) của một đơn vị, lập khi chưa có (the address of a unit's calendar)."""
    from service.feeds import tokens

    services = options.open_installation(directory)
    with services.engine.begin() as connection:
        known = _known(connection, unit)
        token = None if rotate else tokens.of(connection, unit)
        token = token or tokens.rotate(connection, unit, services.clock.now())
    click.echo(tokens.address(str(known.settings.survey_base_url or ""), services.config.base_url, token))


def _known(connection: Connection, unit: str) -> Organisation:
    """The organisation. Raises Mistake when it does not list the unit."""
    from service import organisation

    known = organisation.read(connection)
    if known is None or unit not in known.by_code:
        raise Mistake(
            f"Không có đơn vị “{unit}” (no such unit).", "Mã đơn vị ở tab Đơn vị / see the tab Đơn vị."
        )
    return known
