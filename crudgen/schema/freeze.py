"""From the draft that all passes have settled to the frozen Catalog."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from crudgen.schema.catalog import Catalog, Entity, EnumValue, Field, Text
from crudgen.schema.draft import Draft, EntityDraft
from crudgen.schema.names import humanise, pluralise


def freeze(draft: Draft) -> Catalog:
    """Return the Catalog: built-in entities first, then the project's, each by name."""
    order = sorted(draft.entities, key=lambda name: (not draft.entities[name].entity.is_builtin, name))
    entities = {name: freeze_entity(draft.entities[name]) for name in order}
    return Catalog(MappingProxyType(entities), draft.roles)


def freeze_entity(draft: EntityDraft) -> Entity:
    """Return the entity, with the texts for people that are not given."""
    entity = draft.entity
    label = entity.label or Text({"": humanise(entity.name)})
    return replace(
        entity,
        fields=MappingProxyType({name: _freeze_field(member.field) for name, member in draft.fields.items()}),
        relations=MappingProxyType(dict(draft.relations)),
        access=MappingProxyType(dict(entity.access)),
        label=label,
        plural=label if entity.single else entity.plural or derive_plural(label),
    )


def _freeze_field(field: Field) -> Field:
    label = field.label or Text({"": humanise(field.name)})
    if not field.values:
        return replace(field, label=label) if label is not field.label else field
    values = tuple(_label_value(value) for value in field.values)
    return replace(field, label=label, values=values)


def _label_value(value: EnumValue) -> EnumValue:
    return value if value.label else replace(value, label=Text({"": humanise(value.name)}))


def derive_plural(label: Text) -> Text:
    """Return the plural that follows from a label: by English rules where it is English, else the label itself.

    >>> derive_plural(Text({"en": "Order", "ru": "Заказ"})).languages
    {'en': 'Orders', 'ru': 'Заказ'}
    """
    texts: Mapping[str, str] = label.languages
    return Text({language: pluralise(text) if language in ("", "en") and text.isascii() else text for language, text in texts.items()})
