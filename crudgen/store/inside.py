"""Conditions inside JSON: what stands at a JSON path, as a text, a number or a truth value; what a list there holds.

The path and the values are bound parameters. Every database gets the same parameters; only the functions differ.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from crudgen.model.fold import fold as fold_text
from crudgen.plan.nodes import Inside, Operator, Scalars
from crudgen.store.functions import fold, position, tail
from crudgen.store.parameters import Parameters, Shape

Expression: TypeAlias = sa.ColumnElement[bool]

_KINDS = ("texts", "numbers", "flags")
_ANY_OF = {Operator.EQ: True, Operator.IN: True, Operator.NE: False, Operator.NIN: False}


class json_kind(FunctionElement[str]):  # noqa: N801 -- SQL functions are written in lower case
    """What kind of value stands at a path, in the database's own word; NULL where nothing does."""

    inherit_cache = True
    name = "json_kind"
    type = sa.String()


class json_text(FunctionElement[str]):  # noqa: N801
    """The text at a path; NULL where something else stands."""

    inherit_cache = True
    name = "json_text"
    type = sa.String()


class json_number(FunctionElement[Any]):  # noqa: N801
    """The number at a path; NULL where something else stands."""

    inherit_cache = True
    name = "json_number"
    type = sa.types.NULLTYPE


class json_flag(FunctionElement[str]):  # noqa: N801
    """The truth value at a path, as "true" or "false"; NULL where something else stands."""

    inherit_cache = True
    name = "json_flag"
    type = sa.String()


class json_has(FunctionElement[bool]):  # noqa: N801
    """Whether the list at a path holds the only item of another list, which is given as JSON."""

    inherit_cache = True
    name = "json_has"
    type = sa.Boolean()


_READERS: Mapping[str, type[FunctionElement[Any]]] = {"texts": json_text, "numbers": json_number, "flags": json_flag}


def shape_inside(condition: Inside, values: list[Any]) -> Shape:
    """Return all of the condition that is not a value, and append the values: the path first."""
    values.append(condition.place)
    operator, wanted = condition.operator, condition.value
    values.extend(_collect(operator, wanted))
    what = wanted.flags if operator is Operator.NULL else tuple(len(getattr(wanted, kind)) for kind in _KINDS)
    if operator in _ANY_OF:
        what = tuple(map(bool, what))
    return ("inside", operator, what, condition.path.name)


def _collect(operator: Operator, wanted: Scalars) -> list[Any]:
    match operator:
        case Operator.NULL:
            return []
        case Operator.EQ | Operator.NE | Operator.IN | Operator.NIN:
            return [list(getattr(wanted, kind)) for kind in _KINDS if getattr(wanted, kind)]
        case Operator.CONTAINS:
            return [*wanted.texts, *_items(wanted)]
        case Operator.ICONTAINS:
            return [fold_text(text) for text in wanted.texts]
        case Operator.STARTS | Operator.ENDS:
            return list(wanted.texts)
        case _:
            return list(_ordered(wanted)[1])


def _items(wanted: Scalars) -> list[str]:
    """Return each value as a JSON list of it alone."""
    flags = [flag == "true" for flag in wanted.flags]
    return [orjson.dumps([value]).decode() for value in (*wanted.texts, *wanted.numbers, *flags)]


def _ordered(wanted: Scalars) -> tuple[type[FunctionElement[Any]], Sequence[Any]]:
    """Return how to read what is compared by order, and with what: numbers where all are, else texts."""
    return (json_number, wanted.numbers) if len(wanted.numbers) == len(wanted.texts) else (json_text, wanted.texts)


def render_inside(condition: Inside, column: sa.ColumnElement[Any], parameters: Parameters) -> Expression:
    """Return the condition as an expression; its parameters are those that `shape_inside` collects, in the same order."""
    place = parameters.take(sa.String())
    operator, wanted = condition.operator, condition.value
    if operator in _ANY_OF:
        return _render_any(column, place, wanted, parameters, is_wanted=_ANY_OF[operator])
    if operator is Operator.NULL:
        is_missing = sa.func.coalesce(sa.func.lower(json_kind(column, place)), "null")
        return is_missing == "null" if wanted.flags == ("true",) else is_missing != "null"
    if operator is Operator.CONTAINS:
        texts = [position(json_text(column, place), parameters.take(sa.String())) > 0 for _ in wanted.texts]
        return sa.or_(*texts, *[json_has(column, place, parameters.take(sa.String())) for _ in _items(wanted)])
    if operator in _TEXTUAL:
        return _TEXTUAL[operator](json_text(column, place), parameters.take(sa.String()))
    read, values = _ordered(wanted)
    bound = [parameters.take(sa.String() if read is json_text else None) for _ in values]
    return _ORDERED[operator](read(column, place), *bound)


def _render_any(
    column: sa.ColumnElement[Any], place: sa.ColumnElement[Any], wanted: Scalars, parameters: Parameters, *, is_wanted: bool
) -> Expression:
    types: dict[str, Any] = {"texts": sa.String(), "numbers": None, "flags": sa.String()}
    kinds = [kind for kind in _KINDS if getattr(wanted, kind)]
    holds = sa.or_(*[_READERS[kind](column, place).in_(parameters.take(types[kind], is_list=True)) for kind in kinds])
    if is_wanted:
        return holds
    is_there = sa.func.coalesce(sa.func.lower(json_kind(column, place)), "null") != "null"
    return sa.and_(is_there, sa.case((holds, 0), else_=1) == 1)


_TEXTUAL: Mapping[Operator, Callable[[Any, Any], Expression]] = {
    Operator.ICONTAINS: lambda text, part: position(fold(text), part) > 0,
    Operator.STARTS: lambda text, part: position(text, part) == 1,
    Operator.ENDS: lambda text, part: sa.or_(tail(text, part) == part, sa.and_(text.is_not(None), part == "")),
}

_ORDERED: Mapping[Operator, Callable[..., Expression]] = {
    Operator.LT: lambda value, bound: value < bound,
    Operator.LTE: lambda value, bound: value <= bound,
    Operator.GT: lambda value, bound: value > bound,
    Operator.GTE: lambda value, bound: value >= bound,
    Operator.BETWEEN: lambda value, low, high: value.between(low, high),
}


def _arguments(element: FunctionElement[Any], compiler: SQLCompiler, options: Any) -> tuple[str, ...]:
    return tuple(compiler.process(clause, **options) for clause in element.clauses)


def _value(column: str, place: str, compiler: SQLCompiler) -> str:
    """Return what reads the JSON value at a path; NULL where nothing stands."""
    if compiler.dialect.name == "postgresql":
        return f"jsonb_path_query_first({column}, CAST('strict ' || {place} AS jsonpath), '{{}}', true)"
    return f"json_extract({column}, {place})"


@compiles(json_kind)
def _kind(element: json_kind, compiler: SQLCompiler, **options: Any) -> str:
    column, place = _arguments(element, compiler, options)
    match compiler.dialect.name:
        case "sqlite":
            return f"json_type({column}, {place})"
        case "postgresql":
            return f"jsonb_typeof({_value(column, place, compiler)})"
        case _:
            return f"json_type({_value(column, place, compiler)})"


_WORDS: Mapping[str, Mapping[str, str]] = {
    "sqlite": {"text": "'text'", "number": "'integer', 'real'", "flag": "'true', 'false'"},
    "postgresql": {"text": "'string'", "number": "'number'", "flag": "'boolean'"},
    "mysql": {"text": "'STRING'", "number": "'INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL'", "flag": "'BOOLEAN'"},
}
"""What each database calls the kinds of JSON values."""

_FORMS: Mapping[str, Mapping[str, str]] = {
    "sqlite": {"text": "{0}", "number": "{0}", "flag": "{1}"},
    "postgresql": {"text": "{0} #>> '{{}}'", "number": "CAST({0} #>> '{{}}' AS numeric)", "flag": "{0} #>> '{{}}'"},
    "mysql": {"text": "json_unquote({0})", "number": "CAST({0} AS DOUBLE)", "flag": "json_unquote({0})"},
}
"""How each makes an SQL value of one: {0} is the value, {1} the name of its kind."""


def _read(kind: str) -> Callable[..., str]:
    def read(element: FunctionElement[Any], compiler: SQLCompiler, **options: Any) -> str:
        column, place = _arguments(element, compiler, options)
        dialect = compiler.dialect.name if compiler.dialect.name in _WORDS else "mysql"
        value, name = _value(column, place, compiler), compiler.process(json_kind(*element.clauses), **options)
        return f"CASE WHEN {name} IN ({_WORDS[dialect][kind]}) THEN {_FORMS[dialect][kind].format(value, name)} END"

    return read


compiles(json_text)(_read("text"))
compiles(json_number)(_read("number"))
compiles(json_flag)(_read("flag"))


_SQLITE_HAS = (
    "SELECT 1 FROM json_each({0}, {1}) AS held, json_each({2}) AS wanted WHERE held.atom = wanted.atom AND "
    "(held.type = wanted.type OR held.type IN ('integer', 'real') AND wanted.type IN ('integer', 'real'))"
)


@compiles(json_has)
def _has(element: json_has, compiler: SQLCompiler, **options: Any) -> str:
    column, place, item = _arguments(element, compiler, options)
    value = _value(column, place, compiler)
    match compiler.dialect.name:
        case "sqlite":
            return f"(json_type({column}, {place}) = 'array' AND EXISTS ({_SQLITE_HAS.format(column, place, item)}))"
        case "postgresql":
            return f"(jsonb_typeof({value}) = 'array' AND {value} @> CAST({item} AS jsonb))"
        case _:
            return f"(json_type({value}) = 'ARRAY' AND json_contains({value}, {item}))"
