"""The whole document: what is the same for everybody, and the paths and schemas of each entity."""

from typing import Any

import orjson

from crudgen.api.codes import CODES
from crudgen.api.encode import to_bytes
from crudgen.api.openapi.operations import describe_paths
from crudgen.api.openapi.parameters import SHARED_PARAMETERS
from crudgen.api.openapi.schemas import describe_schemas
from crudgen.api.openapi.shared import HEADERS, SCHEMAS, describe_fixed_paths, describe_responses
from crudgen.config import Settings
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Entity

LANGUAGE = "en"

FIXED_TAGS = (
    {"name": "auth", "x-displayName": "Signing in", "x-group": "Server"},
    {"name": "server", "x-displayName": "Model and health", "x-group": "Server"},
)

ABOUT = (
    "Every address takes and gives JSON in UTF-8. Sign in with `POST {prefix}/auth/login` and send the token, or an API key, "
    "as `Authorization: Bearer …`. Errors are problem documents (RFC 9457); `errors` lists every bad field. "
    "This page shows what you may see."
)


def write_openapi(rights: Rights, settings: Settings, root: str = "") -> bytes:
    """Return the document as JSON; the same bytes for the same rights. `root` is where the application is mounted."""
    return to_bytes(describe_api(rights, settings, root))


def describe_api(rights: Rights, settings: Settings, root: str = "") -> dict[str, Any]:
    """Return the document as a value, its large parts already as JSON."""
    prefix = settings.api.prefix.rstrip("/")
    entities = rights.entities()
    return {
        "openapi": "3.1.0",
        "info": {"title": settings.title, "version": "1", "description": ABOUT.format(prefix=prefix)},
        "servers": [{"url": (settings.server.public_url.rstrip("/") or root) or "/"}],
        "tags": [*map(_describe_tag, sorted(entities, key=lambda entity: entity.is_builtin)), *FIXED_TAGS],
        "paths": {
            **{path: _fix(item) for entity in entities for path, item in describe_paths(rights, entity, prefix).items()},
            **describe_fixed_paths(prefix),
        },
        "x-problem-codes": CODES,
        "components": {
            "schemas": {**SCHEMAS, **{name: _fix(one) for entity in entities for name, one in describe_schemas(rights, entity).items()}},
            "parameters": SHARED_PARAMETERS,
            "headers": HEADERS,
            "responses": describe_responses(),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "description": "A session's token, or an API key."}},
        },
    }


def _fix(part: dict[str, Any]) -> orjson.Fragment:
    """Return a part as JSON at once: a thousand entities as Python objects would take hundreds of megabytes."""
    return orjson.Fragment(to_bytes(part))


def _describe_tag(entity: Entity) -> dict[str, Any]:
    tag: dict[str, Any] = {"name": entity.name, "x-displayName": entity.plural.to(LANGUAGE) or entity.label.to(LANGUAGE) or entity.name}
    if entity.help:
        tag["description"] = entity.help.to(LANGUAGE)
    if entity.group:
        tag["x-group"] = entity.group.to(LANGUAGE)
    return tag
