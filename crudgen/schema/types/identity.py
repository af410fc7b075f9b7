"""Values that name a record: UUIDs, references, and the ids of a many-to-many field.

A reference holds what its target's key holds, which only the Catalog knows: `value_field` answers by which field
its values are checked. The types "reference" and "links" themselves take whatever looks like an id.
"""

import re
from typing import Any
from uuid import UUID

from crudgen.schema.catalog import Catalog, Field, Json
from crudgen.schema.types import codes
from crudgen.schema.types.base import BadValue, FieldType
from crudgen.schema.types.check import EQUALITY, ORDER, check_characters, require_text
from crudgen.schema.types.number import check_range

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")


def parse_uuid(_field: Field, value: Any) -> UUID:
    """Return a UUID written with its dashes."""
    return read_uuid(_field, require_text(value))


def read_uuid(_field: Field, text: str) -> UUID:
    """Return the UUID that a text spells with its dashes."""
    if not _UUID.fullmatch(text):
        raise BadValue("format", codes.UUID)
    return UUID(text)


def value_field(catalog: Catalog, field: Field) -> Field:
    """Return the scalar field by which a value of `field` is checked: for a reference or links the target's key, else itself.

    Its name, column and flags are of no interest; `TYPES[answer.type]` parses, reads and dumps.
    """
    while field.relation is not None:
        field = catalog.entities[field.relation.target].key_fields[0]
    return field


def key_type(catalog: Catalog, field: Field) -> str:
    """Return the name of the scalar type that a field's values have, over references."""
    return value_field(catalog, field).type


def parse_id(_field: Field, value: Any) -> int | str:
    """Return something that can be an id."""
    if type(value) is int:
        return check_range(value)
    if isinstance(value, str):
        return check_characters(value)
    raise BadValue("type", codes.KEY_TYPE)


def read_id(_field: Field, text: str) -> int | str:
    """Return an id as a URL spells it."""
    return check_range(int(text)) if _INT.fullmatch(text) else check_characters(text)


def parse_ids(field: Field, value: Any) -> list[int | str]:
    """Return a list of ids."""
    if not isinstance(value, list):
        raise BadValue("type", codes.LIST)
    return [parse_id(field, one) for one in value]


_ID_SCHEMA: dict[str, Json] = {"type": ["integer", "string"]}

TYPES: tuple[FieldType, ...] = (
    FieldType(
        name="uuid",
        keys=frozenset(),
        operators=ORDER,
        parse=parse_uuid,
        read=read_uuid,
        dump=None,
        json_schema=lambda _field: {"type": "string", "format": "uuid"},
        special_defaults=frozenset({"uuid"}),
    ),
    FieldType(
        name="reference",
        keys=frozenset({"on_delete", "inverse", "part_of", "options_filter"}),
        operators=EQUALITY,
        parse=parse_id,
        read=read_id,
        dump=None,
        json_schema=lambda _field: dict(_ID_SCHEMA),
        special_defaults=frozenset({"user"}),
    ),
    FieldType(
        name="links",
        keys=frozenset({"inverse", "through", "options_filter"}),
        operators=("eq", "in", "null"),
        parse=parse_ids,
        read=read_id,
        dump=None,
        json_schema=lambda _field: {"type": "array", "items": dict(_ID_SCHEMA)},
        is_sortable=False,
        is_indexable=False,
    ),
)
