"""the open findings as they last were; what objectives demanded when they were approved"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "open_finding",
        sa.Column("workbook_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("first_seen_at", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workbook_id"], ["workbook.id"], name=op.f("fk_open_finding_workbook_id")),
        sa.PrimaryKeyConstraint("workbook_id", "key", name=op.f("pk_open_finding")),
    )
    op.create_table(
        "approved_objective",
        sa.Column("workbook_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("noted_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workbook_id"], ["workbook.id"], name=op.f("fk_approved_objective_workbook_id")
        ),
        sa.PrimaryKeyConstraint("workbook_id", "key", name=op.f("pk_approved_objective")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("approved_objective")
    op.drop_table("open_finding")
