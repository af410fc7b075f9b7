"""Operations in SQLite's SQL.

A decimal is its units of 10^-scale, an int or duration its own: an integer while 64 bits hold it, else a text of digits.
SQLite's own arithmetic is used where 64 bits are enough; else functions of `store.arithmetic`, registered on every
connection. Equal numbers are equal values either way; only their order needs a function.
"""

from collections.abc import Callable
from typing import Any

from crudgen.model.expression import common
from crudgen.model.expression.common import call, same
from crudgen.model.expression.shape import NATIVE, Shape
from crudgen.model.types.numbers import SCALED_DIGITS


def _arithmetic(sign: str, name: str) -> Callable[..., str]:
    """Return what calculates in 64 bits where that is enough, or where the result shows that it was; else by a function."""

    def write(shape: Shape, left: str, right: str) -> str:
        if shape.is_native:
            return f"({left} {sign} {right})"
        function = f"crudgen_{name}({left}, {right})"
        if all(shape.is_plain) and all(type_.is_word for type_ in shape.args):
            return f"CASE WHEN typeof({left} {sign} {right}) = 'integer' THEN {left} {sign} {right} ELSE {function} END"
        return function

    return write


def _negate(shape: Shape, value: str) -> str:
    return f"(- {value})" if shape.is_native else f"crudgen_sub(0, {value})"


def _divide(shape: Shape, left: str, right: str) -> str:
    return f"crudgen_div({left}, {right}, {shape.type.scale - shape.args[0].scale + shape.args[1].scale})"


def _rescale(shape: Shape, value: str) -> str:
    shift = shape.type.scale - shape.args[0].scale
    if shift > 0 and shape.is_native:
        return f"({value} * {10**shift})"
    return f"crudgen_rescale({value}, {shift})"


def _guard(shape: Shape, value: str) -> str:
    limit = shape.type.limit
    if limit < NATIVE and shape.args[0].is_word:
        beyond = limit + 1
        return f"NULLIF(NULLIF(max(min({value}, {beyond}), {-beyond}), {beyond}), {-beyond})"
    return f"crudgen_guard({value}, '{limit}')"


def _ordered(sign: str) -> Callable[..., str]:
    def write(shape: Shape, left: str, right: str) -> str:
        if all(type_.is_word for type_ in shape.args):
            return f"({left} {sign} {right})"
        return f"(crudgen_compare({left}, {right}) {sign} 0)"

    return write


def _finite(sign: str) -> Callable[..., str]:
    return lambda _shape, left, right: f"NULLIF(NULLIF({left} {sign} {right}, 9e999), -9e999)"


def _write_exact(shape: Shape, value: str) -> str:
    (type_,) = shape.args
    if not type_.scale:
        return f"CAST({value} AS TEXT)"
    return f"crudgen_write_decimal({value}, {type_.scale})"


def _limited(name: str) -> Callable[..., str]:
    return lambda shape, value: f"crudgen_{name}({value}, {shape.type.scale}, '{shape.type.limit}')"


def _to_float(shape: Shape, value: str) -> str:
    (type_,) = shape.args
    return f"CAST({value} AS REAL)" if not type_.scale and type_.is_word else f"crudgen_to_float({value}, {type_.scale})"


def _sum(shape: Shape, value: str) -> str:
    (type_,) = shape.args
    if type_.kind == "float":
        return f"coalesce(NULLIF(NULLIF(sum({value}), 9e999), -9e999), 0.0)"
    if type_.is_word and all(shape.is_plain):
        # The halves of the words cannot overflow, so that SQLite itself adds them up.
        high, low = f"coalesce(sum({value} >> 32), 0)", f"coalesce(sum({value} & 4294967295), 0)"
        fits, long = f"{high} BETWEEN -1073741824 AND 1073741823", f"crudgen_add(crudgen_mul({high}, 4294967296), {low})"
        return f"CASE WHEN {fits} THEN ({high} << 32) + {low} ELSE {long} END"
    return f"coalesce(crudgen_sum({value}), 0)"


def _extreme(name: str) -> Callable[..., str]:
    return lambda shape, value: f"{name}({value})" if all(type_.is_word for type_ in shape.args) else f"crudgen_{name}({value})"


def _starts(shape: Shape, text: str, part: str) -> str:
    is_plain = shape.is_plain[1]
    return f"(substr({text}, 1, length({part})) = {part})" if is_plain else f"crudgen_starts({text}, {part})"


def _store(shape: Shape, value: str) -> str:
    """Write a value as a column of its type holds it."""
    precision = len(str(shape.type.limit))
    is_text = shape.type.kind == "decimal" and precision > SCALED_DIGITS
    return f"crudgen_sortable({value}, {precision})" if is_text else value


WRITERS: dict[str, Callable[..., Any]] = {
    **common.WRITERS,
    "lt": _ordered("<"),
    "lte": _ordered("<="),
    "gt": _ordered(">"),
    "gte": _ordered(">="),
    "add": _arithmetic("+", "add"),
    "sub": _arithmetic("-", "sub"),
    "mul": _arithmetic("*", "mul"),
    "neg": _negate,
    "div": _divide,
    "rescale": _rescale,
    "guard": _guard,
    "float_add": _finite("+"),
    "float_sub": _finite("-"),
    "float_mul": _finite("*"),
    "float_div": lambda _shape, left, right: f"NULLIF(NULLIF({left} / NULLIF({right}, 0), 9e999), -9e999)",
    "lower": call("crudgen_lower"),
    "fold": call("crudgen_fold"),
    "upper": call("crudgen_upper"),
    "length": call("length"),
    "contains": lambda _shape, text, part: f"(instr({text}, {part}) > 0)",
    "icontains": lambda _shape, text, part: f"(instr(crudgen_fold({text}), crudgen_fold({part})) > 0)",
    "starts": _starts,
    "ends": call("crudgen_ends"),
    "exact_to_float": _to_float,
    "exact_to_text": _write_exact,
    "float_to_exact": _limited("from_float"),
    "bool_to_exact": lambda _shape, value: f"(+ {value})",
    "date_to_text": same,
    "time_to_text": same,
    "datetime_to_text": lambda _shape, value: f"(replace({value}, ' ', 'T') || 'Z')",
    "uuid_to_text": call("crudgen_write_uuid"),
    "text_to_int": _limited("read_int"),
    "text_to_exact": _limited("read_decimal"),
    "text_to_date": call("crudgen_read_date"),
    "text_to_datetime": call("crudgen_read_datetime"),
    "datetime_to_date": lambda _shape, value: f"substr({value}, 1, 10)",
    "date_to_datetime": lambda _shape, value: f"({value} || ' 00:00:00.000000')",
    "date_add": call("crudgen_date_add"),
    "datetime_add": call("crudgen_datetime_add"),
    "date_diff": call("crudgen_date_diff"),
    "datetime_diff": call("crudgen_datetime_diff"),
    "aggregate_sum": _sum,
    "aggregate_min": _extreme("min"),
    "aggregate_max": _extreme("max"),
    "unsortable": call("crudgen_unsortable"),
    "stored": _store,
}
