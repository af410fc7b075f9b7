"""Types whose values are texts: from a plain string to a password."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from crudgen.schema.catalog import Field, Json
from crudgen.schema.types import codes
from crudgen.schema.types.base import BadValue, FieldType
from crudgen.schema.types.check import (
    TEXTUAL,
    check_characters,
    check_length,
    check_pattern,
    require_text,
)

RESERVED_IDS = frozenset({"aggregate", "export", "import", "search", ".", ".."})
"""Texts that mean something else where an id stands in a URL."""

TEXT_KEYS = frozenset({"min_length", "max_length", "pattern", "message"})
_LINE_KEYS = frozenset({"ci", "sequence"})

_NO_NUL = r"\A[^\x00]*\z"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]*")
_URL_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"`{}|^\u2028\u2029]")
_MIN_PHONE_DIGITS = 3
_STAND_IN = ".com"


def parse_text(field: Field, value: Any) -> str:
    """Return a text within the field's length and pattern."""
    text = check_pattern(field, check_length(field, require_text(value)))
    if field.is_key and text in RESERVED_IDS:
        raise BadValue("reserved", codes.KEY_RESERVED, value=text)
    return text


def read_text(_field: Field, text: str) -> str:
    """Return the text of a URL or cell, unless no database could hold it."""
    return check_characters(text)


def text_json_schema(field: Field, format: str = "") -> dict[str, Json]:
    """Return the JSON Schema of a text."""
    schema: dict[str, Json] = {"type": "string"}
    pairs = {"format": format, "minLength": field.min_length, "maxLength": field.max_length, "pattern": field.pattern}
    return schema | {key: value for key, value in pairs.items() if value}


def normalise_email(text: str) -> str:
    """Return the address with its domain in lower case; no name server is asked.

    The library refuses domains set aside for tests and for networks of one's own (.test, .local); with a known
    ending after them it checks everything but that.

    >>> normalise_email("Ann@Shop.TEST")
    'Ann@shop.test'
    """
    try:
        email = validate_email(text + _STAND_IN, check_deliverability=False)
    except EmailNotValidError:
        raise BadValue("format", codes.EMAIL) from None
    host, _, ending = email.domain.removesuffix(_STAND_IN).rpartition(".")
    if not host or ending.isdigit():
        raise BadValue("format", codes.EMAIL)
    return email.normalized.removesuffix(_STAND_IN)


def check_url(text: str) -> str:
    """Return the address when it is one of http, https or mailto."""
    if _URL_FORBIDDEN.search(text):
        raise BadValue("format", codes.URL)
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        raise BadValue("format", codes.URL) from None
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and text[len(parts.scheme) :].startswith("://")
    if not is_web and not (parts.scheme == "mailto" and "@" in parts.path):
        raise BadValue("format", codes.URL)
    return text


def check_phone(text: str) -> str:
    """Return the number when it is made of digits and the usual signs between them."""
    if not _PHONE.fullmatch(text) or sum(sign.isdigit() for sign in text) < _MIN_PHONE_DIGITS:
        raise BadValue("format", codes.PHONE)
    return text


def check_color(text: str) -> str:
    """Return the colour in small letters.

    >>> check_color("#FFAA00")
    '#ffaa00'
    """
    if not _COLOR.fullmatch(text):
        raise BadValue("format", codes.COLOR)
    return text.lower()


def check_slug(text: str) -> str:
    """Return the text when it is a slug."""
    if not _SLUG.fullmatch(text):
        raise BadValue("format", codes.SLUG)
    return text


def _plain(name: str, *, max_length: int | None, is_indexable: bool = True) -> FieldType:
    return FieldType(
        name=name,
        keys=TEXT_KEYS | (_LINE_KEYS if is_indexable else frozenset()),
        operators=TEXTUAL,
        parse=parse_text,
        read=read_text,
        dump=None,
        json_schema=text_json_schema,
        defaults={} if max_length is None else {"max_length": max_length},
        is_indexable=is_indexable,
    )


def _formatted(
    name: str, check: Callable[[str], str], format: str, *, max_length: int, keys: frozenset[str] = frozenset({"ci"})
) -> FieldType:
    def parse(field: Field, value: Any) -> str:
        text = check_length(field, require_text(value))
        return check_pattern(field, check_length(field, check(text)))

    return FieldType(
        name=name,
        keys=TEXT_KEYS | keys,
        operators=TEXTUAL,
        parse=parse,
        read=read_text,
        dump=None,
        json_schema=partial(text_json_schema, format=format),
        defaults={"max_length": max_length},
        canonical=check,
    )


PASSWORD = FieldType(
    name="password",
    keys=frozenset({"min_length", "max_length"}),
    operators=(),
    parse=parse_text,
    read=read_text,
    dump=None,
    json_schema=partial(text_json_schema, format="password"),
    is_sortable=False,
    is_indexable=False,
    is_secret=True,
    defaults={"max_length": 1024, "write_only": True},
)

TYPES: tuple[FieldType, ...] = (
    _plain("string", max_length=255),
    _plain("text", max_length=None, is_indexable=False),
    _plain("markdown", max_length=None, is_indexable=False),
    _formatted("slug", check_slug, "", max_length=255, keys=frozenset({"from"})),
    _formatted("email", normalise_email, "email", max_length=254),
    _formatted("url", check_url, "uri", max_length=2000),
    _formatted("phone", check_phone, "", max_length=32, keys=frozenset()),
    _formatted("color", check_color, "", max_length=7, keys=frozenset()),
    PASSWORD,
)
