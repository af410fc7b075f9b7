"""Where a statement gets its columns: a table, and a LEFT JOIN for each to-one relation on the way of some path."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from crudgen.model import Tables
from crudgen.plan.nodes import Path
from crudgen.schema.catalog import Entity, Relation

Guard: TypeAlias = Callable[["Scope"], sa.ColumnElement[bool]]
"""A condition on the record of the scope that it is given."""
Guards: TypeAlias = Mapping[str, Guard]

UNGUARDED: Guards = MappingProxyType({})


class Froms:
    """The FROM clause of one SELECT, which grows while columns are asked for. `depth` counts the SELECTs around it."""

    def __init__(self, depth: int = 0, clause: FromClause | None = None) -> None:
        self.depth = depth
        self.clause = clause
        self.aliases: list[FromClause] = []
        self.labels = 0

    def alias(self, table: FromClause) -> FromClause:
        """Return the table by a name that no SELECT around this one uses, nor an entity: its conditions reach out to theirs."""
        alias = table.alias(f"{self._prefix}{len(self.aliases) + 1}")
        self.aliases.append(alias)
        return alias

    def label(self) -> str:
        """Return another name for a computed column, one that no field has."""
        self.labels += 1
        return f"_value{self.labels}"

    @property
    def _prefix(self) -> str:
        return ("_r", "_each")[self.depth] if self.depth <= 1 else f"_each{self.depth}_"

    def join(self, table: FromClause, on: sa.ColumnElement[bool], *, is_outer: bool = False) -> None:
        """Add a table."""
        assert self.clause is not None  # noqa: S101 -- nothing is joined to nothing
        self.clause = self.clause.join(table, on, isouter=is_outer)


class Scope:
    """A table of a statement; to-one steps lead to further scopes, each joined when it is first asked for.

    `guards` are conditions on the records that steps lead to, by dotted path from where they begin, this scope being at
    `name` of it: where one does not hold, there is no record. `may_miss` tells that there may be no record here either.
    """

    def __init__(self, tables: Tables, entity: Entity, table: FromClause | None = None, froms: Froms | None = None) -> None:
        self.tables = tables
        self.catalog = tables.catalog
        self.entity = entity
        self.table: FromClause = _source(tables, entity) if table is None else table
        self.froms = froms or Froms(clause=self.table)
        self.guards, self.name, self.may_miss = UNGUARDED, "", False
        self.labels: dict[str, sa.Label[Any]] = {}  # of computed fields
        self._steps: dict[str, Scope] = {}

    @property
    def source(self) -> FromClause:
        """Return the FROM clause, which is complete when every column has been asked for."""
        assert self.froms.clause is not None  # noqa: S101 -- it begins with some table
        return self.froms.clause

    def at(self, *steps: Relation) -> "Scope":
        """Return the scope that to-one steps lead to."""
        scope = self
        for step in steps:
            scope = scope._steps.get(step.name) or scope._join(step)
        return scope

    def rows(self, columns: Sequence[sa.ColumnElement[Any]], where: Sequence[sa.ColumnElement[bool]]) -> sa.Select[Any]:
        """Return the statement of the rows for which the conditions hold; to be called when every column has been asked for."""
        return sa.select(*columns).select_from(self.source).where(*where)

    def column(self, path: Path) -> sa.ColumnElement[Any]:
        """Return the column at the end of a path, which is stored."""
        steps, name = self._shorten(path)
        return self.at(*steps).table.c[name]

    def compared(self, path: Path) -> sa.ColumnElement[Any]:
        """Return the column by which the end of a path is compared and sorted: of a `ci` field the folded text."""
        if not path.field.folded_column:
            return self.column(path)
        return self.at(*path.steps).table.c[path.field.folded_column]

    def is_nullable(self, path: Path) -> bool:
        """Tell whether the path may lead to NULL."""
        is_certain = path.field.required and not path.field.computed
        return not is_certain or not all(self._is_required(step) for step in path.steps)

    def key(self) -> list[sa.ColumnElement[Any]]:
        """Return the key's columns."""
        return [self.table.c[field.column] for field in self.entity.key_fields]

    def _is_required(self, step: Relation) -> bool:
        return self.catalog.entities[step.source].fields[step.field].required

    def _shorten(self, path: Path) -> tuple[tuple[Relation, ...], str]:
        """Leave out the last step where it leads to the key that the reference's own column holds."""
        if path.steps and path.field.is_key and len(self.catalog.entities[path.steps[-1].target].key) == 1:
            return path.steps[:-1], path.steps[-1].column
        return path.steps, path.field.column

    def _join(self, step: Relation) -> "Scope":
        entity = self.catalog.entities[step.target]
        made = Scope(self.tables, entity, self.froms.alias(self.tables[entity.name]), self.froms)
        made.guards, made.name = self.guards, f"{self.name}.{step.name}"
        guard = self.guards.get(made.name)
        made.may_miss = self.may_miss or guard is not None or not self._is_required(step)
        on = made.key()[0] == self.table.c[step.column]
        self.froms.join(made.table, on if guard is None else sa.and_(on, _guarded(made, guard)), is_outer=True)
        self._steps[step.name] = made
        return made


def _guarded(scope: Scope, guard: Guard) -> sa.ColumnElement[bool]:
    """Return the guard on a scope that is about to be joined: nothing can be joined to it yet."""
    alone = Scope(scope.tables, scope.entity, scope.table, Froms(scope.froms.depth + 1, scope.table))
    condition = guard(alone)
    if not alone.froms.aliases:
        return condition
    froms = Froms(scope.froms.depth + 1)
    froms.clause = froms.alias(scope.tables[scope.entity.name])
    again = Scope(scope.tables, scope.entity, froms.clause, froms)
    condition = sa.and_(again.key()[0] == scope.key()[0], guard(again))
    return sa.select(sa.literal_column("1")).select_from(again.source).where(condition).correlate_except(*froms.aliases).exists()


def _source(tables: Tables, entity: Entity) -> FromClause:
    """Return where an entity's rows are: in its table, or in the query that a view is."""
    if entity.view is None:
        return tables[entity.name]
    from crudgen.store.views import select_view  # above this module: the rows of a view are taken from another scope

    return select_view(tables, entity)
