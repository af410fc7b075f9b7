"""Units of work that write: each a function on a connection, inside one transaction, after the check and the validator."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection
from uuid_utils.compat import uuid7

from crudgen.errors import FieldError, Invalid, NotFound, PreconditionFailed
from crudgen.plan.actor import Actor
from crudgen.plan.check import check_get
from crudgen.plan.nodes import Insert, Key, Record, Update
from crudgen.plan.request import ListRequest
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Catalog, Entity
from crudgen.service.administrators import keep_administrator
from crudgen.service.delete import delete_records
from crudgen.service.validate import Draft, missing_reference
from crudgen.store import Missing, Stale, Store

WHOLE = ListRequest()


def moment(actor: Actor) -> Mapping[str, Callable[[], Any]]:
    """Return the makers of the values that depend on now and on the caller; one call is one moment."""
    now = datetime.now(UTC)
    return {"now": lambda: now, "today": now.date, "uuid": uuid7, "user": lambda: actor.id}


@dataclass(frozen=True, slots=True)
class Writer:
    """The writing half of the service: everything here runs in the transaction of the connection that it is given."""

    catalog: Catalog
    store: Store

    def check_references(self, connection: Connection, drafts: Sequence[Draft]) -> None:
        """Raise Invalid for every id in the drafts that does not exist."""
        errors = self.missing_references(connection, drafts)
        if errors:
            raise Invalid(errors=tuple(errors))

    def missing_references(self, connection: Connection, drafts: Sequence[Draft]) -> list[FieldError]:
        """Return an error for every id in the drafts that does not exist; one statement for each entity referred to."""
        wanted: dict[str, dict[Any, None]] = {}
        for draft in drafts:
            for _, name, key in draft.references:
                wanted.setdefault(name, {})[key] = None
        errors: list[FieldError] = []
        for name, keys in wanted.items():
            missing = self.store.missing_keys(connection, self.catalog.entities[name], [(key,) for key in keys])
            if missing:
                errors += [
                    missing_reference(pointer, key)
                    for draft in drafts
                    for pointer, target, key in draft.references
                    if target == name and (key,) in missing
                ]
        return errors

    def create(self, connection: Connection, rights: Rights, entity: Entity, draft: Draft) -> Record:
        """Store a draft, complete with defaults, and return the record as the caller may see it."""
        self.check_references(connection, [draft])
        key = self.store.insert(connection, Insert(entity, draft.values, draft.links))
        return shown(rights, entity, key, 1, draft.values, draft.links)

    def create_many(self, connection: Connection, rights: Rights, entity: Entity, drafts: Sequence[Draft]) -> list[Record]:
        """Store drafts as `create` does; the pointers of errors begin with the index of the bad one."""
        self.check_references(connection, drafts)
        keys = self.store.insert_many(connection, [Insert(entity, draft.values, draft.links) for draft in drafts])
        return [shown(rights, entity, key, 1, draft.values, draft.links) for key, draft in zip(keys, drafts, strict=True)]

    def current(self, connection: Connection, rights: Rights, entity: Entity, key: Key) -> Record:
        """Return the record as the caller may see it. Raises NotFound."""
        page = self.store.read(connection, check_get(rights, entity, key, WHOLE))
        if not page.items:
            raise NotFound("there is no such record")
        return page.items[0]

    def change(
        self, connection: Connection, rights: Rights, before: Record, draft: Draft, version: int | None, now: datetime | None
    ) -> Record:
        """Store the draft's values in the record, raise its version, and return it. Raises PreconditionFailed."""
        entity = before.entity
        if version is not None and version != before.version:
            raise PreconditionFailed(before)
        self.check_references(connection, [draft])
        keep_administrator(self.store, connection, before, draft.values)
        values = dict(draft.values)
        if entity.timestamps and now is not None:
            values["updated_at"] = now
        try:
            self.store.update(connection, Update(entity, before.key, values, draft.links, before.version))
        except Missing as exc:
            raise NotFound("there is no such record") from exc
        except Stale as exc:
            raise PreconditionFailed(self.current(connection, rights, entity, before.key)) from exc
        after = before.values | values
        links = {name: before.values[name] for name in before.values if entity.fields[name].type == "links"} | draft.links
        return shown(rights, entity, before.key, before.version + 1, after, links)

    def remove(self, connection: Connection, rights: Rights, entity: Entity, key: Key, version: int | None) -> None:
        """Delete one record and what hangs on it. Raises NotFound, PreconditionFailed, Conflict."""
        before = self.current(connection, rights, entity, key)
        if version is not None and version != before.version:
            raise PreconditionFailed(before)
        keep_administrator(self.store, connection, before, None)
        delete_records(self.store, self.catalog, connection, entity, [key], before.version)


def shown(rights: Rights, entity: Entity, key: Key, version: int, values: Mapping[str, Any], links: Mapping[str, Any]) -> Record:
    """Return the record that was written, with the fields that the caller may read, in the entity's order."""
    values = {**values, **dict(zip(entity.key, key, strict=True))}
    readable: dict[str, Any] = {}
    for name, one in rights.fields(entity).items():
        readable[name] = values.get(name) if one.is_column else sorted(links.get(name, ()))
    return Record(entity, key, version, readable)
