"""How the values of an expression are bound to a statement, and read from its result."""

import datetime as dt
import decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from crudgen.model import types
from crudgen.model.types.base import Convert
from crudgen.model.types.numbers import scaled, unscaled
from crudgen.schema.expression.types import Type

_WORD = 2**63
_DIGITS = 38


class Exact(TypeDecorator[Any]):
    """A decimal of an expression: NUMERIC; on SQLite its units of 10^-scale, an integer while 64 bits hold them, else a text of digits."""

    impl = sa.Numeric
    cache_ok = True

    def __init__(self, scale: int) -> None:
        super().__init__()
        self.scale = scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return NUMERIC, but on SQLite what takes integers and texts."""
        return sa.BigInteger() if dialect.name == "sqlite" else sa.Numeric(_DIGITS, self.scale)

    def bind_processor(self, dialect: Dialect) -> Convert:
        """Return what makes the stored form."""
        if dialect.name != "sqlite":
            return super().bind_processor(dialect)
        return lambda value: None if value is None else word(scaled(value, self.scale))

    def result_processor(self, dialect: Dialect, coltype: Any) -> Convert:
        """Return what makes a Decimal of the scale, whole numbers included."""
        if dialect.name != "sqlite":
            return super().result_processor(dialect, coltype)
        return lambda value: None if value is None else unscaled(int(value), self.scale)

    def literal_processor(self, dialect: Dialect) -> Any:
        """Return what writes the number into a CHECK."""
        if dialect.name != "sqlite":
            return lambda value: f"{decimal.Decimal(value):f}"
        return lambda value: _quote(word(scaled(value, self.scale)))


class Whole(TypeDecorator[Any]):
    """An int of an expression, which on the way can be larger than 64 bits: then on SQLite it is a text of digits."""

    impl = sa.BigInteger
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Convert:
        """Return what makes the stored form."""
        return word if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Convert:
        """Return what makes an int."""
        return lambda value: None if value is None else int(value)

    def literal_processor(self, dialect: Dialect) -> Any:
        """Return what writes the number into a CHECK."""
        return lambda value: _quote(word(value)) if dialect.name == "sqlite" else str(value)


class Span(TypeDecorator[Any]):
    """A duration of an expression, in microseconds, on SQLite as `Whole`."""

    impl = sa.BigInteger
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Convert:
        """Return what makes microseconds of a timedelta."""
        return lambda value: None if value is None else types.microseconds(value)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Convert:
        """Return what makes a timedelta."""
        return lambda value: None if value is None else dt.timedelta(microseconds=int(value))

    def literal_processor(self, dialect: Dialect) -> Any:
        """Return what writes the span into a CHECK."""
        return lambda value: str(types.microseconds(value))


def word(number: int | None) -> int | str | None:
    """Return the number as SQLite keeps it: an integer if 64 bits hold it, else a text of digits.

    >>> word(5), word(2**63)
    (5, '9223372036854775808')
    """
    return number if number is None or -_WORD <= number < _WORD else str(number)


def _quote(number: int | str | None) -> str:
    return f"'{number}'" if isinstance(number, str) else str(number)


def value_type(type_: Type) -> TypeEngine[Any]:
    """Return the SQL type of an expression's values."""
    if type_.kind == "decimal":
        return Exact(type_.scale)
    if type_.kind == "int" and not type_.is_word:
        return Whole()
    return _TYPES[type_.kind]


_TYPES: dict[str, TypeEngine[Any]] = {
    "null": types.Text(),
    "bool": types.Bool(),
    "int": types.Int(),
    "float": types.Float(),
    "text": types.Text(),
    "enum": types.Text(),
    "uuid": types.Uuid(),
    "date": types.Date(),
    "time": types.Time(),
    "datetime": types.UtcDateTime(),
    "duration": Span(),
    "json": types.Json(),
    "list": types.Json(),
}
