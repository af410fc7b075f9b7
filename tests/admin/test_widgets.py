"""Inputs keep what they show: values that a browser's own input cannot hold, and clocks that are put back and forward."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crudgen.admin.cells import Scene, show_value
from crudgen.admin.form import Input, mark, read_texts
from crudgen.admin.language import load_language
from crudgen.admin.widgets import WIDGETS, Desk
from crudgen.admin.zones import in_zone
from crudgen.schema.catalog import Field
from crudgen.schema.types import BadValue
from tests.support.catalog import catalog_of

ENGLISH, RUSSIAN = load_language("en"), load_language("ru")
CATALOG = catalog_of({"thing": "fields: {name: string}\n"})


def input_of(type_: str, text: str) -> Input:
    field = Field("x", type_)
    return Input(field, WIDGETS[type_], "x", "X", "", "", (text,), mark((text,)), is_required=False)


def desk(zone: str) -> Desk:
    return Desk(CATALOG, ENGLISH, ZoneInfo(zone), {})


@pytest.mark.parametrize(
    ("type_", "value", "text", "input_type"),
    [
        ("time", time(12, 30), "12:30", "time"),
        ("time", time(12, 30, 15, 500_000), "12:30:15.500", "time"),
        ("time", time(12, 30, 15, 69_976), "12:30:15.069976", "text"),
        ("datetime", datetime(2024, 1, 1, 12, tzinfo=UTC), "2024-01-01T13:00", "datetime-local"),
        ("datetime", datetime(2024, 1, 1, 12, 0, 0, 1, tzinfo=UTC), "2024-01-01T13:00:00.000001", "text"),
        ("datetime", datetime(2024, 10, 27, 0, 30, tzinfo=UTC), "2024-10-27T02:30", "datetime-local"),
        ("datetime", datetime(2024, 10, 27, 1, 30, tzinfo=UTC), "2024-10-27T02:30+01:00", "text"),
        ("datetime", datetime.max.replace(tzinfo=UTC), "9999-12-31T23:59:59.999999+00:00", "text"),
    ],
)
def test_a_time_is_shown_as_fine_as_it_is_and_read_back(type_: str, value: Any, text: str, input_type: str) -> None:
    berlin = desk("Europe/Berlin")
    assert WIDGETS[type_].write(berlin, Field("x", type_), value) == text
    shown = input_of(type_, text)
    assert shown.input_type == input_type
    json = read_texts(berlin, shown, (text,))
    assert (datetime if type_ == "datetime" else time).fromisoformat(str(json)) == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2024-03-31T02:30", "range"),  # the clocks go from 2 to 3
        ("0001-01-01T00:30", "range"),
        ("2024-01-01T12:00:00.1234567", "precision"),
        ("2024-W01", "type"),
        ("2024-01-01T24:00", "type"),
    ],
)
def test_a_moment_that_is_none_is_refused(typed: str, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        read_texts(desk("Europe/Berlin"), input_of("datetime", ""), (typed,))
    assert caught.value.code == code


def test_the_ends_of_the_calendar_are_shown_in_every_zone() -> None:
    for zone in ("America/New_York", "Pacific/Kiritimati", "UTC"):
        for value in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
            assert in_zone(value, ZoneInfo(zone)) == value
            assert show_value(Scene(ENGLISH, ZoneInfo(zone)), Field("x", "datetime"), value).text


@pytest.mark.parametrize(("kind", "text"), [("string", "a\nb"), ("string", "a\r\nb"), ("url", "a\rb")])
def test_a_line_with_line_ends_is_shown_where_they_are_kept(kind: str, text: str) -> None:
    shown = input_of(kind, text)
    assert shown.kind == "prose"
    assert mark((text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n"),)) == shown.seen


def test_blanks_at_an_end_can_be_taken_away() -> None:
    assert mark((" x",)) != mark(("x",))


@pytest.mark.parametrize(
    ("type_", "value", "english", "russian"),
    [
        ("time", time(12, 30, 0, 250_000), "12:30:00.25\u202fPM", "12:30:00,25"),
        ("datetime", datetime(2026, 1, 2, 3, 4, 5, 60_000, tzinfo=UTC), "Jan 2, 2026, 03:04:05.06", "2 янв. 2026, 03:04:05,06"),
        ("datetime", datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "Jan 2, 2026, 03:04", "2 янв. 2026, 03:04"),
    ],
)
def test_a_records_page_shows_fractions_of_seconds(type_: str, value: Any, english: str, russian: str) -> None:
    shown = [show_value(Scene(one, ZoneInfo("UTC"), is_short=False), Field("x", type_), value).text for one in (ENGLISH, RUSSIAN)]
    assert shown == [english, russian]
