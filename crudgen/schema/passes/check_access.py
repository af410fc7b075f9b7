"""Check that the rules of `access` name roles that exist."""

from dataclasses import replace

from crudgen.document import hint_name
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Rule
from crudgen.schema.draft import Draft, EntityDraft, Word, refuse, replace_entities

EVERYBODY = ("public", "authenticated", "nobody")


def check_access(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Settle each entity's rules."""
    changed = {name: _settle(entity, draft.roles, problems) for name, entity in draft.entities.items() if entity.access}
    return replace_entities(draft, changed)


def _settle(entity: EntityDraft, roles: tuple[str, ...], problems: list[Diagnostic]) -> EntityDraft:
    access = {
        action: tuple(Rule(word.text, at=word.at) for word in words if _is_known(word, words, roles, problems))
        for action, words in entity.access.items()
    }
    return replace(entity, entity=replace(entity.entity, access=access))


def _is_known(word: Word, words: tuple[Word, ...], roles: tuple[str, ...], problems: list[Diagnostic]) -> bool:
    if roles and word.text not in roles and word.text not in EVERYBODY:
        hint = hint_name(word.text, (*roles, *EVERYBODY))
        refuse(
            problems, word.at, "unknown_name", f'there is no role "{word.text}"', f"{hint}; roles are named in config.yaml" if hint else ""
        )
        return False
    if word.text == "nobody" and len(words) > 1:
        refuse(problems, word.at, "conflict", '"nobody" stands alone', "take it or the others away")
    return True
