"""Check the fields that the `checks` of an entity are told at."""

from dataclasses import replace

from crudgen.document import hint_name
from crudgen.errors import Diagnostic
from crudgen.schema.draft import CheckDraft, Draft, EntityDraft, refuse, replace_entities


def check_checks(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Settle each entity's checks; their conditions are judged by `check_formulas`."""
    changed = {name: _settle(entity, problems) for name, entity in draft.entities.items() if entity.checks}
    return replace_entities(draft, changed)


def _settle(entity: EntityDraft, problems: list[Diagnostic]) -> EntityDraft:
    for check in entity.checks:
        _check_field(entity, check, problems)
    return replace(entity, entity=replace(entity.entity, checks=tuple(one.check for one in entity.checks)))


def _check_field(entity: EntityDraft, check: CheckDraft, problems: list[Diagnostic]) -> None:
    word = check.field
    if word is None or entity.is_unread(word.text):
        return
    member = entity.fields.get(word.text)
    if member is None:
        message = f'"{entity.entity.name}" has no field "{word.text}"'
        refuse(problems, word.at, "unknown_name", message, hint_name(word.text, entity.fields))
    elif member.field.hidden:
        message = f'"{word.text}" never leaves the server, so nothing can be told at it'
        refuse(problems, word.at, "unfit_key", message, "name another field, or take field away")
