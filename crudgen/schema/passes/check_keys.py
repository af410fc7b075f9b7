"""Check the fields that a composite key is made of, and mark them."""

from dataclasses import replace

from crudgen.document import hint_name
from crudgen.errors import Diagnostic
from crudgen.schema.draft import Draft, EntityDraft, FieldDraft, Word, refuse, replace_entities

KEY_TYPES = frozenset("int string slug uuid date datetime enum decimal email phone url color bool time reference".split())


def check_keys(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Check composite keys; a key that is wrong is cut down to its right fields, or to any field."""
    changed = {name: _check_key(entity, problems) for name, entity in draft.entities.items() if entity.id.fields}
    return replace_entities(draft, changed)


def _check_key(draft: EntityDraft, problems: list[Diagnostic]) -> EntityDraft:
    parts = {word.text: draft.fields[word.text] for word in draft.id.fields if _is_part_allowed(draft, word, problems)}
    fields = {**draft.fields, **{name: _mark(part) for name, part in parts.items()}}
    return replace(draft, fields=fields, entity=replace(draft.entity, key=tuple(parts)))


def _mark(part: FieldDraft) -> FieldDraft:
    return replace(part, field=replace(part.field, is_key=True))


def _is_part_allowed(draft: EntityDraft, word: Word, problems: list[Diagnostic]) -> bool:
    part = draft.fields.get(word.text)
    if part is None and draft.is_unread(word.text):
        return False
    if part is None or part.field.is_implicit:
        refuse(problems, word.at, "unknown_name", f'the key names no field "{word.text}"', hint_name(word.text, draft.fields))
        return False
    field = part.field
    if field.type not in KEY_TYPES:
        refuse(problems, word.at, "key_field", f'"{field.name}" cannot be part of a key: its type is {field.type}')
    elif field.computed:
        refuse(problems, part.at("computed"), "key_field", f'"{field.name}" is part of the key, which is stored', "take computed away")
    elif not field.required:
        refuse(problems, part.at("required", "type"), "key_field", f'"{field.name}" is part of the key', "make it required")
    elif field.is_made:
        refuse(problems, part.at("sequence", "from"), "key_field", f'"{field.name}" is part of the key, which must be given')
    elif field.ci:
        refuse(problems, part.at("ci"), "key_field", f'"{field.name}" is part of the key, which heeds case', "take ci away")
    elif not field.is_readable:
        refuse(problems, part.at("hidden", "write_only"), "key_field", f'"{field.name}" is part of the key and cannot be hidden')
    return True
