"""Instants in the zone of the person who looks at them."""

from datetime import datetime
from zoneinfo import ZoneInfo


def in_zone(value: datetime, zone: ZoneInfo) -> datetime:
    """Return an instant on a zone's clock; in UTC, as it comes, where the zone is already before the year 1 or past 9999."""
    try:
        return value.astimezone(zone)
    except OverflowError:
        return value
