"""the demo shop

- new entity address (safe)
- new entity category (safe)
- new entity customer (safe)
- new entity order (safe)
- new entity order_item (safe)
- new entity product (safe)
- new entity review (safe)
- new entity stock_movement (safe)
- new entity supplier (safe)
- new entity tag (safe)

Revision ID: ccb418cb0934
Revises: nothing
Create Date: 2026-11-23 00:57:22.982331+00:00
"""

import sqlalchemy as sa
from alembic import op

from crudgen.model import checks, types

revision = "ccb418cb0934"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "customer",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("name", types.String(120), nullable=False),
        sa.Column("email", types.String(254), nullable=False),
        sa.Column("phone", types.String(32), nullable=True),
        sa.Column("birthday", types.Date(), nullable=True),
        sa.Column("newsletter", types.Bool(), nullable=False, server_default=checks.literal(False, types.Bool())),
        sa.Column("card", types.Uuid(), nullable=True),
        sa.Column("note", types.Text(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("birthday", types.Date(), name="ck_customer__birthday"),
        checks.Check("card", types.Uuid(), name="ck_customer__card"),
        checks.Check("created_at", types.UtcDateTime(), name="ck_customer__created_at"),
        checks.Check("email", types.String(254), max_length=254, name="ck_customer__email"),
        checks.Check("name", types.String(120), max_length=120, name="ck_customer__name"),
        checks.Check("newsletter", types.Bool(), name="ck_customer__newsletter"),
        checks.Check("note", types.Text(), max_length=2000, name="ck_customer__note"),
        checks.Check("phone", types.String(32), max_length=32, name="ck_customer__phone"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_customer__updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_customer"),
        sqlite_autoincrement=True
    )
    op.create_index("uq_customer__card", "customer", ["card"], unique=True)
    op.create_index("uq_customer__email", "customer", ["email"], unique=True)
    op.create_table(
        "address",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("customer", types.Int(), nullable=False),
        sa.Column("street", types.String(120), nullable=False),
        sa.Column("city", types.String(80), nullable=False),
        sa.Column("postal_code", types.String(12), nullable=True),
        sa.Column("country", types.String(60), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("city", types.String(80), max_length=80, name="ck_address__city"),
        checks.Check("country", types.String(60), max_length=60, name="ck_address__country"),
        checks.Check("created_at", types.UtcDateTime(), name="ck_address__created_at"),
        checks.Check("postal_code", types.String(12), max_length=12, name="ck_address__postal_code"),
        checks.Check("street", types.String(120), max_length=120, name="ck_address__street"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_address__updated_at"),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name="fk_address__customer", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_address"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_address__customer", "address", ["customer"], unique=False)
    op.create_table(
        "category",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("name", types.String(80), nullable=False),
        sa.Column("slug", types.String(255), nullable=False),
        sa.Column("parent", types.Int(), nullable=True),
        sa.Column("position", types.Int(), nullable=True, server_default=checks.literal(0, types.Int())),
        sa.Column("description", types.Text(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("created_at", types.UtcDateTime(), name="ck_category__created_at"),
        checks.Check("description", types.Text(), max_length=1000, name="ck_category__description"),
        checks.Check("name", types.String(80), max_length=80, name="ck_category__name"),
        checks.Check("position", types.Int(), min=0, name="ck_category__position"),
        checks.Check("slug", types.String(255), max_length=255, name="ck_category__slug"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_category__updated_at"),
        sa.ForeignKeyConstraint(["parent"], ["category.id"], name="fk_category__parent", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_category"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_category__parent", "category", ["parent"], unique=False)
    op.create_index("uq_category__slug", "category", ["slug"], unique=True)
    op.create_table(
        "order",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("number", types.String(20), nullable=False),
        sa.Column("customer", types.Int(), nullable=False),
        sa.Column("ship_to", types.Int(), nullable=True),
        sa.Column("status", types.String(64), nullable=False, server_default=checks.literal("placed", types.String(64))),
        sa.Column("placed_at", types.UtcDateTime(), nullable=False),
        sa.Column("shipped_at", types.UtcDateTime(), nullable=True),
        sa.Column("discount", types.Decimal(5, 2), nullable=True, server_default=checks.literal("0.00", types.Decimal(5, 2))),
        sa.Column("note", types.Text(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("created_at", types.UtcDateTime(), name="ck_order__created_at"),
        checks.Check("discount", types.Decimal(5, 2), min="0.00", max="50.00", name="ck_order__discount"),
        checks.Check("note", types.Text(), max_length=2000, name="ck_order__note"),
        checks.Check("number", types.String(20), max_length=20, name="ck_order__number"),
        checks.Check("placed_at", types.UtcDateTime(), name="ck_order__placed_at"),
        checks.Check("shipped_at", types.UtcDateTime(), name="ck_order__shipped_at"),
        checks.Check("status", types.String(64), one_of=["cancelled", "paid", "placed", "shipped"], name="ck_order__status"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_order__updated_at"),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name="fk_order__customer", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["ship_to"], ["address.id"], name="fk_order__ship_to", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_order"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_order__customer", "order", ["customer"], unique=False)
    op.create_index("ix_order__ship_to", "order", ["ship_to"], unique=False)
    op.create_index("ix_order__status__placed_at__desc_c8e1d75b", "order", ["status", sa.column("placed_at").desc()], unique=False)
    op.create_index("uq_order__number", "order", ["number"], unique=True)
    op.create_table(
        "supplier",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("name", types.String(120), nullable=False),
        sa.Column("email", types.String(254), nullable=True),
        sa.Column("phone", types.String(32), nullable=True),
        sa.Column("website", types.String(2000), nullable=True),
        sa.Column("city", types.String(80), nullable=True),
        sa.Column("country", types.String(60), nullable=True),
        sa.Column("lead_days", types.Int(), nullable=True, server_default=checks.literal(7, types.Int())),
        sa.Column("order_until", types.Time(), nullable=True),
        sa.Column("is_active", types.Bool(), nullable=True, server_default=checks.literal(True, types.Bool())),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("city", types.String(80), max_length=80, name="ck_supplier__city"),
        checks.Check("country", types.String(60), max_length=60, name="ck_supplier__country"),
        checks.Check("created_at", types.UtcDateTime(), name="ck_supplier__created_at"),
        checks.Check("email", types.String(254), max_length=254, name="ck_supplier__email"),
        checks.Check("is_active", types.Bool(), name="ck_supplier__is_active"),
        checks.Check("lead_days", types.Int(), min=0, max=120, name="ck_supplier__lead_days"),
        checks.Check("name", types.String(120), max_length=120, name="ck_supplier__name"),
        checks.Check("order_until", types.Time(), name="ck_supplier__order_until"),
        checks.Check("phone", types.String(32), max_length=32, name="ck_supplier__phone"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_supplier__updated_at"),
        checks.Check("website", types.String(2000), max_length=2000, name="ck_supplier__website"),
        sa.PrimaryKeyConstraint("id", name="pk_supplier"),
        sqlite_autoincrement=True
    )
    op.create_index("uq_supplier__name", "supplier", ["name"], unique=True)
    op.create_table(
        "product",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("name", types.String(120), nullable=False),
        sa.Column("sku", types.String(12), nullable=False),
        sa.Column("category", types.Int(), nullable=False),
        sa.Column("supplier", types.Int(), nullable=True),
        sa.Column("price", types.Decimal(10, 2), nullable=False),
        sa.Column("status", types.String(64), nullable=False, server_default=checks.literal("draft", types.String(64))),
        sa.Column("light", types.String(64), nullable=True),
        sa.Column("watering", types.Duration(), nullable=True),
        sa.Column("height_cm", types.Int(), nullable=True),
        sa.Column("weight_kg", types.Float(), nullable=True),
        sa.Column("color", types.String(7), nullable=True),
        sa.Column("is_organic", types.Bool(), nullable=False, server_default=checks.literal(False, types.Bool())),
        sa.Column("available_from", types.Date(), nullable=True),
        sa.Column("languages", types.Json(), nullable=True),
        sa.Column("description", types.Text(), nullable=True),
        sa.Column("attributes", types.Json(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("attributes", types.Json(), name="ck_product__attributes"),
        checks.Check("available_from", types.Date(), name="ck_product__available_from"),
        checks.Check("color", types.String(7), max_length=7, name="ck_product__color"),
        checks.Check("created_at", types.UtcDateTime(), name="ck_product__created_at"),
        checks.Check("description", types.Text(), max_length=4000, name="ck_product__description"),
        checks.Check("height_cm", types.Int(), min=1, max=600, name="ck_product__height_cm"),
        checks.Check("is_organic", types.Bool(), name="ck_product__is_organic"),
        checks.Check("languages", types.Json(), name="ck_product__languages"),
        checks.Check("light", types.String(64), one_of=["half_shade", "shade", "sun"], name="ck_product__light"),
        checks.Check("name", types.String(120), max_length=120, name="ck_product__name"),
        checks.Check("price", types.Decimal(10, 2), min="0.01", max="9999.99", name="ck_product__price"),
        checks.Check("sku", types.String(12), max_length=12, name="ck_product__sku"),
        checks.Check("status", types.String(64), one_of=["draft", "on_sale", "retired", "sold_out"], name="ck_product__status"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_product__updated_at"),
        checks.Check("watering", types.Duration(), name="ck_product__watering"),
        checks.Check("weight_kg", types.Float(), min=0.0, max=80.0, name="ck_product__weight_kg"),
        sa.ForeignKeyConstraint(["category"], ["category.id"], name="fk_product__category", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["supplier"], ["supplier.id"], name="fk_product__supplier", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_product"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_product__available_from__desc_7897c4cc", "product", [sa.column("available_from").desc()], unique=False)
    op.create_index("ix_product__category", "product", ["category"], unique=False)
    op.create_index("ix_product__category__status", "product", ["category", "status"], unique=False)
    op.create_index("ix_product__status", "product", ["status"], unique=False)
    op.create_index("ix_product__supplier", "product", ["supplier"], unique=False)
    op.create_index("uq_product__sku", "product", ["sku"], unique=True)
    op.create_table(
        "order_item",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("order", types.Int(), nullable=False),
        sa.Column("product", types.Int(), nullable=False),
        sa.Column("quantity", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        sa.Column("unit_price", types.Decimal(10, 2), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("created_at", types.UtcDateTime(), name="ck_order_item__created_at"),
        checks.Check("quantity", types.Int(), min=1, max=100, name="ck_order_item__quantity"),
        checks.Check("unit_price", types.Decimal(10, 2), min="0.00", name="ck_order_item__unit_price"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_order_item__updated_at"),
        sa.ForeignKeyConstraint(["order"], ["order.id"], name="fk_order_item__order", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["product"], ["product.id"], name="fk_order_item__product", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_order_item"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_order_item__order", "order_item", ["order"], unique=False)
    op.create_index("ix_order_item__product", "order_item", ["product"], unique=False)
    op.create_table(
        "tag",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("name", types.String(40), nullable=False),
        sa.Column("color", types.String(7), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("color", types.String(7), max_length=7, name="ck_tag__color"),
        checks.Check("created_at", types.UtcDateTime(), name="ck_tag__created_at"),
        checks.Check("name", types.String(40), max_length=40, name="ck_tag__name"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_tag__updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_tag"),
        sqlite_autoincrement=True
    )
    op.create_index("uq_tag__name", "tag", ["name"], unique=True)
    op.create_table(
        "product_tags",
        sa.Column("product_id", types.Int(), autoincrement=False, nullable=False),
        sa.Column("tag_id", types.Int(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_product_tags__product_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_product_tags__tag_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("product_id", "tag_id", name="pk_product_tags")
    )
    op.create_index("ix_product_tags__tag_id", "product_tags", ["tag_id"], unique=False)
    op.create_table(
        "review",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("product", types.Int(), nullable=False),
        sa.Column("customer", types.Int(), nullable=True),
        sa.Column("rating", types.Int(), nullable=False),
        sa.Column("headline", types.String(120), nullable=False),
        sa.Column("body", types.Text(), nullable=True),
        sa.Column("is_approved", types.Bool(), nullable=False, server_default=checks.literal(False, types.Bool())),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("body", types.Text(), max_length=4000, name="ck_review__body"),
        checks.Check("created_at", types.UtcDateTime(), name="ck_review__created_at"),
        checks.Check("headline", types.String(120), max_length=120, name="ck_review__headline"),
        checks.Check("is_approved", types.Bool(), name="ck_review__is_approved"),
        checks.Check("rating", types.Int(), min=1, max=5, name="ck_review__rating"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_review__updated_at"),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name="fk_review__customer", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["product"], ["product.id"], name="fk_review__product", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_review__customer", "review", ["customer"], unique=False)
    op.create_index("ix_review__product", "review", ["product"], unique=False)
    op.create_table(
        "stock_movement",
        sa.Column("id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("product", types.Int(), nullable=False),
        sa.Column("kind", types.String(64), nullable=False),
        sa.Column("quantity", types.Int(), nullable=False),
        sa.Column("moved_at", types.UtcDateTime(), nullable=False),
        sa.Column("note", types.String(255), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("created_at", types.UtcDateTime(), name="ck_stock_movement__created_at"),
        checks.Check("kind", types.String(64), one_of=["counted", "damaged", "received", "sold"], name="ck_stock_movement__kind"),
        checks.Check("moved_at", types.UtcDateTime(), name="ck_stock_movement__moved_at"),
        checks.Check("note", types.String(255), max_length=255, name="ck_stock_movement__note"),
        checks.Check("quantity", types.Int(), min=-1000, max=1000, name="ck_stock_movement__quantity"),
        checks.Check("updated_at", types.UtcDateTime(), name="ck_stock_movement__updated_at"),
        sa.ForeignKeyConstraint(["product"], ["product.id"], name="fk_stock_movement__product", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_movement"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_stock_movement__product", "stock_movement", ["product"], unique=False)
    op.create_index("ix_stock_movement__product__moved_at__desc_bdc9b7c4", "stock_movement", ["product", sa.column("moved_at").desc()], unique=False)


def downgrade() -> None:
    """Take the changes back."""
    op.drop_table("stock_movement")
    op.drop_table("review")
    op.drop_table("product_tags")
    op.drop_table("tag")
    op.drop_table("order_item")
    op.drop_table("product")
    op.drop_table("supplier")
    op.drop_table("order")
    op.drop_table("category")
    op.drop_table("address")
    op.drop_table("customer")
