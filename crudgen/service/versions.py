"""Versions of parents: a child belongs to its parent, so whoever has read the parent must learn that the child changed."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from crudgen.plan.nodes import Key
from crudgen.schema.catalog import Catalog, Entity
from crudgen.store import Store


def raise_parents(
    store: Store, catalog: Catalog, connection: Connection, entity: Entity, keys: Sequence[Key], *, spare: Collection[tuple[str, Key]] = ()
) -> None:
    """Raise the versions of the parents of the records at `keys`, and of theirs, up to the top; nothing where it is no child.

    `spare` holds names of entities and keys that are written anyway, or will be gone.
    """
    relation = entity.parent
    if relation is None or not keys:
        return
    parent = catalog.entities[relation.target]
    found = [key for key in store.parent_keys(connection, relation, keys) if (parent.name, key) not in spare]
    raise_versions(store, catalog, connection, parent, found, spare=spare)


def raise_versions(
    store: Store, catalog: Catalog, connection: Connection, entity: Entity, keys: Sequence[Key], *, spare: Collection[tuple[str, Key]] = ()
) -> None:
    """Raise the versions of the records at `keys`, and of all parents above them."""
    if keys:
        store.raise_versions(connection, entity, keys)
        raise_parents(store, catalog, connection, entity, keys, spare=spare)
