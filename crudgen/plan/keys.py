"""The parts of keys as addresses spell them.

A group of a view may have a null in its key, which is spelled `null`; a text that would be read as that has a `~` before it.
"""

from typing import Any

from crudgen.schema import TYPES
from crudgen.schema.catalog import Catalog, Field
from crudgen.schema.types import value_field

NULL = "null"
ESCAPE = "~"


def write_part(catalog: Catalog, field: Field, value: Any) -> str:
    """Return one part of a key as a text, still to be encoded for an address."""
    if value is None:
        return NULL
    stored = value_field(catalog, field)
    text = str(TYPES[stored.type].to_json(stored, value))
    return ESCAPE + text if not field.required and _is_like_null(text) else text


def read_part(catalog: Catalog, field: Field, text: str) -> Any:
    """Return the part of a key that a text spells. Raises BadValue."""
    if not field.required and _is_like_null(text):
        if text == NULL:
            return None
        text = text.removeprefix(ESCAPE)
    stored = value_field(catalog, field)
    return TYPES[stored.type].read(stored, text)


def _is_like_null(text: str) -> bool:
    """Tell whether it is `null`, behind any number of `~`.

    >>> [_is_like_null(text) for text in ("null", "~~null", "nul", "~")]
    [True, True, False, False]
    """
    return text.lstrip(ESCAPE) == NULL
