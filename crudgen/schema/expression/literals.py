"""Constants, typed by what stands on the other side of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from crudgen.document import hint_name
from crudgen.schema.expression import calendar, exact
from crudgen.schema.expression.codes import ExpressionError
from crudgen.schema.expression.tree import Typed
from crudgen.schema.expression.types import BOOL, NULL, TEXT, WORD, Type
from crudgen.schema.types.base import BadValue
from crudgen.schema.types.check import check_characters
from crudgen.schema.types.identity import read_uuid


def literal(value: Any, type_: Type, offset: int = 0) -> Typed:
    """Return a constant."""
    return Typed("literal", type_, (), value, offset)


def number(units: int, scale: int, offset: int = 0, *, is_decimal: bool = False) -> Typed:
    """Return an exact number. Its limit tells only how many digits it has, so that numbers alike make one statement."""
    limit = 10 ** len(str(abs(units))) - 1
    if limit >= WORD:
        limit = WORD if -WORD <= units < WORD else max(limit, WORD + 1)
    return literal(units, Type("decimal" if scale or is_decimal else "int", scale, limit), offset)


def plain(value: str | bool | None, offset: int) -> Typed:
    """Return the constant of a text, true, false or null."""
    match value:
        case None:
            return literal(None, NULL, offset)
        case bool():
            return literal(value, BOOL, offset)
        case _:
            try:
                return literal(check_characters(value), TEXT, offset)
            except BadValue as error:
                raise ExpressionError("expression_character", f"the text {error}", "take the character away", offset) from None


def is_weak(node: Typed) -> bool:
    """Tell whether the constant takes its type from the other side: a text or null."""
    return node.op == "literal" and node.type.kind in ("text", "null")


def read(node: Typed, to: Type) -> Typed | None:
    """Return the constant that a text spells for another type; None where texts spell no values of it. Raises ExpressionError."""
    reader = _READERS.get(to.kind)
    return None if reader is None else literal(reader(node, to), to, node.offset)


def _reader(code: str, what: str, cure: str, convert: Callable[[str], Any]) -> Callable[[Typed, Type], Any]:
    def read_value(node: Typed, _to: Type) -> Any:
        value = convert(node.value)
        if value is None:
            raise ExpressionError(code, f"'{node.value}' is no {what}", cure, node.offset)
        return value

    return read_value


def _uuid(text: str) -> str | None:
    try:
        return read_uuid(_NO_FIELD, text).hex
    except BadValue:
        return None


_NO_FIELD: Any = None


def _duration(text: str) -> int | None:
    microseconds = calendar.read_duration(text)
    return None if microseconds is None else exact.guard(microseconds, WORD)


def _enum(node: Typed, to: Type) -> str:
    text: str = node.value
    if text in to.values:
        return text
    known = hint_name(text, to.values)
    raise ExpressionError("expression_enum_value", f"'{text}' is none of the values", known, node.offset)


_READERS: dict[str, Callable[[Typed, Type], Any]] = {
    "date": _reader("expression_date", "day", "write it as '2026-01-31'", calendar.read_date),
    "time": _reader("expression_time", "time of day", "write it as '23:59' or '23:59:59'", calendar.read_time),
    "datetime": _reader(
        "expression_datetime", "instant", "write it with its offset, as '2026-01-31T23:59:59Z' or '…+02:00'", calendar.read_datetime
    ),
    "duration": _reader("expression_duration", "duration", "write it as '90s', '15m', '12h', '7d' or '2w'", _duration),
    "uuid": _reader("expression_uuid", "UUID", "write it with its dashes", _uuid),
    "enum": _enum,
}


def retyped(node: Typed, type_: Type) -> Typed:
    """Return the node said to have another type of the same values."""
    return node if node.type == type_ else replace(node, type=type_)
