"""The store's migrations make the tables that the code knows, of an empty store and of one that is in use."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text

from service.store import engine as store
from service.store.tables import approved_objective, metadata, workbook


def migrations(url: str) -> Config:
    """What alembic needs to know."""
    alembic = Config()
    alembic.set_main_option("script_location", str(store.MIGRATIONS))
    alembic.attributes["url"] = url
    return alembic


def upgrade(url: str, revision: str) -> None:
    """Bring the store at `url` to a revision."""
    command.upgrade(migrations(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take the store at `url` back to a revision."""
    command.downgrade(migrations(url), revision)


def test_a_new_store_has_every_table_and_column_of_the_code(tmp_path: Path) -> None:
    """Alembic finds nothing to change."""
    url = f"sqlite:///{tmp_path / 'qms.db'}"
    store.migrate(url)
    engine = store.open_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_store_of_the_first_version_keeps_its_rows(tmp_path: Path) -> None:
    """What came with later versions is blank in them; what citizens typed left the counts, and the file."""
    url = f"sqlite:///{tmp_path / 'qms.db'}"
    upgrade(url, "0001")
    engine = store.open_engine(url)
    with engine.begin() as connection:
        columns = "kind, label, language, subject, hash, json, text, html, images, created_at"
        values = "'monthly', '2022-01', 'vi', 'x', '', '{}', '', '', '{}', ''"
        connection.execute(text(f"INSERT INTO report ({columns}) VALUES ({values})"))
        counted = "day, unit, procedure, question, level, count"
        day = "'2022-01-05', 'VP'"
        for procedure, count in (("", 7), ("chuyển trường cho cháu Nam", 2)):
            row = f"{day}, '{procedure}', 'q8', 5, {count}"
            connection.execute(text(f"INSERT INTO cube ({counted}) VALUES ({row})"))
    upgrade(url, "head")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT label, source FROM report")).all() == [("2022-01", None)]
        kept = connection.execute(text("SELECT day, version, level, count FROM cube")).all()
        assert kept == [("2022-01-05", 1, 5, 9)]
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
    assert "cháu Nam".encode() not in (tmp_path / "qms.db").read_bytes()


def test_what_was_approved_is_kept_when_each_approval_is(tmp_path: Path) -> None:
    """There and back: an objective that is approved, one that is not, and an approval of all."""
    url = f"sqlite:///{tmp_path / 'qms.db'}"
    upgrade(url, "0008")
    engine = store.open_engine(url)
    demands, day, at = {"target": 98.5}, "2022-03-01", "2022-03-02T09:00:00+07:00"
    before = [("MT01", day, demands, at), ("MT02", "", {}, at), (f"|{day}", "", {}, at)]
    after = [("", day, {}, at), ("MT01", "", {}, at), ("MT01", day, demands, at), ("MT02", "", {}, at)]
    names = ("key", "approved_on", "values", "noted_at")
    query = select(*(approved_objective.c[name] for name in names)).order_by("key", "approved_on")
    with engine.begin() as connection:
        connection.execute(insert(workbook).values(id=1, key="unit:VP:2022", kind="unit", year=2022))
        own = [{"workbook_id": 1, **dict(zip(names, row, strict=True))} for row in before]
        connection.execute(insert(approved_objective), own)
    upgrade(url, "head")
    with engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(query)] == after
    downgrade(url, "0008")
    with engine.connect() as connection:
        assert sorted(tuple(row) for row in connection.execute(query)) == before
    engine.dispose()
