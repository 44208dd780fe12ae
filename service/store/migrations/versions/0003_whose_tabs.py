"""which tabs of a workbook we made; hashes that nothing asked for are gone"""

import json
import sqlite3

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("workbook", sa.Column("dressed", sa.JSON(), nullable=False, server_default="[]"))
    store = op.get_bind()
    for row in store.execute(sa.text("SELECT id, sheets FROM workbook WHERE NOT adopted")).all():
        sheets = json.loads(row.sheets) if isinstance(row.sheets, str) else row.sheets
        ours = {"id": row.id, "dressed": json.dumps(sorted(sheets))}
        store.execute(sa.text("UPDATE workbook SET dressed = :dressed WHERE id = :id"), ours)
    with op.batch_alter_table("grid") as grid:
        grid.drop_column("hash")
    # An older SQLite can drop no column, and what refers to a workbook forbids to copy the table.
    if store.dialect.name != "sqlite" or sqlite3.sqlite_version_info >= (3, 35):
        op.drop_column("workbook", "content_hash")


def downgrade() -> None:
    """Take back."""
    op.add_column("workbook", sa.Column("content_hash", sa.Text(), nullable=True))
    op.add_column("grid", sa.Column("hash", sa.Text(), nullable=False, server_default=""))
    op.drop_column("workbook", "dressed")
