"""Fields and rights that a project adds to a built-in entity."""

from dataclasses import replace

from crudgen.errors import Diagnostic
from crudgen.schema.draft import EntityDraft, FieldDraft, refuse

EXTENDABLE = "user"
"""The one built-in entity that a project can add to."""


def extend_builtin(builtin: EntityDraft, extension: EntityDraft, problems: list[Diagnostic]) -> EntityDraft:
    """Return the built-in entity with the fields of the extension after its own, and its rights; `removed` fields may go, too."""
    name = builtin.entity.name
    for key in extension.places.keys() - {"fields", "extends", "removed", "access"}:
        message = f'only fields and rights can be added to the built-in "{name}"'
        refuse(problems, extension.at(key), "builtin", message, f'take "{key}" away')
    fields = {field: member for field, member in extension.fields.items() if _is_addable(builtin, member, problems)}
    if extension.places and "fields" not in extension.places:
        extension = replace(extension, unread=frozenset())  # rights alone
    unread = None if builtin.unread is None or extension.unread is None else builtin.unread | extension.unread
    fields = {**builtin.fields, **fields}
    return replace(builtin, fields=fields, access=extension.access, removed=extension.removed, unread=unread)


def _is_addable(builtin: EntityDraft, member: FieldDraft, problems: list[Diagnostic]) -> bool:
    field, name = member.field, builtin.entity.name
    if field.name in builtin.fields:
        refuse(problems, field.at, "builtin", f'the built-in "{name}" has a field "{field.name}" already', "choose another name")
        return False
    if field.required and "default" not in member.nodes:
        message = f'a field added to the built-in "{name}" cannot be required without a default'
        refuse(problems, member.at("required", "type"), "builtin", message, "give it a default, or make it optional")
    return True
