"""Reads as statements: from the shape of a plan to a `select` with bound parameters, and the places of its columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from crudgen.model import Tables
from crudgen.model.columns import VERSION
from crudgen.plan.nodes import Condition, Expand, Mask, Order, Path, Read
from crudgen.schema.catalog import Entity, Field
from crudgen.schema.types import MASK
from crudgen.store.conditions import Parameters, Shape, render, render_answer, shape_of
from crudgen.store.derived import begin_read
from crudgen.store.expression import column, compared, selected
from crudgen.store.ordering import after_values, render_after, render_order
from crudgen.store.scope import Scope
from crudgen.store.views import Open, render_over

LIMIT, OFFSET, CAP = "limit", "offset", "cap"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a row: the fields first, in order, so that a zip with their names makes the values."""

    names: tuple[str, ...]
    key: tuple[int, ...]
    version: int
    references: dict[str, int]  # of the to-one relations to expand, by name
    after: tuple[int, ...]  # of the sort keys
    masks: tuple[tuple[int, frozenset[str]], ...] = ()  # of what must be true, and the names that are answered only then
    asks: tuple[int, ...] = ()


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
        shape_masks(plan.masks, values) if plan.masks else (),
        tuple([_shape_ask(one, values) for one in plan.asks]) if plan.asks else (),
    )
    return shape, values


def shape_masks(masks: Sequence[Mask], values: list[Any]) -> Shape:
    """Return all of the masks that is not a value; the values are appended to `values`."""
    return tuple([(mask.names, shape_of(mask.where, values)) for mask in masks])


def _shape_ask(ask: Condition | Path, values: list[Any]) -> Shape:
    return (Path, ask.name) if isinstance(ask, Path) else shape_of(ask, values)


def render_read(plan: Read, tables: Tables) -> Statement:
    """Return the statement of a read. Its parameters: `p0`… as `shape_read` orders the values, `limit`, `offset`."""
    return render_over(plan.entity, tables, lambda open_scope: _render_read(plan, tables, open_scope))


def _render_read(plan: Read, tables: Tables, open_scope: Open) -> Statement:
    parameters = Parameters()
    scope, where = begin_read(plan, tables, parameters, open_scope)
    order = render_order(plan.order, scope)
    columns, layout = lay_out(scope, plan.fields, plan.expand, plan.order)
    if plan.after is not None:
        nulls = [key is None for key in after_values(plan.order, plan.after)]
        where.append(render_after(plan.order, nulls, scope, parameters))
    layout = add_masks(columns, layout, plan.masks, scope, parameters)
    layout = _add_asks(columns, layout, plan.asks, scope, parameters)
    select = scope.rows(columns.all, where).order_by(*order)
    if plan.limit is not None or plan.offset:
        select = select.limit(sa.bindparam(LIMIT, type_=sa.Integer()))
    if plan.offset:
        select = select.offset(sa.bindparam(OFFSET, type_=sa.Integer()))
    return Statement(select, layout)


class Columns:
    """The columns of a row; what is asked for twice is selected once."""

    def __init__(self) -> None:
        self.all: list[sa.ColumnElement[Any]] = []
        self._places: dict[int, int] = {}

    def place(self, column: sa.ColumnElement[Any]) -> int:
        """Return where a column stands, from now on if it has not stood anywhere."""
        if id(column) not in self._places:
            self._places[id(column)] = len(self.all)
            self.all.append(column)
        return self._places[id(column)]


def lay_out(scope: Scope, fields: Sequence[Field], expand: Sequence[Expand], order: Sequence[Order] = ()) -> tuple[Columns, Layout]:
    """Return the columns of a row and where each stands."""
    columns = Columns()
    for field in fields:
        columns.place(shown_column(scope, field))
    return columns, Layout(
        names=tuple(str(field.name) for field in fields),
        key=tuple(columns.place(column) for column in scope.key()),
        version=columns.place(scope.table.c[VERSION]),
        references={one.relation.name: columns.place(scope.table.c[one.relation.column]) for one in expand if not one.relation.many},
        after=tuple(columns.place(_select(scope, one.path, compared)) for one in order),
    )


def _select(scope: Scope, path: Path, read: Callable[[Scope, Path], sa.ColumnElement[Any]] = column) -> sa.ColumnElement[Any]:
    """Return a value as it is selected; a computed one by its name, so that it is selected once."""
    return selected(scope, path) if path.field.computed else read(scope, path)


def shown_column(scope: Scope, field: Field) -> sa.ColumnElement[Any]:
    """Return what a record shows of a field: its value, or of a secret the mask, so that not even what is at rest is ever read."""
    value = _select(scope, Path((), field))
    return sa.case((value.is_not(None), sa.literal(MASK, sa.String()))) if field.type == "secret" else value


def add_masks(columns: Columns, layout: Layout, masks: Sequence[Mask], scope: Scope, parameters: Parameters) -> Layout:
    """Add a column for each mask, and return the layout with their places."""
    holds = [render(mask.where, scope, parameters).label(f"mask{number}") for number, mask in enumerate(masks, 1)]
    return replace(layout, masks=tuple((columns.place(one), mask.names) for one, mask in zip(holds, masks, strict=True)))


def _add_asks(columns: Columns, layout: Layout, asks: Sequence[Condition | Path], scope: Scope, parameters: Parameters) -> Layout:
    return replace(layout, asks=tuple(columns.place(_render_ask(ask, scope, parameters)) for ask in asks))


def _render_ask(ask: Condition | Path, scope: Scope, parameters: Parameters) -> sa.ColumnElement[Any]:
    return _select(scope, ask) if isinstance(ask, Path) else render_answer(ask, scope, parameters).label(None)


def render_count(where: Condition, entity: Entity, tables: Tables, *, is_capped: bool) -> sa.Select[Any]:
    """Return the statement that counts; capped, it stops at `cap` rows, however many there are."""
    return render_over(entity, tables, lambda open_scope: _render_count(where, open_scope(tables, entity), is_capped=is_capped))


def _render_count(where: Condition, scope: Scope, *, is_capped: bool) -> sa.Select[Any]:
    condition = render(where, scope, Parameters())
    if not is_capped and scope.entity.view is None:
        return sa.select(sa.func.count()).select_from(scope.source).where(condition)
    some = scope.rows([sa.literal_column("1").label("one")], [condition])
    if is_capped:
        some = some.limit(sa.bindparam(CAP, type_=sa.Integer()))
    return sa.select(sa.func.count()).select_from(some.subquery("some"))
