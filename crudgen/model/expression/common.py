"""What all databases write alike."""

from collections.abc import Callable
from typing import Any

from crudgen.model.expression.shape import Shape


def infix(sign: str) -> Callable[..., str]:
    """Return what writes a sign between two arguments."""
    return lambda _shape, left, right: f"({left} {sign} {right})"


def call(name: str) -> Callable[..., str]:
    """Return what writes a function of the arguments."""
    return lambda _shape, *args: f"{name}({', '.join(args)})"


def _write_in(_shape: Shape, value: str, *items: str) -> str:
    return f"({value} IN ({', '.join(items)}))"


def _join(word: str) -> Callable[..., str]:
    return lambda _shape, *args: f"({f' {word} '.join(args)})"


def _if(_shape: Shape, condition: str, then: str, otherwise: str) -> str:
    return f"CASE WHEN {condition} THEN {then} ELSE {otherwise} END"


def same(_shape: Shape, value: str) -> str:
    """Write a value as it is, for a conversion that is none in SQL."""
    return value


WRITERS: dict[str, Callable[..., Any]] = {
    "and": _join("AND"),
    "or": _join("OR"),
    "not": lambda _shape, value: f"(NOT {value})",
    "is_null": lambda _shape, value: f"({value} IS NULL)",
    "eq": infix("="),
    "ne": infix("!="),
    "lt": infix("<"),
    "lte": infix("<="),
    "gt": infix(">"),
    "gte": infix(">="),
    "in": _write_in,
    "add": infix("+"),
    "sub": infix("-"),
    "mul": infix("*"),
    "neg": lambda _shape, value: f"(- {value})",
    "float_add": infix("+"),
    "float_sub": infix("-"),
    "float_mul": infix("*"),
    "float_div": lambda _shape, left, right: f"({left} / NULLIF({right}, 0))",
    "float_neg": lambda _shape, value: f"(- {value})",
    "concat": infix("||"),
    "length": call("char_length"),
    "if": _if,
    "coalesce": call("coalesce"),
    "bool_to_exact": lambda _shape, value: f"CASE {value} WHEN TRUE THEN 1 WHEN FALSE THEN 0 END",
    "bool_to_text": lambda _shape, value: f"CASE {value} WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END",
    "text_to_bool": lambda _shape, value: f"CASE {value} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END",
}
