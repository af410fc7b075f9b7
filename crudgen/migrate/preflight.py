"""What an upgrade asks of the rows before it changes anything: every problem at once, with counts and samples."""

from collections.abc import Sequence

import sqlalchemy as sa

from crudgen.errors import UserError

SAMPLES = 3


def check_unique(connection: sa.Connection, groups: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Raise UserError where rows repeat the values of columns that become unique. `groups` holds (table, columns)."""
    problems = [problem for table, columns in groups if (problem := find_duplicates(connection, table, columns))]
    if problems:
        lines = ["the rows don't allow this upgrade; nothing was changed", *problems, "mend the rows, then upgrade again"]
        raise UserError("\n".join(lines))


def find_duplicates(connection: sa.Connection, table: str, columns: Sequence[str]) -> str:
    """Say which values are there more than once, "" if none. Rows with a null in them never repeat."""
    named = sa.table(table, *(sa.column(name) for name in columns))
    parts = [named.c[name] for name in columns]
    repeated = (
        sa.select(*parts, sa.func.count().label("n"))
        .where(*(part.is_not(None) for part in parts))
        .group_by(*parts)
        .having(sa.func.count() > 1)
    ).subquery()
    values, rows = connection.execute(sa.select(sa.func.count(), sa.func.sum(repeated.c.n))).one()
    if not values:
        return ""
    samples = connection.execute(sa.select(repeated).order_by(repeated.c.n.desc(), *(repeated.c[name] for name in columns)).limit(SAMPLES))
    texts = ", ".join(f"{' · '.join(map(repr, row[:-1]))} ({row[-1]} rows)" for row in samples)
    return f"  {table}: {', '.join(columns)} must be unique, but {values} values are shared by {rows} rows: {texts}"
