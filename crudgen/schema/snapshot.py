"""A Catalog as JSON: what a revision keeps to compare the next schema with.

Defaults are left out and places in files forgotten, so that a snapshot changes only when the schema does. The order of
fields is kept, since a table's columns have it; everything else has one order. Relations are kept once, with the
entity, and found again by name for the field that declares them.
"""

import dataclasses
import typing
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, TypeAlias

import orjson

from crudgen.schema.catalog import Catalog, Entity, Field, Json, Text

FORMAT = 1
"""Raised when a snapshot of today could not be read by the crudgen of tomorrow."""

Codec: TypeAlias = tuple[Callable[[Any], Any], Callable[[Any], Any]]
"""The way to JSON and back."""

_LEFT_OUT = {Field: ("at", "relation", "name"), Entity: ("at", "name")}


def dump_catalog(catalog: Catalog) -> bytes:
    """Return the Catalog as pretty JSON in UTF-8; equal Catalogs with their fields in the same order give equal bytes."""
    to_json, _ = _codec(Entity)
    entities = {name: to_json(entity) for name, entity in catalog.entities.items()}
    content = {"format": FORMAT, "roles": list(catalog.roles), "entities": entities}
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def read_catalog(content: bytes) -> Catalog:
    """Return the Catalog that `dump_catalog` wrote. Raises ValueError when the bytes are something else."""
    json = orjson.loads(content)
    if not isinstance(json, dict) or json.get("format") != FORMAT:
        raise ValueError(f"this is no snapshot of format {FORMAT}")
    _, from_json = _codec(Entity)
    try:
        entities = {name: _restore(from_json({**entity, "name": name})) for name, entity in json["entities"].items()}
        return Catalog(MappingProxyType(entities), tuple(json["roles"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"this snapshot is damaged: {error}") from error


def _restore(entity: Entity) -> Entity:
    """Return the entity with names and relations given back to its fields, where its JSON has them once."""
    fields = {}
    for name, field in entity.fields.items():
        is_linked = field.type in ("reference", "links")
        fields[name] = replace(field, relation=entity.relations[name]) if is_linked else field
    return replace(entity, fields=MappingProxyType(fields))


@cache
def _codec(kind: Any) -> Codec:
    """Return how values of a type are written and read."""
    origin = typing.get_origin(kind)
    arguments: list[Any] = [argument for argument in typing.get_args(kind) if argument is not type(None)]
    if kind is Text:
        return _write_text, _read_text
    if dataclasses.is_dataclass(kind):
        return _dataclass_codec(kind)
    if origin is tuple:
        return _tuple_codec(arguments[0])
    if origin is Mapping:
        return _mapping_codec(*arguments)
    if origin in (typing.Union, UnionType) and len(arguments) == 1:
        inner: Any = arguments[0]
        write, read = _codec(inner)
        return (lambda value: None if value is None else write(value)), (lambda json: None if json is None else read(json))
    return _same, _same


def _same(value: Any) -> Any:
    return value


def _write_text(text: Text) -> Json:
    languages = dict(text.languages)
    return languages[""] if languages.keys() == {""} else dict(sorted(languages.items()))


def _read_text(json: Any) -> Text:
    return Text({"": json} if isinstance(json, str) else json)


def _tuple_codec(kind: Any) -> Codec:
    write, read = _codec(kind)
    return (lambda items: [write(item) for item in items]), (lambda json: tuple(read(item) for item in json))


def _mapping_codec(key: Any, kind: Any) -> Codec:
    write, read = _codec(kind)
    is_named = kind is Field
    make = key if isinstance(key, type) and issubclass(key, StrEnum) else _same

    def write_all(members: Mapping[Any, Any]) -> dict[str, Any]:
        order = members if is_named else sorted(members)
        return {str(name): write(members[name]) for name in order}

    def read_all(json: Mapping[str, Any]) -> Mapping[Any, Any]:
        return MappingProxyType({make(name): read({"name": name, **one} if is_named else one) for name, one in json.items()})

    return write_all, read_all


def _dataclass_codec(kind: Any) -> Codec:
    hints = typing.get_type_hints(kind)
    left_out = _LEFT_OUT.get(kind, ("at",))
    parts = [(one.name, _default(one), *_codec(hints[one.name])) for one in dataclasses.fields(kind) if one.name not in left_out]
    readers = {name: read for name, _, _, read in parts} | {"name": _same}

    def write_one(value: Any) -> dict[str, Any]:
        json = {}
        for name, default, write, _ in parts:
            member = getattr(value, name)
            if member != default:
                json[name] = write(member)
        return json

    def read_one(json: Mapping[str, Any]) -> Any:
        return kind(**{name: readers[name](member) for name, member in json.items()})

    return write_one, read_one


def _default(one: "dataclasses.Field[Any]") -> Any:
    if one.default_factory is not dataclasses.MISSING:
        return one.default_factory()
    return one.default
