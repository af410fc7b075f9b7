"""Check the names under `removed`: what is given up is no field any more. What it was, only the last revision knows."""

from dataclasses import replace

from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Removed
from crudgen.schema.draft import Draft, EntityDraft, Word, refuse, replace_entities
from crudgen.schema.names import check_name


def check_removed(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Settle each entity's `removed`."""
    changed = {name: _settle(entity, problems) for name, entity in draft.entities.items() if entity.removed}
    return replace_entities(draft, changed)


def _settle(draft: EntityDraft, problems: list[Diagnostic]) -> EntityDraft:
    removed = tuple(Removed(word.text, word.at) for word in draft.removed if _is_gone(draft, word, problems))
    return replace(draft, entity=replace(draft.entity, removed=removed))


def _is_gone(draft: EntityDraft, word: Word, problems: list[Diagnostic]) -> bool:
    member = draft.fields.get(word.text)
    if member is not None:
        cure = "take it away from one of the two"
        if member.field.is_implicit:
            cure = "nothing can be without its id" if member.field.is_key else "write timestamps: false"
        refuse(problems, word.at, "conflict", f'"{word.text}" is a field, and cannot be given up at once', cure)
    elif problem := check_name(word.text):
        refuse(problems, word.at, "name", *problem)
    return member is None
