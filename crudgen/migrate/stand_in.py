"""What may go without a question: things made by uncommitted edits that hold no value yet."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from crudgen.migrate.changes import Change, FieldChange, Kind
from crudgen.migrate.diff import compare
from crudgen.migrate.essence import complete
from crudgen.migrate.plan import refuse_unanswered
from crudgen.migrate.rows import is_untouched
from crudgen.migrate.tables import pick_tables
from crudgen.schema.catalog import Catalog, Entity, Field
from crudgen.schema.expression.parse import find_names


def leave_out_unused(connection: sa.Connection, base: Catalog, old: Catalog, new: Catalog, builtin: Catalog) -> Catalog:
    """Return `old` without the fields and entities that stand in the way of `new`, were made since `base`, and hold no value.

    Raises UserError for what stands in the way and can't be left out.
    """
    rows = Rows(connection, complete(old, builtin))
    fields: dict[str, set[str]] = {}
    entities: set[str] = set()
    refused: list[Change] = []
    for change in (change for change in compare(old, new) if change.kind is not Kind.SAFE):
        if isinstance(change, FieldChange) and _may_drop_field(rows, base, old, change):
            fields.setdefault(change.entity, set()).add(change.field)
        elif change.entity not in base.entities and rows.is_empty(change.entity):
            entities.add(change.entity)
        else:
            refused.append(change)
    refuse_unanswered(refused)
    return _without(old, fields, entities)


def _may_drop_field(rows: "Rows", base: Catalog, old: Catalog, change: FieldChange) -> bool:
    field = old.entities[change.entity].fields.get(change.field) if change.entity in old.entities else None
    before = base.entities.get(change.entity)
    is_new = before is None or change.field not in before.fields
    return field is not None and is_new and not field.is_key and rows.is_unused(change.entity, field)


class Rows:
    """What the tables of a Catalog hold."""

    def __init__(self, connection: sa.Connection, catalog: Catalog) -> None:
        self.connection, self.catalog = connection, catalog

    def is_empty(self, name: str) -> bool:
        """Tell whether the entity's table and its link tables have no row, but for those that migrations made and nobody changed."""
        tables = pick_tables(self.catalog, [name])
        entity = self.catalog.entities[name]
        others = {entity.table: [sa.not_(condition) for condition in is_untouched(self.catalog, entity)]}
        return all(
            self._is_none(sa.select(sa.literal(1)).select_from(table).where(*others.get(key, ()))) for key, table in tables.items()
        )

    def is_unused(self, name: str, field: Field) -> bool:
        """Tell whether the field holds nothing but null, or its default, in every row; a many-to-many: no link."""
        tables = pick_tables(self.catalog, [name])
        if field.relation is not None and field.relation.link is not None:
            return self._is_none(sa.select(sa.literal(1)).select_from(tables[field.relation.link.table]))
        column = tables[self.catalog.entities[name].table].c[field.column]
        default = getattr(column.server_default, "arg", None)
        conditions = [column.is_not(None), *([column != default] if default is not None else [])]
        return self._is_none(sa.select(sa.literal(1)).where(*conditions))

    def _is_none(self, statement: sa.Select[Any]) -> bool:
        return self.connection.execute(statement.limit(1)).first() is None


def _without(catalog: Catalog, fields: Mapping[str, set[str]], entities: Iterable[str]) -> Catalog:
    kept = [_shorten(entity, fields.get(name, set())) for name, entity in catalog.entities.items() if name not in entities]
    return replace(catalog, entities={entity.name: entity for entity in kept if entity.fields})


def _shorten(entity: Entity, gone: set[str]) -> Entity:
    return replace(
        entity,
        fields={name: field for name, field in entity.fields.items() if name not in gone},
        relations={name: relation for name, relation in entity.relations.items() if name not in gone},
        unique=tuple(group for group in entity.unique if not gone.intersection(group)),
        indexes=tuple(index for index in entity.indexes if not gone.intersection(part.field for part in index)),
        checks=tuple(check for check in entity.checks if not gone.intersection(find_names(check.rule))),
    )
