"""counters

The numbers of `sequence` fields are counted here. The table is no entity's, so this revision is written by hand.

Revision ID: b0002
Revises: b0001
Create Date: 2026-11-23 02:00:00+00:00
"""

import sqlalchemy as sa
from alembic import op

from crudgen.model import types

revision = "b0002"
down_revision = "b0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "crudgen_counter",
        sa.Column("entity", types.String(63), nullable=False),
        sa.Column("field", types.String(63), nullable=False),
        sa.Column("period", types.String(16), nullable=False),
        sa.Column("value", types.Int(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "field", "period", name="pk_crudgen_counter"),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("crudgen_counter")
