"""Python's values of each type, to and from the whole numbers and texts that the tree calculates with."""

import datetime as dt
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from crudgen.schema.expression import calendar, exact
from crudgen.schema.expression.types import Type


def take(value: Any, type_: Type) -> Any:
    """Return a field's value as the tree calculates with it; None stays None."""
    convert = _TAKE.get(type_.kind)
    return value if value is None or convert is None else convert(value, type_)


def give(value: Any, type_: Type) -> Any:
    """Return Python's own value: Decimal, date, datetime in UTC, timedelta, UUID…; None stays None."""
    convert = _GIVE.get(type_.kind)
    return value if value is None or convert is None else convert(value, type_)


def _take_decimal(value: Any, type_: Type) -> int:
    units = exact.read_decimal(format(Decimal(value), "f"), type_.scale)
    assert units is not None  # noqa: S101 -- a finite Decimal is written in digits
    return units


def finite(value: float) -> float | None:
    """Return the double, or None where it is no number."""
    return value if math.isfinite(value) else None


def _take_datetime(value: dt.datetime, _type: Type) -> int:
    return calendar.from_datetime(value)


_TAKE: dict[str, Callable[[Any, Type], Any]] = {
    "decimal": _take_decimal,
    "float": lambda value, _type: float(value),
    "date": lambda value, _type: calendar.from_date(value),
    "time": lambda value, _type: calendar.from_time(value),
    "datetime": _take_datetime,
    "duration": lambda value, _type: calendar.from_duration(value),
    "uuid": lambda value, _type: value.hex,
}
_GIVE: dict[str, Callable[[Any, Type], Any]] = {
    "decimal": lambda units, type_: Decimal(exact.write_decimal(units, type_.scale)),
    "date": lambda number, _type: calendar.to_date(number),
    "time": lambda number, _type: calendar.to_time(number),
    "datetime": lambda number, _type: calendar.to_datetime(number),
    "duration": lambda number, _type: calendar.to_duration(number),
    "uuid": lambda digits, _type: UUID(digits),
}
