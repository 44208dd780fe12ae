"""Options that many commands share, and the way from `--dir` to an open installation."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from service.errors import QmsError

if TYPE_CHECKING:
    from service.compose import Services

#: The folder of an installation when nothing else is said.
DEFAULT = "var"

_F = TypeVar("_F", bound=Callable[..., Any])


class NoInstallation(QmsError):
    """Chưa có bản cài đặt trong thư mục này (no installation in this folder)."""


def _absolute(_context: click.Context, _option: click.Parameter, value: Path) -> Path:
    directory = value.absolute()
    # Settings read QMS_* from the environment first: what was typed must win over QMS_DIR.
    if "QMS_DIR" in os.environ:
        os.environ["QMS_DIR"] = str(directory)
    return directory


#: `--dir DIR`: the folder that holds a whole installation, passed on as an absolute `directory`.
directory_option = click.option(
    "--dir",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="QMS_DIR",
    default=DEFAULT,
    show_default=True,
    callback=_absolute,
    metavar="DIR",
    help="Thư mục của bản cài đặt (mặc định QMS_DIR hoặc ./var) / the installation's folder.",
)


def format_option(*choices: str, default: str) -> Callable[[_F], _F]:
    """`--format`, one of `choices`."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(choices),
        default=default,
        show_default=True,
        help="Cách in ra / output format.",
    )


def open_installation(directory: Path) -> Services:
    """The services of the installation in `directory`. Raises NoInstallation when there is none."""
    from service.compose import compose
    from service.config import settings_file

    if not settings_file(directory).exists() and not (directory / "qms.db").exists():
        raise NoInstallation(
            f"Chưa có bản cài đặt trong {directory} (no installation there).",
            hint="Chạy qms init --dir DIR trước / run qms init --dir DIR first.",
        )
    services = compose(directory)
    _note(services)
    return services


#: What the log does not keep: an erased answer's id would name it for good, a reason may name a person.
_UNLOGGED = ("directory", "reason", "response")


def _note(services: Services) -> None:
    """Log the command that asks, once, when it is one that shows, sends, copies or erases something."""
    context = click.get_current_context(silent=True)
    if context is None or context.meta.get("service.access"):
        return
    from service import access

    context.meta["service.access"] = True
    command = context.command_path.partition(" ")[2]
    told = {k: v for k, v in context.params.items() if v and k not in _UNLOGGED}
    given = " ".join(f"--{k.replace('_', '-')}" if v is True else str(v) for k, v in told.items())
    access.note_command(services, command, given)
