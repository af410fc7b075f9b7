"""Links that are records of an entity of their own (`through`): made and deleted as the list of ids says, by that entity's rules."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from crudgen.plan.check import key_order
from crudgen.plan.nodes import Compare, Insert, Key, Operator, Path, Read
from crudgen.schema.catalog import Entity, Field, Link, Relation
from crudgen.service.delete import delete_records
from crudgen.service.made import fill_made
from crudgen.service.validate import Draft, created_names, fill_defaults
from crudgen.service.writing import Writing

Links = Mapping[str, tuple[Any, ...]]


def plain_links(entity: Entity, links: Links) -> Links:
    """Return the links that the store writes by itself: those without an entity of their own."""
    return {name: ids for name, ids in links.items() if link_of(entity.relations[name]).through == ""}


def link_of(relation: Relation) -> Link:
    """Return the link of a many-to-many relation."""
    assert relation.link is not None  # noqa: S101 -- only asked for such relations
    return relation.link


def write_links(writing: Writing, connection: Connection, relation: Relation, key: Key, ids: Sequence[Any]) -> None:
    """Have one record linked to exactly `ids`: links that stay keep their fields, new ones get defaults, the others are deleted.

    Raises Conflict where a record that refers to a link stands in the way.
    """
    link = link_of(relation)
    between = writing.catalog.entities[link.through]
    near, far = _field_at(between, link.near), _field_at(between, link.far)
    where = Compare(Path((), near), Operator.EQ, key[0])
    page = writing.store.read(connection, Read(between, (*between.key_fields, far), where=where, order=key_order(between)))
    current = {record.values[far.name]: record.key for record in page.items}
    gone = [one for other, one in current.items() if other not in ids]
    if gone:
        spare = {(relation.source, key)}
        delete_records(writing, connection, between, gone, None, spare=spare)
    added = [Draft({near.name: key[0], far.name: one}) for one in dict.fromkeys(ids) if one not in current]
    for draft in added:
        fill_defaults(between, draft, writing.make, created_names(between))
        draft.accept()
    if added:
        fill_made(writing.store, connection, between, added, writing.make["now"]())
        keys = writing.store.insert_many(connection, [Insert(between, draft.values) for draft in added])
        for made, draft in zip(keys, added, strict=True):
            writing.audit.created(between, made, draft.values, {})


def _field_at(entity: Entity, column: str) -> Field:
    return next(field for field in entity.fields.values() if field.column == column)
