"""The rows of views: a subquery of each statement that reads one, or the groups themselves where that is enough.

A database can narrow a subquery of groups by what is asked of it, but sorts it only when it has made every group. So a
statement that needs the view's own fields alone, as most lists do, is the query of the groups itself: sorted by the key, it
ends with its page.
"""

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any, TypeAlias, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from crudgen.model import Tables
from crudgen.model.columns import VERSION
from crudgen.plan.nodes import Path
from crudgen.schema.catalog import Entity, Field, View
from crudgen.schema.expression.groups import is_plain
from crudgen.schema.expression.tree import Expression
from crudgen.store.expression import render_field, render_filter
from crudgen.store.scope import Scope

T = TypeVar("T")
Open: TypeAlias = Callable[[Tables, Entity], Scope]
"""What makes the scope of an entity's rows."""

ROWS = "_view"
"""What the subquery is called; no table has such a name."""


class NeedsRows(Exception):
    """A statement wants to join something to a group, which only rows can be joined to."""


class Query:
    """The query that a view is, made anew for each statement: its columns by name, and the scope that they are taken from."""

    def __init__(self, tables: Tables, entity: Entity) -> None:
        self.view = _view(entity)
        formulas = tables.catalog.formulas
        self.scope = Scope(tables, tables.catalog.entities[self.view.source])
        self._expressions = {field.name: formulas.view_value(self.view, field) for field in entity.fields.values()}
        made = [column for field in entity.fields.values() for column in self._render(field)]
        self.columns: dict[str, sa.Label[Any]] = {column.name: column for column in made}
        self.columns[VERSION] = sa.literal_column("0", sa.Integer()).label(VERSION)
        condition = formulas.view_filter(self.view)
        self._where = [] if condition is None else [render_filter(condition, self.scope)]

    def select(self, columns: Sequence[sa.ColumnElement[Any]]) -> sa.Select[Any]:
        """Return the query of some columns."""
        keys = [self._key(name) for name in self.view.group]
        return self.scope.rows(columns, self._where).group_by(*keys)

    def _key(self, name: str) -> sa.ColumnElement[Any]:
        """Return what is grouped by: the column itself; where it holds constants, its place, since no database takes them for the same."""
        if is_plain(self._expressions[name].tree):
            return self.columns[name].element
        return sa.literal_column(str([*self.columns].index(name) + 1))

    def _render(self, field: Field) -> list[sa.Label[Any]]:
        expression = self._expressions[field.name]
        made = render_field(expression, field, self.scope).label(field.column)
        return [made, self._fold(expression, field)] if field.folded_column else [made]

    def _fold(self, expression: Expression, field: Field) -> sa.Label[Any]:
        place = expression.tree.value  # only a field by itself ignores case
        return self.scope.compared(Path(place.steps, place.field)).label(field.folded_column)


class GroupScope(Scope):
    """The groups of a view, in a statement of their own: conditions on them are its HAVING."""

    def __init__(self, tables: Tables, entity: Entity) -> None:
        self._query = Query(tables, entity)
        super().__init__(tables, entity, cast(FromClause, SimpleNamespace(c=self._query.columns)), self._query.scope.froms)

    def rows(self, columns: Sequence[sa.ColumnElement[Any]], where: Sequence[sa.ColumnElement[bool]]) -> sa.Select[Any]:
        """Return the columns of the groups for which the conditions hold."""
        return self._query.select(columns).having(*where)

    def _join(self, _step: Any) -> Scope:
        raise NeedsRows


def render_over(entity: Entity, tables: Tables, render: Callable[[Open], T]) -> T:
    """Return what is rendered over an entity: over the groups of a view where that can be done, else over rows."""
    if entity.view is None or not _has_plain_groups(tables, entity, entity.view):
        return render(Scope)
    try:
        return render(GroupScope)
    except NeedsRows:
        return render(Scope)


def _has_plain_groups(tables: Tables, entity: Entity, view: View) -> bool:
    formulas = tables.catalog.formulas
    return bool(view.group) and all(is_plain(formulas.view_value(view, entity.fields[name]).tree) for name in view.group)


def select_view(tables: Tables, entity: Entity) -> FromClause:
    """Return the rows of a view as a subquery whose columns are called as those of a table would be."""
    query = Query(tables, entity)
    return query.select([*query.columns.values()]).subquery(ROWS)


def _view(entity: Entity) -> View:
    assert entity.view is not None  # noqa: S101 -- asked for views alone
    return entity.view
