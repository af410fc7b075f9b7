"""Check `single`: what makes no sense where there is one record alone, which nobody creates and nothing refers to."""

from collections.abc import Iterator
from dataclasses import replace

from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Action, ApiOptions, Location
from crudgen.schema.draft import Draft, EntityDraft, FieldDraft, keep_fields, refuse, replace_entities
from crudgen.schema.types import TYPES

OPERATIONS = ("read", "update")

_WHOLE = {
    "id": "its address says which record is meant",
    "title": "its label names it",
    "plural": "there are never several",
    "rows": "its defaults are what it begins with",
}


def check_singles(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Refuse keys and fields that one record alone cannot have, and references to it; settle its operations in the API."""
    singles = {name: entity for name, entity in draft.entities.items() if entity.entity.single}
    if not singles:
        return draft
    changed: dict[str, EntityDraft] = {}
    for name, entity in draft.entities.items():
        kept = {field: member for field, member in entity.fields.items() if not _refers_to(singles, member, problems)}
        if len(kept) != len(entity.fields):
            changed[name] = keep_fields(entity, kept)
    for name, entity in singles.items():
        for at, key, why in _find_unfit(entity):
            refuse(problems, at, "single", f'"{name}" is one record alone, so it cannot have "{key}": {why}', f"take {key} away")
        for member in entity.fields.values():
            _check_field(member, problems)
        changed[name] = _settle_operations(changed.get(name, entity))
    return replace_entities(draft, changed)


def _refers_to(singles: dict[str, EntityDraft], member: FieldDraft, problems: list[Diagnostic]) -> bool:
    reference = member.reference
    if reference is None or reference.target not in singles:
        return False
    message = f'"{reference.target}" is one record alone, so nothing can refer to it'
    refuse(problems, member.at("type"), "single", message, "take the reference away, or single: true there")
    return True


def _find_unfit(entity: EntityDraft) -> Iterator[tuple[Location, str, str]]:
    """Yield where each key stands that the entity cannot have, its name, and why."""
    for key, why in _WHOLE.items():
        if key in entity.places:
            yield entity.at(key), key, why
    for key, groups in entity.groups.items():
        if groups:
            yield groups[0][0].at, key, "there is nothing to tell it from"
    if "search" in entity.written:
        yield entity.at("search"), "search", "it has no list"
    if any(key.startswith("admin.") for key in entity.written):
        yield entity.at("admin"), "admin", "it has no list"
    for action in (Action.CREATE, Action.DELETE):
        if entity.access.get(action):
            yield entity.access[action][0].at, str(action), "it is always there"
    options = entity.entity.api
    if options.page_size or options.max_page_size:
        yield entity.at("api"), "page_size" if options.page_size else "max_page_size", "it has no list"
    if options.operations != ApiOptions().operations and set(options.operations) - set(OPERATIONS):
        yield entity.at("api"), "operations", "it can only be read and updated"


def _check_field(member: FieldDraft, problems: list[Diagnostic]) -> None:
    field = member.field
    is_part = member.reference is not None and member.reference.part_of
    flags = {"unique": field.unique, "index": field.index, "part_of": is_part, "sequence": field.sequence, "from": field.source}
    for key in (key for key, flag in flags.items() if flag):
        message = f'"{key}" says nothing of a field of one record alone, which is never created'
        refuse(problems, member.at(key), "single", message, f"take {key} away")
    if field.required and "default" not in member.nodes and not is_part:
        cure = "give it a default, or make it optional" if _takes_default(member) else "make it optional"
        message = f'"{field.name}" is required, and needs a value from the beginning'
        refuse(problems, member.at("required", "type"), "single", message, cure)
    elif "default" in member.nodes and not _takes_default(member):
        message = f'the default of "{field.name}" is made when a record is created, and this one never is'
        refuse(problems, member.at("default"), "single", message, "give it a literal default, or none")


def _takes_default(member: FieldDraft) -> bool:
    """Tell whether the field can have a default, which here is a literal: the table's own, by which its migration makes the record."""
    written = member.nodes["default"].value if "default" in member.nodes else None
    is_made = isinstance(written, str) and written in TYPES[member.field.type].special_defaults
    return member.reference is None and member.field.type != "password" and not is_made


def _settle_operations(entity: EntityDraft) -> EntityDraft:
    api = entity.entity.api
    kept = tuple(one for one in api.operations if one in OPERATIONS)
    return replace(entity, entity=replace(entity.entity, api=replace(api, operations=kept)))
