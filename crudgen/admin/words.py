"""How entities, fields and relations are called in one language."""

from crudgen.admin.language import Language
from crudgen.plan.nodes import Path
from crudgen.schema.catalog import Catalog, Entity, EnumValue, Field, Relation

IMPLICIT = {"id": "ID", "created_at": "Created", "updated_at": "Changed"}
"""What the fields that nobody declared are called, where the schema gives no label."""


def humanize(name: str) -> str:
    """Return a name as a phrase.

    >>> humanize("unit_price")
    'Unit price'
    """
    return name.replace("_", " ").strip().capitalize()


def entity_name(language: Language, entity: Entity) -> str:
    """Return what one record of the entity is called."""
    return language.of(entity.label) or humanize(entity.name)


def entity_plural(language: Language, entity: Entity) -> str:
    """Return what many records of the entity are called."""
    return language.of(entity.plural) or entity_name(language, entity)


def field_name(language: Language, field: Field) -> str:
    """Return what a field is called."""
    if field.is_implicit and field.name in IMPLICIT and set(field.label.languages) <= {"", "en"}:
        return language.text(IMPLICIT[field.name])
    return language.of(field.label) or humanize(field.name)


def path_name(language: Language, catalog: Catalog, path: Path) -> str:
    """Return what a dotted path is called: `Customer: Country`."""
    names = [field_name(language, path.field)]
    for step in reversed(path.steps):
        names.insert(0, field_name(language, catalog.entities[step.source].fields[step.name]))
    return " › ".join(names)


def value_name(language: Language, value: EnumValue) -> str:
    """Return what a value of an enum is called."""
    return language.of(value.label) or humanize(value.name)


def relation_name(language: Language, catalog: Catalog, relation: Relation) -> str:
    """Return what the other side of a reference is called: the plural of what refers, and by which field if several do."""
    target = catalog.entities[relation.target]
    source = catalog.entities[relation.source]
    plural = entity_plural(language, target)
    rivals = [one for one in source.relations.values() if one.target == relation.target and not one.is_owned]
    if len(rivals) < 2:
        return plural
    return f"{plural} · {field_name(language, target.fields[relation.field])}"
