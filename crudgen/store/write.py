"""Writes, run: rows by one statement each, with versions compared and driver errors made ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from crudgen.errors import Refusal
from crudgen.model import Tables
from crudgen.model.columns import VERSION
from crudgen.model.fold import fold
from crudgen.plan.nodes import Delete, Insert, Key, Update
from crudgen.schema.catalog import Entity, Relation
from crudgen.store.cache import Statements
from crudgen.store.chunks import CHUNK, in_keys
from crudgen.store.faults import Missing, Stale, dangling, held, read_conflict
from crudgen.store.keys import Keys, key_of, key_values, where_key
from crudgen.store.links import Linker


@dataclass(frozen=True, slots=True)
class Writer:
    """The writing half of the store, one record at a time."""

    tables: Tables
    keys: Keys
    linker: Linker
    statements: Statements[Any] = field(default_factory=Statements)

    def insert(self, connection: Connection, plan: Insert) -> Key:
        """Insert a record with its links and return its key. Raises Conflict, Invalid."""
        entity = plan.entity
        given = key_of(entity, plan.values)
        statement = self.statements.get(("insert", entity.name), lambda: sa.insert(self.tables[entity.name]))
        try:
            result = connection.execute(statement, row_of(entity, plan.values))
        except IntegrityError as exc:
            raise self.explain(connection, exc, entity, plan.values) from exc
        key: Key = given or tuple(result.inserted_primary_key or ())
        for name, ids in plan.links.items():
            self.linker.add(connection, entity.relations[name], [(key[0], one) for one in ids])
        return key

    def update(self, connection: Connection, plan: Update) -> None:
        """Change a record, raise its version and set its links. Raises Missing, Stale, Conflict, Invalid."""
        entity = plan.entity
        names = tuple(plan.values)
        shape = ("update", entity.name, names, plan.version is None)
        statement = self.statements.get(shape, lambda: self._render_update(entity, names, has_version=plan.version is not None))
        written = [*plan.values.values(), *folded_texts(entity, plan.values).values()]
        bound = key_values(plan.key) | {f"c{index}": value for index, value in enumerate(written)} | {"v": plan.version}
        try:
            changed = connection.execute(statement, bound).rowcount
        except IntegrityError as exc:
            raise self.explain(connection, exc, entity, plan.values) from exc
        if not changed:
            raise self._absent(connection, entity, plan.key)
        for name, ids in plan.links.items():
            self.linker.replace(connection, entity.relations[name], plan.key[0], ids)

    def delete(self, connection: Connection, plan: Delete) -> None:
        """Delete a record; its links go with it. Raises Missing, Stale, and Conflict where a record refers to it."""
        entity = plan.entity
        shape = ("delete", entity.name, plan.version is None)
        statement = self.statements.get(shape, lambda: self._render_delete(entity, has_version=plan.version is not None))
        try:
            deleted = connection.execute(statement, key_values(plan.key) | {"v": plan.version}).rowcount
        except IntegrityError as exc:
            raise self._explain_delete(connection, plan) from exc
        if not deleted:
            raise self._absent(connection, entity, plan.key)

    def clear_reference(self, connection: Connection, relation: Relation, keys: Sequence[Key]) -> None:
        """Set the reference behind a made to-many relation to NULL where it leads to `keys`; the versions are raised."""
        table = self.tables[relation.target]
        column = table.c[relation.column]
        statement = self.statements.get(
            ("clear", relation.source, relation.name),
            lambda: sa.update(table).where(in_keys(column)).values({relation.column: None, VERSION: table.c[VERSION] + 1}),
        )
        connection.execute(statement, {"keys": [key[0] for key in keys]})

    def raise_versions(self, connection: Connection, entity: Entity, keys: Sequence[Key]) -> None:
        """Raise the versions of the records at `keys`; their key is a single field, as everything is that can be referred to."""
        table = self.tables[entity.name]
        column = table.c[entity.key_fields[0].column]
        raised = {VERSION: table.c[VERSION] + 1}
        statement = self.statements.get(("raise", entity.name), lambda: sa.update(table).where(in_keys(column)).values(raised))
        for start in range(0, len(keys), CHUNK):
            connection.execute(statement, {"keys": [key[0] for key in keys[start : start + CHUNK]]})

    def explain(self, connection: Connection, error: IntegrityError, entity: Entity, values: Mapping[str, Any]) -> Refusal:
        """Return the refusal of values that the table did not take, naming the fields."""
        return read_conflict(error, entity) or dangling(self._dangling(connection, entity, values))

    def _dangling(self, connection: Connection, entity: Entity, values: Mapping[str, Any]) -> list[str]:
        """Return the names of those references among the values that lead to no record."""
        names = []
        for name, value in values.items():
            relation = entity.fields[name].relation
            if relation is None or relation.many or value is None:
                continue
            if self.keys.missing_keys(connection, self.tables.catalog.entities[relation.target], [(value,)]):
                names.append(name)
        return names

    def _explain_delete(self, connection: Connection, plan: Delete) -> Refusal:
        for relation in plan.entity.relations.values():
            is_incoming = relation.many and relation.link is None and relation.on_delete == "restrict"
            if is_incoming and self.keys.referring_keys(connection, relation, [plan.key]):
                return held(relation)
        return held(None)

    def _absent(self, connection: Connection, entity: Entity, key: Key) -> Exception:
        return Missing() if self.keys.version_of(connection, entity, key) is None else Stale()

    def _render_update(self, entity: Entity, names: Sequence[str], *, has_version: bool) -> sa.Update:
        table = self.tables[entity.name]
        columns = [table.c[name] for name in (*(entity.fields[one].column for one in names), *folded_texts(entity, dict.fromkeys(names)))]
        values: dict[str, Any] = {column.name: sa.bindparam(f"c{index}", type_=column.type) for index, column in enumerate(columns)}
        update: sa.Update = self._expecting(
            sa.update(table).values({**values, VERSION: table.c[VERSION] + 1}), entity, has_version=has_version
        )
        return update

    def _render_delete(self, entity: Entity, *, has_version: bool) -> sa.Delete:
        delete: sa.Delete = self._expecting(sa.delete(self.tables[entity.name]), entity, has_version=has_version)
        return delete

    def _expecting(self, statement: Any, entity: Entity, *, has_version: bool) -> Any:
        table = self.tables[entity.name]
        statement = statement.where(where_key(entity, table))
        return statement.where(table.c[VERSION] == sa.bindparam("v", type_=table.c[VERSION].type)) if has_version else statement


def row_of(entity: Entity, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by column; a key that is not given is left to the database."""
    fields = entity.fields
    row = {fields[name].column: value for name, value in values.items() if value is not None or not fields[name].is_key}
    return row | folded_texts(entity, values)


def folded_texts(entity: Entity, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the folded texts of the `ci` fields among the values, by column."""
    own = [(field.folded_column, values[name]) for name, field in entity.fields.items() if field.ci and name in values]
    return {column: None if text is None else fold(text) for column, text in own}
