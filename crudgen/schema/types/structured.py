"""Values with an inside: any JSON, and lists of one scalar type."""

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import orjson

from crudgen.document import BadJson, decode_json
from crudgen.schema.catalog import Field, Json
from crudgen.schema.types import choice, codes, identity, number, temporal, text
from crudgen.schema.types.base import BadValue, FieldType
from crudgen.schema.types.check import check_characters

MAX_DEPTH = 32
MAX_SIZE = 1_000_000

_NULL_ONLY = ("null",)


def parse_json(_field: Field, value: Any) -> Json:
    """Return any JSON value that every database can keep: 64-bit integers, finite floats, storable texts, bounded depth and size."""
    pending, count = [(value, 1)], 0
    while pending:
        part, depth = pending.pop()
        count += 1
        if count > MAX_SIZE // 2:  # each takes two characters at least
            raise BadValue("size", codes.SIZE, size=str(MAX_SIZE))
        if depth > MAX_DEPTH:
            raise BadValue("depth", codes.DEPTH, depth=str(MAX_DEPTH))
        match part:
            case dict():
                pending.extend((check_key(key), depth) for key in part)
                pending.extend((member, depth + 1) for member in part.values())
            case list():
                pending.extend((member, depth + 1) for member in part)
            case _:
                _check_scalar(part)
    if len(orjson.dumps(value)) > MAX_SIZE:
        raise BadValue("size", codes.SIZE, size=str(MAX_SIZE))
    json: Json = value
    return json


def check_key(key: Any) -> str:
    """Return the key of a JSON object when it is a text."""
    if not isinstance(key, str):
        raise BadValue("type", codes.TEXT)
    return key


def _check_scalar(value: Any) -> None:
    match value:
        case None | bool():
            pass
        case str():
            check_characters(value)
        case int():
            number.check_range(value)
        case float() if math.isfinite(value):
            pass
        case float():
            raise BadValue("range", codes.FLOAT_RANGE)
        case _:
            raise BadValue("type", codes.JSON_TEXT)


def read_json(field: Field, text: str) -> Json:
    """Return the JSON that a cell of a table spells."""
    return parse_json(field, _decode(text))


def _decode(text: str) -> Any:
    try:
        return decode_json(text)
    except BadJson as exc:
        raise BadValue(*_BROKEN[exc.code], depth=str(MAX_DEPTH)) from None


_BROKEN = {
    "bad_json": ("format", codes.JSON_TEXT),
    "bad_number": ("range", codes.FLOAT_RANGE),
    "duplicate_key": ("format", codes.JSON_KEY_TWICE),
    "too_deep": ("depth", codes.DEPTH),
}
"""What a BadJson is to a field, by its code."""


ITEM_TYPES: Mapping[str, FieldType] = {
    one.name: one
    for one in (*text.TYPES, *number.TYPES, *temporal.TYPES, *choice.TYPES, *identity.TYPES)
    if not one.is_secret and one.name not in ("enum", "reference", "links")
}
"""What a list can be of."""


def item_field(field: Field) -> Field:
    """Return the field that one item of a list is checked by: its type with that type's own defaults."""
    return _item_field(field.of)


@lru_cache
def _item_field(of: str) -> Field:
    return replace(Field(name="", type=of), **ITEM_TYPES[of].defaults)


def parse_list(field: Field, value: Any) -> list[Json]:
    """Return the items in their JSON form, each checked by its type; a null is no item."""
    if not isinstance(value, list):
        raise BadValue("type", codes.LIST)
    if field.max_length is not None and len(value) > field.max_length:
        raise BadValue("max_length", codes.MAX_ITEMS, max_length=str(field.max_length))
    if field.min_length is not None and len(value) < field.min_length:
        raise BadValue("min_length", codes.MIN_ITEMS, min_length=str(field.min_length))
    of, kind = item_field(field), ITEM_TYPES[field.of]
    items = [_parse_item(of, kind, index, item) for index, item in enumerate(value)]
    if len(orjson.dumps(items)) > MAX_SIZE:
        raise BadValue("size", codes.SIZE, size=str(MAX_SIZE))
    return items


def _parse_item(of: Field, kind: FieldType, index: int, item: Any) -> Json:
    try:
        return kind.to_json(of, kind.parse(of, item))
    except BadValue as error:
        raise BadValue(error.code, codes.ITEM, index=str(index), problem=str(error)) from None


def read_list(field: Field, text: str) -> list[Json]:
    """Return the list that a cell of a table spells as JSON."""
    return parse_list(field, _decode(text))


def list_json_schema(field: Field) -> dict[str, Json]:
    """Return the JSON Schema of a list."""
    bounds: dict[str, Json] = {"minItems": field.min_length, "maxItems": field.max_length}
    items = ITEM_TYPES[field.of].json_schema(item_field(field))
    schema: dict[str, Json] = {"type": "array", "items": items}
    return schema | {key: value for key, value in bounds.items() if value is not None}


TYPES: tuple[FieldType, ...] = (
    FieldType(
        name="json",
        keys=frozenset(),
        operators=_NULL_ONLY,
        parse=parse_json,
        read=read_json,
        dump=None,
        json_schema=lambda _field: {},
        is_sortable=False,
        is_indexable=False,
    ),
    FieldType(
        name="list",
        keys=frozenset({"of", "min_length", "max_length"}),
        operators=("contains", "null"),
        parse=parse_list,
        read=read_list,
        dump=None,
        json_schema=list_json_schema,
        is_sortable=False,
        is_indexable=False,
    ),
)
