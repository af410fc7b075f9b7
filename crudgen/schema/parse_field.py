"""From the Node of one field, in either spelling, to its draft."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pydantic_core

from crudgen.document import Node, hint_name
from crudgen.errors import Diagnostic
from crudgen.schema.catalog import EnumValue, Field, Location, Text
from crudgen.schema.draft import FieldDraft, Reference
from crudgen.schema.names import check_column
from crudgen.schema.reader import (
    Parser,
    Reader,
    Wrong,
    clip,
    read_choice,
    read_count,
    read_flag,
    read_label,
    read_text,
    read_word,
)
from crudgen.schema.types import LATER_TYPES, TYPES
from crudgen.schema.types.check import compile_pattern
from crudgen.schema.types.structured import ITEM_TYPES

COLORS = ("grey", "gray", "blue", "azure", "indigo", "purple", "pink", "red", "orange", "yellow", "lime", "green", "teal", "cyan")

LATER_KEYS = frozenset(
    "ci set_once sequence computed show_if required_if transitions new options_filter part_of through was backfill convert "
    "accept max_size widget".split()
)
"""Field keys that crudgen knows and does not support yet."""

_RELATIONS = ("reference", "links")
_WRITTEN_TYPES = frozenset(TYPES) - frozenset(_RELATIONS)
_COMMON = frozenset("type required default unique index label help placeholder readonly hidden write_only column".split())
_LONGEST_STRING = 10_000
_LONGEST_ENUM_VALUE = 255
_HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def parse_field(reader: Reader, name: str, at: Location, node: Node) -> FieldDraft | None:
    """Return the draft of a field written as `type`, `type!`, `[entity]` or `{type: …, …}`; None when its type is wrong."""
    match node.value:
        case dict() as members:
            return _parse_long(reader, name, at, node, members)
        case str() as text:
            kind = _read_type(reader, node, text.removesuffix("!"))
            required = {"required": True} if text.endswith("!") else {}
            return _make(kind, name, at, {"type": node}, required)
        case tuple():
            return _make(_read_links(reader, node), name, at, {"type": node}, {})
        case None if ":" in name:
            message = "a space is missing after the colon"
            raise Wrong(Diagnostic(at.file, at.line, at.column, "colon_space", message, f"write {clip(name).replace(':', ': ', 1)}"))
        case None:
            raise reader.wrong(node, "missing", f'the field "{clip(name)}" has no type', f"write {clip(name)}: string")
        case _:
            raise reader.unexpected(node, "a type or {type: …}")


def _parse_long(reader: Reader, name: str, at: Location, node: Node, members: dict[str, Node]) -> FieldDraft:
    if "type" not in members:
        raise reader.wrong(node, "missing", f'the field "{clip(name)}" has no type', "write {type: string, …}")
    written = members["type"]
    if isinstance(written.value, tuple):
        kind = _read_links(reader, written)
    else:
        text = read_text(reader, written)
        if text.endswith("!"):
            raise reader.wrong(written, "unknown_type", f'"{clip(text)}" is short for a field without keys', "write required: true")
        kind = _read_type(reader, written, text)
    settled = _read_keys(reader, node, members, kind)
    _check_together(reader, node, settled, kind)
    return _make(kind, name, at, members, settled)


def _read_type(reader: Reader, node: Node, text: str) -> tuple[str, str]:
    """Return the type's name, and the entity that it refers to or `""`."""
    if text in _WRITTEN_TYPES:
        return text, ""
    if text in reader.entities:
        return "reference", text
    if text in LATER_TYPES:
        raise reader.wrong(node, "not_supported", f'the type "{text}" is not supported yet')
    raise reader.wrong(node, "unknown_type", f'unknown type "{clip(text)}"', _hint_type(reader, text))


def _hint_type(reader: Reader, text: str) -> str:
    if text.startswith("[") and text.endswith("]"):
        return f"write {text} without quotes"
    if "?" in text:
        return "fields are optional anyway: leave the ? out"
    return hint_name(text, _WRITTEN_TYPES | reader.entities)


def _read_links(reader: Reader, node: Node) -> tuple[str, str]:
    items = reader.items(node)
    if len(items) != 1:
        raise reader.wrong(node, "expected", "expected one entity in the brackets", "write [tag]")
    text = read_text(reader, items[0])
    if text.endswith("!"):
        raise reader.wrong(items[0], "unfit_key", "a many-to-many field cannot be required", "leave the ! out")
    kind, target = _read_type(reader, items[0], text)
    if kind != "reference":
        raise reader.wrong(items[0], "unknown_type", f'"{text}" is no entity', f"for a list of values write {{type: list, of: {text}}}")
    return "links", target


def _make(kind: tuple[str, str], name: str, at: Location, nodes: Mapping[str, Node], settled: dict[str, Any]) -> FieldDraft:
    type_name, target = kind
    reference = None
    if target:
        inverse, on_delete = settled.pop("inverse", None), settled.pop("on_delete", "restrict")
        reference = Reference(target, type_name == "links", on_delete, inverse)
    column = settled.pop("column", "" if type_name == "links" else name)
    values = {**TYPES[type_name].defaults, **settled}
    return FieldDraft(Field(name=name, type=type_name, column=column, at=at, **values), nodes, reference)


def _read_keys(reader: Reader, node: Node, members: Mapping[str, Node], kind: tuple[str, str]) -> dict[str, Any]:
    allowed = _allowed_keys(kind[0])
    settled: dict[str, Any] = {}
    for key, member in members.items():
        if key in allowed:
            parser = _PARSERS.get(key)
            value = reader.attempt(parser, member, None) if parser is not None else None
            if value is not None:
                settled[key] = value
        elif key in _PARSERS or key in _JUDGED_LATER:
            reader.refuse(reader.at_key(node, key), "unfit_key", f'"{key}" does not go with {_name_kind(kind)}', _hint_unfit(kind, key))
        else:
            reader.refuse_key(reader.at_key(node, key), key, {*_PARSERS, *_JUDGED_LATER, "type", *LATER_KEYS}, LATER_KEYS, "a field")
    return settled


@lru_cache
def _allowed_keys(type_name: str) -> frozenset[str]:
    """Return the keys that a field of a type takes."""
    kind = TYPES[type_name]
    excluded = {"links": {"required", "default", "unique", "index", "column", "write_only"}, "password": {"default", "write_only"}}
    keys = (_COMMON | kind.keys) - excluded.get(type_name, set())
    return keys if kind.is_indexable else keys - {"unique", "index"}


def _name_kind(kind: tuple[str, str]) -> str:
    type_name, target = kind
    return {"reference": f'a reference to "{target}"', "links": f"the many-to-many field [{target}]"}.get(
        type_name, f'the type "{type_name}"'
    )


def _hint_unfit(kind: tuple[str, str], key: str) -> str:
    if key in ("unique", "index") and kind[0] in ("text", "markdown"):
        return "use string, which every database can index"
    takers = sorted(name for name in _WRITTEN_TYPES if key in TYPES[name].keys)
    return f"it goes with {', '.join(takers)}" if takers else ""


def _check_together(reader: Reader, node: Node, settled: Mapping[str, Any], kind: tuple[str, str]) -> None:
    members = node.value if isinstance(node.value, dict) else {}
    for needed in ({"enum": "values", "list": "of"}.get(kind[0]),):
        if needed and needed not in members:
            example = {"values": "values: [draft, done]", "of": "of: string"}[needed]
            reader.refuse(reader.at(members["type"]), "missing", f'the type "{kind[0]}" needs "{needed}"', f"add {example}")
    if "message" in settled and "pattern" not in members:
        reader.refuse(reader.at_key(node, "message"), "conflict", '"message" is what a failed pattern says', "add pattern, or take it away")
    if kind[0] != "text" and kind[0] != "markdown" and TYPES[kind[0]].is_indexable and settled.get("max_length", 0) > _LONGEST_STRING:
        message = f"a {kind[0]} has at most {_LONGEST_STRING} characters"
        reader.refuse(reader.at(members["max_length"]), "value", message, "use text for more")
    if settled.get("hidden") and settled.get("write_only"):
        reader.refuse(reader.at_key(node, "write_only"), "conflict", "a hidden field is never shown anyway", "take write_only away")


def read_column(reader: Reader, node: Node) -> str:
    """Return the name of a table or column."""
    name = read_text(reader, node)
    if problem := check_column(name):
        raise reader.wrong(node, "name", problem)
    return name


def read_pattern(reader: Reader, node: Node) -> str:
    """Return a regular expression that the linear-time engine takes."""
    pattern = read_text(reader, node)
    try:
        compile_pattern(pattern)
    except pydantic_core.SchemaError as error:
        reason = str(error).rpartition("error: ")[2].splitlines()[0].strip()
        hint = "the engine is linear-time: it has neither look-around nor back-references" if "not supported" in reason else ""
        raise reader.wrong(node, "pattern", f"the pattern is wrong: {clip(reason)}", hint) from None
    return pattern


def read_of(reader: Reader, node: Node) -> str:
    """Return the type of a list's items."""
    name = read_text(reader, node)
    if name not in ITEM_TYPES:
        message = f'a list cannot be of "{clip(name)}"'
        hint = f"write [{name}]" if name in reader.entities else hint_name(name, ITEM_TYPES)
        raise reader.wrong(node, "unknown_type", message, hint)
    return name


def read_values(reader: Reader, node: Node) -> tuple[EnumValue, ...]:
    """Return the values of an enum, from a list of names or a mapping of name to `{label, color}`."""
    match node.value:
        case tuple() as items:
            values = [reader.attempt(_read_value, item, None) for item in items]
        case dict() as members:
            values = [_read_member(reader, node, name, member) for name, member in members.items()]
        case _:
            raise reader.unexpected(node, "a list of values", "write [draft, done]")
    if not values:
        raise reader.wrong(node, "empty", "an enum needs at least one value")
    seen: dict[str, EnumValue] = {}
    for value, item in zip(values, node.value, strict=True):
        if value is not None and value.name in seen and isinstance(item, Node):
            reader.refuse(reader.at(item), "duplicate_item", f'the value "{clip(value.name)}" stands twice')
        if value is not None:
            seen[value.name] = value
    return tuple(seen.values())


def _read_value(reader: Reader, node: Node) -> EnumValue:
    name = read_text(reader, node)
    if len(name) > _LONGEST_ENUM_VALUE:
        raise reader.wrong(node, "value", f"a value has at most {_LONGEST_ENUM_VALUE} characters")
    return EnumValue(name)


def _read_member(reader: Reader, node: Node, name: str, member: Node) -> EnumValue | None:
    at = reader.at_key(node, name)
    value = reader.attempt(_read_value, Node(name, at.line, at.column, {}), None)
    if value is None or member.value is None:
        return value
    options: dict[str, Any] = reader.attempt(_read_value_options, member, {})
    return EnumValue(name, options.get("label", Text()), options.get("color", ""))


def _read_value_options(reader: Reader, node: Node) -> dict[str, Any]:
    return reader.section(node, {"label": read_label, "color": _read_color}, frozenset({"was"}), "a value")


def _read_color(reader: Reader, node: Node) -> str:
    color = read_text(reader, node)
    if color not in COLORS and not _HEX_COLOR.fullmatch(color):
        raise reader.wrong(node, "value", f'"{clip(color)}" is no colour that crudgen knows', hint_name(color, COLORS))
    return color


_JUDGED_LATER = frozenset({"default", "min", "max"})
"""Keys whose value only a pass can judge, since it depends on the rest."""

_PARSERS: dict[str, Parser] = {
    **dict.fromkeys(("required", "unique", "index", "readonly", "hidden", "write_only"), read_flag),
    **dict.fromkeys(("label", "help", "placeholder", "message"), read_label),
    "min_length": read_count(0, 10_000_000),
    "max_length": read_count(1, 10_000_000),
    "precision": read_count(1, 65),
    "scale": read_count(0, 30),
    "pattern": read_pattern,
    "of": read_of,
    "values": read_values,
    "column": read_column,
    "on_delete": read_choice("restrict", "cascade", "set_null"),
    "inverse": read_word,
}

__all__ = ["LATER_KEYS", "Wrong", "parse_field"]
