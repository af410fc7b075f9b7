"""Conditions of a plan as SQL: first their shape and values, then, once for each shape, the expression."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import sqlalchemy as sa

from crudgen.plan.nodes import And, Compare, Condition, Holds, Inside, Links, Or, Path, Search
from crudgen.store import functions
from crudgen.store.expression import render_condition, shape_of_expression
from crudgen.store.inside import render_inside, shape_inside
from crudgen.store.parameters import Parameters, Shape, parameter_name
from crudgen.store.scope import Scope
from crudgen.store.values import FOLDED, plain_compare, plain_links, plain_search

Expression: TypeAlias = sa.ColumnElement[bool]

_NOWHERE = sa.literal_column("0", sa.Integer())


def shape_of(condition: Condition, values: list[Any]) -> Shape:
    """Return all of the condition that is not a value; the values are appended to `values` in their order."""
    return _SHAPES[type(condition)](condition, values)


def render(condition: Condition, scope: Scope, parameters: Parameters) -> Expression:
    """Return the condition as an expression whose parameters are those that `shape_of` collects, in the same order."""
    return _RENDERERS[type(condition)](condition, scope, parameters)


def _shape_compare(condition: Compare, values: list[Any]) -> Shape:
    leaf = plain_compare(condition)
    values.extend(leaf.values)
    return (leaf.variant, condition.path.name)


def _shape_links(condition: Links, values: list[Any]) -> Shape:
    leaf = plain_links(condition)
    values.extend(leaf.values)
    return (leaf.variant, condition.relation.source, condition.relation.name)


def _shape_search(condition: Search, values: list[Any]) -> Shape:
    values.extend(plain_search(condition).values)
    return ("search", *(path.name for path in condition.paths))


def _shape_parts(condition: And | Or, values: list[Any]) -> Shape:
    return (type(condition), *[shape_of(part, values) for part in condition.parts])


def _shape_holds(condition: Holds, values: list[Any]) -> Shape:
    return (Holds, shape_of_expression(condition.expression, values, {}, condition.now))


_SHAPES: dict[type, Callable[[Any, list[Any]], Shape]] = {
    Compare: _shape_compare,
    Links: _shape_links,
    Search: _shape_search,
    Inside: shape_inside,
    Holds: _shape_holds,
    And: _shape_parts,
    Or: _shape_parts,
}


def _render_compare(condition: Compare, scope: Scope, parameters: Parameters) -> Expression:
    leaf = plain_compare(condition)
    column = scope.compared(condition.path) if leaf.variant in FOLDED else scope.column(condition.path)
    bound = [parameters.take(column.type, is_list=leaf.variant in ("in", "nin")) for _ in leaf.values]
    return COMPARISONS[leaf.variant](column, *bound)


COMPARISONS: dict[str, Callable[..., Expression]] = {
    "eq": lambda column, value: column == value,
    "ne": lambda column, value: column != value,
    "lt": lambda column, value: column < value,
    "lte": lambda column, value: column <= value,
    "gt": lambda column, value: column > value,
    "gte": lambda column, value: column >= value,
    "in": lambda column, values: column.in_(values),
    "nin": lambda column, values: column.not_in(values),
    "between": lambda column, low, high: column.between(low, high),
    "contains": lambda column, text: functions.position(column, text) > _NOWHERE,
    "icontains": lambda column, text: functions.position(functions.fold(column), text) > _NOWHERE,
    "starts": lambda column, low, high: sa.and_(column >= low, column < high),
    "ends": lambda column, text: functions.tail(column, text) == text,
    "null": lambda column: column.is_(None),
    "not_null": lambda column: column.is_not(None),
    "never": lambda column: sa.false(),
}


def _render_links(condition: Links, scope: Scope, parameters: Parameters) -> Expression:
    leaf = plain_links(condition)
    linked, far = _linked(condition, scope)
    match leaf.variant:
        case "unlinked":
            return sa.not_(linked.exists())
        case "linked":
            return linked.exists()
        case "never":
            return sa.false()
        case _:
            return linked.where(far.in_(parameters.take(far.type, is_list=True))).exists()


def _linked(condition: Links, scope: Scope) -> tuple[sa.Select[Any], sa.ColumnElement[Any]]:
    """Return the rows linked to a row of the scope, and the column of the linked ids."""
    relation = condition.relation
    (own,) = scope.key()
    if relation.link is not None:
        table = scope.tables.link(relation).alias("linked")
        near, far = table.c[relation.link.near], table.c[relation.link.far]
    else:
        target = scope.catalog.entities[relation.target]
        table = scope.tables[target.name].alias("linked")
        near, far = table.c[relation.column], table.c[target.key_fields[0].column]
    return sa.select(sa.literal_column("1")).select_from(table).where(near == own).correlate(scope.table), far


def _render_search(condition: Search, scope: Scope, parameters: Parameters) -> Expression:
    text = parameters.take(sa.String())
    return sa.or_(*[_found(path, scope, text) for path in condition.paths]) if condition.paths else sa.false()


def _found(path: Path, scope: Scope, text: sa.BindParameter[Any]) -> Expression:
    column = scope.column(path)
    return functions.position(functions.fold(column), text) > _NOWHERE


def _render_inside(condition: Inside, scope: Scope, parameters: Parameters) -> Expression:
    return render_inside(condition, scope.column(condition.path), parameters)


def _render_and(condition: And, scope: Scope, parameters: Parameters) -> Expression:
    return sa.and_(*_render_parts(condition, scope, parameters)) if condition.parts else sa.true()


def _render_or(condition: Or, scope: Scope, parameters: Parameters) -> Expression:
    return sa.or_(*_render_parts(condition, scope, parameters)) if condition.parts else sa.false()


def _render_parts(condition: And | Or, scope: Scope, parameters: Parameters) -> Iterator[Expression]:
    return (render(part, scope, parameters) for part in condition.parts)


_RENDERERS: dict[type, Callable[[Any, Scope, Parameters], Expression]] = {
    Compare: _render_compare,
    Links: _render_links,
    Search: _render_search,
    Inside: _render_inside,
    Holds: lambda condition, scope, parameters: render_condition(condition.expression, scope, parameters),
    And: _render_and,
    Or: _render_or,
}

__all__ = ["COMPARISONS", "Expression", "Parameters", "Shape", "parameter_name", "render", "shape_of"]
