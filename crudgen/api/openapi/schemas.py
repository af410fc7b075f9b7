"""Schemas of records and bodies: what is answered, and what may be sent to create, change or replace."""

from collections.abc import Iterable
from typing import Any

from crudgen.plan.rights import Rights
from crudgen.plan.rows import masks
from crudgen.plan.sight import may_know
from crudgen.schema import TYPES
from crudgen.schema.catalog import Action, Entity, Field, Relation
from crudgen.schema.types import MASK, value_field

LANGUAGE = "en"
INT64 = (-(2**63), 2**63 - 1)
"""Bounds that the format int64 says by itself."""

EXPANDED = "there when expanded"
PARTIAL = "there on some records only: those on which you may read it"
NEW_ROWS = "made with the record"
ALL_ROWS = "all rows that there shall be: those with an id are changed, those without are made, those left out are deleted"


def describe_schemas(rights: Rights, entity: Entity) -> dict[str, Any]:
    """Return the entity's schemas by their names in `components`: `order`, `order.list`, `order.create`, …"""
    schemas: dict[str, Any] = {}
    operations = entity.api.operations
    if rights.may(Action.READ, entity):
        schemas[entity.name] = describe_record(rights, entity)
        schemas |= {} if entity.single else {f"{entity.name}.list": describe_list(entity)}
    if rights.may(Action.CREATE, entity) and "create" in operations:
        creates = rights.writable(entity, Action.CREATE)
        schemas[f"{entity.name}.create"] = describe_body(rights, creates.values(), entity, Action.CREATE, is_whole=True)
        schemas |= describe_rows(rights, entity, Action.CREATE)
    if rights.may(Action.UPDATE, entity) and "update" in operations:
        updates = rights.writable(entity, Action.UPDATE)
        schemas[f"{entity.name}.update"] = describe_body(rights, updates.values(), entity, Action.UPDATE, is_whole=False)
        schemas |= describe_rows(rights, entity, Action.UPDATE)
        if replace_schema(rights, entity) == f"{entity.name}.replace":
            schemas[f"{entity.name}.replace"] = describe_body(rights, updates.values(), entity, Action.UPDATE, is_whole=True)
    if not rights.may(Action.READ, entity):
        schemas[f"{entity.name}.key"] = _describe_key(rights, entity)
    return schemas


def replace_schema(rights: Rights, entity: Entity) -> str:
    """Return the name of the schema of what replaces a record: that of a new one, where the same fields may be sent."""
    creates, updates = rights.writable(entity, Action.CREATE), rights.writable(entity, Action.UPDATE)
    is_same = "create" in entity.api.operations and list(creates) == list(updates) and not entity.parts
    return f"{entity.name}.{'create' if is_same else 'replace'}"


def _describe_key(rights: Rights, entity: Entity) -> dict[str, Any]:
    return _object({name: value_schema(rights, entity.fields[name]) for name in entity.shown_key}, entity.shown_key)


def describe_record(rights: Rights, entity: Entity) -> dict[str, Any]:
    """Return the schema of an answered record; only the key is always there, since `fields=` may leave out the rest."""
    properties = {name: _readable(rights, entity, field) for name, field in rights.fields(entity).items()}
    for name, relation in rights.relations(entity).items():
        if name not in properties:
            properties[name] = _expanded(relation, EXPANDED)
    return _object(properties, entity.shown_key, entity.help.to(LANGUAGE))


def describe_rows(rights: Rights, entity: Entity, action: Action) -> dict[str, Any]:
    """Return the schemas of the rows of its child lists: `item.row.create` is a new one, `item.row.update` one that is there."""
    schemas: dict[str, Any] = {}
    for relation in rights.parts(entity, action).values():
        child = rights.catalog.entities[relation.target]
        for one in (Action.CREATE,) if action is Action.CREATE else (Action.CREATE, Action.UPDATE):
            if rights.may_as_part(one, child):
                schemas[f"{child.name}.row.{one}"] = _describe_row(rights, child, relation, one)
                schemas |= describe_rows(rights, child, one)
    return schemas


def _describe_row(rights: Rights, child: Entity, relation: Relation, action: Action) -> dict[str, Any]:
    writable = rights.writable(child, action, as_part=True)
    fields = [one for name, one in writable.items() if name != relation.field and name not in child.key]
    chosen = [one for one in child.key_fields if one.name != relation.field and (action is Action.UPDATE or one.name in writable)]
    schema = describe_body(rights, [*chosen, *fields], child, action, is_whole=action is Action.CREATE)
    if action is Action.UPDATE:
        schema["required"] = [one.name for one in chosen]
    return schema


def describe_list(entity: Entity) -> dict[str, Any]:
    """Return the schema of one page of a list."""
    properties: dict[str, Any] = {
        "items": {"type": "array", "items": _ref(entity.name)},
        "total": {"type": ["integer", "null"]},
        "total_is": {"$ref": "#/components/schemas/TotalIs"},
        "next": {"type": ["string", "null"], "description": "the cursor of the next page"},
    }
    return _object(properties, tuple(properties))


def describe_body(rights: Rights, fields: Iterable[Field], entity: Entity, action: Action, *, is_whole: bool) -> dict[str, Any]:
    """Return the schema of what is sent, child lists included; `is_whole`: all at once, so what is required must be there."""
    fields = tuple(fields)
    required = tuple(field.name for field in fields if is_whole and field.required and field.default is None and not field.is_made)
    lists = {name: _describe_part(rights, relation, action) for name, relation in rights.parts(entity, action).items()}
    properties = {field.name: _writable(rights, entity, field) for field in fields} | lists
    schema = _object(properties, required, describe_rules(rights, entity))
    schema["additionalProperties"] = False
    return schema


def describe_rules(rights: Rights, entity: Entity) -> str:
    """Return the checks that a record obeys as a text, those left out that name what the caller may not see."""
    known = [check for check, rule in rights.catalog.formulas.checks(entity) if may_know(rights, rule)]
    lines = [f"`{one.rule}`: {one.message.to(LANGUAGE)}" if one.message else f"`{one.rule}`" for one in known]
    return "\n".join(["Holds of every record:", *(f"- {line}" for line in lines)]) if lines else ""


def _describe_part(rights: Rights, relation: Relation, action: Action) -> dict[str, Any]:
    child = rights.catalog.entities[relation.target]
    wanted = (Action.CREATE,) if action is Action.CREATE else (Action.UPDATE, Action.CREATE)
    rows = [_ref(f"{child.name}.row.{one}") for one in wanted if rights.may_as_part(one, child)]
    items = rows[0] if len(rows) == 1 else {"anyOf": rows}
    text = NEW_ROWS if action is Action.CREATE else ALL_ROWS
    return {"type": "array", "items": items, "title": child.plural.to(LANGUAGE), "description": text}


def value_schema(rights: Rights, field: Field) -> dict[str, Any]:
    """Return the schema of a field's value, null aside; of a reference, that of the key that it leads to."""
    stored = value_field(rights.catalog, field)
    schema = {name: bound for name, bound in TYPES[stored.type].json_schema(stored).items() if bound not in INT64}
    return {"type": "array", "items": schema} if field.type == "links" else schema


def _readable(rights: Rights, entity: Entity, field: Field) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "enum": [MASK]} if field.type == "secret" else value_schema(rights, field)
    relation = rights.relations(entity).get(field.name)
    if field.type == "links" and relation is not None:
        schema = {"anyOf": [schema, _expanded(relation)]}
    elif relation is not None:
        schema = {"anyOf": [schema, _ref(relation.target), *([] if field.required else [{"type": "null"}])]}
    elif not field.required and not field.is_key:
        schema = nullable(schema)
    if field.readonly or field.is_implicit or field.computed:
        schema["readOnly"] = True
    is_partial = bool(masks(rights, entity, [field.name]))
    return _described(schema, field, "computed" if field.computed else "", PARTIAL if is_partial else "")


def _writable(rights: Rights, entity: Entity, field: Field) -> dict[str, Any]:
    schema = value_schema(rights, field)
    if not field.required and not field.is_key and field.type != "links":
        schema = nullable(schema)
    if field.write_only or TYPES[field.type].is_secret:
        schema["writeOnly"] = True
    if field.default is not None and field.default.kind == "literal":
        schema["default"] = field.default.value
    condition = rights.catalog.formulas.required_if(entity, field)
    is_told = condition is not None and may_know(rights, condition)
    return _described(schema, field, f"required where {field.required_if}" if is_told else "")


def _described(schema: dict[str, Any], field: Field, *more: str) -> dict[str, Any]:
    notes = (field.help.to(LANGUAGE), "can be set once" if field.set_once else "", f"made from {field.source}" if field.source else "")
    label, text = field.label.to(LANGUAGE), "; ".join(note for note in (*notes, *more) if note)
    if label:
        schema["title"] = label
    if text:
        schema["description"] = text
    return schema


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that takes null too.

    >>> nullable({"type": "string", "enum": ["a"]})
    {'type': ['string', 'null'], 'enum': ['a', None]}
    """
    kind = schema.get("type")
    if kind is None:
        return schema if not schema else {"anyOf": [schema, {"type": "null"}]}
    types = [*kind] if isinstance(kind, list) else [kind]
    wider = {**schema, "type": types if "null" in types else [*types, "null"]}
    if "enum" in wider and None not in wider["enum"]:
        wider["enum"] = [*wider["enum"], None]
    return wider


def _expanded(relation: Relation, text: str = "") -> dict[str, Any]:
    schema: dict[str, Any] = _ref(relation.target)
    if relation.many:
        schema = {"type": "array", "items": schema}
    return {**schema, "description": text} if text else schema


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: dict[str, Any], required: tuple[str, ...], text: str = "") -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    if required:
        schema["required"] = list(required)
    if text:
        schema["description"] = text
    return schema
