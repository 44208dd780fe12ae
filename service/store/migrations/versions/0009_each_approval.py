"""what an objective demanded is kept for each of its approvals, not for the latest alone"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NAME = "approved_objective"
Row = dict[str, Any]


def _rows() -> list[Row]:
    names = ("workbook_id", "key", "approved_on", "noted_at")
    kept = sa.table(NAME, *(sa.column(name) for name in names), sa.column("values", sa.JSON))
    return [dict(row) for row in op.get_bind().execute(sa.select(kept)).mappings()]


def _replace(key: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Make the table anew with this key and these rows."""
    op.drop_table(NAME)
    made = op.create_table(
        NAME,
        sa.Column("workbook_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("noted_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workbook_id"], ["workbook.id"], name=op.f("fk_approved_objective_workbook_id")
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_approved_objective")),
    )
    op.bulk_insert(made, [*rows])


def upgrade() -> None:
    """Apply: "|DAY" told since when an approval of all was there."""
    found: list[Row] = []
    for row in _rows():
        if row["key"].startswith("|"):
            found.append({**row, "key": "", "approved_on": row["key"][1:]})
            continue
        found.append({**row, "approved_on": "", "values": {}})
        if row["approved_on"]:
            found.append(row)
    _replace(("workbook_id", "key", "approved_on"), found)


def downgrade() -> None:
    """Take back: of each objective the latest approval stays."""
    found: dict[tuple[int, str], Row] = {}
    for row in sorted(_rows(), key=lambda row: row["approved_on"]):
        if not row["key"]:
            row = {**row, "key": f"|{row['approved_on']}", "approved_on": ""}
        place = row["workbook_id"], row["key"]
        since = found.get(place, row)["noted_at"]
        found[place] = {**row, "noted_at": since}
    _replace(("workbook_id", "key"), found.values())
