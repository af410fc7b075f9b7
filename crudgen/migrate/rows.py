"""What becomes of the rows that belong to the schema: compared, and made into the operation that writes them. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from crudgen.migrate.changes import Change, RowsChanged, RowsReleased, RowsTold
from crudgen.migrate.sync_rows import SyncRows
from crudgen.model.columns import VERSION, column_type, literal_form
from crudgen.model.fold import fold
from crudgen.model.types import ColumnType
from crudgen.plan.nodes import ONLY
from crudgen.schema.catalog import Catalog, Entity, Field, Json, Rows

NO_ROWS: Mapping[Json, Mapping[str, Json]] = {}


def compare_rows(old: Entity | None, new: Entity) -> Iterator[Change]:
    """Yield what is different in the rows of an entity."""
    before, after = old.rows if old is not None else None, new.rows
    if before is not None and after is None:
        yield RowsReleased(entity=new.name, at=new.at)
    elif before is not None and after is not None and before.key != after.key:
        yield RowsTold(entity=new.name, at=after.at, old=before.key, new=after.key)
    elif after is not None and (before is None or before.values != after.values):
        was, now = _by_key(before), _by_key(after)
        both = was.keys() & now.keys()
        yield RowsChanged(
            entity=new.name,
            at=after.at,
            added=len(now.keys() - was.keys()),
            changed=sum(was[key] != now[key] for key in both),
            gone=len(was.keys() - now.keys()),
        )


def write_rows(catalog: Catalog, old: Entity | None, new: Entity | None) -> Iterator[SyncRows]:
    """Yield the operation that leads from the rows of `old` to those of `new`, if any do not stay as they are.

    `catalog` is what there is when the operation runs. Rows that are the schema's no longer, all of them, stay.
    """
    rows = find_rows(new) if new is not None else None
    if new is None or rows is None:
        return
    was, now = _by_key(find_rows(old) if old is not None else None), _by_key(rows)
    maker = _Maker(catalog, new, rows)
    put, change = [], []
    for key, row in now.items():
        known = was.get(key, {})
        fresh = {name: value for name, value in row.items() if name not in known}
        other = {name: value for name, value in row.items() if name in known and value != known[name]}
        put += [{rows.key: key, **fresh}] if fresh else []
        change += [{rows.key: key, **other}] if other else []
    drop = [key for key in was if key not in now]
    if put or change or drop:
        yield maker.make(put, change, drop)


def find_rows(entity: Entity) -> Rows | None:
    """Return the rows that migrations make: those of the schema, or the record of a `single` entity, with nothing but its defaults."""
    if not entity.single:
        return entity.rows
    made = {name: "now" for name, field in entity.fields.items() if field.is_implicit and not field.is_key}
    return Rows(entity.key[0], ({entity.key[0]: ONLY[0]},), made)


def _by_key(rows: Rows | None) -> Mapping[Json, Mapping[str, Json]]:
    return {row[rows.key]: row for row in rows.values} if rows is not None else NO_ROWS


class _Maker:
    """Turns rows of fields into rows of columns."""

    def __init__(self, catalog: Catalog, entity: Entity, rows: Rows) -> None:
        self.catalog, self.entity, self.rows = catalog, entity, rows

    def make(self, put: list[dict[str, Json]], change: list[dict[str, Json]], drop: list[Json]) -> SyncRows:
        """Return the operation that puts new rows, changes others, and drops those with the keys `drop`."""
        fields = self.entity.fields
        key, given = fields[self.rows.key], dict.fromkeys(name for row in (*put, *change) for name in row)
        types: dict[str, ColumnType] = {}
        for field in (key, *(fields[name] for name in (*given, *self.rows.made))):
            types[field.column] = column_type(self.catalog, field)
            types |= {field.folded_column: types[field.column]} if field.folded_column else {}
        return SyncRows(
            self.entity.table,
            key=key.column,
            types=types,
            put=[self._columns(row) for row in put],
            change=[self._columns(row) for row in change],
            drop=[literal_form(key, value) for value in drop],
            made={fields[name].column: kind for name, kind in self.rows.made.items()},
            touch=fields["updated_at"].column if self.entity.timestamps else "",
            defaults={fields[name].column: value for name in given if (value := _default(fields[name])) is not None},
            referring=list(_referring(self.catalog, self.entity)) if drop else [],
            id=self.entity.key_fields[0].column if drop and len(self.entity.key) == 1 else "",
        )

    def _columns(self, row: Mapping[str, Json]) -> dict[str, Any]:
        columns: dict[str, Any] = {}
        for name, value in row.items():
            field = self.entity.fields[name]
            columns[field.column] = literal_form(field, value)
            if field.folded_column:
                columns[field.folded_column] = fold(value) if isinstance(value, str) else None
        return columns


def _default(field: Field) -> Any:
    """Return what the column holds where nobody has given a value."""
    return literal_form(field, field.default.value) if field.default is not None and field.default.kind == "literal" else None


def _referring(catalog: Catalog, entity: Entity) -> Iterator[tuple[str, str]]:
    """Yield every table and column that refers to records of the entity, those of links included."""
    for other in catalog.entities.values():
        for field in other.fields.values():
            relation = field.relation
            if relation is None:
                continue
            if relation.link is None and relation.target == entity.name:
                yield other.table, field.column
            elif relation.link is not None and not relation.link.through:
                yield from ((relation.link.table, relation.link.far),) if relation.target == entity.name else ()
                yield from ((relation.link.table, relation.link.near),) if other.name == entity.name else ()


def is_untouched(catalog: Catalog, entity: Entity) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the condition that holds for rows as migrations made them, which nobody has changed; none where they make none."""
    rows = find_rows(entity)
    if rows is not None:
        field = entity.fields[rows.key]
        kind = column_type(catalog, field)
        column: sa.ColumnClause[Any] = sa.column(field.column, kind)
        is_made = column.in_([kind.value_of(literal_form(field, row[rows.key])) for row in rows.values])
        yield sa.and_(is_made, sa.column(VERSION) == 1)
