"""`qms`: Flask's own command group with the product's commands; jobs, sandbox and demo join by entry point.

Modules of commands are light: what is heavy is imported inside a command, so that `qms --help` is quick.
"""

from __future__ import annotations

import os
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from flask.cli import FlaskGroup

from service.commands import COMMANDS, mistakes, options

if TYPE_CHECKING:
    from flask import Flask


def create_app() -> Flask:
    """The web service of the installation in `QMS_DIR` (or `./var`), for Flask's own tools."""
    from service.web.app import create_app as build

    return build(options.open_installation(Path(os.environ.get("QMS_DIR", options.DEFAULT))))


class QmsGroup(FlaskGroup):
    """Flask's group without run, shell and routes; it does not open the store to list its commands."""

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """A command by name; of the entry points only the one of that name is loaded."""
        if name not in self.commands:
            self._load(name)
        return self.commands.get(name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names in alphabetical order."""
        return sorted({*self.commands, *(point.name for point in _entry_points())})

    def _load(self, name: str) -> None:
        for point in _entry_points():
            if point.name == name:
                try:
                    self.add_command(point.load(), name)
                except ImportError as error:
                    click.echo(f"qms {name}: không nạp được / cannot be loaded: {error}", err=True)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what a person can mend is told in one sentence and ends with 2."""
        try:
            return super().invoke(ctx)
        except mistakes.kinds() as error:
            raise mistakes.explain(error) from error


def _entry_points() -> metadata.EntryPoints:
    return metadata.entry_points(group="flask.commands")


cli = QmsGroup(
    name="qms",
    create_app=create_app,
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    set_debug_flag=False,
    help="Sổ Chất lượng: hệ thống quản lý chất lượng trên trang tính dùng chung.\n\n"
    "A quality management system on the shared sheets its people already use.",
)
# Flask's --app, --env-file and --debug have no meaning here, nor have FLASK_* variables.
cli.params = []
cli.context_settings["auto_envvar_prefix"] = None
click.version_option(package_name="so-chat-luong", prog_name="qms")(cli)
for _command in COMMANDS:
    cli.add_command(_command)


def main() -> NoReturn:
    """The entry point of the `qms` script."""
    sys.exit(cli.main(prog_name="qms"))
