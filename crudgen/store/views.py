"""The rows of views: a subquery of each statement that reads one, or the groups themselves where that is enough.

A database can narrow a subquery of groups by what is asked of it, but sorts it only when it has made every group. So a
statement that needs the view's own fields alone, as most lists do, is the query of the groups itself: sorted by the key, it
ends with its page.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause
from sqlalchemy.types import TypeEngine

from crudgen.model import Tables
from crudgen.model.columns import VERSION
from crudgen.model.expression.render import is_bound
from crudgen.plan.nodes import Path
from crudgen.schema.catalog import Entity, Field, View
from crudgen.schema.expression.groups import is_plain
from crudgen.schema.expression.tree import Expression, Typed, walk
from crudgen.schema.expression.values import give
from crudgen.store.expression import render_condition, render_field
from crudgen.store.parameters import Parameters
from crudgen.store.scope import Scope

T = TypeVar("T")


class NeedsRows(Exception):
    """A statement wants to join something to a group, which only rows can be joined to."""


class Query:
    """The query that a view is, made anew for each statement: its columns by name, and what they are taken from."""

    def __init__(self, tables: Tables, entity: Entity) -> None:
        self.view = _view(entity)
        formulas = tables.catalog.formulas
        self._scope = Scope(tables, tables.catalog.entities[self.view.source])
        self._expressions = {field.name: formulas.view_value(self.view, field) for field in entity.fields.values()}
        made = [column for field in entity.fields.values() for column in self._render(field)]
        self.columns: dict[str, sa.Label[Any]] = {column.name: column for column in made}
        self.columns[VERSION] = sa.literal_column("0", sa.Integer()).label(VERSION)
        condition = formulas.view_filter(self.view)
        self._where = [] if condition is None else [render_condition(condition, self._scope, _Constants(condition.tree))]

    @property
    def source(self) -> FromClause:
        """Return what the rows are taken from."""
        return self._scope.source

    def select(self, columns: Sequence[sa.ColumnElement[Any]]) -> sa.Select[Any]:
        """Return the query of some columns."""
        names = [*self.columns]
        keys = [self._key(name, names.index(name) + 1) for name in self.view.group]
        return sa.select(*columns).select_from(self.source).where(*self._where).group_by(*keys)

    def _key(self, name: str, place: int) -> sa.ColumnElement[Any]:
        """Return what is grouped by: the column itself; where it holds constants, its place, since no database takes them for the same."""
        plain = is_plain(self._expressions[name].tree)
        return self.columns[name].element if plain else sa.literal_column(str(place))

    def _render(self, field: Field) -> list[sa.Label[Any]]:
        expression = self._expressions[field.name]
        made = render_field(expression, field, self._scope, _Constants(expression.tree)).label(field.column)
        return [made, self._fold(expression, field)] if field.folded_column else [made]

    def _fold(self, expression: Expression, field: Field) -> sa.Label[Any]:
        place = expression.tree.value  # only a field by itself ignores case
        return self._scope.compared(Path(place.steps, place.field)).label(field.folded_column)


class GroupScope(Scope):
    """The groups of a view, in a statement of their own: conditions on them are its HAVING."""

    def __init__(self, tables: Tables, entity: Entity) -> None:
        self._query = Query(tables, entity)
        super().__init__(tables, entity, cast(FromClause, SimpleNamespace(c=self._query.columns)))

    def rows(self, columns: Sequence[sa.ColumnElement[Any]], where: Sequence[sa.ColumnElement[bool]]) -> sa.Select[Any]:
        """Return the columns of the groups for which the conditions hold."""
        return self._query.select(columns).having(*where)

    def _join(self, *_steps: Any) -> Any:
        raise NeedsRows


class _Constants(Parameters):
    """The constants of an expression of the schema, in their order: they are bound to the statement once and for all."""

    def __init__(self, tree: Typed) -> None:
        super().__init__()
        self._nodes = (node for node in walk(tree) if is_bound(node))

    def take(self, type_: TypeEngine[Any] | None, *, is_list: bool = False) -> sa.BindParameter[Any]:
        """Return the next constant."""
        node = next(self._nodes)
        if node.op == "clock":
            return sa.bindparam(None, callable_=_CLOCKS[node.value], type_=type_, unique=True)
        return sa.bindparam(None, give(node.value, node.type), type_=type_, unique=True, expanding=is_list)


_CLOCKS: dict[str, Callable[[], Any]] = {"now": lambda: dt.datetime.now(dt.UTC), "today": lambda: dt.datetime.now(dt.UTC).date()}


def render_over(tables: Tables, entity: Entity, render: Callable[[Scope], T]) -> T:
    """Return what is rendered over an entity: over the groups of a view where that can be done, else over rows."""
    if entity.view is None or not _has_plain_groups(tables, entity, entity.view):
        return render(Scope(tables, entity))
    try:
        return render(GroupScope(tables, entity))
    except NeedsRows:
        return render(Scope(tables, entity))


def _has_plain_groups(tables: Tables, entity: Entity, view: View) -> bool:
    formulas = tables.catalog.formulas
    return bool(view.group) and all(is_plain(formulas.view_value(view, entity.fields[name]).tree) for name in view.group)


def select_view(tables: Tables, entity: Entity) -> FromClause:
    """Return the rows of a view as a subquery whose columns are called as those of a table would be."""
    query = Query(tables, entity)
    return query.select([*query.columns.values()]).subquery(entity.name)


def _view(entity: Entity) -> View:
    assert entity.view is not None  # noqa: S101 -- asked for views alone
    return entity.view
