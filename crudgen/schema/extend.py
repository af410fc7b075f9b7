"""Fields that a project adds to a built-in entity."""

from dataclasses import replace

from crudgen.errors import Diagnostic
from crudgen.schema.draft import EntityDraft, FieldDraft, refuse


def extend_builtin(builtin: EntityDraft, extension: EntityDraft, problems: list[Diagnostic]) -> EntityDraft:
    """Return the built-in entity with the fields of the extension after its own, and those that it has given up; the rest is refused."""
    name = builtin.entity.name
    for key in extension.places.keys() - {"fields", "extends", "removed"}:
        message = f'only fields can be added to the built-in "{name}"'
        refuse(problems, extension.at(key), "builtin", message, f'take "{key}" away')
    fields = {field: member for field, member in extension.fields.items() if _is_addable(builtin, member, problems)}
    unread = None if builtin.unread is None or extension.unread is None else builtin.unread | extension.unread
    return replace(builtin, fields={**builtin.fields, **fields}, removed=extension.removed, unread=unread)


def _is_addable(builtin: EntityDraft, member: FieldDraft, problems: list[Diagnostic]) -> bool:
    field, name = member.field, builtin.entity.name
    if field.name in builtin.fields:
        refuse(problems, field.at, "builtin", f'the built-in "{name}" has a field "{field.name}" already', "choose another name")
        return False
    if field.required and "default" not in member.nodes:
        message = f'a field added to the built-in "{name}" cannot be required without a default'
        refuse(problems, member.at("required", "type"), "builtin", message, "give it a default, or make it optional")
    return True
