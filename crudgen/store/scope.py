"""Where a statement gets its columns: the entity's table, and a LEFT JOIN for each to-one relation on the way of some path."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from crudgen.model import Tables
from crudgen.plan.nodes import Path
from crudgen.schema.catalog import Entity, Relation


class Scope:
    """The tables of one statement; asking for a path's column joins what leads to it, once for each prefix."""

    def __init__(self, tables: Tables, entity: Entity, table: FromClause | None = None) -> None:
        self.tables = tables
        self.catalog = tables.catalog
        self.entity = entity
        self.table: FromClause = _source(tables, entity) if table is None else table
        self.source: FromClause = self.table
        self._joined: dict[tuple[str, ...], FromClause] = {}

    def rows(self, columns: Sequence[sa.ColumnElement[Any]], where: Sequence[sa.ColumnElement[bool]]) -> sa.Select[Any]:
        """Return the statement of the rows for which the conditions hold; to be called when every column has been asked for."""
        return sa.select(*columns).select_from(self.source).where(*where)

    def column(self, path: Path) -> sa.ColumnElement[Any]:
        """Return the column at the end of a path."""
        steps, name = self._shorten(path)
        return self._table_at(steps).c[name]

    def compared(self, path: Path) -> sa.ColumnElement[Any]:
        """Return the column by which the end of a path is compared and sorted: of a `ci` field the folded text."""
        if not path.field.folded_column:
            return self.column(path)
        return self._table_at(path.steps).c[path.field.folded_column]

    def is_nullable(self, path: Path) -> bool:
        """Tell whether the path may lead to NULL."""
        return not path.field.required or not all(self._is_required(step) for step in path.steps)

    def key(self) -> list[sa.ColumnElement[Any]]:
        """Return the key's columns."""
        return [self.table.c[field.column] for field in self.entity.key_fields]

    def _is_required(self, step: Relation) -> bool:
        field = self.catalog.entities[step.source].fields[step.field]
        return field.required or field.is_key

    def _shorten(self, path: Path) -> tuple[tuple[Relation, ...], str]:
        """Leave out the last step where it leads to the key that the reference's own column holds."""
        if path.steps and path.field.is_key and len(self.catalog.entities[path.steps[-1].target].key) == 1:
            return path.steps[:-1], path.steps[-1].column
        return path.steps, path.field.column

    def _table_at(self, steps: tuple[Relation, ...]) -> FromClause:
        if not steps:
            return self.table
        prefix = tuple(step.name for step in steps)
        table = self._joined.get(prefix)
        return self._join(steps, prefix) if table is None else table

    def _join(self, steps: tuple[Relation, ...], prefix: tuple[str, ...]) -> FromClause:
        origin = self._table_at(steps[:-1])
        step = steps[-1]
        target = self.catalog.entities[step.target]
        table = self.tables[target.name].alias(f"r{len(self._joined) + 1}")
        on = table.c[target.key_fields[0].column] == origin.c[step.column]
        self.source = self.source.outerjoin(table, on)
        self._joined[prefix] = table
        return table


def _source(tables: Tables, entity: Entity) -> FromClause:
    """Return where an entity's rows are: in its table, or in the query that a view is."""
    if entity.view is None:
        return tables[entity.name]
    from crudgen.store.views import select_view  # above this module: the rows of a view are taken from another scope

    return select_view(tables, entity)
