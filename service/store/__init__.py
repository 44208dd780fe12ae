"""The store: SQLAlchemy tables, Alembic migrations, SQLite by default."""
