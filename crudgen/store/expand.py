"""Related records and lists of ids: one statement for each relation of each level, however many records there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from crudgen.model import Tables
from crudgen.plan.nodes import Expand, Linked, Record
from crudgen.schema.catalog import Entity, Relation
from crudgen.store.cache import Statements
from crudgen.store.chunks import Row, in_keys, run_in_chunks
from crudgen.store.conditions import ALL, Expression, render, shape_of
from crudgen.store.parameters import Parameters, Shape, name_values
from crudgen.store.render import Layout, Statement, add_masks, lay_out, shape_masks
from crudgen.store.scope import Froms, Scope

MANY = 100
"""How many records of a to-many relation come along with each record."""


@dataclass(frozen=True, slots=True)
class Expander:
    """Reads what hangs on records that were read; `statements` is the store's cache."""

    tables: Tables
    statements: Statements[Statement]

    def attach(
        self,
        connection: Connection,
        records: list[Record],
        rows: Sequence[Row],
        layout: Layout,
        links: Sequence[Linked],
        expand: Sequence[Expand],
    ) -> None:
        """Put lists of ids, and records with all that is nested in them, into the records that `rows` became."""
        for linked in links:
            shown, _ = _shown(linked.relation.name, records, rows, layout)
            self._attach_links(connection, shown, linked)
        for one in expand:
            name = one.relation.name
            shown, their_rows = _shown(name, records, rows, layout)
            if one.relation.many:
                self._attach_many(connection, shown, one)
            else:
                self._attach_one(connection, shown, their_rows, layout.references[name], one)

    def _attach_links(self, connection: Connection, records: list[Record], linked: Linked) -> None:
        name = linked.relation.name
        lists: dict[Any, list[Any]] = {record.key[0]: [] for record in records}
        values: list[Any] = []
        shape = ("links", linked.relation.source, name, shape_of(linked.where, values))
        statement = self.statements.get(shape, lambda: render_links(linked, self.tables))
        for near, far in run_in_chunks(connection, statement.select, list(lists), name_values(values)):
            lists[near].append(far)
        for record in records:
            record.values[name] = lists[record.key[0]]

    def _attach_one(self, connection: Connection, records: list[Record], rows: Sequence[Row], place: int, expand: Expand) -> None:
        name = expand.relation.name
        keys = {row[place]: None for row in rows if row[place] is not None}
        values: list[Any] = []
        statement = self.statements.get(_shape("one", expand, values), lambda: render_one(expand, self.tables))
        found_rows = list(run_in_chunks(connection, statement.select, list(keys), name_values(values)))
        found = self._finish(connection, found_rows, statement.layout, expand)
        by_key = {record.key[0]: record for record in found}
        for record, row in zip(records, rows, strict=True):
            record.values[name] = by_key.get(row[place])

    def _attach_many(self, connection: Connection, records: list[Record], expand: Expand) -> None:
        name = expand.relation.name
        lists: dict[Any, list[Record]] = {record.key[0]: [] for record in records}
        is_single = len(lists) == 1
        values: list[Any] = []
        shape = _shape("first" if is_single else "many", expand, values)
        statement = self.statements.get(shape, lambda: render_many(expand, self.tables, is_single=is_single))
        longer = set()
        kept: list[Row] = []
        for row in run_in_chunks(connection, statement.select, list(lists), name_values(values)):
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
        if records and expand.expand:
            self.attach(connection, records, rows, layout, (), expand.expand)
        return records


def build_records(entity: Entity, rows: Sequence[Row], layout: Layout) -> list[Record]:
    """Return the records that rows of this layout hold, without what is masked."""
    names, version = layout.names, layout.version
    if len(layout.key) == 1:
        (key,) = layout.key
        records = [Record(entity, (row[key],), row[version], dict(zip(names, row, strict=False))) for row in rows]
    else:
        places = layout.key
        records = [Record(entity, tuple([row[one] for one in places]), row[version], dict(zip(names, row, strict=False))) for row in rows]
    for place, masked in layout.masks:
        _hide(masked, [record for record, row in zip(records, rows, strict=True) if not row[place]])
    if layout.asks:
        for record, row in zip(records, rows, strict=True):
            record.answers = tuple([row[place] for place in layout.asks])
    return records


def _hide(names: Iterable[str], records: Iterable[Record]) -> None:
    for record in records:
        for name in names:
            record.values.pop(name, None)


def _shown(name: str, records: list[Record], rows: Sequence[Row], layout: Layout) -> tuple[list[Record], Sequence[Row]]:
    """Return the records that no mask hides the name on, with their rows."""
    places = [place for place, masked in layout.masks if name in masked]
    if not places:
        return records, rows
    kept = [(record, row) for record, row in zip(records, rows, strict=True) if all(row[place] for place in places)]
    return [record for record, _ in kept], [row for _, row in kept]


def _shape(kind: str, expand: Expand, values: list[Any]) -> Shape:
    relation = expand.relation
    nested = tuple([one.relation.name for one in expand.expand])
    fields = tuple([field.name for field in expand.fields])
    return (kind, relation.source, relation.name, fields, nested, shape_of(expand.where, values), shape_masks(expand.masks, values))


def render_one(expand: Expand, tables: Tables) -> Statement:
    """Return the statement that reads records by their keys."""
    scope, parameters = Scope(tables, expand.entity), Parameters()
    (key,) = scope.key()
    where = [in_keys(key), *_render_where(expand, scope, parameters)]
    columns, layout = _render_columns(expand, scope, parameters)
    return Statement(sa.select(*columns).select_from(scope.source).where(*where), layout)


def render_many(expand: Expand, tables: Tables, *, is_single: bool = False) -> Statement:
    """Return the statement that reads the first of each record's related records, and one more where there are more.

    The last two columns of a row are the key of the record that it belongs to, and its number there from 1.
    For a single record the statement stops as soon as it has enough; for several, the keys of each list are numbered through.
    """
    parameters = Parameters()
    scope, parent = _reach(expand.relation, tables)
    where = [in_keys(parent), *_render_where(expand, scope, parameters)]
    number = sa.func.row_number().over(partition_by=None if is_single else parent, order_by=scope.key())
    place = parent.label("parent"), number.label("number")
    most = sa.literal_column(str(MANY + 1), sa.Integer())
    if is_single:
        columns, layout = _render_columns(expand, scope, parameters)
        first = sa.select(*columns, *place).select_from(scope.source).where(*where).order_by(*scope.key()).limit(most)
        return Statement(first, layout)
    keys = [column.label(f"k{index}") for index, column in enumerate(scope.key())]
    numbered = sa.select(*keys, *place).select_from(scope.source).where(*where).subquery("_numbered")
    whole = Scope(tables, expand.entity)
    on = sa.and_(*[column == numbered.c[key.name] for column, key in zip(whole.key(), keys, strict=True)])
    whole.froms.clause = numbered.join(whole.table, on)
    columns, layout = _render_columns(expand, whole, parameters)
    rows = sa.select(*columns, numbered.c.parent, numbered.c.number).select_from(whole.source)
    return Statement(rows.where(numbered.c.number <= most).order_by(numbered.c.parent, numbered.c.number), layout)


def _render_where(expand: Expand, scope: Scope, parameters: Parameters) -> list[Expression]:
    return [] if expand.where == ALL else [render(expand.where, scope, parameters)]


def _render_columns(expand: Expand, scope: Scope, parameters: Parameters) -> tuple[list[sa.ColumnElement[Any]], Layout]:
    columns, layout = lay_out(scope, expand.fields, expand.expand)
    layout = add_masks(columns, layout, expand.masks, scope, parameters)
    return columns.all, layout


def _reach(relation: Relation, tables: Tables) -> tuple[Scope, sa.ColumnElement[Any]]:
    """Return the scope of a to-many relation's records, and the column that says whose they are."""
    entity = tables.catalog.entities[relation.target]
    table = tables[entity.name]
    if relation.link is None:
        return Scope(tables, entity), table.c[relation.column]
    link = tables.link(relation)
    on = link.c[relation.link.far] == table.c[entity.key_fields[0].column]
    return Scope(tables, entity, table, Froms(clause=link.join(table, on))), link.c[relation.link.near]


def render_links(linked: Linked, tables: Tables) -> Statement:
    """Return the statement that reads pairs of ids; the linked records are read only where there is a condition on them."""
    relation = linked.relation
    assert relation.link is not None  # noqa: S101 -- only such relations are asked for
    link = tables.link(relation)
    near, far = link.c[relation.link.near], link.c[relation.link.far]
    pairs = sa.select(near, far).where(in_keys(near)).order_by(near, far)
    if linked.where != ALL:
        scope, _ = _reach(relation, tables)
        where = render(linked.where, scope, Parameters())
        pairs = pairs.select_from(scope.source).where(where)
    return Statement(pairs, Layout((), (0,), 1, {}, ()))
