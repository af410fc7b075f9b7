"""The audit: every write, by whom, when and through which door, with what was before and after, in the same transaction.

`crudgen_audit` holds a row for each record that was written; all that one request wrote has the same `request`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection

from crudgen.plan.actor import SYSTEM, Actor
from crudgen.plan.check import key_order, where_keys
from crudgen.plan.nodes import Insert, Key, Linked, Read, Record
from crudgen.schema import TYPES
from crudgen.schema.catalog import Catalog, Entity, Field, Json, Relation
from crudgen.schema.types import MASK
from crudgen.service.batches import KEYS, batches
from crudgen.service.stored import stored_fields, stored_links
from crudgen.service.validate import json_form
from crudgen.store import Store

AUDIT = "crudgen_audit"
LONGEST_KEY = 255

Change = tuple[Any, Any]
"""A value before and after."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What one actor writes at one moment: noted as it happens, stored by `write` at the end of the transaction."""

    store: Store
    catalog: Catalog
    actor: Actor
    now: datetime
    noted: list[Insert] = field(default_factory=list)

    def created(self, entity: Entity, key: Key, values: Mapping[str, Any], links: Mapping[str, Sequence[Any]]) -> None:
        """Note a new record."""
        given = {**values, **{name: sorted(ids) for name, ids in links.items() if ids}}
        self._note(entity, key, "created", {name: (None, value) for name, value in given.items()})

    def updated(self, entity: Entity, key: Key, changes: Mapping[str, Change]) -> None:
        """Note the values that changed of a record; nothing where none did."""
        self._note(entity, key, "updated", changes)

    def deleted(self, connection: Connection, entity: Entity, keys: Sequence[Key]) -> None:
        """Note records that are about to go, as they are now."""
        for record in self._read(connection, entity, keys, stored_fields(entity), stored_links(self.catalog, entity)):
            self._note(entity, record.key, "deleted", {name: (value, None) for name, value in record.values.items()})

    def let_go(self, connection: Connection, relation: Relation, keys: Sequence[Key]) -> None:
        """Note the records at `keys`, whose reference behind the made to-many `relation` is about to become null."""
        entity = self.catalog.entities[relation.target]
        for record in self._read(connection, entity, keys, (*entity.key_fields, entity.fields[relation.field])):
            self._note(entity, record.key, "updated", {relation.field: (record.values[relation.field], None)})

    def _read(
        self, connection: Connection, entity: Entity, keys: Sequence[Key], fields: tuple[Field, ...], links: tuple[Linked, ...] = ()
    ) -> Iterable[Record]:
        for some in batches(keys, KEYS):
            plan = Read(entity, fields, links, where=where_keys(entity, some), order=key_order(entity))
            yield from self.store.read(connection, plan).items

    def _note(
        self, entity: Entity, key: Key, action: Literal["created", "updated", "deleted"], changes: Mapping[str, Change]
    ) -> None:
        shown = {name: self._show(entity.fields[name], change) for name, change in changes.items() if _is_told(entity.fields[name])}
        told = {name: pair for name, pair in shown.items() if pair != [None, None]}
        if action == "updated" and not told:
            return
        values = {
            "at": self.now,
            "user_id": self.actor.id,
            "login": self.actor.login or None,
            "door": self.actor.door,
            "request": self.actor.request or None,
            "entity": entity.name,
            "record": ",".join(map(str, key))[:LONGEST_KEY],
            "action": action,
            "changes": told,
        }
        self.noted.append(Insert(self.catalog.entities[AUDIT], values))

    def _show(self, one: Field, change: Change) -> list[Json]:
        """Return a value before and after, in JSON form; of what is never shown, only whether there was one."""
        if TYPES[one.type].is_secret or one.hidden:
            return [None if value is None else MASK for value in change]
        return [list(value) if one.type == "links" and value else json_form(self.catalog, one, value) for value in change]

    def write(self, connection: Connection) -> None:
        """Store what was noted."""
        for some in batches(self.noted, KEYS):
            self.store.insert_many(connection, some)
        self.noted.clear()


def audit_system(store: Store, catalog: Catalog) -> Audit:
    """Return the audit of what the server writes now on nobody's behalf: people and keys made by a command."""
    return Audit(store, catalog, SYSTEM, datetime.now(UTC))


def _is_told(one: Field) -> bool:
    """Leave out the key, which every entry has, and the moments that follow from the entry's own."""
    return not one.is_key and not one.is_implicit
