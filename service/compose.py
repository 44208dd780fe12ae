"""The one place that puts the parts together. Nothing connects before it is first used."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from service import config as configuration
from service.clock import Clock
from service.store import engine as store

if TYPE_CHECKING:
    from service.google.connect import Google


@dataclass(frozen=True)
class Services:
    """What a job, a page or a command works with."""

    config: configuration.Config
    engine: Engine
    clock: Clock

    @cached_property
    def google(self) -> Google:
        """Google's APIs, signed in at first use."""
        from service.google.connect import connect

        return connect(self.config)


def compose(directory: Path) -> Services:
    """Everything for the installation in `directory`; its store is brought up to date."""
    config = configuration.load(directory)
    store.migrate(config.store_url)
    engine = store.open_engine(config.store_url, durable=config.clock == "real")
    return Services(config, engine, Clock(config.clock))
