"""The commands of `qms`, a file each."""

from __future__ import annotations

import click

from service.commands.access import access
from service.commands.backup import backup, restore
from service.commands.doctor import doctor
from service.commands.duties import duties
from service.commands.erase import erase
from service.commands.imports import imports
from service.commands.init import init
from service.commands.reminders import reminders
from service.commands.report import report
from service.commands.serve import serve
from service.commands.validate import validate
from service.commands.year import year

COMMANDS: tuple[click.Command, ...] = (
    access,
    backup,
    doctor,
    duties,
    erase,
    imports,
    init,
    reminders,
    report,
    restore,
    serve,
    validate,
    year,
)
