"""Checked expressions in statements: as a value to read or sort by, or as a condition.

As with conditions, a statement is rendered once for each shape of expression; `shape_of_expression` gives the shape and
collects the values, `render_value` and `render_condition` ask for the parameters in the same order.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

import sqlalchemy as sa

from crudgen.model.columns import column_type
from crudgen.model.expression import Operation, render_tree, value_type
from crudgen.model.expression.render import is_bound, operation
from crudgen.model.expression.shape import Shape
from crudgen.plan.nodes import Path
from crudgen.schema.catalog import Field
from crudgen.schema.expression.tree import Expression, Place, Typed, walk
from crudgen.schema.expression.types import DATETIME, type_of
from crudgen.schema.expression.values import give
from crudgen.store.parameters import Parameters
from crudgen.store.rows import EachScope
from crudgen.store.scope import UNGUARDED, Guards, Scope

Bind: TypeAlias = Callable[[Typed], sa.ColumnElement[Any]]

MOMENT = "now"
"""The parameter of the moment at which a statement with computed fields runs; it has a value by itself."""

_ONE = sa.literal_column("1", sa.Integer())
_YES, _UNKNOWN, _NO = 2, 1, 0


def shape_of_expression(expression: Expression, values: list[Any], context: Mapping[str, Any], now: dt.datetime) -> Hashable:
    """Return all of the expression that is not a value; the values are appended to `values` in the order of its parameters.

    `context` holds the values of the places of `user`, `old` and `input` that it names, by dotted name (`user.id`).
    """
    return tuple(_shape(node, values, context, now.astimezone(dt.UTC)) for node in walk(expression.tree))


def _shape(node: Typed, values: list[Any], context: Mapping[str, Any], now: dt.datetime) -> Hashable:
    if is_bound(node):
        values.append(_value(node, context, now))
        return ("bound", node.type)
    return (node.op, node.type, len(node.args), _source(node))


def _source(node: Typed) -> Hashable:
    match node.op:
        case "path":
            return (node.value.root, node.value.name)
        case "aggregate":
            return (node.value.aggregate, node.value.name)
        case _:
            return None


def _value(node: Typed, context: Mapping[str, Any], now: dt.datetime) -> Any:
    match node.op:
        case "literal":
            return give(node.value, node.type)
        case "clock":
            return now if node.value == "now" else now.date()
        case _:
            value = context[node.value.name]
            return list(value or ()) if node.type.kind == "list" else value


def column(scope: Scope, path: Path) -> sa.ColumnElement[Any]:
    """Return the value at the end of a path: a column, or what a computed field always is."""
    return selected(scope, path).element if path.field.computed else scope.column(path)


def compared(scope: Scope, path: Path) -> sa.ColumnElement[Any]:
    """Return the value by which the end of a path is compared and sorted."""
    return column(scope, path) if path.field.computed else scope.compared(path)


def selected(scope: Scope, path: Path) -> sa.Label[Any]:
    """Return a computed field under a name of its own, by which a statement that selects it can sort; each time the same."""
    there = scope.at(*path.steps)
    found = there.labels.get(path.field.name)
    if found is None:
        element = render_field(scope.catalog.formulas.computed(there.entity, path.field), path.field, there)
        if there.may_miss:
            element = sa.case((there.key()[0].is_not(None), element))  # a formula may have a value where there is no record
        found = there.labels[path.field.name] = element.label(there.froms.label())
    return found


def render_value(expression: Expression, scope: Scope, parameters: Parameters, guards: Guards = UNGUARDED) -> sa.ColumnElement[Any]:
    """Return the expression as a SQL expression; its result is read as Python's own value of the expression's type.

    `guards` are conditions on the records that its aggregates go over, by dotted path from the row.
    """
    return render_tree(expression.tree, _Sources(scope, partial(_take, parameters), guards))


def render_field(expression: Expression, field: Field, scope: Scope) -> sa.ColumnElement[Any]:
    """Return a computed field in the form in which a column would hold it, so that it is read, sorted and compared as one.

    The expression was compiled with the field's type expected. Its constants stand in the statement.
    """
    shape = Shape("stored", type_of(scope.catalog, field), (expression.type,))
    return Operation(shape, (render_tree(expression.tree, _Sources(scope, _fix)),), column_type(scope.catalog, field))


def render_condition(expression: Expression, scope: Scope, parameters: Parameters, guards: Guards = UNGUARDED) -> sa.ColumnElement[bool]:
    """Return the condition for a WHERE clause: rows are kept where it is true, neither false nor null. `guards`: as in a value."""
    return _holds(expression.tree, _Sources(scope, partial(_take, parameters), guards))


def render_filter(expression: Expression, scope: Scope) -> sa.ColumnElement[bool]:
    """Return a condition of the schema files for a WHERE clause. Its constants stand in the statement."""
    return _holds(expression.tree, _Sources(scope, _fix))


def _take(parameters: Parameters, node: Typed) -> sa.ColumnElement[Any]:
    """Return the next of the statement's numbered parameters."""
    is_list = node.type.kind == "list"
    return parameters.take(sa.String() if is_list else value_type(node.type), is_list=is_list)


def _fix(node: Typed) -> sa.ColumnElement[Any]:
    """Return a constant, which the statement keeps, or the moment at which it runs."""
    if node.op == "clock":
        moment = sa.bindparam(MOMENT, callable_=_now, type_=value_type(DATETIME))
        return moment if node.value == "now" else operation("datetime_to_date", replace(node, args=(replace(node, type=DATETIME),)), moment)
    return sa.literal(give(node.value, node.type), value_type(node.type))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class _Sources:
    """Columns of the scope's tables, what `bind` makes of constants, and subqueries for aggregates."""

    def __init__(self, scope: Scope, bind: Bind, guards: Guards = UNGUARDED, each: EachScope | None = None) -> None:
        self.scope, self.bind, self.guards, self.each = scope, bind, guards, each

    def column(self, place: Place) -> sa.ColumnElement[Any]:
        scope = self.scope if place.root != "each" else self.each
        assert scope is not None  # noqa: S101 -- such places are inside aggregates alone
        return column(scope, Path(place.steps, place.field))

    def inside(self, node: Typed) -> "_Sources":
        """Return the sources of an aggregate's argument."""
        return _Sources(self.scope, self.bind, self.guards, EachScope(self.scope, node.value.steps, self.guards))

    def aggregate(self, node: Typed) -> sa.ColumnElement[Any]:
        if not node.value.steps:
            return _aggregate(node, [render_tree(argument, self) for argument in node.args])
        inside = self.inside(node)
        assert inside.each is not None  # noqa: S101 -- made so
        args = [render_tree(argument, inside) for argument in node.args]
        return inside.each.select(_aggregate(node, args)).scalar_subquery()


def _aggregate(node: Typed, args: list[sa.ColumnElement[Any]]) -> sa.ColumnElement[Any]:
    name = node.value.aggregate
    match name:
        case "count":
            return sa.func.count(args[0] if args else _ONE)
        case "any":
            return sa.case(*_ANY, value=sa.func.max(_rank(args[0])), else_=sa.false())
        case "all":
            return sa.case(*_ALL, value=sa.func.min(_rank(args[0])), else_=sa.true())
        case _:
            return operation(f"aggregate_{name}", node, *args)


def _number(value: int) -> sa.ColumnElement[int]:
    return sa.literal_column(str(value), sa.Integer())


_ANY = ((_number(_YES), sa.true()), (_number(_UNKNOWN), sa.null()))
_ALL = ((_number(_NO), sa.false()), (_number(_UNKNOWN), sa.null()))


def _rank(condition: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """Return how true a condition is, so that the most of many is their `or`, and the least their `and`."""
    return sa.case((condition, _number(_YES)), (condition.is_(None), _number(_UNKNOWN)), else_=_number(_NO))


def _holds(node: Typed, sources: _Sources) -> sa.ColumnElement[bool]:
    """Return what is true where the node is; null and false are not told apart, so that EXISTS can serve."""
    match node.op:
        case "and":
            return sa.and_(*(_holds(part, sources) for part in node.args))
        case "or":
            return sa.or_(*(_holds(part, sources) for part in node.args))
        case "aggregate" if node.value.aggregate in ("any", "all"):
            return _exists(node, sources)
        case _:
            return render_tree(node, sources)


def _exists(node: Typed, sources: _Sources) -> sa.ColumnElement[bool]:
    inside = sources.inside(node)
    assert inside.each is not None  # noqa: S101 -- made so
    (argument,) = node.args
    if node.value.aggregate == "any":
        condition = _holds(argument, inside)  # before the subquery is made: it tells which tables that reads
        return inside.each.select(_ONE).where(condition).exists()
    failure = render_tree(argument, inside).is_not(sa.true())
    return sa.not_(inside.each.select(_ONE).where(failure).exists())
