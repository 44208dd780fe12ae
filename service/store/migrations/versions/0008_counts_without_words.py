"""what citizens typed as their procedure leaves the counts, which are kept for good"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = ("day", "unit", "version", "question", "level")


def _replace(before: str, key: tuple[str, ...], counted: str) -> None:
    """Make the table anew with this key, filled by the query `counted` from the one that was there."""
    op.rename_table("cube", before)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_cube", before)
    kinds = {"version": sa.Integer(), "level": sa.Integer()}
    columns = [sa.Column(name, kinds.get(name, sa.Text()), nullable=False) for name in key]
    count = sa.Column("count", sa.Integer(), nullable=False)
    op.create_table("cube", *columns, count, sa.PrimaryKeyConstraint(*key, name=op.f("pk_cube")))
    place = ", ".join(key)
    op.execute(f"INSERT INTO cube ({place}, count) {counted} FROM {before} GROUP BY {', '.join(KEY)}")
    op.drop_table(before)


def upgrade() -> None:
    """Apply."""
    _replace("cube_before", KEY, f"SELECT {', '.join(KEY)}, sum(count)")


def downgrade() -> None:
    """Take back: the procedure of an answer is told in its counts no longer."""
    named = ", ".join(KEY).replace("unit, ", "unit, '', ")
    _replace("cube_after", ("day", "unit", "procedure", *KEY[2:]), f"SELECT {named}, sum(count)")
