"""The part of a Catalog that tables are made of, and that one stream of revisions owns. Pure.

Labels, help, rights and pages change no table, so they are left out of snapshots and never make a revision.
The package's own entities have revisions of their own: a project's snapshot holds only what its files say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from crudgen.migrate.kept import keep_fields, keep_relations
from crudgen.model import Tables
from crudgen.model.conditions import build_condition
from crudgen.schema.catalog import Catalog, Check, Default, Entity, EnumValue, Field, Relation, Text

NOTHING = Catalog(entities={}, roles=())


def extract(catalog: Catalog, last: Catalog = NOTHING, *, builtin: bool = False) -> Catalog:
    """Return the owned part of `catalog`, without what changes no table. `builtin` asks for the package's own part.

    An entity of the package that a project adds fields to comes with these fields alone. `last` is the snapshot before, which
    knows what the fields under `removed` were: they come along as they are kept, and only names that it lacks stay `removed`.
    """
    tables = Tables(catalog)
    parts = (_extract_entity(tables, entity, last.entities.get(entity.name), builtin) for entity in catalog.stored)
    return Catalog(entities={part.name: part for part in parts if part is not None}, roles=())


def complete(part: Catalog, builtin: Catalog) -> Catalog:
    """Return `part` together with the package's own entities, so that tables can be made of it."""
    entities = dict(extract(builtin, builtin=True).entities)
    for name, entity in part.entities.items():
        entities[name] = _merge(entities[name], entity) if name in entities else entity
    return Catalog(entities=entities, roles=())


def _extract_entity(tables: Tables, entity: Entity, last: Entity | None, builtin: bool) -> Entity | None:
    if builtin and not entity.is_builtin:
        return None
    owned = {name: field for name, field in entity.fields.items() if _is_builtin(entity, field) == builtin and _has_table(field)}
    fields = {name: _strip_field(field, is_builtin=builtin) for name, field in owned.items()}
    kept = {} if builtin else keep_fields(entity, last)
    unknown = () if builtin else tuple(one for one in entity.removed if one.name not in kept)
    if not (fields or kept or unknown):
        return None
    is_extension = entity.is_builtin != builtin
    unique = [group for group in entity.unique if not is_extension or _touches(group, fields)]
    indexes = [index for index in entity.indexes if not is_extension or _touches([column.field for column in index], fields)]
    relations = {name: _strip_relation(relation) for name, relation in entity.relations.items() if relation.is_owned and name in fields}
    return Entity(
        name=entity.name,
        table=entity.table,
        path=entity.name,
        fields={**fields, **kept},
        key=entity.key,
        single=entity.single,
        relations={**relations, **keep_relations(kept)},
        timestamps=entity.timestamps,
        unique=tuple(unique),
        indexes=tuple(indexes),
        removed=unknown,
        rows=None if is_extension else entity.rows,
        checks=() if is_extension else tuple(_find_checks(tables, entity)),
        is_builtin=entity.is_builtin,
        at=entity.at,
    )


def _find_checks(tables: Tables, entity: Entity) -> Iterator[Check]:
    """Yield the rules that the table holds on some database; the others hold in the service alone."""
    for check in entity.checks:
        if build_condition(tables.catalog, entity, check, tables[entity.name]) is not None:
            yield Check(check.rule, at=check.at)


def _has_table(field: Field) -> bool:
    """Tell whether the field has a column or a table of links: computed, or where links are another entity's records, it has neither."""
    if field.computed:
        return False
    return field.relation is None or field.relation.link is None or not field.relation.link.through


def _is_builtin(entity: Entity, field: Field) -> bool:
    return field.is_builtin or (entity.is_builtin and field.is_implicit)


def _touches(group: tuple[str, ...] | list[str], fields: Mapping[str, Field]) -> bool:
    return any(name in fields for name in group)


def _strip_field(field: Field, *, is_builtin: bool) -> Field:
    default = field.default if field.default is not None and field.default.kind == "literal" else None
    is_sealed = field.type == "secret"  # the table holds what encryption made of it, of any length
    return Field(
        name=field.name,
        type=field.type,
        column=field.column,
        required=field.required,
        default=default and Default("literal", default.value),
        unique=field.unique,
        index=field.index,
        ci=field.ci,
        min=field.min,
        max=field.max,
        min_length=None if is_sealed else field.min_length,
        max_length=None if is_sealed else field.max_length,
        precision=field.precision,
        scale=field.scale,
        of=field.of,
        values=tuple(EnumValue(name) for name in sorted(value.name for value in field.values)),
        relation=field.relation and _strip_relation(field.relation),
        is_key=field.is_key,
        is_implicit=field.is_implicit,
        is_builtin=is_builtin,
        at=field.at,
    )


def _strip_relation(relation: Relation) -> Relation:
    return replace(relation, inverse="", part_of=False)


def _merge(base: Entity, extension: Entity) -> Entity:
    return replace(
        base,
        fields={**base.fields, **extension.fields},
        relations={**base.relations, **extension.relations},
        unique=(*base.unique, *extension.unique),
        indexes=(*base.indexes, *extension.indexes),
        label=Text(),
    )
