"""Days, times and instants as whole numbers, and back; texts of them. `None` where there is no such day or instant."""

import datetime as dt
import re

from crudgen.schema.types import temporal
from crudgen.schema.types.base import BadValue

DAY = 86_400_000_000
"""The microseconds of a day."""
LAST_DAY = dt.date.max.toordinal()
_BEGIN = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_SHORT = re.compile(r"(?=[0-9])(?:([0-9]{1,9})w)?(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?")
_UNITS = (7 * DAY, DAY, 3_600_000_000, 60_000_000, 1_000_000)


def from_date(value: dt.date) -> int:
    """Return the number of a day."""
    return value.toordinal()


def to_date(number: int) -> dt.date:
    """Return the day of a number."""
    return dt.date.fromordinal(number)


def from_datetime(value: dt.datetime) -> int:
    """Return the microseconds of an aware datetime."""
    return (value - _BEGIN) // _MICROSECOND


def to_datetime(number: int) -> dt.datetime:
    """Return the instant in UTC."""
    return _BEGIN + dt.timedelta(microseconds=number)


def from_time(value: dt.time) -> int:
    """Return the microseconds since midnight."""
    return ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond


def to_time(number: int) -> dt.time:
    """Return the time of day."""
    return (_BEGIN + dt.timedelta(microseconds=number)).time()


def from_duration(value: dt.timedelta) -> int:
    """Return the microseconds of a span."""
    return value // _MICROSECOND


def to_duration(number: int) -> dt.timedelta:
    """Return the span of so many microseconds."""
    return dt.timedelta(microseconds=number)


def add_to_date(day: int, microseconds: int) -> int | None:
    """Return the day on which the span after its midnight ends."""
    moved = day + microseconds // DAY
    return moved if 1 <= moved <= LAST_DAY else None


def add_to_datetime(instant: int, microseconds: int) -> int | None:
    """Return the instant after a span."""
    moved = instant + microseconds
    return moved if 0 <= moved < LAST_DAY * DAY else None


def read_date(text: str) -> int | None:
    """Return the day that a text spells as YYYY-MM-DD."""
    try:
        return from_date(temporal.read_date(text))
    except BadValue:
        return None


def read_time(text: str) -> int | None:
    """Return the time that a text spells as HH:MM, HH:MM:SS or with up to six digits more."""
    try:
        return from_time(temporal.read_time(text))
    except BadValue:
        return None


def read_datetime(text: str) -> int | None:
    """Return the instant that a text spells in ISO 8601 with its offset."""
    try:
        return from_datetime(temporal.read_datetime(text))
    except BadValue:
        return None


def read_duration(text: str) -> int | None:
    """Return the microseconds of '7d', '1d12h', '90s', or of ISO 8601.

    >>> read_duration("1d12h") == read_duration("P1DT12H") == 36 * 3_600_000_000
    True
    """
    found = _SHORT.fullmatch(text)
    if found is not None:
        return sum(int(count or 0) * unit for count, unit in zip(found.groups(), _UNITS, strict=True))
    try:
        return from_duration(temporal.read_duration(text))
    except BadValue:
        return None


def write_datetime(number: int) -> str:
    """Return the instant in ISO 8601, always with microseconds, in UTC.

    >>> write_datetime(0)
    '0001-01-01T00:00:00.000000Z'
    """
    return to_datetime(number).replace(tzinfo=None).isoformat("T", "microseconds") + "Z"


def write_time(number: int) -> str:
    """Return the time of day, always with microseconds."""
    return to_time(number).isoformat("microseconds")
