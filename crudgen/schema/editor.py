"""The JSON Schema of schema files, for editors: completion, hover texts and squiggles of every key.

Draft-07, which yaml-language-server knows best. It is made of the registry of keys and the names of one project,
and is never stricter than the loader; what only the whole project can tell is left to `crudgen check`.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from crudgen.schema.catalog import Field
from crudgen.schema.draft import INSTEAD
from crudgen.schema.keys.entity import ENTITY
from crudgen.schema.keys.field import FIELD
from crudgen.schema.keys.file import FILE
from crudgen.schema.keys.shapes import ref
from crudgen.schema.keys.types import TYPE_TEXTS
from crudgen.schema.names import MAX_BYTES, RESERVED_NAMES
from crudgen.schema.parse_field import LONGEST_STRING, allowed_keys
from crudgen.schema.types import TYPES

DIALECT = "http://json-schema.org/draft-07/schema#"

_NAME = "[a-z][a-z0-9_]*"
_PATH = rf"{_NAME}(\.{_NAME})*"


def write_schema(entities: Iterable[str], roles: Iterable[str] | None, mixins: Iterable[str] | None = None) -> dict[str, Any]:
    """Return the JSON Schema of the files under schemas/, for the names of a project; None where any name may be one."""
    return {
        "$schema": DIALECT,
        "title": "crudgen: an entity",
        "anyOf": [ref("entity_body"), FILE.schema(required=["entities"])],
        "definitions": {
            "entity_body": ENTITY.schema(anyOf=[{"required": [key]} for key in ("fields", "access", *sorted(INSTEAD))]),
            "entity": {"enum": list(entities)},
            "role": _write_roles(roles),
            "mixin": {"type": "string", "pattern": f"^{_NAME}$"} if mixins is None else {"enum": list(mixins)},
            "name": {"type": "string", "pattern": f"^{_NAME}$", "maxLength": MAX_BYTES, "not": {"enum": ["id", *sorted(RESERVED_NAMES)]}},
            "field": {"type": "string", "pattern": f"^{_NAME}$"},
            "path": {"type": "string", "pattern": f"^{_PATH}$"},
            "sort": {"type": "string", "pattern": f"^-?{_PATH}$"},
            "links": {"type": "array", "items": ref("entity"), "minItems": 1, "maxItems": 1},
            "type": {"anyOf": [_write_types(), ref("entity"), ref("links")]},
            "field_body": {"anyOf": [_write_short(list(entities)), ref("links"), ref("field_options")]},
            "field_options": _write_long(),
        },
    }


def _write_roles(roles: Iterable[str] | None) -> dict[str, Any]:
    if roles is None:
        return {"type": "string", "pattern": r"\S"}
    return {"enum": [*dict.fromkeys(("admin", *roles)), "public", "authenticated", "owner", "nobody"]}


def _write_types() -> dict[str, Any]:
    """Return the schema of a type's name, with what each type holds."""
    texts = [text.holds[:1].upper() + text.holds[1:] + "." for text in TYPE_TEXTS.values()]
    return {"enum": list(TYPE_TEXTS), "enumDescriptions": [text.replace("`", "") for text in texts], "markdownEnumDescriptions": texts}


def _write_short(entities: list[str]) -> dict[str, Any]:
    """Return the schema of the short spelling of a field."""
    names = [*TYPE_TEXTS, *entities]
    text = "A field in short: its type, with ! for one that is required."
    return {"description": text, "enum": [*names, *(f"{name}!" for name in names)]}


def _write_long() -> dict[str, Any]:
    """Return the schema of the long spelling of a field: every key, and for each type those that it takes."""
    kinds = [*TYPE_TEXTS, "reference", "links"]
    both = {"hidden": {"const": True}, "write_only": {"const": True}}
    return FIELD.schema(
        required=["type"],
        dependencies={"message": ["pattern"]},
        allOf=[*map(_write_kind, kinds), {"not": {"properties": both, "required": list(both)}}],
    )


def _write_kind(kind: str) -> dict[str, Any]:
    """Return what holds for the fields of one type."""
    written = {"reference": ref("entity"), "links": {"type": "array"}}.get(kind, {"const": kind})
    keys = [key.name for key in FIELD.keys if key.name in allowed_keys(kind)]
    literals: dict[str, Any] = {key: _write_literal(kind) for key in ("default", "min", "max") if key in keys}
    if "max_length" in keys and TYPES[kind].is_indexable:
        literals["max_length"] = {"maximum": LONGEST_STRING}
    needed = {"enum": {"required": ["values"]}, "list": {"required": ["of"]}}.get(kind, {})
    return {
        "if": {"properties": {"type": written}, "required": ["type"]},
        "then": {"propertyNames": {"enum": keys}, "properties": literals, **needed},
    }


def _write_literal(kind: str) -> dict[str, Any]:
    """Return the schema of a literal of a type, as far as it is the same for every field of that type.

    A decimal may stand without quotes, and a special default (`now`) is a text on a type whose JSON form is one.
    """
    field = replace(Field("", kind, of="string"), **TYPES[kind].defaults)
    written = TYPES[kind].json_schema(field).get("type")
    if kind == "decimal":
        return {"type": ["string", "number"]}
    return {} if written is None else {"type": written}
