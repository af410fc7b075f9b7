"""Fields under `removed`: nothing maps them, and their columns and links stay as the last snapshot has them. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from crudgen.document import nearest
from crudgen.migrate.changes import Change, KeptInTheWay, NeverThere
from crudgen.schema.catalog import Catalog, Entity, Field, Link, Relation


def keep_fields(entity: Entity, last: Entity | None) -> dict[str, Field]:
    """Return what the fields that the entity has given up are in its table, by name; those that `last` knows."""
    known = last.fields if last is not None else {}
    return {one.name: replace(give_up(known[one.name]), at=one.at) for one in entity.removed if one.name in known}


def give_up(field: Field) -> Field:
    """Return a field as it is kept: nobody fills it, so it takes null, and it holds no record that it refers to."""
    relation = field.relation
    if relation is not None and relation.link is None:
        relation = replace(relation, on_delete="set_null")
    return replace(field, required=False, default=None, relation=relation, is_removed=True)


def take_back(kept: Field, field: Field) -> Field:
    """Return a kept field as it was before, in all that giving up has changed, if that was what `field` is now."""
    relation = kept.relation
    if relation is not None and field.relation is not None:
        relation = replace(relation, on_delete=field.relation.on_delete)
    return replace(kept, required=field.required, default=field.default, relation=relation, is_removed=False)


def keep_relations(fields: Mapping[str, Field]) -> dict[str, Relation]:
    """Return the relations of kept fields, by name."""
    return {name: field.relation for name, field in fields.items() if field.relation is not None}


def add_kept(catalog: Catalog, last: Catalog) -> Catalog:
    """Return the Catalog with what its tables keep beside its fields, as far as `last` knows it."""
    entities = dict(catalog.entities)
    for name, entity in catalog.entities.items():
        kept = keep_fields(entity, last.entities.get(name))
        if kept:
            entities[name] = replace(entity, fields={**entity.fields, **kept}, relations={**entity.relations, **keep_relations(kept)})
    return replace(catalog, entities=entities)


def find_obstacles(old: Entity | None, new: Entity) -> Iterator[Change]:
    """Yield what is wrong with `removed`: names that no revision has, and columns that another field wants."""
    gone = [name for name in old.fields if name not in new.fields] if old is not None else []
    for one in new.removed:
        yield NeverThere(entity=new.name, at=one.at, field=one.name, guess=nearest(one.name, gone) or "")
    kept = {column.lower(): field for field in new.fields.values() if field.is_removed for column in _columns(field)}
    for field in new.fields.values():
        for column in _columns(field) if kept and not field.is_removed else ():
            if column.lower() in kept:
                name = f"{new.name}.{kept[column.lower()].name}"
                yield KeptInTheWay(entity=new.name, at=field.at, who=f"{new.name}.{field.name}", what=f"column {column}", kept=name)


def _columns(field: Field) -> list[str]:
    return [column for column in (field.column, field.folded_column) if column]


def find_taken_tables(new: Catalog) -> Iterator[Change]:
    """Yield the entities that want a table which holds the links of a field under `removed`."""
    kept = {link.table.lower(): f"{entity.name}.{name}" for entity in new.entities.values() for name, link in _kept_links(entity)}
    for entity in new.entities.values() if kept else ():
        if entity.table.lower() in kept:
            name = kept[entity.table.lower()]
            yield KeptInTheWay(entity=entity.name, at=entity.at, who=entity.name, what=f"table {entity.table}", kept=name)


def _kept_links(entity: Entity) -> Iterator[tuple[str, Link]]:
    for name, field in entity.fields.items():
        if field.is_removed and field.relation is not None and field.relation.link is not None:
            yield name, field.relation.link
