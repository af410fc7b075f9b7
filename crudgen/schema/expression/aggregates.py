"""Aggregates over the rows of a path to many records."""

from dataclasses import replace

from crudgen.schema.catalog import Relation
from crudgen.schema.expression import literals
from crudgen.schema.expression.codes import ExpressionError
from crudgen.schema.expression.convert import guarded
from crudgen.schema.expression.nodes import Aggregate
from crudgen.schema.expression.tree import Rows, Typed
from crudgen.schema.expression.types import BOOL, INT, MOST, ORDERED, Type

_COUNTABLE = 10**20
"""More rows than there are."""
_CURES = {
    "sum": "it adds numbers and durations: `sum(items.price)`",
    "min": "it compares numbers, texts, days and instants: `min(items.price)`",
    "max": "it compares numbers, texts, days and instants: `max(items.price)`",
    "avg": "it takes numbers and durations: `avg(items.price)`",
    "any": 'it takes a condition: `any(items.price > 10)`; for "is there one" write `count(items) > 0`',
    "all": "it takes a condition: `all(items.price > 10)`",
}


def build(node: Aggregate, steps: tuple[Relation, ...], argument: Typed | None) -> Typed:
    """Return the aggregate's node; without an argument, of the records themselves. Raises ExpressionError."""
    rows = Rows(node.name, steps)
    if node.name == "count":
        return Typed("aggregate", INT, () if argument is None else (_counted(argument),), rows, node.offset)
    if argument is None:
        raise ExpressionError("expression_aggregate_value", f"{node.name}() cannot take whole records", _CURES[node.name], node.offset)
    type_ = _result(node.name, argument.type)
    if type_ is None:
        message = f"{node.name}() cannot take values of type {argument.type}"
        raise ExpressionError("expression_aggregate_value", message, _CURES[node.name], argument.offset)
    if node.name == "avg":
        return _average(node, steps, argument, type_)
    made = Typed("aggregate", type_, (argument,), rows, node.offset)
    return guarded(made) if type_.is_counted else made


def _average(node: Aggregate, steps: tuple[Relation, ...], argument: Typed, type_: Type) -> Typed:
    """Return the sum divided by how many values there are, in the values' own scale, half up; null where there are none."""
    total = build(replace(node, name="sum"), steps, argument)
    count = Typed("aggregate", INT, (argument,), Rows("count", steps), node.offset)
    if type_.kind == "float":
        return Typed("float_div", type_, (total, Typed("exact_to_float", type_, (count,), offset=node.offset)), offset=node.offset)
    return guarded(Typed("div", replace(type_, limit=MOST), (total, count), offset=node.offset), type_.limit)


def _counted(argument: Typed) -> Typed:
    """Return what is counted where it is not null: a condition where it holds."""
    if argument.type.kind != "bool":
        return argument
    one, nothing = literals.number(1, 0), literals.literal(None, Type("int", 0, 9))
    return Typed("if", one.type, (argument, one, nothing), offset=argument.offset)


def _result(name: str, type_: Type) -> Type | None:
    match name:
        case "sum" if type_.is_counted:
            return replace(type_, limit=MOST * _COUNTABLE, entity="")
        case "sum":
            return type_ if type_.kind == "float" else None
        case "avg" if type_.is_counted or type_.kind == "float":
            return replace(type_, entity="")
        case "min" | "max":
            return type_ if type_.kind in ORDERED else None
        case _:
            return BOOL if type_.kind == "bool" else None
