"""What an upgrade asks of the rows before it changes anything: every problem at once, with counts and samples."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import sqlalchemy as sa

from crudgen.errors import UserError
from crudgen.model.checks import Condition
from crudgen.store.functions import fold

SAMPLES = 3
Columns: TypeAlias = Collection[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that the rows of a table must obey. `key` names the columns that tell a row, `added` the columns that it gets first."""

    table: str
    key: tuple[str, ...]
    condition: Condition
    added: tuple[sa.Column[Any], ...] = ()


def check_rows(
    connection: sa.Connection,
    unique: Sequence[tuple[str, Sequence[str]]] = (),
    ci: Columns = (),
    rules: Sequence[Rule] = (),
    filled: Columns = (),
) -> None:
    """Raise UserError where rows repeat the values of columns that become unique, break a rule, or lack a value.

    `unique` holds (table, columns); `ci` the (table, column) pairs that are compared without case; `filled` those without nulls.
    """
    found = [
        *(find_duplicates(connection, table, columns, ci) for table, columns in unique),
        *(find_breaches(connection, rule) for rule in rules),
        *(find_nulls(connection, table, column) for table, column in filled),
    ]
    problems = [problem for problem in found if problem]
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


def find_breaches(connection: sa.Connection, rule: Rule) -> str:
    """Say how many rows break a rule, and which; "" if none, or where this database's tables cannot check it."""
    if rule.condition.sql.on(connection.dialect) is None:
        return ""
    is_broken = rule.condition.sql.negated()
    rows = sa.select(sa.text("*"), *map(_future, rule.added)).select_from(sa.table(rule.table)).subquery("crudgen_rows")
    count = connection.execute(sa.select(sa.func.count()).select_from(rows).where(is_broken)).scalar_one()
    if not count:
        return ""
    key: list[sa.ColumnElement[Any]] = [sa.column(name) for name in rule.key]
    samples = connection.execute(sa.select(*key).select_from(rows).where(is_broken).order_by(*key).limit(SAMPLES))
    texts = ", ".join(" · ".join(map(str, row)) for row in samples)
    named = " · ".join(rule.key)
    return f"  {rule.table}: {count} rows break the check {rule.condition.rule!r}: {named} {texts}{', …' if count > SAMPLES else ''}"


def _future(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """Return what the rows that exist will have in a new column."""
    default = getattr(column.server_default, "arg", None)
    return sa.cast(sa.null() if default is None else default, column.type).label(sa.quoted_name(column.name, quote=True))
