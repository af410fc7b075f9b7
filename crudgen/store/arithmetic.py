"""Functions that expressions need on SQLite beyond its own: exact numbers of more than 64 bits, Unicode case, the calendar.

`register` puts them on a connection. A number is an integer while 64 bits hold it, else a text of digits; days, times and
instants are texts as `model.types` stores them. Each is null where an argument is.
"""

import datetime as dt
import operator
import sqlite3
import uuid
from collections.abc import Callable
from typing import Any

from crudgen.model.expression.types import word
from crudgen.model.types.numbers import sortable, unsortable
from crudgen.schema.expression import calendar, exact, letters
from crudgen.schema.expression.calendar import from_date, from_datetime, to_date, to_datetime


def register(connection: sqlite3.Connection) -> None:
    """Put every function and aggregate on a connection."""
    for name, (count, function) in _FUNCTIONS.items():
        connection.create_function(f"crudgen_{name}", count, _strict(function), deterministic=True)
    for name, aggregate in _AGGREGATES.items():
        connection.create_aggregate(f"crudgen_{name}", 1, aggregate)


def _strict(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any) -> Any:
        return None if None in args else function(*args)

    return call


def _numeric(function: Callable[..., int | None]) -> Callable[..., int | str | None]:
    """Return the function on numbers in either form."""
    return lambda *args: word(function(*map(int, args)))


def _limited(read: Callable[[Any, int], int | None]) -> Callable[[Any, int, str], int | str | None]:
    def convert(value: Any, scale: int, limit: str) -> int | str | None:
        units = read(value, scale)
        return None if units is None else word(exact.guard(units, int(limit)))

    return convert


def _compare(left: int, right: int) -> int:
    return (left > right) - (left < right)


def _date(text: str) -> int:
    return from_date(dt.date.fromisoformat(text))


def _write_date(day: int | None) -> str | None:
    return None if day is None else to_date(day).isoformat()


def _instant(text: str) -> int:
    return from_datetime(dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC))


def _write_instant(instant: int | None) -> str | None:
    return None if instant is None else to_datetime(instant).replace(tzinfo=None).isoformat(" ", "microseconds")


_FUNCTIONS: dict[str, tuple[int, Callable[..., Any]]] = {
    "add": (2, _numeric(lambda left, right: left + right)),
    "sub": (2, _numeric(lambda left, right: left - right)),
    "mul": (2, _numeric(lambda left, right: left * right)),
    "div": (3, _numeric(exact.divide)),
    "rescale": (2, _numeric(exact.rescale)),
    "guard": (2, _numeric(exact.guard)),
    "compare": (2, _numeric(_compare)),
    "to_float": (2, lambda units, scale: exact.to_float(int(units), scale)),
    "write_decimal": (2, lambda units, scale: exact.write_decimal(int(units), scale)),
    "from_float": (3, _limited(exact.from_float)),
    "read_int": (3, _limited(lambda text, _scale: exact.read_int(text))),
    "read_decimal": (3, _limited(exact.read_decimal)),
    "unsortable": (1, lambda text: word(unsortable(text))),
    "sortable": (2, lambda units, precision: sortable(int(units), precision)),
    "lower": (1, letters.lower),
    "upper": (1, letters.upper),
    "starts": (2, str.startswith),
    "ends": (2, str.endswith),
    "write_uuid": (1, lambda digits: str(uuid.UUID(digits))),
    "read_date": (1, lambda text: _write_date(calendar.read_date(text))),
    "read_datetime": (1, lambda text: _write_instant(calendar.read_datetime(text))),
    "date_add": (2, lambda day, span: _write_date(calendar.add_to_date(_date(day), int(span)))),
    "datetime_add": (2, lambda instant, span: _write_instant(calendar.add_to_datetime(_instant(instant), int(span)))),
    "date_diff": (2, lambda left, right: (_date(left) - _date(right)) * calendar.DAY),
    "datetime_diff": (2, lambda left, right: _instant(left) - _instant(right)),
}
"""By name, how many arguments each takes, and what it does."""


class _Sum:
    """The sum of numbers in either form; null for none."""

    def __init__(self) -> None:
        self.total: int | None = None

    def step(self, value: int | str | None) -> None:
        if value is not None:
            self.total = (self.total or 0) + int(value)

    def finalize(self) -> int | str | None:
        return word(self.total)


class _Least:
    """The least of numbers in either form; null for none."""

    is_better = staticmethod(operator.lt)

    def __init__(self) -> None:
        self.found: int | None = None

    def step(self, value: int | str | None) -> None:
        if value is not None and (self.found is None or self.is_better(int(value), self.found)):
            self.found = int(value)

    def finalize(self) -> int | str | None:
        return word(self.found)


class _Largest(_Least):
    """The largest."""

    is_better = staticmethod(operator.gt)


_AGGREGATES: dict[str, Any] = {"sum": _Sum, "min": _Least, "max": _Largest}
