"""Related records and lists of ids: one statement for each relation of each level, however many records there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.selectable import FromClause

from crudgen.model import Tables
from crudgen.plan.nodes import Expand, Record
from crudgen.schema.catalog import Entity, Relation
from crudgen.store.cache import Statements
from crudgen.store.chunks import Row, in_keys, run_in_chunks
from crudgen.store.render import Layout, Statement, lay_out
from crudgen.store.scope import Scope

MANY = 100
"""How many records of a to-many relation come along with each record."""


@dataclass(frozen=True, slots=True)
class Expander:
    """Reads what hangs on records that were read; `statements` is the store's cache."""

    tables: Tables
    statements: Statements[Statement]

    def attach_records(self, connection: Connection, records: list[Record], rows: Sequence[Row], layout: Layout, expand: Expand) -> None:
        """Put the records of `expand` into the records that `rows` became."""
        if expand.relation.many:
            self._attach_many(connection, records, expand)
        else:
            self._attach_one(connection, records, rows, layout.references[expand.relation.name], expand)

    def attach_links(self, connection: Connection, records: list[Record], relation: Relation) -> None:
        """Put the linked ids of a many-to-many relation, in their order, into the records."""
        assert relation.link is not None  # noqa: S101 -- only such relations are asked for
        lists: dict[Any, list[Any]] = {record.key[0]: [] for record in records}
        statement = self.statements.get(("links", relation.source, relation.name), lambda: render_links(relation, self.tables))
        for near, far in run_in_chunks(connection, statement.select, list(lists)):
            lists[near].append(far)
        for record in records:
            record.values[relation.name] = lists[record.key[0]]

    def _attach_one(self, connection: Connection, records: list[Record], rows: Sequence[Row], place: int, expand: Expand) -> None:
        name = expand.relation.name
        keys = {row[place]: None for row in rows if row[place] is not None}
        statement = self.statements.get(_shape("one", expand), lambda: render_one(expand, self.tables))
        found_rows = list(run_in_chunks(connection, statement.select, list(keys)))
        found = self._finish(connection, found_rows, statement.layout, expand)
        by_key = {record.key[0]: record for record in found}
        for record, row in zip(records, rows, strict=True):
            record.values[name] = by_key.get(row[place])

    def _attach_many(self, connection: Connection, records: list[Record], expand: Expand) -> None:
        name = expand.relation.name
        lists: dict[Any, list[Record]] = {record.key[0]: [] for record in records}
        is_single = len(lists) == 1
        shape = _shape("first" if is_single else "many", expand)
        statement = self.statements.get(shape, lambda: render_many(expand, self.tables, is_single=is_single))
        longer = set()
        kept: list[Row] = []
        for row in run_in_chunks(connection, statement.select, list(lists)):
            if row[-1] > MANY:
                longer.add(row[-2])
            else:
                kept.append(row)
        for row, record in zip(kept, self._finish(connection, kept, statement.layout, expand), strict=True):
            lists[row[-2]].append(record)
        for record in records:
            record.values[name] = lists[record.key[0]]
            if record.key[0] in longer:
                record.truncated = (*record.truncated, name)

    def _finish(self, connection: Connection, rows: list[Row], layout: Layout, expand: Expand) -> list[Record]:
        """Return the records of the rows, with all that is nested in them."""
        records = build_records(expand.entity, rows, layout)
        for nested in expand.expand if records else ():
            self.attach_records(connection, records, rows, layout, nested)
        return records


def build_records(entity: Entity, rows: Sequence[Row], layout: Layout) -> list[Record]:
    """Return the records that rows of this layout hold."""
    names, version = layout.names, layout.version
    if len(layout.key) == 1:
        (key,) = layout.key
        return [Record(entity, (row[key],), row[version], dict(zip(names, row, strict=False))) for row in rows]
    places = layout.key
    return [Record(entity, tuple([row[place] for place in places]), row[version], dict(zip(names, row, strict=False))) for row in rows]


def _shape(kind: str, expand: Expand) -> tuple[Any, ...]:
    relation = expand.relation
    nested = tuple([one.relation.name for one in expand.expand])
    return (kind, relation.source, relation.name, tuple([field.name for field in expand.fields]), nested)


def render_one(expand: Expand, tables: Tables) -> Statement:
    """Return the statement that reads records by their keys."""
    scope = Scope(tables, expand.entity)
    columns, layout = lay_out(scope, expand.fields, expand.expand)
    (key,) = scope.key()
    return Statement(sa.select(*columns).where(in_keys(key)), layout)


def render_many(expand: Expand, tables: Tables, *, is_single: bool = False) -> Statement:
    """Return the statement that reads the first of each record's related records, and one more where there are more.

    The last two columns of a row are the key of the record that it belongs to, and its number there from 1.
    For a single record the statement stops as soon as it has enough; for several each list is numbered through.
    """
    scope = Scope(tables, expand.entity)
    columns, layout = lay_out(scope, expand.fields, expand.expand)
    source, parent = _reach(expand.relation, scope)
    number = sa.func.row_number().over(partition_by=None if is_single else parent, order_by=scope.key())
    labelled = [column.label(f"c{place}") for place, column in enumerate(columns)]
    numbered = sa.select(*labelled, parent.label("parent"), number.label("number")).select_from(source).where(in_keys(parent))
    most = sa.literal_column(str(MANY + 1), sa.Integer())
    if is_single:
        return Statement(numbered.order_by(*scope.key()).limit(most), layout)
    rows = numbered.subquery("numbered")
    return Statement(sa.select(*rows.c).where(rows.c.number <= most).order_by(rows.c.parent, rows.c.number), layout)


def _reach(relation: Relation, scope: Scope) -> tuple[FromClause, sa.ColumnElement[Any]]:
    """Return where a to-many relation's records come from, and the column that says whose they are."""
    if relation.link is None:
        return scope.table, scope.table.c[relation.column]
    link = scope.tables.link(relation)
    (key,) = scope.key()
    return link.join(scope.table, link.c[relation.link.far] == key), link.c[relation.link.near]


def render_links(relation: Relation, tables: Tables) -> Statement:
    """Return the statement that reads pairs of ids."""
    assert relation.link is not None  # noqa: S101 -- only such relations are asked for
    link = tables.link(relation)
    near, far = link.c[relation.link.near], link.c[relation.link.far]
    layout = Layout((), (0,), 1, {}, ())
    return Statement(sa.select(near, far).where(in_keys(near)).order_by(near, far), layout)
