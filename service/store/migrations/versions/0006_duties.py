"""what is owed, and its history; which workbooks' duties are up to date"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "duty",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("gone", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_duty")),
    )
    op.create_index(op.f("ix_duty_source"), "duty", ["source"])
    op.create_table(
        "duty_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_event")),
    )
    op.create_index(op.f("ix_duty_event_key"), "duty_event", ["key"])
    op.add_column("workbook", sa.Column("followed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("workbook", sa.Column("followed_at", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("workbook", "followed_at")
    op.drop_column("workbook", "followed")
    op.drop_table("duty_event")
    op.drop_table("duty")
