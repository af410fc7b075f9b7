"""the first tables

- new entity crudgen_api_key (safe)
- new entity crudgen_session (safe)
- new entity user (safe)

Revision ID: b0001
Revises: nothing
Create Date: 2026-11-23 01:47:10.009750+00:00
"""

import sqlalchemy as sa
from alembic import op

from crudgen.model import checks, types

revision = "b0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    create_users()
    create_keys()
    create_sessions()


def create_users() -> None:
    """Make the table of `user`."""
    op.create_table(
        "crudgen_user",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("login", types.String(150), nullable=False),
        sa.Column("name", types.String(255), nullable=True),
        sa.Column("email", types.String(254), nullable=True),
        sa.Column("password", types.String(255), nullable=True),
        sa.Column("roles", types.Json(), nullable=True),
        sa.Column("is_active", types.Bool(), nullable=False, server_default=checks.literal(True, types.Bool())),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("login_folded", types.String(150), nullable=True),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("created_at", types.UtcDateTime(), name="ck_crudgen_user__created_at"),
        checks.Check("email", types.String(254), max_length=254, name="ck_crudgen_user__email"),
        checks.Check("is_active", types.Bool(), name="ck_crudgen_user__is_active"),
        checks.Check("login", types.String(150), max_length=150, name="ck_crudgen_user__login"),
        checks.Check("name", types.String(255), max_length=255, name="ck_crudgen_user__name"),
        checks.Check("password", types.String(255), max_length=255, name="ck_crudgen_user__password"),
        checks.Check("roles", types.Json(), name="ck_crudgen_user__roles"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_crudgen_user__updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_crudgen_user"),
        sqlite_autoincrement=True
    )
    op.create_index("uq_crudgen_user__login_folded", "crudgen_user", ["login_folded"], unique=True)


def create_keys() -> None:
    """Make the table of `crudgen_api_key`."""
    op.create_table(
        "crudgen_api_key",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("name", types.String(150), nullable=False),
        sa.Column("prefix", types.String(16), nullable=False),
        sa.Column("token_hash", types.String(64), nullable=False),
        sa.Column("user", types.Int(), nullable=True),
        sa.Column("roles", types.Json(), nullable=True),
        sa.Column("expires_at", types.UtcDateTime(), nullable=True),
        sa.Column("revoked_at", types.UtcDateTime(), nullable=True),
        sa.Column("last_used_at", types.UtcDateTime(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("created_at", types.UtcDateTime(), name="ck_crudgen_api_key__created_at"),
        checks.Check("expires_at", types.UtcDateTime(), name="ck_crudgen_api_key__expires_at"),
        checks.Check("last_used_at", types.UtcDateTime(), name="ck_crudgen_api_key__last_used_at"),
        checks.Check("name", types.String(150), max_length=150, name="ck_crudgen_api_key__name"),
        checks.Check("prefix", types.String(16), max_length=16, name="ck_crudgen_api_key__prefix"),
        checks.Check("revoked_at", types.UtcDateTime(), name="ck_crudgen_api_key__revoked_at"),
        checks.Check("roles", types.Json(), name="ck_crudgen_api_key__roles"),
        checks.Check("token_hash", types.String(64), max_length=64, name="ck_crudgen_api_key__token_hash"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_crudgen_api_key__updated_at"),
        sa.ForeignKeyConstraint(["user"], ["crudgen_user.id"], name="fk_crudgen_api_key__user", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_crudgen_api_key"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_crudgen_api_key__user", "crudgen_api_key", ["user"], unique=False)
    op.create_index("uq_crudgen_api_key__token_hash", "crudgen_api_key", ["token_hash"], unique=True)


def create_sessions() -> None:
    """Make the table of `crudgen_session`."""
    op.create_table(
        "crudgen_session",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("token_hash", types.String(64), nullable=False),
        sa.Column("password_mark", types.String(64), nullable=False),
        sa.Column("user", types.Int(), nullable=False),
        sa.Column("started_at", types.UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=False),
        sa.Column("address", types.String(64), nullable=True),
        sa.Column("user_agent", types.String(255), nullable=True),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("address", types.String(64), max_length=64, name="ck_crudgen_session__address"),
        checks.Check("expires_at", types.UtcDateTime(), name="ck_crudgen_session__expires_at"),
        checks.Check("last_seen_at", types.UtcDateTime(), name="ck_crudgen_session__last_seen_at"),
        checks.Check("password_mark", types.String(64), max_length=64, name="ck_crudgen_session__password_mark"),
        checks.Check("started_at", types.UtcDateTime(), name="ck_crudgen_session__started_at"),
        checks.Check("token_hash", types.String(64), max_length=64, name="ck_crudgen_session__token_hash"),
        checks.Check("user_agent", types.String(255), max_length=255, name="ck_crudgen_session__user_agent"),
        sa.ForeignKeyConstraint(["user"], ["crudgen_user.id"], name="fk_crudgen_session__user", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_crudgen_session"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_crudgen_session__expires_at", "crudgen_session", ["expires_at"], unique=False)
    op.create_index("ix_crudgen_session__user", "crudgen_session", ["user"], unique=False)
    op.create_index("uq_crudgen_session__token_hash", "crudgen_session", ["token_hash"], unique=True)


def downgrade() -> None:
    """Take the changes back."""
    op.drop_table("crudgen_session")
    op.drop_table("crudgen_api_key")
    op.drop_table("crudgen_user")
