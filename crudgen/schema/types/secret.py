"""Values that come in and never go out: kept encrypted, and shown as a mask that tells neither value nor length."""

from functools import partial
from typing import Any

from crudgen.schema.catalog import Field
from crudgen.schema.types import codes
from crudgen.schema.types.base import BadValue, FieldType
from crudgen.schema.types.text import TEXT_KEYS, parse_text, read_text, text_json_schema

MASK = "••••••••"
"""What stands for a secret in every answer. Sent back it means: as it is."""


class Clear:
    """A secret on its way from a body to the store, which alone takes the text out, to encrypt it.

    It is no text, so that whatever would print, log or dump it shows the mask or fails; and no dataclass, since orjson writes those.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return MASK


def conceal(value: Any) -> Any:
    """Return a value as it may be answered: of a secret the mask, anything else as it is.

    >>> conceal(Clear("hunter2")), conceal(None), conceal(7)
    ('••••••••', None, 7)
    """
    return MASK if type(value) is Clear else value


def parse_secret(field: Field, value: Any) -> Clear:
    """Return a secret within the field's length and pattern. The mask is none."""
    text = parse_text(field, value)
    if text == MASK:
        raise BadValue("mask", codes.MASK)
    return Clear(text)


TYPES: tuple[FieldType, ...] = (
    FieldType(
        name="secret",
        keys=TEXT_KEYS,
        operators=("null",),
        parse=parse_secret,
        read=read_text,
        dump=lambda _field, _value: MASK,
        json_schema=partial(text_json_schema, format="password"),
        is_sortable=False,
        is_indexable=False,
        is_secret=True,
        defaults={"max_length": 4096},
    ),
)
