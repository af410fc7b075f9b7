"""Check that a default is a value that its field can hold, or one of the special words of its type."""

from dataclasses import replace

from crudgen.document import Node, hint_name
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import Default, Field
from crudgen.schema.draft import Draft, EntityDraft, FieldDraft, refuse, replace_entities
from crudgen.schema.literals import read_literal
from crudgen.schema.types import TYPES, BadValue

SPECIAL = {"now": Default("now"), "today": Default("today"), "uuid": Default("uuid"), "user": Default("user")}


def check_defaults(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Settle every written default."""
    changed: dict[str, EntityDraft] = {}
    for name, entity in draft.entities.items():
        fields = {field: _settle(draft, member, problems) for field, member in entity.fields.items() if _has_default(member)}
        fields |= _default_owner(entity)
        if fields:
            changed[name] = replace(entity, fields={**entity.fields, **fields})
    return replace_entities(draft, changed)


def _default_owner(entity: EntityDraft) -> dict[str, FieldDraft]:
    """Return the entity's own reference to its owner, which is the caller unless a default says otherwise."""
    member = entity.fields.get(entity.owner.text) if entity.owner is not None else None
    relation = member.field.relation if member is not None else None
    if member is None or relation is None or relation.target != "user" or _has_default(member):
        return {}
    return {member.field.name: replace(member, field=replace(member.field, default=SPECIAL["user"]))}


def _has_default(member: FieldDraft) -> bool:
    return "default" in member.nodes and member.field.type != "links" and not TYPES[member.field.type].is_secret


def _settle(draft: Draft, member: FieldDraft, problems: list[Diagnostic]) -> FieldDraft:
    field, node = member.field, member.nodes["default"]
    if node.value is None:
        refuse(problems, member.at("default"), "default", "a default cannot be null", "leave it out")
        return member
    kind = node.value if isinstance(node.value, str) else ""
    if kind in TYPES[field.type].special_defaults:
        return _settle_special(member, kind, problems)
    checked = _value_field(draft, field)
    try:
        literal = TYPES[checked.type].to_json(checked, TYPES[checked.type].parse(checked, read_literal(checked, node)))
    except BadValue as error:
        refuse(problems, member.at("default"), "default", f'the default of "{field.name}" {error}', _hint(field, node, error))
        return member
    return replace(member, field=replace(field, default=Default(value=literal)))


def _settle_special(member: FieldDraft, kind: str, problems: list[Diagnostic]) -> FieldDraft:
    relation = member.field.relation
    if kind == "user" and relation is not None and relation.target != "user":
        message = f'the default "user" goes with a reference to user, not to {relation.target}'
        refuse(problems, member.at("default"), "default", message)
        return member
    return replace(member, field=replace(member.field, default=SPECIAL[kind]))


def _value_field(draft: Draft, field: Field) -> Field:
    """Return the field by which a default is checked: for a reference, its target's key."""
    while field.relation is not None:
        target = draft.entities[field.relation.target]
        field = target.fields[target.entity.key[0]].field
    return field


def _hint(field: Field, node: Node, error: BadValue) -> str:
    if not isinstance(node.value, str):
        is_unquoted = error.code == "type" and isinstance(node.value, int | float) and field.type not in ("bool", "int", "float")
        return "put it in quotes" if is_unquoted else ""
    kind, special = node.value, TYPES[field.type].special_defaults
    if field.values:
        return hint_name(kind, (value.name for value in field.values))
    if kind in SPECIAL and special:
        return f"this type has the special default {', '.join(sorted(special))}"
    takers = [name for name, one in TYPES.items() if kind in one.special_defaults]
    return f'"{kind}" goes with the type {takers[0]}' if takers else ""
