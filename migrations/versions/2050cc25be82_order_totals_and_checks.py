"""order totals and checks

- new check in order: shipped_at is null or shipped_at >= placed_at (safe)

Revision ID: 2050cc25be82
Revises: ccb418cb0934
Create Date: 2026-11-23 04:29:40.266177+00:00
"""

from alembic import op

from crudgen.model import checks

revision = "2050cc25be82"
down_revision = "ccb418cb0934"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.preflight(
        rules=[
            (
                "order",
                ["id"],
                checks.Condition(
                    "shipped_at is null or shipped_at >= placed_at",
                    name="ck_order__rule_2ed9248e",
                    mysql="((`shipped_at` IS NULL) OR (`shipped_at` >= `placed_at`))",
                    postgresql='(("shipped_at" IS NULL) OR ("shipped_at" >= "placed_at"))',
                    sqlite='(("shipped_at" IS NULL) OR ("shipped_at" >= "placed_at"))',
                ),
                [],
            ),
        ],
    )
    with op.change_table("order") as batch_op:
        batch_op.create_check(
            checks.Condition(
                "shipped_at is null or shipped_at >= placed_at",
                name="ck_order__rule_2ed9248e",
                mysql="((`shipped_at` IS NULL) OR (`shipped_at` >= `placed_at`))",
                postgresql='(("shipped_at" IS NULL) OR ("shipped_at" >= "placed_at"))',
                sqlite='(("shipped_at" IS NULL) OR ("shipped_at" >= "placed_at"))',
            ),
        )


def downgrade() -> None:
    """Take the changes back."""
    with op.change_table("order") as batch_op:
        batch_op.drop_check(
            checks.Condition(
                "shipped_at is null or shipped_at >= placed_at",
                name="ck_order__rule_2ed9248e",
                mysql="((`shipped_at` IS NULL) OR (`shipped_at` >= `placed_at`))",
                postgresql='(("shipped_at" IS NULL) OR ("shipped_at" >= "placed_at"))',
                sqlite='(("shipped_at" IS NULL) OR ("shipped_at" >= "placed_at"))',
            ),
        )
