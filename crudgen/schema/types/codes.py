"""What can be wrong with a value: the codes, their English texts, and pydantic-core's errors in our words."""

CODES: dict[str, str] = {
    "type": "The JSON value is of another kind than the field (a text for a number, true for 1 …).",
    "required": "The field needs a value, and none (or null) was given.",
    "min": "The value is below the field's `min`.",
    "max": "The value is above the field's `max`.",
    "min_length": "The text has fewer characters, or the list fewer items, than `min_length`.",
    "max_length": "The text has more characters, or the list more items, than `max_length`.",
    "pattern": "The text does not match the field's `pattern`.",
    "format": "The text is not written as the type wants it (a date, an e-mail address, a decimal …).",
    "characters": "The text holds a NUL or half of a surrogate pair, which no database can keep.",
    "range": "The value is outside of what the type can hold at all (64 bits, years 1 to 9999 …).",
    "precision": "The decimal or the time has more digits than the field keeps; nothing is rounded silently.",
    "enum": "The value is none of the field's `values`.",
    "depth": "The JSON is nested deeper than 32 levels.",
    "size": "The JSON is larger than one million characters.",
    "mask": "The value is the mask that stands for a secret in answers, where there is no secret to keep.",
    "reserved": "The id is a word that has a meaning in URLs.",
    "reference": "The record that is referred to does not exist, or the caller may not see it.",
    "unique": "Another record has this value already.",
    "unknown_field": "The entity has no such field, or the caller may not know of it.",
    "set_once": "The field has a value already, and keeps it.",
    "schema_row": "The record is one of the schema's `rows`, which gives it this value.",
    "readonly": "The field is set by the server only.",
}
"""The code of a FieldError, and what it says. Codes are never reused for something else."""

TEXT = "must be a text"
INTEGER = "must be a whole number"
NUMBER = "must be a number"
BOOLEAN = "must be true or false"
LIST = "must be a list"
NULL = "must not be null"
CHARACTERS = "must not hold a NUL or half of a surrogate pair"
MIN = "must be at least {min}"
MAX = "must be at most {max}"
MIN_LENGTH = "must have at least {min_length} characters"
MAX_LENGTH = "must have at most {max_length} characters"
MIN_ITEMS = "must have at least {min_length} items"
MAX_ITEMS = "must have at most {max_length} items"
PATTERN = "must match {pattern}"
ENUM = "must be one of {values}"
INT_RANGE = "must be between -9223372036854775808 and 9223372036854775807"
FLOAT_RANGE = "must be a finite number of 64 bits"
FLOAT_DIGITS = "has more digits than a number of 64 bits keeps"
JSON_TEXT = "must be JSON"
JSON_KEY_TWICE = "must not have a key twice in one object"
DECIMAL_TYPE = 'must be a decimal number written as a text, like "12.50"'
DECIMAL_FORMAT = "must be a decimal number without exponent, like 12.50"
DECIMAL_SCALE = "must have at most {scale} digits after the point"
DECIMAL_PRECISION = "must have at most {digits} digits before the point"
DATE = "must be a date, like 2026-11-30"
TIME = "must be a time of day, like 17:30 or 17:30:15.25"
DATETIME = "must be a date and time with its offset, like 2026-11-30T17:30:00Z"
DURATION = "must be an ISO 8601 duration of weeks, days, hours, minutes and seconds, like P1DT12H"
OFFSET = "must say its offset from UTC, like 2026-11-30T17:30:00Z or +03:00"
FRACTION = "must have at most 6 digits after the second's point"
DATETIME_RANGE = "must be between the years 1 and 9999 in UTC"
DURATION_RANGE = "must be shorter than 292,000 years"
UUID = "must be a UUID, like 0196f3c0-1111-7222-8333-444455556666"
EMAIL = "must be an e-mail address"
URL = "must be an address that begins with http://, https:// or mailto:"
PHONE = "must be a telephone number: digits, spaces and + - ( ) . /"
COLOR = "must be a colour, like #1a2b3c"
SLUG = "must be small letters and digits with single dashes between them"
ITEM = "item {index}: {problem}"
DEPTH = "must not be nested deeper than {depth} levels"
SIZE = "must not be larger than {size} characters of JSON"
MASK = "must be the secret itself, not the mask that stands for it"
KEY_TYPE = "must be an id"
KEY_RESERVED = 'must not be "{value}"'

TEMPLATES: tuple[str, ...] = tuple(value for name, value in globals().items() if name.isupper() and isinstance(value, str))
"""Every English template that a BadValue of a field type can carry: what a translation needs."""
