"""The store of the duties' tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from service.store.engine import open_engine
from tests.duties.register import fill
from tests.support import stores


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Connection]:
    """Two units, nothing entered yet."""
    url = f"sqlite:///{tmp_path / 'qms.db'}"
    stores.lay_out(url)
    engine = open_engine(url, durable=False)
    with engine.begin() as connection:
        fill(connection)
        yield connection
    engine.dispose()
