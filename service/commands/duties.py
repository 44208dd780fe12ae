"""`qms duties`: the register of what is owed, and the history of one duty."""

from __future__ import annotations

import json
from pathlib import Path

import click

from service.commands import options
from service.commands.mistakes import Mistake


@click.group()
def duties() -> None:
    """Việc phải làm: ai, hạn nào, tình trạng; lịch sử (what is owed)."""


@duties.command("list")
@options.directory_option
@click.option("--unit", default="", help="Mã đơn vị, committee là Ban Chỉ đạo / the unit's code.")
@click.option("--under", default="", help="Đơn vị này và mọi cấp dưới / this unit and all below it.")
@click.option("--month", default="", help="Tháng, ví dụ 2022-03 / the month.")
@click.option("--state", default="", help="not_due, due, on_time, late, missing, excused.")
@options.format_option("text", "json", default="text")
def list_duties(directory: Path, unit: str, under: str, month: str, state: str, format_: str) -> None:
    """Ai còn nợ việc gì, hạn nào (who owes what by when), theo thứ tự đơn vị rồi hạn."""
    from service import organisation
    from service.duties import register
    from service.duties.choice import COMMITTEE, Choice
    from service.duties.duty import STATES
    from service.store.engine import reading

    if state not in ("", *STATES):
        raise Mistake(f"Không có trạng thái “{state}” (no such state).", ", ".join(STATES))
    services = options.open_installation(directory)
    with reading(services.engine) as connection:
        known = organisation.read(connection)
        every = register.read(connection, known, services.clock.today()) if known else []
    for code in {unit, under} - {"", COMMITTEE, *(known.by_code if known else ())}:
        raise Mistake(
            f"Không có đơn vị “{code}” (no such unit).", "Mã đơn vị ở tab Đơn vị / see the tab Đơn vị."
        )
    try:
        found = Choice(unit, under, month, state).of(every, known) if known else []
    except ValueError as error:
        raise Mistake(str(error), "Ví dụ / for example: --month 2022-03.") from error
    if format_ == "json":
        click.echo(json.dumps([{"key": d.key, **d.to_json()} for d in found], ensure_ascii=False, indent=1))
        return
    for d in found:
        why = f"  ({d.why})" if d.why else ""
        click.echo(f"{d.unit or '–':<8} {d.due:%d/%m/%Y} {d.state:<8} {d.vi}{why}  [{d.key}]")
    if not found:
        click.echo("Không có việc nào (nothing is owed).")


@duties.command()
@options.directory_option
@click.argument("key")
@options.format_option("text", "json", default="text")
def history(directory: Path, key: str, format_: str) -> None:
    """Lịch sử một việc, cũ trước (the history of a duty; KEY: unit|table|record|period)."""
    from service.duties import register
    from service.store.engine import reading

    with reading(options.open_installation(directory).engine) as connection:
        past = register.history(connection, key)
    if not past:
        raise Mistake(f"Không có việc “{key}” (no such duty).", "Xem mã việc: qms duties list.")
    if format_ == "json":
        click.echo(json.dumps(past, ensure_ascii=False, indent=1))
        return
    for event in past:
        click.echo(f"{event['at'][:16]} {event['vi']} ({event['en']})")
