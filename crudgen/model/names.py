"""Names of indexes and constraints: a pure function of what they belong to, at most 63 bytes, never ambiguous.

`__` stands between the table and each column, so that column `item_id` of `order` and column `id` of `order_item`
do not meet in one name (PostgreSQL and SQLite have one space of index names for all tables). The names are final:
they are wrapped in `conv()`, so that no naming convention is applied to them again.
"""

from hashlib import sha256

from sqlalchemy.sql.elements import conv

LONGEST = 63
"""Bytes of an identifier: PostgreSQL cuts what is longer, silently."""

_HASH = 8


def index_name(table: str, *columns: str) -> conv:
    """Name an index that is not unique.

    >>> index_name("order_item", "product")
    'ix_order_item__product'
    """
    return _name("ix", table, *columns)


def unique_name(table: str, *columns: str) -> conv:
    """Name a unique index."""
    return _name("uq", table, *columns)


def foreign_key_name(table: str, column: str) -> conv:
    """Name the foreign key of a reference's column."""
    return _name("fk", table, column)


def check_name(table: str, column: str) -> conv:
    """Name the CHECK of a column; each column has at most one."""
    return _name("ck", table, column)


def condition_name(table: str, rule: str) -> conv:
    """Name the CHECK of a rule over a whole row: the same rule has the same name.

    >>> condition_name("order", "total > 0")
    'ck_order__rule_bed5fbc6'
    """
    return _name("ck", table, f"rule_{sha256(rule.encode()).hexdigest()[:_HASH]}")


def primary_key_name(table: str) -> conv:
    """Name a table's primary key."""
    return _name("pk", table)


def _name(kind: str, *parts: str) -> conv:
    name = f"{kind}_{'__'.join(parts)}"
    is_clear = not any("__" in part or part.startswith("_") or part.endswith("_") for part in parts)
    if is_clear and len(name.encode()) <= LONGEST:
        return conv(name)
    digest = sha256("\0".join((kind, *parts)).encode()).hexdigest()[:_HASH]
    kept = name.encode()[: LONGEST - _HASH - 1].decode(errors="ignore")
    return conv(f"{kept}_{digest}")
