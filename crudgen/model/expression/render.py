"""The typed tree as one SQL expression; where columns, parameters and rows come from is the caller's."""

from typing import Any, Protocol

import sqlalchemy as sa

from crudgen.model.expression.element import Operation
from crudgen.model.expression.shape import Shape
from crudgen.model.expression.types import value_type
from crudgen.model.types.numbers import SCALED_DIGITS
from crudgen.schema.expression.tree import Place, Typed

BOUND = frozenset({"user", "old", "input"})
"""The roots whose values stand beside the row, so that they are parameters."""


class Sources(Protocol):
    """What an expression is rendered with."""

    def column(self, place: Place) -> sa.ColumnElement[Any]:
        """Return the column of a place in the row, or in the row of the aggregate being rendered."""

    def bind(self, node: Typed) -> sa.ColumnElement[Any]:
        """Return the parameter of a constant, of the clock, or of a place beside the row."""

    def aggregate(self, node: Typed) -> sa.ColumnElement[Any]:
        """Return an aggregate over the rows of a path."""


def is_bound(node: Typed) -> bool:
    """Tell whether the node's value is a parameter."""
    return node.op in ("literal", "clock") or (node.op == "path" and node.value.root in BOUND)


def render_tree(node: Typed, sources: Sources) -> sa.ColumnElement[Any]:
    """Return the node as a SQL expression; parameters are asked for from left to right."""
    if is_bound(node):
        return sources.bind(node)
    match node.op:
        case "path":
            return _column(node, sources)
        case "aggregate":
            return sources.aggregate(node)
        case "in_values":
            value, choices = node.args
            return render_tree(value, sources).in_(sources.bind(choices))
        case _:
            return operation(node.op, node, *(render_tree(argument, sources) for argument in node.args))


def operation(op: str, node: Typed, *args: sa.ColumnElement[Any]) -> Operation:
    """Return an operation of the node's type on arguments of the types of the node's arguments."""
    plain = tuple(is_bound(argument) or _is_plain(argument) for argument in node.args)
    return Operation(Shape(op, node.type, tuple(argument.type for argument in node.args), plain), args, value_type(node.type))


def _column(node: Typed, sources: Sources) -> sa.ColumnElement[Any]:
    column = sources.column(node.value)
    if not _is_sortable(node):
        return column
    return Operation(Shape("unsortable", node.type, (node.type,)), (column,), value_type(node.type))


def _is_plain(node: Typed) -> bool:
    """Tell whether the node is a column as it stands in the table."""
    return node.op == "path" and not node.value.field.computed and not _is_sortable(node)


def _is_sortable(node: Typed) -> bool:
    """Tell whether SQLite keeps the column's numbers as sortable texts."""
    return node.type.kind == "decimal" and node.value.field.precision > SCALED_DIGITS
