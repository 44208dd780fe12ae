"""`qms erase`: erase answers at a citizen's wish, and say how to erase them at Google as well."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.commands import options
from service.commands.mistakes import Mistake

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from service.compose import Services
    from service.questionnaires.erasure import Match, Wish


@click.command()
@options.directory_option
@click.option("--response", default="", help="Mã phiếu / the response's id.")
@click.option("--unit", default="", help="Đơn vị đã khảo sát, mã hoặc tên / the unit, code or name.")
@click.option("--day", default="", metavar="YYYY-MM-DD", help="Ngày gửi phiếu / the day it was given.")
@click.option("--from", "begin", default="00:00", metavar="HH:MM", help="Từ giờ / from.")
@click.option("--to", "end", default="23:59", metavar="HH:MM", help="Đến hết phút / to the end of.")
@click.option("--reason", default="", help="Lý do, ghi vào nhật ký / why, for the log.")
@click.option("--yes", is_flag=True, help="Xóa thật; không có thì chỉ liệt kê / erase, else only list.")
def erase(
    directory: Path, response: str, unit: str, day: str, begin: str, end: str, reason: str, yes: bool
) -> None:
    """Xóa phiếu khảo sát theo yêu cầu (erase answers): by id, or by unit, day and hours."""
    wish = _wish(response, unit, day, begin, end)
    services = options.open_installation(directory)
    from service.questionnaires import erasure
    from service.store.engine import reading

    with reading(services.engine) as connection:
        found = erasure.find(connection, _listed(connection, wish))
    for match in found:
        click.echo(_line(match))
    sure = [match for match in found if match.unit or wish.response]
    if sure != found:
        click.echo(
            "“-”: phiếu không rõ đơn vị, có thể của người khác; xóa từng phiếu bằng --response (answers "
            "without a unit, perhaps somebody else's: erase them one by one with --response)."
        )
    if not found:
        click.echo("Không có phiếu nào như vậy trong kho (no such answer in the store).")
    elif sure and not yes:
        click.echo(f"{len(sure)} phiếu. Thêm --yes để xóa (add --yes to erase).")
    elif sure:
        _erase(services, sure, reason)
    _at_google(services.config.sheets_link_base, found)


def _erase(services: Services, found: list[Match], reason: str) -> None:
    import getpass

    from service.questionnaires import erasure

    number = erasure.erase(services, found, getpass.getuser(), reason)
    frozen = sum(match.frozen for match in found)
    click.echo(
        f"Đã xóa {number} phiếu khỏi kho và sẽ không nhận lại (erased {number}, never taken in again)."
    )
    if frozen:
        click.echo(
            f"{frozen} phiếu thuộc kỳ đã chốt: báo cáo và số đếm của kỳ đó giữ nguyên, không chứa lời của ai "
            f"({frozen} of a frozen month: its report and counts stay; they hold nobody's words)."
        )
    click.echo("Bản sao lưu cũ còn giữ phiếu cho đến khi bị xóa (older backups hold them until deleted).")


def _wish(response: str, unit: str, day: str, begin: str, end: str) -> Wish:
    from service.questionnaires.erasure import Wish

    if response:
        return Wish(response)
    if not (unit and day):
        raise Mistake(
            "Cần --response, hoặc --unit và --day (give the response, or unit and day).",
            "Ví dụ / e.g.: qms erase --unit VP --day 2022-03-05 --from 08:00 --to 09:30",
        )
    try:
        from_, to = (time.fromisoformat(_minute(text)) for text in (begin, end))
        return Wish("", unit, date.fromisoformat(day), from_, to.replace(second=59, microsecond=999999))
    except ValueError as error:
        raise Mistake(
            "Ngày ghi YYYY-MM-DD, giờ ghi HH:MM (write days and hours like this).", f"{day} {begin} {end}"
        ) from error


def _listed(connection: Connection, wish: Wish) -> Wish:
    """The wish with its unit's code, by whatever name it was told. Raises Mistake when there is none."""
    from service import organisation

    known = organisation.read(connection)
    code = known.naming().code(wish.unit) if known and wish.unit else None
    if wish.unit and code is None:
        raise Mistake(
            f"Không có đơn vị “{wish.unit}” (no such unit).", "Mã đơn vị ở tab Đơn vị / see the tab Đơn vị."
        )
    return replace(wish, unit=code or "")


def _minute(text: str) -> str:
    if not re.fullmatch(r"\d{2}:\d{2}", text):
        raise ValueError(text)
    return text


def _line(match: Match) -> str:
    frozen = "kỳ đã chốt (frozen)" if match.frozen else "kỳ chưa chốt (open)"
    return f"{match.submitted_at[:16].replace('T', ' ')}  {match.unit or '-':<8} {match.response}  {frozen}"


def _at_google(base: str, found: list[Match]) -> None:
    click.echo(
        "Google vẫn giữ phiếu gốc; chương trình không xóa được ở đó: mở biểu mẫu, mục Câu trả lời → Cá "
        "nhân, tìm "
        "phiếu theo thời gian, bấm biểu tượng thùng rác (Google keeps the answers and lets no program delete "
        "them: open the form, Responses → Individual, find it by its time, press the bin)."
    )
    for form in sorted({match.form for match in found}):
        click.echo(f"  {base}/forms/d/{form}/edit#responses")
