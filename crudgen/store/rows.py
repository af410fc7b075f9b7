"""The rows that a path to many records leads to, as a subquery correlated with the row that the path begins at."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.selectable import FromClause

from crudgen.plan.nodes import Path
from crudgen.schema.catalog import Relation
from crudgen.store.scope import UNGUARDED, Froms, Guards, Scope


class EachScope(Scope):
    """The tables of the subquery: those of the path's steps, joined, and what a path from its last one needs.

    Its own tables have aliases, since the statement around it may read the same ones. Rows count only where every guard on
    the way to them holds.
    """

    def __init__(self, outer: Scope, steps: tuple[Relation, ...], guards: Guards = UNGUARDED) -> None:
        first = next(place for place, step in enumerate(steps) if step.many)
        names = [".".join(step.name for step in steps[: place + 1]) for place in range(len(steps))]
        self._where = [guards[name](outer.at(*steps[: place + 1])) for place, name in enumerate(names[:first]) if name in guards]
        origin = outer.column(Path(steps[:first], outer.catalog.entities[steps[first].source].key_fields[0]))
        froms = Froms(outer.froms.depth + 1)
        table: FromClause = outer.table
        for step, name in zip(steps[first:], names[first:], strict=True):
            near = origin if froms.clause is None else table.c[_key_column(outer, step.source) if step.many else step.column]
            table = self._follow(outer, step, near, froms)
            if name in guards:
                self._where.append(guards[name](Scope(outer.tables, outer.catalog.entities[step.target], table, froms)))
        super().__init__(outer.tables, outer.catalog.entities[steps[-1].target], table, froms)
        self.guards, self.name = guards, names[-1]

    def select(self, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
        """Return the subquery; to be called when every column of it has been asked for."""
        return sa.select(*columns).select_from(self.source).where(*self._where).correlate_except(*self.froms.aliases)

    def _follow(self, outer: Scope, step: Relation, near: sa.ColumnElement[Any], froms: Froms) -> FromClause:
        """Go over one step more from what `near` says, and return the table where it leads."""
        if step.link is not None:
            link = froms.alias(outer.tables.link(step))
            near = self._add(link, link.c[step.link.near], near, froms).c[step.link.far]
        table = froms.alias(outer.tables[step.target])
        is_child = step.many and step.link is None
        column = step.column if is_child else _key_column(outer, step.target)
        return self._add(table, table.c[column], near, froms)

    def _add(self, table: FromClause, column: sa.ColumnElement[Any], near: sa.ColumnElement[Any], froms: Froms) -> FromClause:
        """Read a table where its column is `near`: joined to what is read already, else tied to the row outside."""
        if froms.clause is None:
            froms.clause = table
            self._where.append(column == near)
        else:
            froms.join(table, column == near)
        return table


def _key_column(scope: Scope, entity: str) -> str:
    return scope.catalog.entities[entity].key_fields[0].column
