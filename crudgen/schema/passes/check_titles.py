"""Read the template by which a record is named, or choose one."""

import re
from dataclasses import replace

from crudgen.errors import Diagnostic
from crudgen.schema.draft import Draft, EntityDraft, Word, refuse, replace_entities
from crudgen.schema.paths import BadPath, Unread, follow
from crudgen.schema.types import TYPES

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_BRACES = {"{{": "{", "}}": "}"}
_UNFIT = frozenset({"json", "list", "links", *(name for name, one in TYPES.items() if one.is_secret)})


def check_titles(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Settle each entity's title, as literals and paths by turns."""
    changed: dict[str, EntityDraft] = {}
    for name, entity in draft.entities.items():
        pieces = _choose(entity) if entity.title is None else _read(draft, entity, entity.title, problems)
        changed[name] = replace(entity, entity=replace(entity.entity, title=pieces))
    return replace_entities(draft, changed)


def split_template(template: str) -> tuple[str, ...]:
    """Return literals at the even places and paths at the odd ones; `{{` and `}}` stand for braces. Raises ValueError.

    >>> split_template("{number} · {customer.name}")
    ('', 'number', ' · ', 'customer.name', '')
    """
    pieces, literal, end = [], "", 0
    for found in _PIECE.finditer(template):
        literal += template[end : found.start()]
        end = found.end()
        if found[0] in _BRACES:
            literal += _BRACES[found[0]]
        elif found[1] is None:
            raise ValueError(f"a {found[0]} stands alone; double it for a brace of the text")
        else:
            pieces += [literal, found[1].strip()]
            literal = ""
    return (*pieces, literal + template[end:])


def _choose(entity: EntityDraft) -> tuple[str, ...]:
    """Return the first stored string field that everybody might see, else the key."""
    for name, member in entity.fields.items():
        if member.field.type == "string" and member.field.is_readable and member.field.is_column:
            return ("", name, "")
    pieces: list[str] = []
    for name in entity.entity.key:
        pieces += [", " if pieces else "", name]
    return (*pieces, "")


def _read(draft: Draft, entity: EntityDraft, title: Word, problems: list[Diagnostic]) -> tuple[str, ...]:
    try:
        pieces = split_template(title.text)
    except ValueError as error:
        refuse(problems, title.at, "title", f"the title cannot be read: {error}")
        return _choose(entity)
    if len(pieces) == 1:
        refuse(problems, title.at, "title", "the title names no field, so all records would be called alike", 'write title: "{name}"')
    for path in pieces[1::2]:
        _check_path(draft, entity, title, path, problems)
    return pieces


def _check_path(draft: Draft, entity: EntityDraft, title: Word, path: str, problems: list[Diagnostic]) -> None:
    try:
        field = follow(draft, entity, path).field
    except Unread:
        return
    except BadPath as error:
        refuse(problems, title.at, "path", str(error), error.hint)
        return
    if field.type == "reference":
        refuse(problems, title.at, "path", f'"{path}" is a whole record', f"name a field of it, like {{{path}.name}}")
    elif field.type in _UNFIT:
        refuse(problems, title.at, "path", f'"{path}" cannot be part of a title: its type is {field.type}')
