"""Checks that several types share: characters, lengths, bounds, patterns. Each raises BadValue."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from pydantic_core import SchemaValidator, ValidationError, core_schema

from crudgen.schema.catalog import Field
from crudgen.schema.types import codes
from crudgen.schema.types.base import BadValue

EQUALITY = ("eq", "ne", "in", "nin", "null")
ORDER = ("eq", "ne", "lt", "lte", "gt", "gte", "in", "nin", "between", "null")
TEXTUAL = ("eq", "ne", "lt", "lte", "gt", "gte", "in", "nin", "contains", "icontains", "starts", "ends", "between", "null")

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def check_characters(text: str) -> str:
    """Return the text when a database can keep it: no NUL, no lone surrogate."""
    if _UNSTORABLE.search(text):
        raise BadValue("characters", codes.CHARACTERS)
    return text


def require_text(value: Any) -> str:
    """Return the value when it is a storable text."""
    if not isinstance(value, str):
        raise BadValue("type", codes.TEXT)
    return check_characters(value)


def check_length(field: Field, text: str) -> str:
    """Return the text when it has as many code points as the field wants."""
    if field.max_length is not None and len(text) > field.max_length:
        raise BadValue("max_length", codes.MAX_LENGTH, max_length=str(field.max_length))
    if field.min_length is not None and len(text) < field.min_length:
        raise BadValue("min_length", codes.MIN_LENGTH, min_length=str(field.min_length))
    return text


@lru_cache(maxsize=1000)
def compile_pattern(pattern: str) -> SchemaValidator:
    """Return a matcher in linear time (Rust's engine, never Python's); raises pydantic_core.SchemaError."""
    return SchemaValidator(core_schema.str_schema(pattern=pattern))


def check_pattern(field: Field, text: str) -> str:
    """Return the text when the field's pattern is found in it; the field's own message, if any, is the error's."""
    if not field.pattern:
        return text
    try:
        compile_pattern(field.pattern).validate_python(text)
    except ValidationError:
        own = field.message.to("en").replace("{", "{{").replace("}", "}}")
        raise BadValue("pattern", own or codes.PATTERN, pattern=field.pattern) from None
    return text


@lru_cache(maxsize=4000)
def _read_bound(read: Callable[[str], Any], text: str) -> Any:
    return read(text)


def check_bounds(field: Field, value: Any, read: Callable[[str], Any]) -> Any:
    """Return the value when it lies between the field's bounds, which `read` makes from their texts."""
    if field.min is not None and value < _read_bound(read, str(field.min)):
        raise BadValue("min", codes.MIN, min=str(field.min))
    if field.max is not None and value > _read_bound(read, str(field.max)):
        raise BadValue("max", codes.MAX, max=str(field.max))
    return value
