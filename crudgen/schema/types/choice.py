"""A choice among few: true or false, or one of the names that the schema lists."""

from typing import Any

from crudgen.schema.catalog import Field, Json
from crudgen.schema.types import codes
from crudgen.schema.types.base import BadValue, FieldType
from crudgen.schema.types.check import EQUALITY, require_text

_BOOLEANS = {"true": True, "false": False}


def parse_bool(_field: Field, value: Any) -> bool:
    """Return true or false, never 0 or 1."""
    if not isinstance(value, bool):
        raise BadValue("type", codes.BOOLEAN)
    return value


def read_bool(_field: Field, text: str) -> bool:
    """Return what the words `true` and `false` mean."""
    if text not in _BOOLEANS:
        raise BadValue("type", codes.BOOLEAN)
    return _BOOLEANS[text]



def parse_enum(field: Field, value: Any) -> str:
    """Return one of the field's values."""
    return read_enum(field, require_text(value))


def read_enum(field: Field, text: str) -> str:
    """Return the text when it is one of the field's values."""
    names = [value.name for value in field.values]
    if text not in names:
        raise BadValue("enum", codes.ENUM, values=", ".join(names))
    return text


def enum_json_schema(field: Field) -> dict[str, Json]:
    """Return the JSON Schema of an enum."""
    return {"type": "string", "enum": [value.name for value in field.values]}


TYPES: tuple[FieldType, ...] = (
    FieldType("bool", frozenset(), EQUALITY, parse_bool, read_bool, None, lambda _field: {"type": "boolean"}),
    FieldType("enum", frozenset({"values"}), EQUALITY, parse_enum, read_enum, None, enum_json_schema),
)
