"""Check what the values that the service makes are made of: the field behind a slug, and the room for a counted number."""

from crudgen.document import hint_name
from crudgen.errors import Diagnostic
from crudgen.schema.draft import Draft, EntityDraft, FieldDraft, refuse
from crudgen.schema.sequence import read_format

SOURCES = frozenset("string text markdown email slug enum".split())
_YEAR = 2000  # of four digits, as all that count


def check_made(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Check each field that has `from` or `sequence`."""
    for entity in draft.entities.values():
        for member in entity.fields.values():
            if member.field.source:
                _check_source(entity, member, problems)
            if member.field.sequence:
                _check_room(member, problems)
    return draft


def _check_source(entity: EntityDraft, member: FieldDraft, problems: list[Diagnostic]) -> None:
    name, at = member.field.source, member.at("from")
    source = entity.fields.get(name)
    if source is None:
        if not entity.is_unread(name):
            texts = [one.field.name for one in entity.fields.values() if one.field.type in SOURCES and one is not member]
            refuse(problems, at, "unknown_name", f'"{entity.entity.name}" has no field "{name}"', hint_name(name, texts))
    elif source is member or source.field.type not in SOURCES or source.field.is_made:
        refuse(problems, at, "unfit_key", f'a slug cannot be made from "{name}"', f"its type must be one of {', '.join(sorted(SOURCES))}")
    elif source.field.computed:
        message = f'"{name}" is computed when it is read, and a slug is made before'
        refuse(problems, at, "unfit_key", message, "make the slug from a stored field")
    elif not source.field.is_readable and member.field.is_readable:
        refuse(problems, at, "unfit_key", f'"{name}" is never shown, and a slug made from it would show it')


def _check_room(member: FieldDraft, problems: list[Diagnostic]) -> None:
    field = member.field
    needed = len(read_format(field.sequence).write(_YEAR, 1))
    if field.max_length is not None and needed > field.max_length:
        message = f"a number has {needed} characters, more than max_length {field.max_length}"
        refuse(problems, member.at("max_length", "sequence"), "bounds", message)
