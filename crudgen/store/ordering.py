"""The order of a list, and the condition that a cursor adds to it: NULLs last in both directions, enums as declared."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from crudgen.plan.nodes import Order
from crudgen.store import functions
from crudgen.store.conditions import Expression, Parameters
from crudgen.store.expression import compared, selected
from crudgen.store.scope import Scope
from crudgen.store.values import settle


def render_order(order: Sequence[Order], scope: Scope) -> list[sa.ColumnElement[Any]]:
    """Return the ORDER BY keys."""
    return [_render_key(one, scope) for one in order]


def _render_key(order: Order, scope: Scope) -> sa.ColumnElement[Any]:
    is_labelled = order.path.field.computed and not order.path.field.values
    key = selected(scope, order.path) if is_labelled else _sort_key(order, scope)
    if not _may_be_null(order, scope):
        return key.desc() if order.descending else key.asc()
    return functions.descending(key) if order.descending else functions.ascending(key)


def _sort_key(order: Order, scope: Scope) -> sa.ColumnElement[Any]:
    column = compared(scope, order.path)
    values = order.path.field.values
    if not values:
        return column
    ranks = {value.name: sa.literal_column(str(rank), sa.Integer()) for rank, value in enumerate(values)}
    return sa.case(ranks, value=column)  # what is no value of the enum, NULL too, has no rank and comes last


def _may_be_null(order: Order, scope: Scope) -> bool:
    return scope.is_nullable(order.path)


def after_values(order: Sequence[Order], after: Sequence[Any]) -> list[Any]:
    """Return a cursor's values as the sort keys compare: the rank of an enum's value, all others as they are.

    Raises Unfit where a value is none that its column can hold.
    """
    return [_key_value(one, value) for one, value in zip(order, after, strict=True)]


def _key_value(order: Order, value: Any) -> Any:
    values = order.path.field.values
    if not values:
        return settle(order.path.field, value, "exact")
    return next((rank for rank, one in enumerate(values) if one.name == value), None)


def render_after(order: Sequence[Order], nulls: Sequence[bool], scope: Scope, parameters: Parameters) -> Expression:
    """Return the condition that holds for the rows behind a cursor; `nulls` tells which of its values are NULL.

    A row is behind when at some key it is behind, and at all keys before that one it is equal.
    """
    keys = [_sort_key(one, scope) for one in order]
    bound = [None if is_null else parameters.take(key.type) for key, is_null in zip(keys, nulls, strict=True)]
    equal = [key.is_(None) if value is None else key == value for key, value in zip(keys, bound, strict=True)]
    ways = list(_ways(order, keys, bound, equal, scope))
    behind = sa.or_(*ways) if ways else sa.false()
    if len(order) > 1 and bound[0] is not None and not _may_be_null(order[0], scope):
        # Says nothing new, but lets an index on the first key begin at the cursor.
        return sa.and_(keys[0] <= bound[0] if order[0].descending else keys[0] >= bound[0], behind)
    return behind


def _ways(
    order: Sequence[Order],
    keys: Sequence[sa.ColumnElement[Any]],
    bound: Sequence[sa.BindParameter[Any] | None],
    equal: Sequence[Expression],
    scope: Scope,
) -> Iterator[Expression]:
    for index, (one, key, value) in enumerate(zip(order, keys, bound, strict=True)):
        if value is None:
            continue  # NULLs are last: nothing is behind them
        beyond = key < value if one.descending else key > value
        if _may_be_null(one, scope):
            beyond = sa.or_(beyond, key.is_(None))
        yield sa.and_(*equal[:index], beyond)
