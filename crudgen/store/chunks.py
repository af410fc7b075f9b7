"""Statements over a list of keys, in as many runs as the list needs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy import Connection

Row: TypeAlias = Sequence[Any]

NOTHING: Mapping[str, Any] = {}

CHUNK = 10_000
"""How many keys one statement names: databases allow 32,766 parameters and more."""


def in_keys(column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Return the condition that the column's value is in the list parameter `keys`."""
    return column.in_(sa.bindparam("keys", type_=column.type, expanding=True))


def run_in_chunks(
    connection: Connection, select: sa.Select[Any], keys: Sequence[Any], bound: Mapping[str, Any] = NOTHING, size: int = CHUNK
) -> Iterator[Row]:
    """Yield the rows of a statement whose parameter `keys` is a list, run once for each `size` keys; none for no keys.

    `bound` are its other parameters.
    """
    for start in range(0, len(keys), size):
        yield from connection.execute(select, {**bound, "keys": keys[start : start + size]}).fetchall()
