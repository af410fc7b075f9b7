"""Column types that keep every value exactly, on SQLite, PostgreSQL and MySQL/MariaDB alike.

They are used by the tables and in revision files, where their `repr` is what is written: `types.Decimal(12, 2)`.
What each one stores:

| type | SQLite | PostgreSQL | MySQL, MariaDB |
|---|---|---|---|
| `Id` | INTEGER | BIGINT | BIGINT |
| `Int`, `Duration` (microseconds) | BIGINT | BIGINT | BIGINT |
| `Decimal(p, s)` | BIGINT of 10^-s up to 18 digits, else text that sorts like the number | NUMERIC | NUMERIC |
| `UtcDateTime` | text `2026-01-31 23:59:59.000000` in UTC | TIMESTAMP WITH TIME ZONE | DATETIME(6) in UTC |
| `Date`, `Time` | text | DATE, TIME | DATE, TIME(6) |
| `Uuid` | CHAR(32), hexadecimal | UUID | CHAR(32) |
| `Json` | TEXT (a JSON column would turn `1.0` into `1`) | JSONB | JSON |
| `String(n)`, `Text` | BINARY order | `COLLATE "C"` | a binary collation without padding |
"""

import datetime as dt
import decimal
import uuid
from collections.abc import Callable
from typing import Any, TypeAlias

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

Convert: TypeAlias = Callable[[Any], Any] | None

SCALED_DIGITS = 18
"""The most digits that a scaled 64-bit integer holds."""


class ColumnType(TypeDecorator[Any]):
    """What the types share: a repr for revision files, and the way from a literal's JSON form to its value."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = sa.String
    cache_ok = True

    def __repr__(self) -> str:
        return f"types.{type(self).__name__}()"

    def value_of(self, json: Any) -> Any:
        """Return the Python value of a literal that a schema gives in its JSON form (a decimal or date as text)."""
        return json


class Id(ColumnType):
    """A 64-bit key; INTEGER on SQLite, which is what AUTOINCREMENT asks for."""

    impl = sa.BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return INTEGER on SQLite, else BIGINT."""
        return sa.Integer() if dialect.name == "sqlite" else sa.BigInteger()


class Int(ColumnType):
    """A 64-bit integer."""

    impl = sa.BigInteger
    cache_ok = True


class Float(ColumnType):
    """A double-precision number."""

    impl = sa.Double
    cache_ok = True

    def value_of(self, json: Any) -> float:
        """Return the number as a float."""
        return float(json)


class Bool(ColumnType):
    """True or false; 1 or 0 where the database has no booleans."""

    impl = sa.Boolean
    cache_ok = True


class Decimal(ColumnType):
    """An exact number of `precision` digits, `scale` of them after the point."""

    impl = sa.Numeric
    cache_ok = True

    def __init__(self, precision: int, scale: int) -> None:
        super().__init__()
        self.precision, self.scale = precision, scale

    def __repr__(self) -> str:
        return f"types.Decimal({self.precision}, {self.scale})"

    @property
    def is_scaled(self) -> bool:
        """Tell whether SQLite stores it as an integer; otherwise as text."""
        return self.precision <= SCALED_DIGITS

    def value_of(self, json: Any) -> decimal.Decimal:
        """Return the number of its text."""
        return decimal.Decimal(str(json))

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return NUMERIC, but on SQLite an integer or a text."""
        if dialect.name != "sqlite":
            return sa.Numeric(self.precision, self.scale)
        return sa.BigInteger() if self.is_scaled else sa.String(self.precision + 1)

    def bind_processor(self, dialect: Dialect) -> Convert:
        """Return what makes the stored form of a Decimal."""
        if dialect.name != "sqlite":
            return super().bind_processor(dialect)
        precision, scale, is_scaled = self.precision, self.scale, self.is_scaled

        def store(value: decimal.Decimal | int | None) -> int | str | None:
            if value is None:
                return None
            number = scaled(value, scale)
            return number if is_scaled else sortable(number, precision)

        return store

    def result_processor(self, dialect: Dialect, coltype: Any) -> Convert:
        """Return what makes a Decimal of the stored form, always with `scale` digits after the point."""
        if dialect.name != "sqlite":
            return super().result_processor(dialect, coltype)
        scale, is_scaled = self.scale, self.is_scaled

        def read(value: Any) -> decimal.Decimal | None:
            if value is None:
                return None
            return unscaled(value if is_scaled else unsortable(value), scale)

        return read

    def literal_processor(self, dialect: Dialect) -> Callable[[Any], str]:
        """Return what writes the number into DDL."""
        if dialect.name != "sqlite":
            return lambda value: f"{value:f}"
        if self.is_scaled:
            return lambda value: str(scaled(value, self.scale))
        return lambda value: f"'{sortable(scaled(value, self.scale), self.precision)}'"


def scaled(value: decimal.Decimal | int, scale: int) -> int:
    """Return `value` as a whole number of 10^-scale; a value with more digits raises ValueError, nothing is rounded.

    >>> scaled(decimal.Decimal("12.5"), 2)
    1250
    """
    sign, digits, exponent = decimal.Decimal(value).as_tuple()
    if not isinstance(exponent, int):
        raise ValueError("not a finite number")
    number = int("".join(map(str, digits)))
    shift = exponent + scale
    number, rest = divmod(number * int(10 ** max(shift, 0)), int(10 ** max(-shift, 0)))
    if rest:
        raise ValueError(f"more than {scale} digits after the point")
    return -number if sign else number


def unscaled(number: int, scale: int) -> decimal.Decimal:
    """Return the Decimal of a whole number of 10^-scale, exactly, whatever the context's precision.

    >>> unscaled(1250, 2)
    Decimal('12.50')
    """
    digits = str(abs(number)).rjust(scale + 1, "0")
    sign = "-" if number < 0 else ""
    return decimal.Decimal(f"{sign}{digits[:-scale]}.{digits[-scale:]}" if scale else f"{sign}{digits}")


def sortable(number: int, precision: int) -> str:
    """Return a text whose order by bytes is that of the numbers: padded digits, negative ones complemented after a `-`.

    >>> [sortable(n, 3) for n in (-999, -1, 0, 7, 999)]
    ['-001', '-999', '000', '007', '999']
    """
    return f"{number:0{precision}d}" if number >= 0 else f"-{10**precision + number:0{precision}d}"


def unsortable(text: str) -> int:
    """Return the number that `sortable` made the text of.

    >>> unsortable("-999")
    -1
    """
    return int(text[1:]) - 10 ** (len(text) - 1) if text[0] == "-" else int(text)


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
