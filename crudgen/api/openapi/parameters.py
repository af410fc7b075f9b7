"""Parameters of a list and of a record: one for each field and operator, and those that every list has."""

from typing import Any

from crudgen.api.openapi.schemas import value_schema
from crudgen.plan.check import search_paths
from crudgen.plan.request import COUNTS, PARAMETERS
from crudgen.plan.rights import Rights
from crudgen.schema import TYPES
from crudgen.schema.catalog import Entity, Field

LISTS = frozenset({"in", "nin", "between"})
TEXTS = frozenset({"contains", "icontains", "starts", "ends"})
LINK_OPERATORS = ("eq", "in", "null")
INSIDE = "what stands inside is filtered by its path: `{name}.color=red`, `{name}.sizes.0[gt]=3`"

KEPT = ("type", "format", "enum")
"""What of a field's schema holds for a value to compare with; bounds are for storing."""


def _shared(name: str, schema: dict[str, Any], text: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": text, "schema": schema}


def _header(name: str, text: str, values: list[str] | None = None) -> dict[str, Any]:
    return {"name": name, "in": "header", "description": text, "schema": {"type": "string"} | ({"enum": values} if values else {})}


SHARED_PARAMETERS: dict[str, Any] = {
    "limit": _shared("limit", {"type": "integer", "minimum": 1}, "how many records at most"),
    "offset": _shared("offset", {"type": "integer", "minimum": 0}, "how many records to pass over; for deep pages use `cursor`"),
    "cursor": _shared("cursor", {"type": "string"}, "`next` of the page before"),
    "count": _shared("count", {"type": "string", "enum": list(COUNTS)}, "how `total` is found; by default exactly up to 10,000"),
    "filter": _shared("filter", {"type": "string", "maxLength": 4000}, "a condition, as `total > 100 and customer.name starts 'A'`"),
    "q": _shared("q", {"type": "string"}, "a text to search for, whatever its case"),
    "if_match": _header("If-Match", "the ETag that you read: the change is made only if the record is still that version"),
    "if_new": _header("If-None-Match", "`*`: the record is made only if there is none yet", values=["*"]),
    "if_none_match": _header("If-None-Match", "an ETag that you hold: answers 304 if the record is still that"),
}


def describe_list_parameters(rights: Rights, entity: Entity) -> list[dict[str, Any]]:
    """Return the parameters of a list: paging, sort, choice of fields, and a filter for each field and operator."""
    readable = rights.fields(entity)
    parameters = [_use(name) for name in ("filter", "limit", "offset", "cursor", "count")]
    if search_paths(rights, entity):
        parameters.append(_use("q"))
    sortable = [name for name, field in readable.items() if field.is_value and TYPES[field.type].is_sortable]
    text = "fields with commas between them, `-` before one for the other direction, a dot through references: " + ", ".join(sortable)
    parameters.append({"name": "sort", "in": "query", "description": text, **_list_of({"type": "string"})})
    parameters += describe_choice(rights, entity)
    for name, field in readable.items():
        parameters += describe_filters(rights, name, field)
    return parameters


def describe_choice(rights: Rights, entity: Entity) -> list[dict[str, Any]]:
    """Return the parameters that say what of a record to answer: `fields` and `expand`."""
    names = list(rights.fields(entity))
    relations = list(rights.relations(entity))
    parameters: list[dict[str, Any]] = [
        {"name": "fields", "in": "query", "description": "the fields to answer", **_list_of({"type": "string", "enum": names})}
    ]
    if relations:
        text = "relations to answer whole, up to three deep with dots: " + ", ".join(relations)
        parameters.append({"name": "expand", "in": "query", "description": text, **_list_of({"type": "string"})})
    return parameters


def describe_filters(rights: Rights, name: str, field: Field) -> list[dict[str, Any]]:
    """Return one parameter for each operator of a field: `status`, `status[in]`, …"""
    is_links = field.type == "links"
    operators = LINK_OPERATORS if is_links else TYPES[field.type].operators
    whole = value_schema(rights, field)
    if field.type in ("links", "list"):
        whole = whole["items"]
    value = {key: whole[key] for key in KEPT if key in whole}
    if field.type == "list":
        holds = {"name": f"{name}[contains]", "in": "query", "schema": value}
        return [holds, {"name": f"{name}[null]", "in": "query", **_filter("null", value)}]
    if field.type == "json":
        return [_shared(f"{name}[null]", {"type": "boolean"}, INSIDE.format(name=name))]
    return [
        {"name": name if operator == "eq" and name not in PARAMETERS else f"{name}[{operator}]", "in": "query", **_filter(operator, value)}
        for operator in operators
    ]


def _filter(operator: str, value: dict[str, Any]) -> dict[str, Any]:
    if operator == "null":
        return {"schema": {"type": "boolean"}}
    if operator in TEXTS:
        return {"schema": {"type": "string"}}
    return _list_of(value) if operator in LISTS else {"schema": value}


def describe_key(rights: Rights, entity: Entity) -> list[dict[str, Any]]:
    """Return the parameters in the path of a record."""
    return [{"name": field.name, "in": "path", "required": True, "schema": value_schema(rights, field)} for field in entity.key_fields]


def _list_of(item: dict[str, Any]) -> dict[str, Any]:
    return {"explode": False, "schema": {"type": "array", "items": item}}


def _use(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/parameters/{name}"}
