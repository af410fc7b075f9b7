"""The rows that a path to many records leads to, as a subquery correlated with the row that the path begins at."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from crudgen.plan.nodes import Path
from crudgen.schema.catalog import Relation
from crudgen.store.scope import Scope


class EachScope(Scope):
    """The tables of the subquery: those of the path's steps, joined, and what a path from its last one needs.

    Its own tables have aliases, since the statement around it may read the same ones.
    """

    def __init__(self, outer: Scope, steps: tuple[Relation, ...]) -> None:
        super().__init__(outer.tables, outer.catalog.entities[steps[-1].target])
        first = next(place for place, step in enumerate(steps) if step.many)
        origin = outer.column(Path(steps[:first], outer.catalog.entities[steps[first].source].key_fields[0]))
        self.own: list[FromClause] = []
        self._on = self._begin(steps[first], origin)
        for step in steps[first + 1 :]:
            self._follow(step)

    def select(self, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
        """Return the subquery; to be called when every column of it has been asked for."""
        return sa.select(*columns).select_from(self.source).where(self._on).correlate_except(*self.own)

    def _alias(self, table: FromClause) -> FromClause:
        alias = table.alias(f"each{len(self.own) + 1}")
        self.own.append(alias)
        return alias

    def _target(self, step: Relation) -> FromClause:
        return self._alias(self.tables[step.target])

    def _begin(self, step: Relation, origin: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        """Read the rows of the first step to many; return what ties them to the row outside."""
        if step.link is None:
            self.table = self.source = self._target(step)
            return self.table.c[step.column] == origin
        self.source = self._alias(self.tables.link(step))
        near = self.source.c[step.link.near]
        self._join_far(step, self.source)
        return near == origin

    def _follow(self, step: Relation) -> None:
        """Go on from each row over one step more."""
        before = self.table
        if not step.many:
            self.table = self._target(step)
            on = self.table.c[self._key_column(step.target)] == before.c[step.column]
            self.source = self.source.join(self.table, on)
        elif step.link is None:
            self.table = self._target(step)
            on = self.table.c[step.column] == before.c[self._key_column(step.source)]
            self.source = self.source.join(self.table, on)
        else:
            link = self._alias(self.tables.link(step))
            self.source = self.source.join(link, link.c[step.link.near] == before.c[self._key_column(step.source)])
            self._join_far(step, link)

    def _join_far(self, step: Relation, link: FromClause) -> None:
        assert step.link is not None  # noqa: S101 -- asked for such steps
        self.table = self._target(step)
        self.source = self.source.join(self.table, self.table.c[self._key_column(step.target)] == link.c[step.link.far])

    def _key_column(self, entity: str) -> str:
        return self.catalog.entities[entity].key_fields[0].column

    def _join(self, steps: tuple[Relation, ...], prefix: tuple[str, ...]) -> FromClause:
        origin = self._table_at(steps[:-1])
        step = steps[-1]
        table = self._target(step)
        self.source = self.source.outerjoin(table, table.c[self._key_column(step.target)] == origin.c[step.column])
        self._joined[prefix] = table
        return table
