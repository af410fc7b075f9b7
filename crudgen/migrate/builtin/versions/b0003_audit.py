"""audit

- new entity crudgen_audit (safe)

Revision ID: b0003
Revises: b0002
Create Date: 2026-11-23 04:08:41.419351+00:00
"""

import sqlalchemy as sa
from alembic import op

from crudgen.model import checks, types

revision = "b0003"
down_revision = "b0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "crudgen_audit",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("user_id", types.Int(), nullable=True),
        sa.Column("login", types.String(150), nullable=True),
        sa.Column("door", types.String(16), nullable=False),
        sa.Column("request", types.String(64), nullable=True),
        sa.Column("entity", types.String(63), nullable=False),
        sa.Column("record", types.String(255), nullable=False),
        sa.Column("action", types.String(64), nullable=False),
        sa.Column("changes", types.Json(), nullable=True),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("action", types.String(64), one_of=["created", "deleted", "updated"], name="ck_crudgen_audit__action"),
        checks.Check("at", types.UtcDateTime(), name="ck_crudgen_audit__at"),
        checks.Check("changes", types.Json(), name="ck_crudgen_audit__changes"),
        checks.Check("door", types.String(16), max_length=16, name="ck_crudgen_audit__door"),
        checks.Check("entity", types.String(63), max_length=63, name="ck_crudgen_audit__entity"),
        checks.Check("login", types.String(150), max_length=150, name="ck_crudgen_audit__login"),
        checks.Check("record", types.String(255), max_length=255, name="ck_crudgen_audit__record"),
        checks.Check("request", types.String(64), max_length=64, name="ck_crudgen_audit__request"),
        checks.Check("user_id", types.Int(), name="ck_crudgen_audit__user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_crudgen_audit"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_crudgen_audit__at", "crudgen_audit", ["at"], unique=False)
    op.create_index("ix_crudgen_audit__entity__record", "crudgen_audit", ["entity", "record"], unique=False)
    op.create_index("ix_crudgen_audit__request", "crudgen_audit", ["request"], unique=False)
    op.create_index("ix_crudgen_audit__user_id", "crudgen_audit", ["user_id"], unique=False)


def downgrade() -> None:
    """Take the changes back."""
    op.drop_table("crudgen_audit")
