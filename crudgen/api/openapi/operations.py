"""The operations of an entity: its list and its records, as far as the caller may do them."""

from typing import Any

from crudgen.api.openapi.parameters import describe_choice, describe_key, describe_list_parameters
from crudgen.api.openapi.schemas import replace_schema
from crudgen.api.openapi.shared import problems
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Action, Entity

LANGUAGE = "en"


def describe_paths(rights: Rights, entity: Entity, prefix: str) -> dict[str, Any]:
    """Return the path items of an entity, those without any operation left out."""
    updates = _offers(rights, entity, Action.UPDATE, "update")
    record = {
        "get": _describe_get(rights, entity) if _offers(rights, entity, Action.READ, "read") else None,
        "patch": _describe_change(rights, entity, "update", "Change") if updates else None,
        "put": _describe_change(rights, entity, "replace", "Replace") if updates else None,
        "delete": _describe_delete(rights, entity) if _offers(rights, entity, Action.DELETE, "delete") else None,
    }
    address = f"{prefix}/{entity.path}"
    if entity.single:
        return {path: item for path, item in {address: _present(record)}.items() if item}
    listed = {
        "get": _describe_list(rights, entity) if _offers(rights, entity, Action.READ, "list") else None,
        "post": _describe_create(rights, entity) if _offers(rights, entity, Action.CREATE, "create") else None,
    }
    keys = ",".join(f"{{{name}}}" for name in entity.key)
    paths = {address: _present(listed), f"{address}/{keys}": _present(record)}
    if paths[f"{address}/{keys}"]:
        paths[f"{address}/{keys}"]["parameters"] = describe_key(rights, entity)
    return {path: item for path, item in paths.items() if item}


def _offers(rights: Rights, entity: Entity, action: Action, operation: str) -> bool:
    return rights.may(action, entity) and operation in entity.api.operations


def _present(operations: dict[str, Any]) -> dict[str, Any]:
    return {method: one for method, one in operations.items() if one is not None}


def _describe_list(rights: Rights, entity: Entity) -> dict[str, Any]:
    answer = _answer("A page of the list.", _ref(f"{entity.name}.list"), "X-Total-Count", "Link")
    return {
        **_operation(rights, entity, Action.READ, "list", f"List {_plural(entity)}"),
        "parameters": describe_list_parameters(rights, entity),
        "responses": {"200": answer, **problems(400, 401, 403, 404, 414, 429, 503)},
    }


def _describe_get(rights: Rights, entity: Entity) -> dict[str, Any]:
    return {
        **_operation(rights, entity, Action.READ, "get", f"Get {_one(entity)}"),
        "parameters": [*describe_choice(rights, entity), _parameter("if_none_match")],
        "responses": {
            "200": _answer("The record.", _ref(entity.name), "ETag"),
            "304": {"description": "The record is what you hold."},
            **problems(400, 401, 403, 404, 429, 503),
        },
    }


def _describe_create(rights: Rights, entity: Entity) -> dict[str, Any]:
    shown = _shown(rights, entity)
    body = {"anyOf": [_ref(f"{entity.name}.create"), {"type": "array", "items": _ref(f"{entity.name}.create")}]}
    answer = _answer("What was made.", {"anyOf": [shown, {"type": "array", "items": shown}]}, "ETag", "Location")
    return {
        **_operation(rights, entity, Action.CREATE, "create", f"Create one {_label(entity)}, or several, all or none"),
        "requestBody": _body(body),
        "responses": {"201": answer, **problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 503)},
    }


def _describe_change(rights: Rights, entity: Entity, verb: str, text: str) -> dict[str, Any]:
    responses = {"200": _answer("The record as it is now.", _shown(rights, entity), "ETag")}
    if verb == "replace" and all(name in rights.writable(entity, Action.CREATE) for name in entity.key):
        responses["201"] = _answer("The record was made.", _shown(rights, entity), "ETag", "Location")
    return {
        **_operation(rights, entity, Action.UPDATE, verb, f"{text} {_one(entity)}"),
        "parameters": [_parameter("if_match"), *([_parameter("if_new")] if "201" in responses else [])],
        "requestBody": _body(_ref(replace_schema(rights, entity) if verb == "replace" else f"{entity.name}.{verb}")),
        "responses": {**responses, **problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429, 503)},
    }


def _describe_delete(rights: Rights, entity: Entity) -> dict[str, Any]:
    return {
        **_operation(rights, entity, Action.DELETE, "delete", f"Delete one {_label(entity)}"),
        "parameters": [_parameter("if_match")],
        "responses": {"204": {"description": "It is gone."}, **problems(400, 401, 403, 404, 409, 412, 428, 429, 503)},
    }


def _operation(rights: Rights, entity: Entity, action: Action, verb: str, summary: str) -> dict[str, Any]:
    is_public = Rights(rights.catalog, frozenset(), is_authenticated=False).may(action, entity)
    return {
        "operationId": f"{verb}_{entity.name}",
        "summary": summary,
        "tags": [entity.name],
        "security": [*([{}] if is_public else []), {"bearer": []}],
    }


def _one(entity: Entity) -> str:
    return _label(entity) if entity.single else f"one {_label(entity)}"


def _label(entity: Entity) -> str:
    return entity.label.to(LANGUAGE) or entity.name


def _plural(entity: Entity) -> str:
    return entity.plural.to(LANGUAGE) or entity.name


def _shown(rights: Rights, entity: Entity) -> dict[str, Any]:
    return _ref(entity.name if rights.may(Action.READ, entity) else f"{entity.name}.key")


def _answer(text: str, schema: dict[str, Any], *headers: str) -> dict[str, Any]:
    named = {name: {"$ref": f"#/components/headers/{name}"} for name in headers}
    return {"description": text, "headers": named, "content": {"application/json": {"schema": schema}}}


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _parameter(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/parameters/{name}"}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
