"""The commands of `qms`, a file each."""

from __future__ import annotations

import click

from service.commands.backup import backup, restore
from service.commands.doctor import doctor
from service.commands.imports import imports
from service.commands.init import init
from service.commands.reminders import reminders
from service.commands.report import report
from service.commands.serve import serve
from service.commands.validate import validate

COMMANDS: tuple[click.Command, ...] = (
    backup,
    doctor,
    imports,
    init,
    reminders,
    report,
    restore,
    serve,
    validate,
)
