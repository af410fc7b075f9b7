"""Shadow classes: what sqladmin wants of a model, without a database behind it."""

from sqlalchemy import Column, MetaData, String, Table
from sqlalchemy.orm import registry

from crudgen.schema.catalog import Entity


def make_shadow(mappers: registry, entity: Entity) -> type:
    """Return a mapped class with the entity's columns, on a table that never meets an engine. `mappers` forgets it at `dispose`."""
    columns = [Column(name, String, primary_key=one.is_key) for name, one in entity.fields.items() if one.is_column]
    shadow = type(entity.name, (), {"__module__": __name__})
    mappers.map_imperatively(shadow, Table(entity.name, MetaData(), *columns))
    return shadow
