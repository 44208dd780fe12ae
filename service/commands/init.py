"""`qms init`: ask for what is needed to begin, write settings.toml, make the workbooks and the form."""

from __future__ import annotations

import secrets
import shlex
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.commands import options
from service.commands.mistakes import Mistake

if TYPE_CHECKING:
    from service.compose import Services
    from service.config import Config


@dataclass(frozen=True)
class Question:
    """One setting: its name and what is asked; one not `asked` is only taken as an option."""

    name: str
    text: str
    asked: bool = True
    type: type = str
    hidden: bool = False


QUESTIONS = (
    Question("agency_name", "Tên cơ quan (agency's name)"),
    Question("coordinator_email", "Thư điện tử của Thư ký ISO (coordinator's e-mail)"),
    Question("credentials", "Tệp khóa JSON của tài khoản dịch vụ (service account's key file)"),
    Question("shared_drive", "Mã bộ nhớ dùng chung; trống nếu không có (shared drive's id)"),
    Question("coordinator_spreadsheet", "Sổ của thư ký đã có; trống: tạo mới (spreadsheet to adopt)"),
    Question("auditors_spreadsheet", "Sổ của đoàn đánh giá đã có; trống: tạo mới (spreadsheet to adopt)"),
    Question("smtp_host", "Máy chủ gửi thư (mail server)"),
    Question("smtp_port", "Cổng gửi thư (mail port)", type=int),
    Question("smtp_starttls", "Mã hóa STARTTLS (use STARTTLS)", type=bool),
    Question("smtp_user", "Tài khoản gửi thư; trống nếu không cần (mail account)"),
    Question("smtp_password", "Mật khẩu gửi thư (mail password)", hidden=True),
    Question("sender", "Địa chỉ người gửi (sender's address)"),
    Question("base_url", "Địa chỉ các trang của dịch vụ (address of the pages)", asked=False),
    Question("sheets_link_base", "Gốc liên kết tới trang tính (base of links to sheets)", asked=False),
    Question("google_api", "Địa chỉ API thay Google (API instead of Google's)", asked=False),
    Question("database_url", "Địa chỉ kho dữ liệu (the store's address)", asked=False),
    Question("clock", "Tệp giờ mô phỏng (a simulated clock's file)", asked=False),
)
#: Given as a path relative to where the command runs; kept absolute.
_PATHS = ("credentials", "clock")


def _options(command: Callable[..., None]) -> Callable[..., None]:
    for question in reversed(QUESTIONS):
        flag = f"--{question.name.replace('_', '-')}"
        if question.type is bool:
            flag = f"{flag}/--no-{flag[2:]}"
        option = click.option(flag, question.name, type=question.type, default=None, help=question.text)
        command = option(command)
    return command


@click.command()
@options.directory_option
@click.option("--yes", is_flag=True, help="Không hỏi gì / ask nothing.")
@click.option("--dry-run", is_flag=True, help="Chỉ nói sẽ tạo những gì / only say what would be made.")
@_options
def init(directory: Path, yes: bool, dry_run: bool, **given: Any) -> None:
    """Cài đặt: hỏi, ghi settings.toml, tạo sổ và phiếu khảo sát (ask, then make workbooks and form).

    Again and again without harm: what is there stays, only what differs changes.
    """
    from service import config as configuration

    values = _answers(_kept(directory), given, ask=not yes)
    config = configuration.Config(**{**values, "dir": directory})
    if not dry_run:
        click.echo(f"Đã ghi {configuration.save(directory, values)} (settings written).")
    _stop_at(configuration.check(config))
    if dry_run:
        _say_plan(config)
    else:
        _make(directory)


def _kept(directory: Path) -> dict[str, Any]:
    """What an earlier init wrote. Raises ConfigError when it cannot be read."""
    from service import config as configuration

    configuration.load(directory)
    path = configuration.settings_file(directory)
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _answers(kept: dict[str, Any], given: dict[str, Any], *, ask: bool) -> dict[str, Any]:
    """What was kept, over it what was given as options, the rest asked for."""
    values = {**kept, **{name: value for name, value in given.items() if value is not None}}
    if ask:
        for question in QUESTIONS:
            if question.asked and given[question.name] is None:
                values[question.name] = _ask(question, values.get(question.name))
    for name in _PATHS:
        if values.get(name) and values[name] != "real":
            values[name] = str(Path(values[name]).absolute())
    values.setdefault("secret_key", secrets.token_hex(32))
    return {name: value for name, value in values.items() if value != ""}


def _ask(question: Question, before: Any) -> Any:
    from service.config import Config

    default = before if before is not None else Config.model_fields[question.name].default
    if question.type is bool:
        return click.confirm(question.text, default=bool(default))
    if question.hidden:
        text = f"{question.text}; Enter: giữ nguyên"
        typed = click.prompt(text, default="", hide_input=True, show_default=False)
        return typed or before or ""
    return click.prompt(question.text, default=default, type=question.type, show_default=default != "")


def _stop_at(mistakes: list[Any]) -> None:
    if mistakes:
        first = mistakes[0]
        others = "".join(f"\n     {m.id}: {m.message} {m.hint}" for m in mistakes[1:])
        raise Mistake(f"{first.id}: {first.message}", first.hint + others)


def _say_plan(config: Config) -> None:
    """What `initialise` would make, told from the store there is, else from an empty one."""
    from service import setup
    from service.clock import Clock
    from service.compose import Services
    from service.store import engine

    with tempfile.TemporaryDirectory() as folder:
        there = not config.store_url.startswith("sqlite:///") or Path(config.store_url[10:]).exists()
        url = config.store_url if there else f"sqlite:///{folder}/qms.db"
        if not there:
            engine.migrate(url)
        services = Services(config, engine.open_engine(url), Clock(config.clock))
        with _closing(services):
            for line in setup.initialise(services, dry_run=True):
                click.echo(f"sẽ / would: {line}")


def _make(directory: Path) -> None:
    from service import setup
    from service.compose import compose

    services = compose(directory)
    with _closing(services):
        for line in setup.initialise(services, dry_run=False):
            click.echo(line)
    qms = Path(sys.executable).with_name("qms")
    click.echo("Tiếp theo / next:")
    for command in (["doctor"], ["jobs", "loop"], ["serve"]):
        click.echo("  " + shlex.join([str(qms), *command, "--dir", str(directory)]))


@contextmanager
def _closing(services: Services) -> Iterator[None]:
    try:
        yield
    finally:
        if "google" in vars(services):
            services.google.close()
        services.engine.dispose()
