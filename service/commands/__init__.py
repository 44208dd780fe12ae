"""The commands of `qms`, a file each."""

from __future__ import annotations

import click

from service.commands.serve import serve
from service.commands.validate import validate

COMMANDS: tuple[click.Command, ...] = (serve, validate)
