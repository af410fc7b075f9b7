"""Schemas of records and bodies: what is answered, and what may be sent to create, change or replace."""

from collections.abc import Iterable
from typing import Any

from crudgen.plan.rights import Rights
from crudgen.schema import TYPES
from crudgen.schema.catalog import Action, Entity, Field, Relation
from crudgen.schema.types import value_field

LANGUAGE = "en"
INT64 = (-(2**63), 2**63 - 1)
"""Bounds that the format int64 says by itself."""

EXPANDED = "there when expanded"


def describe_schemas(rights: Rights, entity: Entity) -> dict[str, Any]:
    """Return the entity's schemas by their names in `components`: `order`, `order.list`, `order.create`, …"""
    schemas: dict[str, Any] = {}
    operations = entity.api.operations
    if rights.may(Action.READ, entity):
        schemas[entity.name] = describe_record(rights, entity)
        schemas[f"{entity.name}.list"] = describe_list(entity)
    if rights.may(Action.CREATE, entity) and "create" in operations:
        creates = rights.writable(entity, Action.CREATE)
        schemas[f"{entity.name}.create"] = describe_body(rights, creates.values(), is_whole=True)
    if rights.may(Action.UPDATE, entity) and "update" in operations:
        updates = rights.writable(entity, Action.UPDATE)
        schemas[f"{entity.name}.update"] = describe_body(rights, updates.values(), is_whole=False)
        if replace_schema(rights, entity) == f"{entity.name}.replace":
            schemas[f"{entity.name}.replace"] = describe_body(rights, updates.values(), is_whole=True)
    if not rights.may(Action.READ, entity):
        schemas[f"{entity.name}.key"] = _object({field.name: value_schema(rights, field) for field in entity.key_fields}, entity.key)
    return schemas


def replace_schema(rights: Rights, entity: Entity) -> str:
    """Return the name of the schema of what replaces a record: that of a new one, where the same fields may be sent."""
    creates, updates = rights.writable(entity, Action.CREATE), rights.writable(entity, Action.UPDATE)
    is_same = "create" in entity.api.operations and list(creates) == list(updates)
    return f"{entity.name}.{'create' if is_same else 'replace'}"


def describe_record(rights: Rights, entity: Entity) -> dict[str, Any]:
    """Return the schema of an answered record; only the key is always there, since `fields=` may leave out the rest."""
    properties = {name: _readable(rights, entity, field) for name, field in rights.fields(entity).items()}
    for name, relation in rights.relations(entity).items():
        if name not in properties:
            properties[name] = _expanded(relation, EXPANDED)
    return _object(properties, entity.key, entity.help.to(LANGUAGE))


def describe_list(entity: Entity) -> dict[str, Any]:
    """Return the schema of one page of a list."""
    properties: dict[str, Any] = {
        "items": {"type": "array", "items": _ref(entity.name)},
        "total": {"type": ["integer", "null"]},
        "total_is": {"$ref": "#/components/schemas/TotalIs"},
        "next": {"type": ["string", "null"], "description": "the cursor of the next page"},
    }
    return _object(properties, tuple(properties))


def describe_body(rights: Rights, fields: Iterable[Field], *, is_whole: bool) -> dict[str, Any]:
    """Return the schema of what is sent; `is_whole`: all at once, so what is required must be there."""
    fields = tuple(fields)
    required = tuple(field.name for field in fields if is_whole and field.required and field.default is None)
    schema = _object({field.name: _writable(rights, field) for field in fields}, required)
    schema["additionalProperties"] = False
    return schema


def value_schema(rights: Rights, field: Field) -> dict[str, Any]:
    """Return the schema of a field's value, null aside; of a reference, that of the key that it leads to."""
    stored = value_field(rights.catalog, field)
    schema = {name: bound for name, bound in TYPES[stored.type].json_schema(stored).items() if bound not in INT64}
    return {"type": "array", "items": schema} if field.type == "links" else schema


def _readable(rights: Rights, entity: Entity, field: Field) -> dict[str, Any]:
    schema = value_schema(rights, field)
    relation = rights.relations(entity).get(field.name)
    if field.type == "links" and relation is not None:
        schema = {"anyOf": [schema, _expanded(relation)]}
    elif relation is not None:
        schema = {"anyOf": [schema, _ref(relation.target), *([] if field.required else [{"type": "null"}])]}
    elif not field.required and not field.is_key:
        schema = nullable(schema)
    if field.readonly or field.is_implicit:
        schema["readOnly"] = True
    return _described(schema, field)


def _writable(rights: Rights, field: Field) -> dict[str, Any]:
    schema = value_schema(rights, field)
    if not field.required and not field.is_key and field.type != "links":
        schema = nullable(schema)
    if field.write_only or field.type == "password":
        schema["writeOnly"] = True
    if field.default is not None and field.default.kind == "literal":
        schema["default"] = field.default.value
    return _described(schema, field)


def _described(schema: dict[str, Any], field: Field) -> dict[str, Any]:
    label, text = field.label.to(LANGUAGE), field.help.to(LANGUAGE)
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
