"""The value of an expression on values in memory, exactly as the database would find it."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from crudgen.schema.expression import operations
from crudgen.schema.expression.calendar import from_date, from_datetime
from crudgen.schema.expression.tree import Expression, Typed
from crudgen.schema.expression.values import give, take

Values: TypeAlias = Mapping[str, Any] | Callable[[str], Any]
"""Values by dotted name, as `Place.name` gives it. The name of an aggregate's rows (`items`) gives an iterable of Values, one a row."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen while evaluating: the row, inside an aggregate the row of that, and the time."""

    row: Callable[[str], Any]
    each: Callable[[str], Any] | None
    now: dt.datetime


def evaluate(expression: Expression, values: Values, *, now: dt.datetime | None = None) -> Any:
    """Return the value: bool, int, Decimal of the expression's scale, float, str, date, datetime in UTC…, or None for null.

    A path that is not in a mapping raises KeyError.
    """
    sight = Sight(_look(values), None, now or dt.datetime.now(dt.UTC))
    return give(_evaluate(expression.tree, sight), expression.type)


def holds(expression: Expression, values: Values, *, now: dt.datetime | None = None) -> bool:
    """Tell whether a condition is true; null is not."""
    return evaluate(expression, values, now=now) is True


def _look(values: Values) -> Callable[[str], Any]:
    return values.__getitem__ if isinstance(values, Mapping) else values


def _evaluate(node: Typed, sight: Sight) -> Any:
    special = _SPECIAL.get(node.op)
    if special is not None:
        return special(node, sight)
    args = [_evaluate(argument, sight) for argument in node.args]
    return None if None in args else operations.STRICT[node.op](node, *args)


def _path(node: Typed, sight: Sight) -> Any:
    look = sight.row
    if node.value.root == "each":
        assert sight.each is not None  # noqa: S101 -- such places are inside aggregates alone
        look = sight.each
    return take(look(node.value.name), node.type)


def _clock(node: Typed, sight: Sight) -> int:
    now = sight.now.astimezone(dt.UTC)
    return from_datetime(now) if node.value == "now" else from_date(now.date())


def _all(node: Typed, sight: Sight) -> bool | None:
    return conjoin(_evaluate(part, sight) for part in node.args)


def _any(node: Typed, sight: Sight) -> bool | None:
    return disjoin(_evaluate(part, sight) for part in node.args)


def conjoin(parts: Iterable[bool | None]) -> bool | None:
    """Return false if some part is, else null if some part is, else true."""
    result: bool | None = True
    for part in parts:
        if part is False:
            return False
        result = None if part is None else result
    return result


def disjoin(parts: Iterable[bool | None]) -> bool | None:
    """Return true if some part is, else null if some part is, else false."""
    opposite = conjoin(None if part is None else not part for part in parts)
    return None if opposite is None else not opposite


def _in(node: Typed, sight: Sight) -> bool | None:
    value, *items = [_evaluate(argument, sight) for argument in node.args]
    return disjoin(None if value is None or item is None else value == item for item in items)


def _in_values(node: Typed, sight: Sight) -> bool | None:
    value, items = [_evaluate(argument, sight) for argument in node.args]
    return None if value is None and items else value in (items or ())  # in SQL, too, not even null is in nothing


def _if(node: Typed, sight: Sight) -> Any:
    condition, then, otherwise = node.args
    return _evaluate(then if _evaluate(condition, sight) else otherwise, sight)


def _coalesce(node: Typed, sight: Sight) -> Any:
    for argument in node.args:
        value = _evaluate(argument, sight)
        if value is not None:
            return value
    return None


def _aggregate(node: Typed, sight: Sight) -> Any:
    rows = [_look(row) for row in sight.row(node.value.name)]
    if not node.args:
        return len(rows)
    seen = [_evaluate(node.args[0], Sight(sight.row, row, sight.now)) for row in rows]
    return _AGGREGATES[node.value.aggregate](seen)


def _present(seen: list[Any]) -> list[Any]:
    return [value for value in seen if value is not None]


_AGGREGATES: dict[str, Callable[[list[Any]], Any]] = {
    "count": lambda seen: len(_present(seen)),
    "sum": lambda seen: operations.add_up(_present(seen)),
    "min": lambda seen: min(_present(seen), default=None),
    "max": lambda seen: max(_present(seen), default=None),
    "any": disjoin,
    "all": conjoin,
}
_SPECIAL: dict[str, Callable[[Typed, Sight], Any]] = {
    "literal": lambda node, _sight: node.value,
    "path": _path,
    "clock": _clock,
    "and": _all,
    "or": _any,
    "is_null": lambda node, sight: _evaluate(node.args[0], sight) is None,
    "in": _in,
    "in_values": _in_values,
    "if": _if,
    "coalesce": _coalesce,
    "aggregate": _aggregate,
}
