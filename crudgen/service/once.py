"""Fields that are set once: on creation, or later while they are null; never changed after that."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from crudgen.errors import FieldError
from crudgen.plan.check import where_keys
from crudgen.plan.nodes import Read
from crudgen.service.part import Part
from crudgen.store import Store

MESSAGE = "has been set already, and cannot be changed"


def refuse_resetting(store: Store, connection: Connection, parts: Iterable[Part]) -> None:
    """Add an error to the draft of each stored record that would give a `set_once` field another value than it has."""
    for part in parts:
        changed = part.changes() if part.before is not None else {}
        names = [name for name in changed if part.entity.fields[name].set_once]
        if names:
            known = read_stored(store, connection, part, names)
            wrong = [name for name in names if known[name] is not None and known[name] != changed[name]]
            part.draft.errors.extend(FieldError(f"{part.pointer}/{name}", "set_once", MESSAGE) for name in wrong)


def read_stored(store: Store, connection: Connection, part: Part, names: Iterable[str]) -> Mapping[str, Any]:
    """Return what the record holds, in fields that the caller may not read, too."""
    entity = part.entity
    fields = (*entity.key_fields, *(entity.fields[name] for name in names))
    (record,) = store.read(connection, Read(entity, fields, where=where_keys(entity, [part.key]))).items
    return record.values
