"""The registry of field types: a plain dict. A type's name cannot be an entity's."""

from crudgen.schema.types import choice, identity, number, secret, structured, temporal, text
from crudgen.schema.types.base import BadValue, FieldType
from crudgen.schema.types.check import check_characters
from crudgen.schema.types.identity import key_type, value_field
from crudgen.schema.types.secret import MASK, Clear, conceal
from crudgen.schema.types.structured import item_field
from crudgen.schema.types.temporal import write_duration

TYPES: dict[str, FieldType] = {
    one.name: one for family in (text, secret, number, temporal, choice, structured, identity) for one in family.TYPES
}
"""Every type by name. "reference" and "links" are what a field has that names an entity; no file writes them."""

LATER_TYPES = ("file", "image")
"""Types that crudgen knows and does not support yet."""

__all__ = [
    "LATER_TYPES", "MASK", "TYPES", "BadValue", "Clear", "FieldType", "check_characters", "conceal", "item_field", "key_type",
    "value_field", "write_duration",
]  # fmt: skip
