"""The Catalog as mapped classes, for scripts, notebooks and hooks; the API and the admin never use them.

An attribute has its field's name. A reference `customer` is the related object, and its id stands beside it as `customer_id`.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import foreign, registry, relationship, remote

from crudgen.errors import UserError
from crudgen.model.columns import VERSION
from crudgen.model.fold import fold
from crudgen.model.tables import Tables
from crudgen.schema.catalog import Catalog, Entity, Relation


class Models:
    """Mapped classes by the entity's name, made with all connected entities when first asked for.

    A record's version is SQLAlchemy's version counter, so a session's changes are seen by everybody else's `If-Match`.
    """

    def __init__(self, catalog: Catalog, tables: Tables) -> None:
        self._catalog = catalog
        self._tables = tables
        self._registry = registry()
        self._classes: dict[str, type[Any]] = {}

    def __getitem__(self, name: str) -> type[Any]:
        """Return the class of the entity `name`. Raises UserError for a view."""
        if name not in self._classes:
            if self._catalog.entities[name].view is not None:
                raise UserError(f'"{name}" is a view, which has no class; read it with `records`')
            fresh = connected(self._catalog, name)
            for entity in fresh:
                self._classes[entity.name] = type(class_name(entity.name), (), {"__doc__": f"A record of `{entity.name}`."})
            for entity in fresh:
                self._map(entity)
        return self._classes[name]

    def dispose(self) -> None:
        """Unmap every class; without this they would outlive a swap of snapshots."""
        self._registry.dispose()
        self._classes.clear()

    def _map(self, entity: Entity) -> None:
        table = self._tables[entity.name]
        columns = {attribute: table.c[column] for attribute, column in column_attributes(entity).items()}
        columns |= {f"_{field.folded_column}": table.c[field.folded_column] for field in entity.fields.values() if field.folded_column}
        ways = {name: self._relationship(relation) for name, relation in entity.relations.items()}
        self._registry.map_imperatively(
            self._classes[entity.name],
            table,
            properties={**columns, VERSION: table.c[VERSION], **ways},
            version_id_col=table.c[VERSION],
        )
        self._keep_folded(entity)

    def _keep_folded(self, entity: Entity) -> None:
        """Have the folded texts of `ci` fields written along with the texts themselves."""
        folded = {field.column: f"_{field.folded_column}" for field in entity.fields.values() if field.folded_column}
        pairs = [(attribute, folded[column]) for attribute, column in column_attributes(entity).items() if column in folded]
        if pairs:
            for moment in ("before_insert", "before_update"):
                sa.event.listen(self._classes[entity.name], moment, partial(_fold_texts, pairs))

    def _relationship(self, relation: Relation) -> Any:
        target = self._classes[relation.target]
        back = relation.inverse if relation.inverse in self._catalog.entities[relation.target].relations else None
        if relation.link is not None:
            return self._linked(relation, target, back)
        if relation.many:
            own, other = self._key(relation.source), self._tables[relation.target].c[relation.column]
            # The database deletes, clears or refuses, as the reference's `on_delete` says.
            return relationship(target, primaryjoin=own == foreign(remote(other)), back_populates=back, passive_deletes="all")
        own, other = self._tables[relation.source].c[relation.column], self._key(relation.target)
        return relationship(target, primaryjoin=foreign(own) == remote(other), uselist=False, back_populates=back)

    def _linked(self, relation: Relation, target: type[Any], back: str | None) -> Any:
        assert relation.link is not None  # noqa: S101 -- only called for such relations
        link = self._tables.link(relation)
        near, far = link.c[relation.link.near], link.c[relation.link.far]
        own, other = self._key(relation.source), self._key(relation.target)
        joins = own == foreign(near), other == foreign(far)
        if relation.link.through:  # its rows are objects themselves, and written as such
            return relationship(target, secondary=link, primaryjoin=joins[0], secondaryjoin=joins[1], viewonly=True)
        return relationship(target, secondary=link, primaryjoin=joins[0], secondaryjoin=joins[1], back_populates=back)

    def _key(self, name: str) -> sa.Column[Any]:
        (key,) = self._catalog.entities[name].key_fields
        return self._tables[name].c[key.column]


def _fold_texts(pairs: Sequence[tuple[str, str]], _mapper: Any, _connection: Any, record: Any) -> None:
    for attribute, folded in pairs:
        text = getattr(record, attribute)
        setattr(record, folded, None if text is None else fold(text))


def connected(catalog: Catalog, name: str) -> list[Entity]:
    """Return the entities that relations lead to from `name`, however far, itself first."""
    found = {name: catalog.entities[name]}
    ahead = [name]
    while ahead:
        for relation in catalog.entities[ahead.pop()].relations.values():
            if relation.target not in found:
                found[relation.target] = catalog.entities[relation.target]
                ahead.append(relation.target)
    return list(found.values())


def class_name(name: str) -> str:
    """Return the class's name.

    >>> class_name("order_item")
    'OrderItem'
    """
    return "".join(part.capitalize() for part in name.split("_"))


def column_attributes(entity: Entity) -> dict[str, str]:
    """Return the column of each attribute that is one: fields by name, references by name and `_id`."""
    taken = {*entity.fields, *entity.relations}
    return dict(_attributes(entity, taken))


def _attributes(entity: Entity, taken: set[str]) -> Iterator[tuple[str, str]]:
    for field in entity.fields.values():
        if not field.is_column:
            continue
        attribute = field.name
        while field.relation is not None and attribute in taken:
            attribute = f"{field.name}_id" if attribute == field.name else f"{attribute}_"
        yield attribute, field.column
