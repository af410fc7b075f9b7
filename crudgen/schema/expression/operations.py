"""The operations that are null when an argument is: one function each, on the whole numbers and texts of the tree."""

import operator
from collections.abc import Callable
from typing import Any
from uuid import UUID

from crudgen.schema.expression import calendar, exact, letters
from crudgen.schema.expression.tree import Typed
from crudgen.schema.expression.types import WORD
from crudgen.schema.expression.values import finite


def add_up(values: list[Any]) -> Any:
    """Return the sum; 0 for no values. A sum of doubles that is none is null."""
    total = sum(values)
    return finite(total) if isinstance(total, float) else total


def _divide(node: Typed, dividend: int, divisor: int) -> int | None:
    left, right = node.args
    return exact.divide(dividend, divisor, node.type.scale - left.type.scale + right.type.scale)


def _rescale(node: Typed, units: int) -> int:
    return exact.rescale(units, node.type.scale - node.args[0].type.scale)


def _float(calculate: Callable[[float, float], float]) -> Callable[[Typed, float, float], float | None]:
    return lambda _node, left, right: finite(calculate(left, right))


def _read_int(_node: Typed, text: str) -> int | None:
    number = exact.read_int(text)
    return None if number is None else exact.guard(number, WORD)


def _read_decimal(node: Typed, text: str) -> int | None:
    units = exact.read_decimal(text, node.type.scale)
    return None if units is None else exact.guard(units, node.type.limit)


def _plain(calculate: Callable[..., Any]) -> Callable[..., Any]:
    return lambda _node, *args: calculate(*args)


STRICT: dict[str, Callable[..., Any]] = {
    "not": _plain(operator.not_),
    "eq": _plain(operator.eq),
    "ne": _plain(operator.ne),
    "lt": _plain(operator.lt),
    "lte": _plain(operator.le),
    "gt": _plain(operator.gt),
    "gte": _plain(operator.ge),
    "add": _plain(operator.add),
    "sub": _plain(operator.sub),
    "mul": _plain(operator.mul),
    "neg": _plain(operator.neg),
    "div": _divide,
    "rescale": _rescale,
    "guard": lambda node, units: exact.guard(units, node.type.limit),
    "float_add": _float(operator.add),
    "float_sub": _float(operator.sub),
    "float_mul": _float(operator.mul),
    "float_div": lambda _node, left, right: finite(left / right) if right else None,
    "float_neg": _plain(operator.neg),
    "concat": _plain(operator.add),
    "lower": _plain(letters.lower),
    "upper": _plain(letters.upper),
    "fold": _plain(letters.fold),
    "length": _plain(len),
    "contains": _plain(operator.contains),
    "icontains": lambda _node, text, part: letters.fold(part) in letters.fold(text),
    "starts": _plain(str.startswith),
    "ends": _plain(str.endswith),
    "exact_to_float": lambda node, units: exact.to_float(units, node.args[0].type.scale),
    "exact_to_text": lambda node, units: exact.write_decimal(units, node.args[0].type.scale),
    "float_to_exact": lambda node, number: exact.guard(exact.from_float(number, node.type.scale), node.type.limit),
    "bool_to_text": lambda _node, value: "true" if value else "false",
    "bool_to_exact": _plain(int),
    "date_to_text": lambda _node, day: calendar.to_date(day).isoformat(),
    "time_to_text": _plain(calendar.write_time),
    "datetime_to_text": _plain(calendar.write_datetime),
    "uuid_to_text": lambda _node, digits: str(UUID(digits)),
    "text_to_int": _read_int,
    "text_to_exact": _read_decimal,
    "text_to_bool": lambda _node, text: {"true": True, "false": False}.get(text),
    "text_to_date": _plain(calendar.read_date),
    "text_to_datetime": _plain(calendar.read_datetime),
    "datetime_to_date": lambda _node, instant: instant // calendar.DAY + 1,
    "date_to_datetime": lambda _node, day: (day - 1) * calendar.DAY,
    "date_add": _plain(calendar.add_to_date),
    "datetime_add": _plain(calendar.add_to_datetime),
    "date_diff": lambda _node, left, right: (left - right) * calendar.DAY,
    "datetime_diff": _plain(operator.sub),
}
"""Each takes its node, then the values of its arguments, none of which is None."""
