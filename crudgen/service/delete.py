"""The end of records: what refers to them is deleted, let go or in the way, as each reference's `on_delete` says."""

from collections.abc import Collection, Sequence
from contextlib import suppress

from sqlalchemy import Connection

from crudgen.errors import Conflict, FieldError
from crudgen.plan.nodes import Delete, Key
from crudgen.schema.catalog import Entity, Relation
from crudgen.service.fixed import keep_fixed
from crudgen.service.versions import raise_parents
from crudgen.service.writing import Writing
from crudgen.store import Missing


def delete_records(
    writing: Writing,
    connection: Connection,
    entity: Entity,
    keys: Sequence[Key],
    version: int | None,
    *,
    spare: Collection[tuple[str, Key]] = (),
) -> None:
    """Delete the records at `keys` with all that hangs on them, in the connection's transaction, and note them in the audit.

    `version` is that of the only key, where one is expected. The versions of parents that stay are raised, but for `spare`,
    entities' names and keys, which the caller writes anyway. Raises Conflict where a record belongs to the schema, or a
    `restrict` reference from a record that stays is in the way, and whatever `Store.delete` raises.
    """
    store, catalog = writing.store, writing.catalog
    doomed, clearing = _find_doomed(writing, connection, entity, keys)
    kept = {*doomed, *spare}
    for relation, found in clearing:
        target = catalog.entities[relation.target]
        freed = [key for key in store.referring_keys(connection, relation, found) if (target.name, key) not in doomed]
        writing.audit.let_go(connection, relation, freed)
        if target.parent is not None:
            raise_parents(store, catalog, connection, target, freed, spare=kept)
        store.clear_reference(connection, relation, found)
    for name in dict.fromkeys(name for name, _ in doomed):
        gone = [key for other, key in doomed if other == name]
        writing.audit.deleted(connection, catalog.entities[name], gone)
        raise_parents(store, catalog, connection, catalog.entities[name], gone, spare=kept)
    for (name, key), owner in reversed(doomed.items()):
        with suppress(Missing):  # where records cascade in a circle, the database has taken it along already
            store.delete(connection, Delete(owner, key, version if (name == entity.name and key in keys) else None))


def _find_doomed(
    writing: Writing, connection: Connection, entity: Entity, keys: Sequence[Key]
) -> tuple[dict[tuple[str, Key], Entity], list[tuple[Relation, Sequence[Key]]]]:
    """Return all that goes with the records at `keys`, and the references to some of it that are let go. Raises Conflict."""
    store, catalog = writing.store, writing.catalog
    doomed: dict[tuple[str, Key], Entity] = {(entity.name, key): entity for key in keys}
    restricting: list[tuple[Relation, Key]] = []
    clearing: list[tuple[Relation, Sequence[Key]]] = []
    layer: list[tuple[Entity, Sequence[Key]]] = [(entity, keys)]
    while layer:
        source, found = layer.pop()
        for relation in incoming(source):
            referring = store.referring_keys(connection, relation, found)
            target = catalog.entities[relation.target]
            match relation.on_delete:
                case "restrict":
                    restricting += [(relation, key) for key in referring]
                case "set_null":
                    clearing += [(relation, found)] if referring else []
                case "cascade":
                    fresh = [key for key in referring if (target.name, key) not in doomed]
                    doomed |= {(target.name, key): target for key in fresh}
                    layer += [(target, fresh)] if fresh else []
    keep_fixed(store, connection, doomed, {(entity.name, key) for key in keys})
    for relation, key in restricting:
        if (relation.target, key) not in doomed:
            raise held_by(catalog.entities[relation.target], relation)
    return doomed, clearing


def incoming(entity: Entity) -> tuple[Relation, ...]:
    """Return the relations by which other records refer to this entity's: the made other sides of references."""
    return tuple(relation for relation in entity.relations.values() if relation.many and relation.link is None)


def held_by(referring: Entity, relation: Relation) -> Conflict:
    """Return the refusal of a delete that records of `referring` stand in the way of."""
    error = FieldError("", "reference", 'is used by records of "{entity}" in the field "{field}"',
                       {"entity": referring.name, "field": relation.field})  # fmt: skip
    return Conflict(f'the record is used by records of "{referring.name}"', errors=(error,), code="reference")
