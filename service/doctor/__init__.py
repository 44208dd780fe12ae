"""`qms doctor`: what keeps an installation from working, each mistake with its id and a hint.

Checks that cannot be made because an earlier one failed are left out, so that one cause is told once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from service import config as configuration
from service.config import Config, ConfigError, Mistake
from service.doctor import google, machine, mail, store


def examine(directory: Path) -> list[Mistake]:
    """Every mistake of the installation in `directory`; an empty list when all is well."""
    try:
        config = configuration.load(directory)
    except ConfigError as error:
        return [Mistake("config.file", str(error), error.hint)]
    return list(_all(config))


def _all(config: Config) -> Iterator[Mistake]:
    wrong = configuration.check(config)
    yield from wrong
    ids = {mistake.id for mistake in wrong}
    yield from machine.check(config)
    yield from store.check(config)
    if "config.credentials" not in ids:
        yield from google.check(config)
    if "config.smtp" not in ids:
        yield from mail.check(config)
