"""Check the names under `search` and `admin`."""

from dataclasses import replace

from crudgen.document import hint_name
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import AdminOptions, SortKey
from crudgen.schema.draft import Draft, EntityDraft, FieldDraft, Word, refuse, replace_entities
from crudgen.schema.paths import BadPath, Unread, follow
from crudgen.schema.types import TYPES

SEARCHED_TYPES = frozenset("string text markdown slug email url phone".split())


def check_lists(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Settle each entity's `search`, `admin.list`, `admin.filters` and `admin.sort`."""
    changed = {name: _settle(draft, entity, problems) for name, entity in draft.entities.items() if entity.written}
    return replace_entities(draft, changed)


def _settle(draft: Draft, entity: EntityDraft, problems: list[Diagnostic]) -> EntityDraft:
    written = entity.written
    shown = tuple(word.text for word in written.get("admin.list", ()) if _find(entity, word, problems))
    filters = [word for word in written.get("admin.filters", ()) if _is_filter(entity, word, problems)]
    sort = [SortKey(word.text.removeprefix("-"), word.text.startswith("-")) for word in _sorts(draft, entity, problems)]
    search = [word.text for word in written.get("search", ()) if _is_searched(draft, entity, word, problems)]
    admin = AdminOptions(shown, tuple(word.text for word in filters), tuple(sort))
    return replace(entity, entity=replace(entity.entity, admin=admin, search=tuple(search)))


def _find(entity: EntityDraft, word: Word, problems: list[Diagnostic]) -> FieldDraft | None:
    member = entity.fields.get(word.text)
    if member is None and entity.is_unread(word.text):
        return None
    if member is None:
        known = [name for name, one in entity.fields.items() if one.field.is_readable]
        hint = "a path over a reference is not supported here yet" if "." in word.text else hint_name(word.text, known)
        refuse(problems, word.at, "unknown_name", f'"{entity.entity.name}" has no field "{word.text}"', hint)
    elif not member.field.is_readable:
        refuse(problems, word.at, "unfit_key", f'"{word.text}" is never shown, so it cannot stand here')
        return None
    return member


def _is_filter(entity: EntityDraft, word: Word, problems: list[Diagnostic]) -> bool:
    member = _find(entity, word, problems)
    if member is not None and not TYPES[member.field.type].operators:
        refuse(problems, word.at, "unfit_key", f'"{word.text}" cannot be filtered: its type is {member.field.type}')
        return False
    return member is not None


def _sorts(draft: Draft, entity: EntityDraft, problems: list[Diagnostic]) -> list[Word]:
    sorts = []
    for word in entity.written.get("admin.sort", ()):
        member = _follow(draft, entity, Word(word.text.removeprefix("-"), word.at), problems)
        if member is None:
            continue
        if TYPES[member.field.type].is_sortable:
            sorts.append(word)
        else:
            refuse(problems, word.at, "unfit_key", f'"{word.text}" cannot be sorted by: its type is {member.field.type}')
    return sorts


def _is_searched(draft: Draft, entity: EntityDraft, word: Word, problems: list[Diagnostic]) -> bool:
    member = _follow(draft, entity, word, problems)
    if member is not None and member.field.type not in SEARCHED_TYPES:
        refuse(problems, word.at, "unfit_key", f'"{word.text}" cannot be searched: it is no text but {member.field.type}')
        return False
    if member is not None and member.field.computed:
        message = f'"{word.text}" is computed, and the search looks into stored texts'
        refuse(problems, word.at, "unfit_key", message, "name the fields that it is made of")
        return False
    return member is not None


def _follow(draft: Draft, entity: EntityDraft, word: Word, problems: list[Diagnostic]) -> FieldDraft | None:
    try:
        return follow(draft, entity, word.text)
    except Unread:
        return None
    except BadPath as error:
        refuse(problems, word.at, "path", str(error), error.hint)
        return None
