"""Which records exist, and which refer to which: questions about keys alone."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from crudgen.model import Tables
from crudgen.model.columns import VERSION
from crudgen.plan.nodes import Key
from crudgen.schema.catalog import Entity, Relation
from crudgen.store.cache import Statements
from crudgen.store.chunks import CHUNK, in_keys, run_in_chunks

_INT64 = 2**63


@dataclass(frozen=True, slots=True)
class Keys:
    """The part of the store that answers about keys."""

    tables: Tables
    statements: Statements[sa.Select[Any]] = field(default_factory=Statements)

    def version_of(self, connection: Connection, entity: Entity, key: Key) -> int | None:
        """Return the version of the record at `key`, None where there is none."""
        table = self.tables[entity.name]
        select = self.statements.get(("version", entity.name), lambda: sa.select(table.c[VERSION]).where(where_key(entity, table)))
        version: int | None = connection.execute(select, key_values(key)).scalar_one_or_none()
        return version

    def missing_keys(self, connection: Connection, entity: Entity, keys: Iterable[Key]) -> set[Key]:
        """Return those of `keys` at which there is no record; one statement for ten thousand keys."""
        wanted = set(keys)
        askable = [key for key in wanted if all(map(_is_storable, key))]
        return wanted - set(self._existing(connection, entity, askable))

    def _existing(self, connection: Connection, entity: Entity, keys: Sequence[Key]) -> Iterator[Key]:
        columns = [self.tables[entity.name].c[field.column] for field in entity.key_fields]
        if len(columns) == 1:
            (column,) = columns
            select = self.statements.get(("existing", entity.name), lambda: sa.select(column).where(in_keys(column)))
            return (tuple(row) for row in run_in_chunks(connection, select, [key[0] for key in keys]))
        select = self.statements.get(("existing", entity.name), lambda: sa.select(*columns).where(_in_tuples(columns)))
        return (tuple(row) for row in run_in_chunks(connection, select, keys, size=CHUNK // len(columns)))

    def referring_keys(self, connection: Connection, relation: Relation, keys: Collection[Key]) -> list[Key]:
        """Return the keys of the records that refer to `keys` over the made other side of a reference, in their order."""
        target = self.tables.catalog.entities[relation.target]
        table = self.tables[target.name]
        columns = [table.c[field.column] for field in target.key_fields]
        select = self.statements.get(
            ("referring", relation.source, relation.name),
            lambda: sa.select(*columns).where(in_keys(table.c[relation.column])).order_by(*columns),
        )
        return [tuple(row) for row in run_in_chunks(connection, select, [key[0] for key in keys])]

    def parent_keys(self, connection: Connection, relation: Relation, keys: Collection[Key]) -> list[Key]:
        """Return the keys that the records at `keys` refer to over their own reference `relation`, each once."""
        entity = self.tables.catalog.entities[relation.source]
        table = self.tables[entity.name]
        columns = [table.c[field.column] for field in entity.key_fields]
        parent, is_single = table.c[relation.column], len(columns) == 1
        select = self.statements.get(
            ("parents", relation.source, relation.name),
            lambda: sa.select(parent).where(in_keys(columns[0]) if is_single else _in_tuples(columns)).distinct(),
        )
        wanted = [key[0] for key in keys] if is_single else list(keys)
        found = run_in_chunks(connection, select, wanted, size=CHUNK // len(columns))
        return list(dict.fromkeys((row[0],) for row in found if row[0] is not None))


def _is_storable(part: Any) -> bool:
    """Leave out numbers that no column holds, and that the driver would refuse."""
    return not isinstance(part, int) or -_INT64 <= part < _INT64


def _in_tuples(columns: Sequence[sa.ColumnElement[Any]]) -> sa.ColumnElement[bool]:
    return sa.tuple_(*columns, types=[column.type for column in columns]).in_(sa.bindparam("keys", expanding=True))


def where_key(entity: Entity, table: sa.Table) -> sa.ColumnElement[bool]:
    """Return the condition that a row is at the key given by the parameters of `key_values`."""
    fields = entity.key_fields
    return sa.and_(*(table.c[one.column] == sa.bindparam(f"k{index}", type_=table.c[one.column].type) for index, one in enumerate(fields)))


def key_values(key: Key) -> dict[str, Any]:
    """Return the values of the parameters of `where_key`."""
    return {f"k{index}": part for index, part in enumerate(key)}


def key_of(entity: Entity, values: Mapping[str, Any]) -> Key | None:
    """Return the key that values hold, None where a part is missing."""
    key = tuple([values.get(name) for name in entity.key])
    return None if None in key else key
