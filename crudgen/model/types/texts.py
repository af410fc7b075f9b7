"""Texts, compared and sorted by code point; UUIDs; JSON."""

import uuid
from collections.abc import Callable
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from crudgen.model.types.base import ColumnType, Convert


class String(ColumnType):
    """A text of at most `length` code points, compared and sorted by code point."""

    impl = sa.String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def __repr__(self) -> str:
        return f"types.String({self.length})"

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return VARCHAR with the collation that tells every two texts apart."""
        return sa.String(self.length, collation=_collation(dialect))


class Text(ColumnType):
    """A text without a limit of its own, compared and sorted by code point."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return TEXT (LONGTEXT on MySQL) with the collation that tells every two texts apart."""
        collation = _collation(dialect)
        if dialect.name in {"mysql", "mariadb"}:
            return mysql.LONGTEXT(collation=collation)
        return sa.Text(collation=collation)


def _collation(dialect: Dialect) -> str | None:
    match dialect.name:
        case "postgresql":
            return "C"
        case "mysql" | "mariadb":
            # The plain `utf8mb4_bin` ignores trailing spaces; the ones that don't are called differently by the two servers.
            return "utf8mb4_nopad_bin" if getattr(dialect, "is_mariadb", False) else "utf8mb4_0900_bin"
        case _:
            return None


class Uuid(ColumnType):
    """A UUID."""

    impl = sa.Uuid
    cache_ok = True

    def value_of(self, json: Any) -> uuid.UUID:
        """Return the UUID of its text."""
        return uuid.UUID(str(json))


class Json(ColumnType):
    """A JSON value; None is NULL."""

    impl = sa.JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return JSONB on PostgreSQL, a text on SQLite."""
        match dialect.name:
            case "sqlite":
                return sa.Text()
            case "postgresql":
                return postgresql.JSONB(none_as_null=True)
            case _:
                return sa.JSON(none_as_null=True)

    def bind_processor(self, dialect: Dialect) -> Convert:
        """Return what makes the stored form of a value."""
        return _dump_json if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Convert:
        """Return what makes a value of the stored form."""
        return _load_json if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def literal_processor(self, dialect: Dialect) -> Callable[[Any], str]:
        """Return what writes the value into DDL."""
        strings = sa.String().dialect_impl(dialect).literal_processor(dialect)
        assert strings is not None  # noqa: S101 -- every dialect writes texts
        return lambda value: strings(orjson.dumps(value).decode())


def _dump_json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def _load_json(text: str | None) -> Any:
    return None if text is None else orjson.loads(text)
