"""Whether ids lead somewhere: to records that are there, that the caller sees, and that the field lets them choose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from crudgen.errors import FieldError
from crudgen.plan.check import where_keys
from crudgen.plan.nodes import Condition, Key, Read
from crudgen.plan.rights import Rights
from crudgen.plan.rows import ALL, both, hold, visible
from crudgen.schema.catalog import Entity, Field
from crudgen.service.batches import KEYS, batches
from crudgen.store import Store


@dataclass(frozen=True, slots=True)
class Wanted:
    """An id in a body: where it stands, the field that it is for, and the id."""

    pointer: str
    field: Field
    key: Any

    @property
    def target(self) -> str:
        """Return the name of the entity that it leads into."""
        assert self.field.relation is not None  # noqa: S101 -- only references and links hold ids
        return self.field.relation.target


def find_missing(store: Store, connection: Connection, rights: Rights, wanted: Iterable[Wanted]) -> list[FieldError]:
    """Return an error for every id that leads nowhere, for the caller, or where the field may not lead; a statement for each kind."""
    groups: dict[tuple[str, str], list[Wanted]] = {}
    for one in wanted:
        groups.setdefault((one.target, one.field.options_filter), []).append(one)
    errors: list[FieldError] = []
    for (name, _), found in groups.items():
        errors += _check(store, connection, rights, rights.catalog.entities[name], found)
    return errors


def _check(store: Store, connection: Connection, rights: Rights, target: Entity, wanted: Sequence[Wanted]) -> list[FieldError]:
    keys = list(dict.fromkeys((one.key,) for one in wanted))
    missing = unseen_keys(store, connection, rights, target, keys)
    errors = [missing_reference(one.pointer, one.key) for one in wanted if (one.key,) in missing]
    options = rights.catalog.formulas.options(wanted[0].field)
    if options is None:
        return errors
    there = [key for key in keys if key not in missing]
    refused = set(there) - matching_keys(store, connection, target, there, hold(rights, options))
    return errors + [FieldError(one.pointer, "option", "cannot be chosen here") for one in wanted if (one.key,) in refused]


def unseen_keys(store: Store, connection: Connection, rights: Rights, entity: Entity, keys: Sequence[Key]) -> set[Key]:
    """Return those of the keys at which there is no record that the caller sees."""
    missing = store.missing_keys(connection, entity, keys)
    seen = visible(rights, entity)
    there = [key for key in keys if key not in missing]
    if seen == ALL or not there:
        return missing
    return missing | (set(there) - matching_keys(store, connection, entity, there, seen))


def matching_keys(store: Store, connection: Connection, entity: Entity, keys: Sequence[Key], where: Condition) -> set[Key]:
    """Return those of the keys at which there is a record for which the condition holds."""
    found: set[Key] = set()
    for some in batches(keys, KEYS):
        plan = Read(entity, entity.key_fields, where=both(where_keys(entity, some), where))
        found |= {record.key for record in store.read(connection, plan).items}
    return found


def missing_reference(pointer: str, key: Any) -> FieldError:
    """Return the error of an id that does not exist, or that the caller may not see: they must not differ."""
    return FieldError(pointer, "reference", "there is no record {id}", {"id": str(key)})
