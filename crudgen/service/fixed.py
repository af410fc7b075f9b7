"""Records that belong to the schema (`rows`): what it gives them is changed there alone, and nobody deletes them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from crudgen.errors import Conflict, FieldError
from crudgen.plan.check import where_keys
from crudgen.plan.nodes import Key, Read
from crudgen.schema import TYPES
from crudgen.schema.catalog import Entity
from crudgen.service.part import Part
from crudgen.store import Store

MESSAGE = "belongs to the schema, and is changed there alone"
DELETED = "this record belongs to the schema, and cannot be deleted"
DELETED_ALONG = "a record that would go along belongs to the schema, and cannot be deleted"


def fixed_fields(entity: Entity, values: Mapping[str, Any]) -> Collection[str]:
    """Return the names of the fields that the schema gives a record with these values; none where it is not the schema's."""
    if entity.rows is None or values.get(entity.rows.key) is None:
        return ()
    key = entity.fields[entity.rows.key]
    return entity.rows.find(TYPES[key.type].to_json(key, values[key.name])).keys()


def refuse_fixed(parts: Iterable[Part]) -> None:
    """Add an error to the draft of each stored record that would give a field of the schema another value."""
    for part in parts:
        if part.before is not None:
            stored, changed = part.before.values, part.changes()
            fixed = fixed_fields(part.entity, stored)
            wrong = [name for name in changed if name in fixed and stored[name] != changed[name]]
            part.draft.errors.extend(FieldError(f"{part.pointer}/{name}", "schema_row", MESSAGE) for name in wrong)


def keep_fixed(store: Store, connection: Connection, doomed: Mapping[tuple[str, Key], Entity], asked: Collection[tuple[str, Key]]) -> None:
    """Raise Conflict where one of the records to delete belongs to the schema; `asked` are those that the caller named."""
    for entity in {entity.name: entity for entity in doomed.values() if entity.rows is not None}.values():
        assert entity.rows is not None  # noqa: S101 -- chosen so
        keys = [key for name, key in doomed if name == entity.name]
        fields = (*entity.key_fields, entity.fields[entity.rows.key])
        for record in store.read(connection, Read(entity, fields, where=where_keys(entity, keys))).items:
            if fixed_fields(entity, record.values):
                raise Conflict(DELETED if (entity.name, record.key) in asked else DELETED_ALONG, code="schema_row")
