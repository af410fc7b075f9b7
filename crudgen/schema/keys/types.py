"""What each field type holds, in words for people: hover texts and docs/schema.md."""

from typing import NamedTuple


class TypeText(NamedTuple):
    """What a type holds, and its JSON form; Markdown."""

    holds: str
    json: str


TYPE_TEXTS: dict[str, TypeText] = {
    "string": TypeText("a line of text, 255 characters unless `max_length` says otherwise", "text"),
    "text": TypeText("text of any length", "text"),
    "markdown": TypeText("text of any length that is shown formatted", "text"),
    "slug": TypeText("small letters, digits and dashes, for addresses", "text"),
    "email": TypeText("an e-mail address", "text"),
    "url": TypeText("an address on the web", "text"),
    "phone": TypeText("a telephone number", "text"),
    "color": TypeText("a colour", 'text, `"#2fb344"`'),
    "int": TypeText("a whole number of 64 bits", "number"),
    "float": TypeText("a number that may be off in the last digit", "number"),
    "decimal": TypeText("a number that is exact", 'text, `"12.50"`; a JSON number is refused'),
    "bool": TypeText("yes or no", "`true`, `false`"),
    "date": TypeText("a day", '`"2026-11-30"`'),
    "time": TypeText("a time of day", '`"17:30:00"`'),
    "datetime": TypeText("a moment, kept in UTC", '`"2026-11-30T17:30:00Z"`; one without an offset is refused'),
    "duration": TypeText("a length of time", '`"P1DT12H"` (ISO 8601)'),
    "uuid": TypeText("a UUID", "text"),
    "enum": TypeText("one of its `values`", "text"),
    "json": TypeText("any JSON", "itself"),
    "list": TypeText("several values of one type: `{type: list, of: string}`", "array"),
    "password": TypeText("a password, kept as an argon2 hash", "text, in only"),
    "secret": TypeText("a text that is kept encrypted: a key, a token", 'text in, `"••••••••"` out'),
}
"""By name, in the order of docs/schema.md. "reference" and "links" are written as an entity's name, so they aren't here."""
