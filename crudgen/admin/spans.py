"""Durations as people type them: `2 h 30 min`, `1:30`; ISO 8601 is understood too."""

import re
from datetime import timedelta

from crudgen.admin.language import Language
from crudgen.schema import TYPES
from crudgen.schema.catalog import Field, Json
from crudgen.schema.types import BadValue
from crudgen.schema.types.codes import FRACTION

UNITS = (
    (604800, r"w|wk|weeks?|нед\.?|недел[яьи]"),
    (86400, r"d|days?|д\.?|дн\.?|день|дня|дней"),
    (3600, r"h|hr|hours?|ч\.?|час|часа|часов"),
    (60, r"m|min|minutes?|м\.?|мин\.?|минут[аы]?"),
    (1, r"s|sec|seconds?|с\.?|сек\.?|секунд[аы]?"),
)
PART = re.compile(r"(\d+)(?:[.,](\d+))?\s*([a-zа-я]+\.?)", re.IGNORECASE)
CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?")
LONGEST = 100
HINT = "must be a duration, such as 1 d 2 h 30 min"


def write_span(language: Language, field: Field, value: timedelta) -> str:
    """Return a duration to edit.

    >>> from crudgen.admin.language import load_language
    >>> write_span(load_language("ru"), Field("every", "duration"), timedelta(days=3, minutes=5))
    '3 д 5 мин'
    """
    if value < timedelta() or value.microseconds:
        return str(TYPES["duration"].to_json(field, value))
    seconds = int(value.total_seconds())
    parts = ((seconds // 86400, "d"), (seconds // 3600 % 24, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s"))
    return " ".join(f"{number} {language.text(unit)}" for number, unit in parts if number) or f"0 {language.text('s')}"


def read_span(field: Field, text: str) -> Json:
    """Return the ISO form of a typed duration. Raises BadValue."""
    plain = text.strip()
    if len(plain) > LONGEST:
        raise BadValue("type", HINT)
    if plain[:1] in "Pp+-":
        return plain.upper()
    clock = CLOCK.fullmatch(plain)
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return _iso(field, timedelta(hours=hours, minutes=minutes, seconds=seconds))
    if PART.sub("", plain).strip(" ,"):
        raise BadValue("type", HINT)
    try:
        return _iso(field, timedelta(microseconds=sum(_read_part(*match) for match in PART.findall(plain))))
    except OverflowError as exc:
        raise BadValue("type", HINT) from exc


def _iso(field: Field, value: timedelta) -> Json:
    return TYPES["duration"].to_json(field, value)


def _read_part(whole: str, fraction: str, unit: str) -> int:
    """Return the microseconds of a number of units, exactly. Raises BadValue where they are not whole."""
    for seconds, names in UNITS:
        if re.fullmatch(names, unit, re.IGNORECASE):
            microseconds, rest = divmod(int(whole + fraction) * seconds * 1_000_000, int(10 ** len(fraction)))
            if rest:
                raise BadValue("precision", FRACTION)
            return microseconds
    raise BadValue("type", HINT)
