"""Instants, days, times of day, and spans of time."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from crudgen.model.types.base import ColumnType, Convert


class UtcDateTime(ColumnType):
    """An instant: aware in, aware and in UTC out; stored in UTC. A value without an offset is refused."""

    impl = sa.DateTime
    cache_ok = True

    def value_of(self, json: Any) -> dt.datetime:
        """Return the instant of an ISO 8601 text."""
        return dt.datetime.fromisoformat(str(json))

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column type that keeps microseconds."""
        if dialect.name in {"mysql", "mariadb"}:
            return mysql.DATETIME(fsp=6)
        return sa.DateTime(timezone=dialect.name == "postgresql")

    def bind_processor(self, dialect: Dialect) -> Convert:
        """Return what makes the stored form of an instant."""
        match dialect.name:
            case "sqlite":
                return lambda value: None if value is None else _utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")
            case "postgresql":
                return _utc
            case _:
                return lambda value: None if value is None else _utc(value).replace(tzinfo=None)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Convert:
        """Return what makes an aware datetime of the stored form."""
        match dialect.name:
            case "sqlite":
                return _read_instant
            case "postgresql":
                return _utc
            case _:
                return lambda value: None if value is None else value.replace(tzinfo=dt.UTC)

    def literal_processor(self, dialect: Dialect) -> Callable[[Any], str]:
        """Return what writes the instant into DDL."""
        offset = "+00" if dialect.name == "postgresql" else ""
        return lambda value: f"'{_utc(value).replace(tzinfo=None).isoformat(' ', 'microseconds')}{offset}'"


def _utc(value: dt.datetime | None) -> Any:
    if value is None or value.tzinfo is dt.UTC:
        return value
    if value.tzinfo is None:
        raise ValueError("a datetime without an offset is no instant")
    return value.astimezone(dt.UTC)


def _read_instant(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


class Date(ColumnType):
    """A day."""

    impl = sa.Date
    cache_ok = True

    def value_of(self, json: Any) -> dt.date:
        """Return the day of an ISO 8601 text."""
        return dt.date.fromisoformat(str(json))


class Time(ColumnType):
    """A time of day, to the microsecond, without an offset."""

    impl = sa.Time
    cache_ok = True

    def value_of(self, json: Any) -> dt.time:
        """Return the time of an ISO 8601 text."""
        return dt.time.fromisoformat(str(json))

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column type that keeps microseconds."""
        return mysql.TIME(fsp=6) if dialect.name in {"mysql", "mariadb"} else sa.Time()


class Duration(ColumnType):
    """A span of time as a whole number of microseconds; literals are given as that number."""

    impl = sa.BigInteger
    cache_ok = True

    def value_of(self, json: Any) -> dt.timedelta:
        """Return the span of a number of microseconds."""
        return dt.timedelta(microseconds=json)

    def bind_processor(self, dialect: Dialect) -> Convert:
        """Return what makes microseconds of a timedelta."""
        return lambda value: None if value is None else microseconds(value)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Convert:
        """Return what makes a timedelta of microseconds."""
        return lambda value: None if value is None else dt.timedelta(microseconds=value)

    def literal_processor(self, dialect: Dialect) -> Callable[[Any], str]:
        """Return what writes the span into DDL."""
        return lambda value: str(microseconds(value))


def microseconds(value: dt.timedelta) -> int:
    """Return a span as a whole number of microseconds, exactly.

    >>> microseconds(dt.timedelta(days=-1, microseconds=1))
    -86399999999
    """
    return (value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds
