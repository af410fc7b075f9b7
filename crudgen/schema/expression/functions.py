"""The functions of the language: how many arguments each takes, of which types, and what becomes of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from crudgen.document import hint_name
from crudgen.schema.expression import literals
from crudgen.schema.expression.codes import ExpressionError
from crudgen.schema.expression.convert import adapt, guarded, to_scale, unify
from crudgen.schema.expression.nodes import AGGREGATES, Call, Number
from crudgen.schema.expression.scope import Scope
from crudgen.schema.expression.tree import Typed
from crudgen.schema.expression.types import BOOL, DATE, DATETIME, INT, MAX_SCALE, MOST, TEXT, WORD, Type

_DEFAULT_SCALE = 6
_LONGEST_TEXT = 10**9


@dataclass(frozen=True, slots=True)
class Function:
    """A function: the least and most arguments, and what makes its node."""

    least: int
    most: int
    build: Callable[[Call, tuple[Typed, ...], Scope], Typed]


def check_call(call: Call, scope: Scope) -> Function:
    """Return the function that a call names, when it takes so many arguments. Raises ExpressionError."""
    function = FUNCTIONS.get(call.name)
    if function is None and call.name not in _SHAPES:
        known = sorted(_SHAPES)
        raise ExpressionError("expression_function", f'there is no function "{call.name}"', hint_name(call.name, known), call.offset)
    if function is None or not function.least <= len(call.arguments) <= function.most:
        raise wrong_count(call)
    return function


def wrong_count(call: Call) -> ExpressionError:
    """Return the error of a call with too few or too many arguments."""
    cure = f"write `{_SHAPES[call.name]}`" if call.name in _SHAPES else ""
    return ExpressionError("expression_arguments", f"{call.name}() does not take {len(call.arguments)} arguments", cure, call.offset)


def choose(parts: list[Typed], what: str) -> list[Typed]:
    """Return the parts as values of one type. Raises ExpressionError."""
    common = unify(parts)
    if common is None:
        names = " and ".join(dict.fromkeys(str(part.type) for part in parts if not literals.is_weak(part)))
        raise ExpressionError("expression_mixed", f"{what} are of different types: {names}", "convert them to one", parts[0].offset)
    adapted = [adapt(part, common) for part in parts]
    wrong = next((part for part, made in zip(parts, adapted, strict=True) if made is None), None)
    if wrong is not None:
        raise ExpressionError("expression_mixed", f"{what} are of different types: {common} and {wrong.type}", "convert it", wrong.offset)
    return [one for one in adapted if one is not None]


def common_type(parts: list[Typed]) -> Type:
    """Return the type of a choice among values that were made fit for each other."""
    common = unify(parts)
    assert common is not None  # noqa: S101 -- they are of one type
    return common


def _clock(name: str, type_: Type) -> Callable[[Call, tuple[Typed, ...], Scope], Typed]:
    def read_clock(call: Call, _args: tuple[Typed, ...], scope: Scope) -> Typed:
        if not scope.clock:
            raise ExpressionError(
                "expression_context", f"{name}() cannot be used here", "the value may not depend on the time", call.offset
            )
        return Typed("clock", type_, value=name, offset=call.offset)

    return read_clock


def _of_text(op: str, type_: Type) -> Callable[[Call, tuple[Typed, ...], Scope], Typed]:
    def build(call: Call, args: tuple[Typed, ...], _scope: Scope) -> Typed:
        (text,) = args
        if not text.type.is_text:
            raise ExpressionError("expression_not_text", f"{op}() takes a text, not {text.type}", "write `text(x)`", text.offset)
        return Typed(op, type_, (text,), offset=call.offset)

    return build


def _coalesce(call: Call, args: tuple[Typed, ...], _scope: Scope) -> Typed:
    parts = choose(list(args), "the arguments")
    if all(part.type.kind == "null" for part in parts):
        raise ExpressionError("expression_null", "every argument is null", "give a value", call.offset)
    return Typed("coalesce", common_type(parts), tuple(parts), offset=call.offset)


def _to_text(call: Call, args: tuple[Typed, ...], _scope: Scope) -> Typed:
    (value,) = args
    if value.type.is_text:
        return literals.retyped(value, TEXT)
    op = _TO_TEXT.get(value.type.kind)
    if op is None:
        raise _inconvertible("text", value, "write `text(decimal(x, 2))`" if value.type.kind == "float" else "")
    return Typed(op, TEXT, (value,), offset=call.offset)


_TO_TEXT = {
    "int": "exact_to_text",
    "decimal": "exact_to_text",
    "bool": "bool_to_text",
    "date": "date_to_text",
    "time": "time_to_text",
    "datetime": "datetime_to_text",
    "uuid": "uuid_to_text",
}


def _to_int(call: Call, args: tuple[Typed, ...], _scope: Scope) -> Typed:
    (value,) = args
    match value.type.kind:
        case "int":
            return guarded(literals.retyped(value, replace(value.type, entity="")), WORD)
        case "decimal":
            whole = to_scale(value, 0)
            return guarded(literals.retyped(whole, replace(whole.type, kind="int")), WORD)
        case "float":
            return Typed("float_to_exact", INT, (value,), offset=call.offset)
        case "bool":
            return Typed("bool_to_exact", Type("int", 0, 1), (value,), offset=call.offset)
        case "text" | "enum":
            return Typed("text_to_int", INT, (value,), offset=call.offset)
        case _:
            raise _inconvertible("int", value)


def _to_decimal(call: Call, args: tuple[Typed, ...], scope: Scope) -> Typed:
    value = args[0]
    scale = _wanted_scale(call, value, scope)
    if value.type.is_exact:
        made = to_scale(value, scale)
        return literals.retyped(made, replace(made.type, kind="decimal", entity=""))
    op = {"float": "float_to_exact", "text": "text_to_exact", "enum": "text_to_exact"}.get(value.type.kind)
    if op is None:
        raise _inconvertible("decimal", value)
    return Typed(op, Type("decimal", scale, MOST), (value,), offset=call.offset)


def _wanted_scale(call: Call, value: Typed, scope: Scope) -> int:
    """Return the scale that is said, else that of the field for which the expression is, else the value's own."""
    if len(call.arguments) == 1:
        if scope.expects is not None and scope.expects.kind == "decimal":
            return scope.expects.scale
        return value.type.scale if value.type.is_exact else _DEFAULT_SCALE
    digits = call.arguments[1]
    if not isinstance(digits, Number) or digits.scale or not 0 <= digits.units <= MAX_SCALE:
        cure = f"write a number from 0 to {MAX_SCALE}, as in `decimal(x, 2)`"
        raise ExpressionError("expression_arguments", "the digits after the point are a plain number", cure, digits.offset)
    return digits.units


def _to_date(call: Call, args: tuple[Typed, ...], _scope: Scope) -> Typed:
    return _to_point(call, args[0], DATE, {"datetime": "datetime_to_date", "text": "text_to_date"})


def _to_datetime(call: Call, args: tuple[Typed, ...], _scope: Scope) -> Typed:
    return _to_point(call, args[0], DATETIME, {"date": "date_to_datetime", "text": "text_to_datetime"})


def _to_point(call: Call, value: Typed, type_: Type, ways: dict[str, str]) -> Typed:
    if value.type.kind == type_.kind:
        return value
    constant = literals.read(value, type_) if value.op == "literal" and value.type.kind == "text" else None
    if constant is not None:
        return constant
    op = ways.get(value.type.kind)
    if op is None:
        raise _inconvertible(type_.kind, value)
    return Typed(op, type_, (value,), offset=call.offset)


def _to_bool(call: Call, args: tuple[Typed, ...], _scope: Scope) -> Typed:
    (value,) = args
    if value.type.kind == "bool":
        return value
    if value.type.is_exact:
        zero = literals.number(0, value.type.scale, is_decimal=value.type.kind == "decimal")
        return Typed("ne", BOOL, (value, zero), offset=call.offset)
    if value.type.is_text:
        return Typed("text_to_bool", BOOL, (value,), offset=call.offset)
    raise _inconvertible("bool", value)


def _inconvertible(name: str, value: Typed, cure: str = "") -> ExpressionError:
    return ExpressionError(
        "expression_conversion", f"{name}() does not take {value.type}", cure or f"{name}() takes {_TAKES[name]}", value.offset
    )


_TAKES = {
    "text": "numbers but floats, bool, enum, uuid, date, time, datetime",
    "int": "numbers, bool, text",
    "decimal": "numbers, text",
    "date": "datetime, text",
    "datetime": "date, text",
    "bool": "int, decimal, text",
}
_MANY = 100

FUNCTIONS: dict[str, Function] = {
    "now": Function(0, 0, _clock("now", DATETIME)),
    "today": Function(0, 0, _clock("today", DATE)),
    "lower": Function(1, 1, _of_text("lower", TEXT)),
    "upper": Function(1, 1, _of_text("upper", TEXT)),
    "length": Function(1, 1, _of_text("length", Type("int", 0, _LONGEST_TEXT))),
    "coalesce": Function(2, _MANY, _coalesce),
    "text": Function(1, 1, _to_text),
    "int": Function(1, 1, _to_int),
    "decimal": Function(1, 2, _to_decimal),
    "date": Function(1, 1, _to_date),
    "datetime": Function(1, 1, _to_datetime),
    "bool": Function(1, 1, _to_bool),
}
_SHAPES = {
    "now": "now()",
    "today": "today()",
    "if": "if(condition, a, b)",
    "coalesce": "coalesce(a, b)",
    "decimal": "decimal(x, 2)",
    "lower": "lower(text)",
    "upper": "upper(text)",
    "length": "length(text)",
    "text": "text(x)",
    "int": "int(x)",
    "date": "date(x)",
    "datetime": "datetime(x)",
    "bool": "bool(x)",
    "count": "count(items)",
    **{name: f"{name}(items.price)" for name in ("sum", "min", "max", "avg")},
    "any": "any(items.price > 10)",
    "all": "all(items.price > 10)",
}
assert set(_SHAPES) >= AGGREGATES  # noqa: S101 -- each has its cure

__all__ = ["FUNCTIONS", "Function", "check_call", "choose", "common_type"]
