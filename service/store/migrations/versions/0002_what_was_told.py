"""what a report is made of; which problems a mail told of"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("report", sa.Column("source", sa.JSON(), nullable=True))
    op.add_column("problem", sa.Column("told_at", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("problem", "told_at")
    op.drop_column("report", "source")
