"""Dates, times of day, instants in UTC, and durations."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from crudgen.schema.catalog import Field, Json
from crudgen.schema.types import codes
from crudgen.schema.types.base import BadValue, FieldType
from crudgen.schema.types.check import ORDER, check_bounds, require_text

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.([0-9]+))?)?"
_TIME = re.compile(_CLOCK)
_DATETIME = re.compile(rf"{_DATE.pattern}T{_CLOCK}(Z|[-+][0-9]{{2}}:[0-5][0-9])?")
_DURATION = re.compile(
    r"(-)?P(?:([0-9]{1,9})W)?(?:([0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,12})H)?(?:([0-9]{1,12})M)?(?:([0-9]{1,12})(?:\.([0-9]+))?S)?)?"
)
_FRACTION_DIGITS = 6
_MICROSECOND = timedelta(microseconds=1)
_LONGEST_TEXT = 100


def read_date(text: str) -> date:
    """Return the day that a text spells as YYYY-MM-DD."""
    if not _DATE.fullmatch(text):
        raise BadValue("format", codes.DATE)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadValue("format", codes.DATE) from None


def read_time(text: str) -> time:
    """Return the time of day that a text spells as HH:MM, HH:MM:SS or with up to six digits more."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise BadValue("format", codes.TIME)
    _check_fraction(found[1])
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise BadValue("format", codes.TIME) from None


def read_datetime(text: str) -> datetime:
    """Return the instant, in UTC, that a text spells in ISO 8601 with its offset."""
    found = _DATETIME.fullmatch(text) if len(text) <= _LONGEST_TEXT else None
    if found is None:
        raise BadValue("format", codes.DATETIME)
    if found[2] is None:
        raise BadValue("format", codes.OFFSET)
    _check_fraction(found[1])
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise BadValue("format", codes.DATETIME) from None
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise BadValue("range", codes.DATETIME_RANGE) from None


def read_duration(text: str) -> timedelta:
    """Return the duration that a text spells in ISO 8601, without years and months, whose length varies."""
    found = _DURATION.fullmatch(text) if len(text) <= _LONGEST_TEXT else None
    if found is None or text.endswith(("P", "T")):
        raise BadValue("format", codes.DURATION)
    sign, weeks, days, hours, minutes, seconds, fraction = found.groups()
    _check_fraction(fraction)
    whole = ((int(weeks or 0) * 7 + int(days or 0)) * 24 + int(hours or 0)) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    microseconds = whole * 1_000_000 + int((fraction or "").ljust(_FRACTION_DIGITS, "0"))
    if microseconds >= 2**63:
        raise BadValue("range", codes.DURATION_RANGE)
    return timedelta(microseconds=-microseconds if sign else microseconds)


def write_duration(value: timedelta) -> str:
    """Return a duration in ISO 8601.

    >>> write_duration(timedelta(days=1, hours=2, seconds=1.5)), write_duration(timedelta(0))
    ('P1DT2H1.5S', 'PT0S')
    """
    total = value // _MICROSECOND
    seconds, fraction = divmod(abs(total), 1_000_000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    point = f".{fraction:06d}".rstrip("0") if fraction else ""
    parts = ((f"{hour}", "H", hour), (f"{minute}", "M", minute), (f"{second}{point}", "S", second or fraction))
    clock = "".join(number + unit for number, unit, is_set in parts if is_set)
    body = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return ("-" if total < 0 else "") + "P" + (body or "T0S")


def _check_fraction(digits: str | None) -> None:
    if digits is not None and len(digits) > _FRACTION_DIGITS:
        raise BadValue("precision", codes.FRACTION)


def _temporal(
    name: str, read: Callable[[str], Any], format: str, special: str = "", dump: Callable[[Field, Any], Any] | None = None
) -> FieldType:
    def parse(field: Field, value: Any) -> Any:
        return check_bounds(field, read(require_text(value)), read)

    def json_schema(_field: Field) -> dict[str, Json]:
        return {"type": "string", "format": format}

    return FieldType(
        name=name,
        keys=frozenset({"min", "max"}),
        operators=ORDER,
        parse=parse,
        read=lambda _field, text: read(text),
        dump=dump,
        json_schema=json_schema,
        special_defaults=frozenset({special} - {""}),
    )


TYPES: tuple[FieldType, ...] = (
    _temporal("date", read_date, "date", "today"),
    # orjson 3.13 writes the microseconds 69976 of a time as .69976
    _temporal("time", read_time, "time", dump=lambda _field, value: value.isoformat()),
    _temporal("datetime", read_datetime, "date-time", "now"),
    _temporal("duration", read_duration, "duration", dump=lambda _field, value: write_duration(value)),
)
