"""Numbers: counted, measured, exact."""

import decimal
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from crudgen.model.types.base import ColumnType, Convert

SCALED_DIGITS = 18
"""The most digits that a scaled 64-bit integer holds."""


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
