"""Reads as statements: from the shape of a plan to a `select` with bound parameters, and the places of its columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from crudgen.model import Tables
from crudgen.model.columns import VERSION
from crudgen.plan.nodes import And, Condition, Expand, Order, Read
from crudgen.schema.catalog import Entity, Field
from crudgen.store.conditions import Parameters, Shape, render, shape_of
from crudgen.store.ordering import after_values, render_after, render_order
from crudgen.store.scope import Scope
from crudgen.store.views import render_over

_ALL = And()
LIMIT, OFFSET, CAP = "limit", "offset", "cap"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a row: the fields first, in order, so that a zip with their names makes the values."""

    names: tuple[str, ...]
    key: tuple[int, ...]
    version: int
    references: dict[str, int]  # of the to-one relations to expand, by name
    after: tuple[int, ...]  # of the sort keys


@dataclass(frozen=True, slots=True)
class Statement:
    """A read ready to run, as often as there are values: the select, and the layout of its rows."""

    select: sa.Select[Any]
    layout: Layout


def shape_read(plan: Read) -> tuple[Shape, list[Any]]:
    """Return what makes two reads share a statement, and the values to bind. Raises Outside where a cursor fits no row."""
    values: list[Any] = []
    where = shape_of(plan.where, values)
    after = None
    if plan.after is not None:
        keys = after_values(plan.order, plan.after)
        values.extend([key for key in keys if key is not None])
        after = tuple([key is None for key in keys])
    shape = (
        plan.entity.name,
        tuple([field.name for field in plan.fields]),
        where,
        tuple([(one.path.name, one.descending) for one in plan.order]),
        after,
        plan.limit is not None,
        bool(plan.offset),
        tuple([one.relation.name for one in plan.expand]),
    )
    return shape, values


def render_read(plan: Read, tables: Tables) -> Statement:
    """Return the statement of a read. Its parameters: `p0`… as `shape_read` orders the values, `limit`, `offset`."""
    return render_over(tables, plan.entity, lambda scope: _render_read(plan, scope))


def _render_read(plan: Read, scope: Scope) -> Statement:
    parameters = Parameters()
    where = [] if plan.where == _ALL else [render(plan.where, scope, parameters)]
    order = render_order(plan.order, scope)
    columns, layout = lay_out(scope, plan.fields, plan.expand, plan.order)
    if plan.after is not None:
        nulls = [key is None for key in after_values(plan.order, plan.after)]
        where.append(render_after(plan.order, nulls, scope, parameters))
    select = scope.rows(columns, where).order_by(*order)
    if plan.limit is not None or plan.offset:
        select = select.limit(sa.bindparam(LIMIT, type_=sa.Integer()))
    if plan.offset:
        select = select.offset(sa.bindparam(OFFSET, type_=sa.Integer()))
    return Statement(select, layout)


def lay_out(
    scope: Scope, fields: Sequence[Field], expand: Sequence[Expand], order: Sequence[Order] = ()
) -> tuple[list[sa.ColumnElement[Any]], Layout]:
    """Return the columns of a row and where each stands; what is asked for twice is selected once."""
    columns: list[sa.ColumnElement[Any]] = [scope.table.c[field.column] for field in fields]
    places = {id(column): place for place, column in enumerate(columns)}

    def place_of(column: sa.ColumnElement[Any]) -> int:
        if id(column) not in places:
            places[id(column)] = len(columns)
            columns.append(column)
        return places[id(column)]

    return columns, Layout(
        names=tuple(str(field.name) for field in fields),
        key=tuple(place_of(column) for column in scope.key()),
        version=place_of(scope.table.c[VERSION]),
        references={one.relation.name: place_of(scope.table.c[one.relation.column]) for one in expand if not one.relation.many},
        after=tuple(place_of(scope.compared(one.path)) for one in order),
    )


def render_count(where: Condition, entity: Entity, tables: Tables, *, is_capped: bool) -> sa.Select[Any]:
    """Return the statement that counts; capped, it stops at `cap` rows, however many there are."""
    return render_over(tables, entity, lambda scope: _render_count(where, scope, is_capped=is_capped))


def _render_count(where: Condition, scope: Scope, *, is_capped: bool) -> sa.Select[Any]:
    condition = render(where, scope, Parameters())
    if not is_capped and scope.entity.view is None:
        return sa.select(sa.func.count()).select_from(scope.source).where(condition)
    some = scope.rows([sa.literal_column("1").label("one")], [condition])
    if is_capped:
        some = some.limit(sa.bindparam(CAP, type_=sa.Integer()))
    return sa.select(sa.func.count()).select_from(some.subquery("some"))
