"""Refuse names of entities and fields that are malformed or taken, and leave those fields out."""

from crudgen.document import hint_name
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Location
from crudgen.schema.draft import Draft, EntityDraft, FieldDraft, keep_fields, refuse, replace_entities
from crudgen.schema.names import RESERVED_NAMES, check_name, check_path
from crudgen.schema.types import LATER_TYPES, TYPES

TYPE_NAMES = (frozenset(TYPES) - {"reference", "links"}) | frozenset(LATER_TYPES)


def check_names(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Check every entity's and field's name."""
    changed: dict[str, EntityDraft] = {}
    for name, entity in draft.entities.items():
        _check_entity_name(entity, problems)
        kept = {field: member for field, member in entity.fields.items() if _is_name_allowed(entity, member, problems)}
        if len(kept) != len(entity.fields):
            changed[name] = keep_fields(entity, kept)
    return replace_entities(draft, changed)


def _check_entity_name(draft: EntityDraft, problems: list[Diagnostic]) -> None:
    entity = draft.entity
    if entity.is_builtin:
        return
    at, cure = (draft.name_at, "rename it") if draft.name_at.file else (Location(entity.at.file, 1, 1), "rename the file")
    if entity.name in TYPE_NAMES:
        refuse(problems, at, "reserved_name", f'an entity cannot be named "{entity.name}": that is a field type', cure)
    elif entity.name in RESERVED_NAMES:
        refuse(problems, at, "reserved_name", f'an entity cannot be named "{entity.name}"', cure)
    elif entity.name.startswith("crudgen_"):
        refuse(problems, at, "reserved_name", 'names that begin with "crudgen_" are crudgen\'s own', cure)
    elif "path" not in draft.places and (problem := check_path(entity.path)):
        refuse(problems, at, "reserved_name", problem, "add path: with another one")


def _is_name_allowed(entity: EntityDraft, draft: FieldDraft, problems: list[Diagnostic]) -> bool:
    name, at = draft.field.name, draft.field.at
    if ":" in name:
        refuse(problems, at, "colon_space", "a space is missing after the colon", f"write {name.replace(':', ': ', 1)}")
        return False
    if problem := check_name(name):
        message, hint = problem
        near = "" if hint else hint_name(name, ())
        refuse(problems, at, "name", message, _add_column(name, hint) or near)
        return False
    taken = _find_taken(entity, name)
    if taken:
        refuse(problems, at, "reserved_name", f'a field cannot be named "{name}"', taken)
    return not taken


def _add_column(name: str, hint: str) -> str:
    is_column = name.isascii() and name.replace("_", "").isalnum() and hint.startswith("write ")
    return f"{hint}, with column: {name} where the table has that name" if is_column else hint


def _find_taken(entity: EntityDraft, name: str) -> str:
    """Return the cure for a name that crudgen or SQLAlchemy has taken, `""` when it is free."""
    if name == "id":
        return "every entity has an id; its type is set by id: beside fields:"
    if name in ("created_at", "updated_at") and entity.entity.timestamps:
        return "it is made by itself; write timestamps: false to declare your own"
    return "choose another name" if name in RESERVED_NAMES else ""
