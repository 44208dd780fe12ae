"""Alembic's entry: online migrations only, on the address that `service.store.engine.migrate` gives."""

from alembic import context

from service.store.engine import open_engine
from service.store.tables import metadata

engine = open_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
