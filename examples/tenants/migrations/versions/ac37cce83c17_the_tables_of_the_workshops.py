"""the tables of the workshops

- new entity company (safe)
- new entity customer (safe)
- new entity order (safe)
- new entity order_item (safe)
- new entity tag (safe)
- new field user.company (company) (safe)

Revision ID: ac37cce83c17
Revises: nothing
Create Date: 2026-11-23 04:23:59.946652+00:00
"""

import sqlalchemy as sa
from alembic import op

from crudgen.model import checks, types

revision = "ac37cce83c17"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "company",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("name", types.String(120), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("created_at", types.UtcDateTime(), name="ck_company__created_at"),
        checks.Check("name", types.String(120), max_length=120, name="ck_company__name"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_company__updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_company"),
        sqlite_autoincrement=True
    )
    op.create_table(
        "customer",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("company", types.Int(), nullable=False),
        sa.Column("name", types.String(120), nullable=False),
        sa.Column("email", types.String(254), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("created_at", types.UtcDateTime(), name="ck_customer__created_at"),
        checks.Check("email", types.String(254), max_length=254, name="ck_customer__email"),
        checks.Check("name", types.String(120), max_length=120, name="ck_customer__name"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_customer__updated_at"),
        sa.ForeignKeyConstraint(["company"], ["company.id"], name="fk_customer__company", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_customer"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_customer__company", "customer", ["company"], unique=False)
    op.create_index("uq_customer__company__email", "customer", ["company", "email"], unique=True)
    op.create_table(
        "tag",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("company", types.Int(), nullable=False),
        sa.Column("name", types.String(40), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("created_at", types.UtcDateTime(), name="ck_tag__created_at"),
        checks.Check("name", types.String(40), max_length=40, name="ck_tag__name"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_tag__updated_at"),
        sa.ForeignKeyConstraint(["company"], ["company.id"], name="fk_tag__company", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_tag"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_tag__company", "tag", ["company"], unique=False)
    op.create_index("uq_tag__company__name", "tag", ["company", "name"], unique=True)
    op.create_table(
        "customer_tags",
        sa.Column("customer_id", types.Int(), autoincrement=False, nullable=False),
        sa.Column("tag_id", types.Int(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_customer_tags__customer_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_customer_tags__tag_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("customer_id", "tag_id", name="pk_customer_tags")
    )
    op.create_index("ix_customer_tags__tag_id", "customer_tags", ["tag_id"], unique=False)
    op.create_table(
        "order",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("number", types.String(20), nullable=False),
        sa.Column("customer", types.Int(), nullable=False),
        sa.Column("status", types.String(64), nullable=False, server_default=checks.literal("open", types.String(64))),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("created_at", types.UtcDateTime(), name="ck_order__created_at"),
        checks.Check("number", types.String(20), max_length=20, name="ck_order__number"),
        checks.Check("status", types.String(64), one_of=["done", "open"], name="ck_order__status"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_order__updated_at"),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name="fk_order__customer", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_order"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_order__customer", "order", ["customer"], unique=False)
    op.create_index("uq_order__customer__number", "order", ["customer", "number"], unique=True)
    op.create_table(
        "order_item",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("order", types.Int(), nullable=False),
        sa.Column("work", types.String(120), nullable=False),
        sa.Column("quantity", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        sa.Column("price", types.Decimal(10, 2), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("created_at", types.UtcDateTime(), name="ck_order_item__created_at"),
        checks.Check("price", types.Decimal(10, 2), min="0.00", name="ck_order_item__price"),
        checks.Check("quantity", types.Int(), min=1, name="ck_order_item__quantity"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_order_item__updated_at"),
        checks.Check("work", types.String(120), max_length=120, name="ck_order_item__work"),
        sa.ForeignKeyConstraint(["order"], ["order.id"], name="fk_order_item__order", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_order_item"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_order_item__order", "order_item", ["order"], unique=False)
    with op.change_table("crudgen_user") as batch_op:
        batch_op.add_column(sa.Column("company", types.Int(), nullable=True))
        batch_op.create_foreign_key("fk_crudgen_user__company", "company", ["company"], ["id"], ondelete="RESTRICT")

    op.create_index("ix_crudgen_user__company", "crudgen_user", ["company"], unique=False)


def downgrade() -> None:
    """Take the changes back."""
    with op.change_table("crudgen_user") as batch_op:
        batch_op.drop_constraint("fk_crudgen_user__company", type_="foreignkey")
        batch_op.drop_index("ix_crudgen_user__company")
        batch_op.drop_column("company")

    op.drop_table("order_item")
    op.drop_table("order")
    op.drop_table("customer_tags")
    op.drop_table("tag")
    op.drop_table("customer")
    op.drop_table("company")
