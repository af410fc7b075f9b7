"""Check the lists of fields under `unique` and `indexes`."""

from dataclasses import replace

from crudgen.document import hint_name
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import IndexColumn
from crudgen.schema.draft import Draft, EntityDraft, Word, refuse, replace_entities
from crudgen.schema.types import TYPES


def check_groups(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Settle each entity's `unique` and `indexes`."""
    changed = {name: _settle(entity, problems) for name, entity in draft.entities.items() if entity.groups}
    return replace_entities(draft, changed)


def _settle(entity: EntityDraft, problems: list[Diagnostic]) -> EntityDraft:
    unique = [_read_group(entity, group, "unique", problems) for group in entity.groups.get("unique", ())]
    indexes = [_read_group(entity, group, "indexes", problems) for group in entity.groups.get("indexes", ())]
    names = tuple(tuple(column.field for column in group) for group in unique if group)
    return replace(entity, entity=replace(entity.entity, unique=names, indexes=tuple(group for group in indexes if group)))


def _read_group(entity: EntityDraft, group: tuple[Word, ...], key: str, problems: list[Diagnostic]) -> tuple[IndexColumn, ...]:
    columns = [column for word in group if (column := _read_column(entity, word, key, problems))]
    names = [column.field for column in columns]
    if len(set(names)) != len(names):
        refuse(problems, group[0].at, "duplicate_item", "a field stands twice in the list")
    same = [other for other in entity.groups[key] if other is not group and _names(other) == _names(group)]
    if same and _place(same[0]) < _place(group):
        refuse(problems, group[0].at, "duplicate_item", f"this list stands twice under {key}")
    return tuple(columns)


def _names(group: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(word.text for word in group)


def _read_column(entity: EntityDraft, word: Word, key: str, problems: list[Diagnostic]) -> IndexColumn | None:
    descending = key == "indexes" and word.text.startswith("-")
    name = word.text[1:] if descending else word.text
    member = entity.fields.get(name)
    if member is None and entity.is_unread(name):
        return None
    if member is None:
        refuse(problems, word.at, "unknown_name", f'"{entity.entity.name}" has no field "{name}"', hint_name(name, entity.fields))
        return None
    if member.field.computed:
        message, cure = f'"{name}" is computed, so no index can hold it', "name the stored fields that it is made of"
        refuse(problems, word.at, "unfit_key", message, cure)
        return None
    if not member.field.is_column or not TYPES[member.field.type].is_indexable:
        kind = "many-to-many" if member.field.type == "links" else member.field.type
        refuse(problems, word.at, "unfit_key", f'"{name}" cannot stand under {key}: its type is {kind}')
        return None
    return IndexColumn(name, descending)


def _place(group: tuple[Word, ...]) -> tuple[int, int]:
    return group[0].at.line, group[0].at.column
