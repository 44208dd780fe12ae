"""What came of the year, told at its end."""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import create_engine, func, select

from demo.department import COORDINATOR
from demo.world import mails
from demo.year import Year
from service.store import tables


@dataclass(frozen=True)
class Summary:
    """Counts of a finished demo, and where its pages are."""

    monthly: int
    annual: int
    mails: int
    problems: int
    mended: int
    open: int
    answers: int
    late: int
    posted: int
    typed: int
    slips: int
    unseen: int
    failures: list[str]
    addresses: dict[str, str]

    def complete(self, months: int) -> bool:
        """Whether every report arrived: one a month, and the annual one in a whole year."""
        return self.monthly >= months and (months < 12 or self.annual >= 1)


def summarise(year: Year) -> Summary:
    """Read the store, the mailbox and the people's tallies of a lived year."""
    directory = year.world.directory
    engine = create_engine(f"sqlite:///{directory / 'qms.db'}")
    problem, answer = tables.problem, tables.answer
    with engine.connect() as connection:
        problems = connection.execute(select(func.count()).select_from(problem)).scalar_one()
        mended = connection.execute(
            select(func.count()).select_from(problem).where(problem.c.mended_at.is_not(None))
        ).scalar_one()
        answers = connection.execute(select(func.count()).select_from(answer)).scalar_one()
        late = connection.execute(
            select(func.count()).select_from(answer).where(answer.c.state == "late")
        ).scalar_one()
    engine.dispose()
    desks = list(year.desks().values())
    return Summary(
        sum(1 for one in year.reports if one.startswith("monthly")),
        sum(1 for one in year.reports if one.startswith("annual")),
        sum(1 for _ in mails(directory)),
        problems,
        mended,
        problems - mended,
        answers,
        late,
        year.citizens.posted,
        sum(desk.tally.typed for desk in desks),
        sum(desk.tally.slips for desk in desks),
        sum(desk.tally.unseen for desk in desks),
        year.failures,
        addresses(year),
    )


def addresses(year: Year) -> dict[str, str]:
    """Where a person looks: name → address."""
    first = year.clerks[0]
    return {
        "Tổng quan (overview)": f"{year.world.pages}/",
        "Báo cáo (reports)": f"{year.world.pages}/bao-cao/",
        "Hộp thư (mailbox)": f"{year.world.url}/mail/",
        f"Sổ của {first.unit.name} (a sheet)": f"{year.world.url}/spreadsheets/d/{first.book_id}/edit",
        "Khảo sát (survey)": f"{year.world.pages}/khao-sat/{first.unit.code}",
        "Mọi tệp (all files)": f"{year.world.url}/",
    }


def keep(summary: Summary, year: Year, path: Path, *, leave: bool) -> None:
    """Write the summary as JSON, with what people were refused; no addresses when everything ends now."""
    refused = {desk.name: desk.tally.refused for desk in year.desks().values() if desk.tally.refused}
    content = {**asdict(summary), "refused": refused, "coordinator": COORDINATOR}
    if leave:
        del content["addresses"]
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")


def lines(summary: Summary, directory: Path, *, leave: bool) -> list[str]:
    """The summary as lines of text; when everything ends now (`leave`), how to look at it again."""
    told = [
        f"Báo cáo đến thư ký: {summary.monthly} báo cáo tháng, {summary.annual} báo cáo năm (reports)",
        f"Thư đã gửi: {summary.mails} (mails, kept in {directory / 'sandbox' / 'mail'})",
        f"Người dùng đã gõ: {summary.typed} ô, {summary.slips} lỗi, {summary.unseen} lỗi không quy tắc nào "
        "thấy được (typed, slips, unseen)",
        f"Vấn đề phát hiện: {summary.problems}, đã sửa {summary.mended}, còn {summary.open} "
        "(found, mended, open)",
        f"Phiếu khảo sát: {summary.answers} đã đọc, {summary.late} đến muộn, {summary.posted} đã gửi "
        "(answers read, late, posted)",
    ]
    told += [f"Việc lỗi (failed job): {text}" for text in sorted(set(summary.failures))[:10]]
    if leave:
        again = [str(Path(sys.executable).with_name("qms")), "serve", "--dir", str(directory)]
        return [*told, f"Xem lại (look again): {shlex.join(again)}"]
    return told + [f"{name}: {address}" for name, address in summary.addresses.items()]
