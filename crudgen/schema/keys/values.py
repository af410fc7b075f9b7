"""The values of an enum: a list of names, or a mapping of names to what people see."""

import re
from typing import Any

from crudgen.document import Node, hint_name
from crudgen.schema.catalog import EnumValue, Text
from crudgen.schema.keys.key import Key, Section, Shape
from crudgen.schema.keys.shapes import LABEL
from crudgen.schema.reader import Reader, clip, read_text

COLORS = ("grey", "gray", "blue", "azure", "indigo", "purple", "pink", "red", "orange", "yellow", "lime", "green", "teal", "cyan")

_LONGEST = 255
_HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


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
    if len(name) > _LONGEST:
        raise reader.wrong(node, "value", f"a value has at most {_LONGEST} characters")
    return EnumValue(name)


def _read_member(reader: Reader, node: Node, name: str, member: Node) -> EnumValue | None:
    at = reader.at_key(node, name)
    value = reader.attempt(_read_value, Node(name, at.line, at.column, {}), None)
    if value is None or member.value is None:
        return value
    options: dict[str, Any] = reader.attempt(_read_value_options, member, {})
    return EnumValue(name, options.get("label", Text()), options.get("color", ""))


def _read_value_options(reader: Reader, node: Node) -> dict[str, Any]:
    return reader.section(node, VALUE)


def _read_color(reader: Reader, node: Node) -> str:
    color = read_text(reader, node)
    if color not in COLORS and not _HEX_COLOR.fullmatch(color):
        raise reader.wrong(node, "value", f'"{clip(color)}" is no colour that crudgen knows', hint_name(color, COLORS))
    return color


_NAME_SCHEMA = {"type": "string", "pattern": r"\S", "maxLength": _LONGEST}
_COLOR = Shape(_read_color, {"anyOf": [{"enum": list(COLORS)}, {"type": "string", "pattern": f"^{_HEX_COLOR.pattern}$"}]})

VALUE = Section(
    "a value",
    (
        Key("label", LABEL, "what people read", "status: {type: enum, values: {paid: {label: Paid}}}", "made from the name"),
        Key("color", _COLOR, "its badge's colour: a name, or `'#rrggbb'`", "status: {type: enum, values: {paid: {color: green}}}", "none"),
        Key("was", None, "the former name, or names", "status: {type: enum, values: {paid: {was: [settled]}}}"),
    ),
)

VALUES_SHAPE = Shape(
    read_values,
    {
        "anyOf": [
            {"type": "array", "minItems": 1, "uniqueItems": True, "items": _NAME_SCHEMA},
            {
                "type": "object",
                "minProperties": 1,
                "propertyNames": _NAME_SCHEMA,
                "additionalProperties": {"anyOf": [{"type": "null"}, VALUE.schema()]},
            },
        ]
    },
)
