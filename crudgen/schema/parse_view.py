"""What an entity with a view may say beside it: how it is read, and nothing about storing or writing."""

from dataclasses import replace
from typing import Any

from crudgen.document import Node
from crudgen.schema.catalog import Action, ApiOptions
from crudgen.schema.keys.entity import ENTITY
from crudgen.schema.reader import Reader

FITTING = frozenset("label plural title icon group help path view owner search access admin api".split())
"""The keys of an entity that go with a view."""

READING = (Action.READ, Action.EXPORT)
OPERATIONS = ("list", "read")

_CURES = {
    "fields": "write its fields under view:, as expressions",
    "extends": "write its fields under view:, as expressions",
    "id": "its key is what group names, else that of the entity it is made from",
    "timestamps": "its records are never changed",
    "checks": "write view: {filter: …} for the records that it shows",
}


def keep_fitting(reader: Reader, node: Node, parsed: dict[str, Any]) -> dict[str, Any]:
    """Return the parsed keys that go with a view; the others are refused."""
    for key in reader.members(node, ENTITY.what):
        if key in ENTITY.shapes and key not in FITTING:
            message = f'"{key}" does not go with a view, which has no table'
            reader.refuse(reader.at_key(node, key), "unfit_key", message, _CURES.get(key, "take it away"))
    kept = {key: value for key, value in parsed.items() if key in FITTING}
    if "access" in kept:
        kept["access"] = _keep_reading(reader, reader.members(node, ENTITY.what)["access"], kept["access"])
    kept["api"] = _keep_operations(reader, node, kept.get("api", ApiOptions()))
    return {"table": "", "timestamps": False, **kept}


def _keep_reading(reader: Reader, node: Node, access: dict[Action, Any]) -> dict[Action, Any]:
    for action in access.keys() - set(READING):
        message = f"nobody can {action} a record of a view"
        reader.refuse(reader.at_key(node, action), "unfit_key", message, "take it away; write it on the entity that the view is made from")
    return {action: rules for action, rules in access.items() if action in READING}


def _keep_operations(reader: Reader, node: Node, api: ApiOptions) -> ApiOptions:
    written = reader.members(node, ENTITY.what).get("api")
    members = written.value if written is not None and isinstance(written.value, dict) else {}
    operations = members.get("operations")
    if operations is None:
        return replace(api, operations=OPERATIONS)
    for operation in api.operations:
        if operation not in OPERATIONS:
            reader.refuse(reader.at(operations), "unfit_key", f"a view cannot {operation}", "it can list and read")
    return replace(api, operations=tuple(one for one in api.operations if one in OPERATIONS))
