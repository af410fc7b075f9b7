"""The table that numbers are counted in: the package's own, made by its revision b0002. It is no entity, so no door leads to it."""

import sqlalchemy as sa

from crudgen.model import names, types

COUNTERS = sa.Table(
    "crudgen_counter",
    sa.MetaData(),
    sa.Column("entity", types.String(63), nullable=False),
    sa.Column("field", types.String(63), nullable=False),
    sa.Column("period", types.String(16), nullable=False),
    sa.Column("value", types.Int(), nullable=False),
    sa.PrimaryKeyConstraint("entity", "field", "period", name=names.primary_key_name("crudgen_counter")),
)
"""`value` is the last number given out in a period; of a sequence without periods that is ""."""
