"""Conditions of a plan as SQL: first their shape and values, then, once for each shape, the expression."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import sqlalchemy as sa

from crudgen.plan.nodes import And, At, Compare, Condition, Holds, Inside, Links, Or, Path, Search
from crudgen.store import functions
from crudgen.store.expression import column, compared, render_condition, render_value, shape_of_expression
from crudgen.store.inside import render_inside, shape_inside
from crudgen.store.parameters import Parameters, Shape
from crudgen.store.rows import EachScope
from crudgen.store.scope import Guard, Scope
from crudgen.store.values import FOLDED, plain_compare, plain_links, plain_search

Expression: TypeAlias = sa.ColumnElement[bool]
Render: TypeAlias = Callable[[Any, Scope, Parameters], Expression]

ALL = And()
_ONE: sa.ColumnElement[int] = sa.literal_column("1")
_NOWHERE = sa.literal_column("0", sa.Integer())


def shape_of(condition: Condition, values: list[Any]) -> Shape:
    """Return all of the condition that is not a value; the values are appended to `values` in their order."""
    return _SHAPES[type(condition)](condition, values)


def render(condition: Condition, scope: Scope, parameters: Parameters) -> Expression:
    """Return the condition as an expression whose parameters are those that `shape_of` collects, in the same order."""
    return _RENDERERS[type(condition)](condition, scope, parameters)


def render_answer(condition: Condition, scope: Scope, parameters: Parameters) -> Expression:
    """Return the condition as an expression that is false or null where the condition is; `render` may not tell these apart."""
    return _ANSWERS[type(condition)](condition, scope, parameters)


def render_later(condition: Condition, parameters: Parameters) -> Guard:
    """Return what renders the condition in a scope, as often as wanted, each time with the same of the statement's parameters."""
    values: list[Any] = []
    shape_of(condition, values)
    first = parameters.skip(len(values))
    return lambda scope: render(condition, scope, Parameters(first))


def _shape_compare(condition: Compare, values: list[Any]) -> Shape:
    leaf = plain_compare(condition)
    values.extend(leaf.values)
    return (leaf.variant, condition.path.name)


def _shape_links(condition: Links, values: list[Any]) -> Shape:
    leaf = plain_links(condition)
    values.extend(leaf.values)
    where = shape_of(condition.where, values) if leaf.variant != "never" else None
    return (leaf.variant, condition.relation.source, condition.relation.name, where)


def _shape_search(condition: Search, values: list[Any]) -> Shape:
    values.extend(plain_search(condition).values)
    return ("search", *(path.name for path in condition.paths))


def _shape_parts(condition: And | Or, values: list[Any]) -> Shape:
    return (type(condition), *[shape_of(part, values) for part in condition.parts])


def _shape_holds(condition: Holds, values: list[Any]) -> Shape:
    rows = tuple([(path, shape_of(where, values)) for path, where in condition.rows.items()])
    return (Holds, rows, shape_of_expression(condition.expression, values, condition.context, condition.now))


def _shape_at(condition: At, values: list[Any]) -> Shape:
    return (At, tuple([step.name for step in condition.steps]), shape_of(condition.condition, values))


_SHAPES: dict[type, Callable[[Any, list[Any]], Shape]] = {
    Compare: _shape_compare,
    Links: _shape_links,
    Search: _shape_search,
    Inside: shape_inside,
    Holds: _shape_holds,
    At: _shape_at,
    And: _shape_parts,
    Or: _shape_parts,
}


def _render_compare(condition: Compare, scope: Scope, parameters: Parameters) -> Expression:
    leaf = plain_compare(condition)
    value = (compared if leaf.variant in FOLDED else column)(scope, condition.path)
    bound = [parameters.take(value.type, is_list=leaf.variant in ("in", "nin")) for _ in leaf.values]
    return COMPARISONS[leaf.variant](value, *bound)


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
    if leaf.variant == "never":
        return sa.false()
    linked = _linked if condition.where == ALL else _linked_where
    found = linked(condition, scope, parameters, has_keys=bool(leaf.values)).exists()
    return sa.not_(found) if leaf.variant == "unlinked" else found


def _linked(condition: Links, scope: Scope, parameters: Parameters, *, has_keys: bool) -> sa.Select[Any]:
    """Return the rows linked to a row of the scope; where links have a table of their own, they are its rows."""
    relation = condition.relation
    (own,) = scope.key()
    if relation.link is not None:
        table = scope.tables.link(relation).alias("_linked")
        near, far = table.c[relation.link.near], table.c[relation.link.far]
    else:
        target = scope.catalog.entities[relation.target]
        table = scope.tables[target.name].alias("_linked")
        near, far = table.c[relation.column], table.c[target.key_fields[0].column]
    rows = sa.select(_ONE).select_from(table).where(near == own).correlate(scope.table)
    return rows.where(far.in_(parameters.take(far.type, is_list=True))) if has_keys else rows


def _linked_where(condition: Links, scope: Scope, parameters: Parameters, *, has_keys: bool) -> sa.Select[Any]:
    """Return those linked records for which the condition's own one holds."""
    each = EachScope(scope, (condition.relation,))
    far = each.key()[0]
    keys = [far.in_(parameters.take(far.type, is_list=True))] if has_keys else []
    where = render(condition.where, each, parameters)  # before the subquery is made: it tells which tables that reads
    return each.select(_ONE).where(*keys, where)


def _render_search(condition: Search, scope: Scope, parameters: Parameters) -> Expression:
    text = parameters.take(sa.String())
    return sa.or_(*[_found(path, scope, text) for path in condition.paths]) if condition.paths else sa.false()


def _found(path: Path, scope: Scope, text: sa.BindParameter[Any]) -> Expression:
    return functions.position(functions.fold(column(scope, path)), text) > _NOWHERE


def _render_inside(condition: Inside, scope: Scope, parameters: Parameters) -> Expression:
    return render_inside(condition, column(scope, condition.path), parameters)


def _render_at(condition: At, scope: Scope, parameters: Parameters, render: Render) -> Expression:
    there = scope.at(*condition.steps)
    return sa.and_(there.key()[0].is_not(None), render(condition.condition, there, parameters))


def _render_holds(condition: Holds, scope: Scope, parameters: Parameters, render: Callable[..., Expression]) -> Expression:
    guards = {path: render_later(where, parameters) for path, where in condition.rows.items()}
    return render(condition.expression, scope, parameters, guards)


def _nested(render: Render) -> dict[type, Render]:
    """Return the renderers of conditions that hold others, which are rendered the given way."""

    def parts(condition: And | Or, scope: Scope, parameters: Parameters) -> Iterator[Expression]:
        return (render(part, scope, parameters) for part in condition.parts)

    return {
        At: lambda condition, scope, parameters: _render_at(condition, scope, parameters, render),
        And: lambda condition, *rest: sa.and_(*parts(condition, *rest)) if condition.parts else sa.true(),
        Or: lambda condition, *rest: sa.or_(*parts(condition, *rest)) if condition.parts else sa.false(),
    }


_RENDERERS: dict[type, Render] = {
    Compare: _render_compare,
    Links: _render_links,
    Search: _render_search,
    Inside: _render_inside,
    Holds: lambda condition, scope, parameters: _render_holds(condition, scope, parameters, render_condition),
    **_nested(render),
}
_ANSWERS: dict[type, Render] = {
    **_RENDERERS,
    Holds: lambda condition, scope, parameters: _render_holds(condition, scope, parameters, render_value),
    **_nested(render_answer),
}

__all__ = ["ALL", "COMPARISONS", "Expression", "Parameters", "Shape", "render", "render_answer", "render_later", "shape_of"]
