"""the tables of Chinook

- new entity album (safe)
- new entity artist (safe)
- new entity customer (safe)
- new entity employee (safe)
- new entity genre (safe)
- new entity invoice (safe)
- new entity invoice_line (safe)
- new entity media_type (safe)
- new entity playlist (safe)
- new entity playlist_track (safe)
- new entity track (safe)

Revision ID: 86241d1cabc5
Revises: nothing
Create Date: 2026-11-23 00:57:27.516912+00:00
"""

import sqlalchemy as sa
from alembic import op

from crudgen.model import checks, types

revision = "86241d1cabc5"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "artist",
        sa.Column("artist_id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("name", types.String(120), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("name", types.String(120), max_length=120, name="ck_artist__name"),
        sa.PrimaryKeyConstraint("artist_id", name="pk_artist"),
        sqlite_autoincrement=True
    )
    op.create_table(
        "album",
        sa.Column("album_id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("title", types.String(160), nullable=False),
        sa.Column("artist_id", types.Int(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("title", types.String(160), max_length=160, name="ck_album__title"),
        sa.ForeignKeyConstraint(["artist_id"], ["artist.artist_id"], name="fk_album__artist_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("album_id", name="pk_album"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_album__artist_id", "album", ["artist_id"], unique=False)
    op.create_table(
        "employee",
        sa.Column("employee_id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("last_name", types.String(20), nullable=False),
        sa.Column("first_name", types.String(20), nullable=False),
        sa.Column("title", types.String(30), nullable=True),
        sa.Column("reports_to", types.Int(), nullable=True),
        sa.Column("birth_date", types.Date(), nullable=True),
        sa.Column("hire_date", types.Date(), nullable=True),
        sa.Column("address", types.String(70), nullable=True),
        sa.Column("city", types.String(40), nullable=True),
        sa.Column("state", types.String(40), nullable=True),
        sa.Column("country", types.String(40), nullable=True),
        sa.Column("postal_code", types.String(10), nullable=True),
        sa.Column("phone", types.String(32), nullable=True),
        sa.Column("fax", types.String(32), nullable=True),
        sa.Column("email", types.String(254), nullable=True),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("address", types.String(70), max_length=70, name="ck_employee__address"),
        checks.Check("birth_date", types.Date(), name="ck_employee__birth_date"),
        checks.Check("city", types.String(40), max_length=40, name="ck_employee__city"),
        checks.Check("country", types.String(40), max_length=40, name="ck_employee__country"),
        checks.Check("email", types.String(254), max_length=254, name="ck_employee__email"),
        checks.Check("fax", types.String(32), max_length=32, name="ck_employee__fax"),
        checks.Check("first_name", types.String(20), max_length=20, name="ck_employee__first_name"),
        checks.Check("hire_date", types.Date(), name="ck_employee__hire_date"),
        checks.Check("last_name", types.String(20), max_length=20, name="ck_employee__last_name"),
        checks.Check("phone", types.String(32), max_length=32, name="ck_employee__phone"),
        checks.Check("postal_code", types.String(10), max_length=10, name="ck_employee__postal_code"),
        checks.Check("state", types.String(40), max_length=40, name="ck_employee__state"),
        checks.Check("title", types.String(30), max_length=30, name="ck_employee__title"),
        sa.ForeignKeyConstraint(["reports_to"], ["employee.employee_id"], name="fk_employee__reports_to", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("employee_id", name="pk_employee"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_employee__reports_to", "employee", ["reports_to"], unique=False)
    op.create_table(
        "customer",
        sa.Column("customer_id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("first_name", types.String(40), nullable=False),
        sa.Column("last_name", types.String(20), nullable=False),
        sa.Column("company", types.String(80), nullable=True),
        sa.Column("address", types.String(70), nullable=True),
        sa.Column("city", types.String(40), nullable=True),
        sa.Column("state", types.String(40), nullable=True),
        sa.Column("country", types.String(40), nullable=True),
        sa.Column("postal_code", types.String(10), nullable=True),
        sa.Column("phone", types.String(32), nullable=True),
        sa.Column("fax", types.String(32), nullable=True),
        sa.Column("email", types.String(254), nullable=False),
        sa.Column("support_rep_id", types.Int(), nullable=True),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("address", types.String(70), max_length=70, name="ck_customer__address"),
        checks.Check("city", types.String(40), max_length=40, name="ck_customer__city"),
        checks.Check("company", types.String(80), max_length=80, name="ck_customer__company"),
        checks.Check("country", types.String(40), max_length=40, name="ck_customer__country"),
        checks.Check("email", types.String(254), max_length=254, name="ck_customer__email"),
        checks.Check("fax", types.String(32), max_length=32, name="ck_customer__fax"),
        checks.Check("first_name", types.String(40), max_length=40, name="ck_customer__first_name"),
        checks.Check("last_name", types.String(20), max_length=20, name="ck_customer__last_name"),
        checks.Check("phone", types.String(32), max_length=32, name="ck_customer__phone"),
        checks.Check("postal_code", types.String(10), max_length=10, name="ck_customer__postal_code"),
        checks.Check("state", types.String(40), max_length=40, name="ck_customer__state"),
        sa.ForeignKeyConstraint(["support_rep_id"], ["employee.employee_id"], name="fk_customer__support_rep_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("customer_id", name="pk_customer"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_customer__support_rep_id", "customer", ["support_rep_id"], unique=False)
    op.create_index("uq_customer__email", "customer", ["email"], unique=True)
    op.create_table(
        "genre",
        sa.Column("genre_id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("name", types.String(120), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("name", types.String(120), max_length=120, name="ck_genre__name"),
        sa.PrimaryKeyConstraint("genre_id", name="pk_genre"),
        sqlite_autoincrement=True
    )
    op.create_table(
        "invoice",
        sa.Column("invoice_id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("customer_id", types.Int(), nullable=False),
        sa.Column("invoice_date", types.UtcDateTime(), nullable=False),
        sa.Column("billing_address", types.String(70), nullable=True),
        sa.Column("billing_city", types.String(40), nullable=True),
        sa.Column("billing_state", types.String(40), nullable=True),
        sa.Column("billing_country", types.String(40), nullable=True),
        sa.Column("billing_postal_code", types.String(10), nullable=True),
        sa.Column("total", types.Decimal(10, 2), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("billing_address", types.String(70), max_length=70, name="ck_invoice__billing_address"),
        checks.Check("billing_city", types.String(40), max_length=40, name="ck_invoice__billing_city"),
        checks.Check("billing_country", types.String(40), max_length=40, name="ck_invoice__billing_country"),
        checks.Check("billing_postal_code", types.String(10), max_length=10, name="ck_invoice__billing_postal_code"),
        checks.Check("billing_state", types.String(40), max_length=40, name="ck_invoice__billing_state"),
        checks.Check("invoice_date", types.UtcDateTime(), name="ck_invoice__invoice_date"),
        checks.Check("total", types.Decimal(10, 2), name="ck_invoice__total"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.customer_id"], name="fk_invoice__customer_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("invoice_id", name="pk_invoice"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_invoice__customer_id", "invoice", ["customer_id"], unique=False)
    op.create_index("ix_invoice__customer_id__invoice_date__desc_560204b9", "invoice", ["customer_id", sa.column("invoice_date").desc()], unique=False)
    op.create_table(
        "media_type",
        sa.Column("media_type_id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("name", types.String(120), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("name", types.String(120), max_length=120, name="ck_media_type__name"),
        sa.PrimaryKeyConstraint("media_type_id", name="pk_media_type"),
        sqlite_autoincrement=True
    )
    op.create_table(
        "track",
        sa.Column("track_id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("name", types.String(200), nullable=False),
        sa.Column("album_id", types.Int(), nullable=True),
        sa.Column("media_type_id", types.Int(), nullable=False),
        sa.Column("genre_id", types.Int(), nullable=True),
        sa.Column("composer", types.String(220), nullable=True),
        sa.Column("milliseconds", types.Int(), nullable=False),
        sa.Column("bytes", types.Int(), nullable=True),
        sa.Column("unit_price", types.Decimal(10, 2), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("bytes", types.Int(), min=0, name="ck_track__bytes"),
        checks.Check("composer", types.String(220), max_length=220, name="ck_track__composer"),
        checks.Check("milliseconds", types.Int(), min=0, name="ck_track__milliseconds"),
        checks.Check("name", types.String(200), max_length=200, name="ck_track__name"),
        checks.Check("unit_price", types.Decimal(10, 2), name="ck_track__unit_price"),
        sa.ForeignKeyConstraint(["album_id"], ["album.album_id"], name="fk_track__album_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["genre_id"], ["genre.genre_id"], name="fk_track__genre_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["media_type_id"], ["media_type.media_type_id"], name="fk_track__media_type_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("track_id", name="pk_track"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_track__album_id", "track", ["album_id"], unique=False)
    op.create_index("ix_track__genre_id", "track", ["genre_id"], unique=False)
    op.create_index("ix_track__media_type_id", "track", ["media_type_id"], unique=False)
    op.create_table(
        "invoice_line",
        sa.Column("invoice_line_id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("invoice_id", types.Int(), nullable=False),
        sa.Column("track_id", types.Int(), nullable=False),
        sa.Column("unit_price", types.Decimal(10, 2), nullable=False),
        sa.Column("quantity", types.Int(), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("quantity", types.Int(), min=1, name="ck_invoice_line__quantity"),
        checks.Check("unit_price", types.Decimal(10, 2), name="ck_invoice_line__unit_price"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.invoice_id"], name="fk_invoice_line__invoice_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["track_id"], ["track.track_id"], name="fk_invoice_line__track_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("invoice_line_id", name="pk_invoice_line"),
        sqlite_autoincrement=True
    )
    op.create_index("ix_invoice_line__invoice_id", "invoice_line", ["invoice_id"], unique=False)
    op.create_index("ix_invoice_line__track_id", "invoice_line", ["track_id"], unique=False)
    op.create_table(
        "playlist",
        sa.Column("playlist_id", types.Id(), autoincrement=True, nullable=False),
        sa.Column("name", types.String(120), nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        checks.Check("name", types.String(120), max_length=120, name="ck_playlist__name"),
        sa.PrimaryKeyConstraint("playlist_id", name="pk_playlist"),
        sqlite_autoincrement=True
    )
    op.create_table(
        "playlist_track",
        sa.Column("playlist_id", types.Int(), autoincrement=False, nullable=False),
        sa.Column("track_id", types.Int(), autoincrement=False, nullable=False),
        sa.Column("_version", types.Int(), nullable=False, server_default=checks.literal(1, types.Int())),
        sa.ForeignKeyConstraint(["playlist_id"], ["playlist.playlist_id"], name="fk_playlist_track__playlist_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["track_id"], ["track.track_id"], name="fk_playlist_track__track_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("playlist_id", "track_id", name="pk_playlist_track"),
        sqlite_autoincrement=False
    )
    op.create_index("ix_playlist_track__track_id", "playlist_track", ["track_id"], unique=False)


def downgrade() -> None:
    """Take the changes back."""
    op.drop_table("playlist_track")
    op.drop_table("playlist")
    op.drop_table("invoice_line")
    op.drop_table("track")
    op.drop_table("media_type")
    op.drop_table("invoice")
    op.drop_table("genre")
    op.drop_table("customer")
    op.drop_table("employee")
    op.drop_table("album")
    op.drop_table("artist")
