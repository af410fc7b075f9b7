"""What an upgrade asks of the rows before it changes anything: every problem at once, with counts and samples."""

from collections.abc import Collection, Sequence
from typing import TypeAlias

import sqlalchemy as sa

from crudgen.errors import UserError
from crudgen.store.functions import fold

SAMPLES = 3
Columns: TypeAlias = Collection[tuple[str, str]]


def check_rows(
    connection: sa.Connection, unique: Sequence[tuple[str, Sequence[str]]] = (), ci: Columns = (), filled: Columns = ()
) -> None:
    """Raise UserError where rows repeat the values of columns that become unique, or lack one that becomes required.

    `unique` holds (table, columns); `ci` the (table, column) pairs that are compared without case; `filled` those without nulls.
    """
    problems = [problem for table, columns in unique if (problem := find_duplicates(connection, table, columns, ci))]
    problems += [problem for table, column in filled if (problem := find_nulls(connection, table, column))]
    if problems:
        lines = ["the rows don't allow this upgrade; nothing was changed", *problems, "mend the rows, then upgrade again"]
        raise UserError("\n".join(lines))


def find_nulls(connection: sa.Connection, table: str, column: str) -> str:
    """Say how many rows have no value in a column, "" if none."""
    named = sa.table(table, sa.column(column))
    rows = connection.execute(sa.select(sa.func.count()).select_from(named).where(named.c[column].is_(None))).scalar_one()
    return f"  {table}: {column} must have a value; rows without one: {rows}" if rows else ""


def find_duplicates(connection: sa.Connection, table: str, columns: Sequence[str], ci: Columns = ()) -> str:
    """Say which values are there more than once, "" if none. Rows with a null in them never repeat."""
    named = sa.table(table, *(sa.column(name) for name in columns))
    parts = [(fold(named.c[name]) if (table, name) in ci else named.c[name]).label(f"part{place}") for place, name in enumerate(columns)]
    repeated = (
        sa.select(*parts, sa.func.count().label("n"))
        .where(*(part.is_not(None) for part in parts))
        .group_by(*parts)
        .having(sa.func.count() > 1)
    ).subquery()
    values, rows = connection.execute(sa.select(sa.func.count(), sa.func.sum(repeated.c.n))).one()
    if not values:
        return ""
    order = [repeated.c.n.desc(), *(repeated.c[part.name] for part in parts)]
    samples = connection.execute(sa.select(repeated).order_by(*order).limit(SAMPLES))
    texts = ", ".join(f"{' · '.join(map(repr, row[:-1]))} ({row[-1]} rows)" for row in samples)
    heed = " without regard to case" if any((table, name) in ci for name in columns) else ""
    return f"  {table}: {', '.join(columns)} must be unique{heed}, but {values} values are shared by {rows} rows: {texts}"
