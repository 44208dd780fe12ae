"""counts by version of the questionnaire; themes of comments; what was erased, and who saw what"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _cube(name: str, *more: str) -> None:
    texts, numbers = ("day", "unit", "procedure", "question"), (*more, "level", "count")
    columns: list[sa.Column[Any]] = [sa.Column(column, sa.Text(), nullable=False) for column in texts]
    columns += [sa.Column(column, sa.Integer(), nullable=False) for column in numbers]
    key = ("day", "unit", "procedure", *more, "question", "level")
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key, name=op.f("pk_cube")))


def upgrade() -> None:
    """Apply."""
    op.rename_table("cube", "cube_before")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_cube", "cube_before")
    _cube("cube", "version")
    op.execute(
        "INSERT INTO cube (day, unit, procedure, question, level, count, version) "
        "SELECT day, unit, procedure, question, level, count, 1 FROM cube_before"
    )
    op.drop_table("cube_before")
    op.add_column("answer", sa.Column("themes", sa.JSON(), nullable=True))
    op.create_table(
        "erased",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_erased")),
    )
    op.create_table(
        "access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access")),
    )
    op.create_index(op.f("ix_access_at"), "access", ["at"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("access")
    op.drop_table("erased")
    op.drop_column("answer", "themes")
    op.rename_table("cube", "cube_after")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_cube", "cube_after")
    _cube("cube")
    op.execute(
        "INSERT INTO cube (day, unit, procedure, question, level, count) "
        "SELECT day, unit, procedure, question, level, sum(count) FROM cube_after "
        "GROUP BY day, unit, procedure, question, level"
    )
    op.drop_table("cube_after")
