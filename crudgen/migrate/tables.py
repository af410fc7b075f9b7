"""The complete tables of a few entities of a Catalog, with the names as they stand in revision files. Pure."""

from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa

from crudgen.model import Tables
from crudgen.schema.catalog import Catalog, Entity


def pick_tables(catalog: Catalog, names: Iterable[str]) -> dict[str, sa.Table]:
    """Return the tables of the entities `names`, their link tables with them, by table name. Unknown names are passed over.

    Only these are built, so that one edit among a thousand entities costs one table.
    """
    chosen = [catalog.entities[name] for name in sorted(set(names)) if name in catalog.entities]
    metadata = Tables(_part(catalog, chosen)).metadata()
    wanted = [table for entity in chosen for table in table_names(entity)]
    return {name: _plain(metadata.tables[name]) for name in wanted}


def table_names(entity: Entity) -> list[str]:
    """Return the entity's table, and the tables of the many-to-many fields that it declares."""
    links = [field.relation.link for field in entity.fields.values() if field.relation is not None]
    return [entity.table, *(link.table for link in links if link is not None)]


def find_table(catalog: Catalog, table: str) -> sa.Table | None:
    """Return the table of this name, or None if no entity has it."""
    owner = next((entity.name for entity in catalog.entities.values() if table in table_names(entity)), None)
    return pick_tables(catalog, [owner])[table] if owner is not None else None


def _part(catalog: Catalog, chosen: list[Entity]) -> Catalog:
    """Return a Catalog of the chosen entities, and of those they refer to the keys, which foreign keys need."""
    entities = {entity.name: entity for entity in chosen}
    waiting = [target for entity in chosen for target in _targets(entity)]
    while waiting:
        name = waiting.pop()
        if name not in entities:
            entity = catalog.entities[name]
            entities[name] = replace(entity, fields={key: entity.fields[key] for key in entity.key}, unique=(), indexes=(), checks=())
            waiting.extend(_targets(entities[name]))
    return Catalog(entities=entities, roles=())


def _targets(entity: Entity) -> list[str]:
    return [field.relation.target for field in entity.fields.values() if field.relation is not None]


def _plain(table: sa.Table) -> sa.Table:
    """Take off what only matters inside SQLAlchemy: the mark of final names, and notes."""
    table.info.clear()
    for constraint in table.constraints:
        constraint.name = str(constraint.name)
    for index in table.indexes:
        index.name = sa.quoted_name(str(index.name), None)
    return table
