"""Values: exact or refused, never rounded or cut, and the same at every door."""

import json
import math
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from tests.features.value_doors import JSON_DOORS, Doors, open_doors
from tests.features.value_kinds import KINDS
from tests.features.value_table import NOT, Row


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    with open_doors(tmp_path_factory.mktemp("values") / "project", {name: text for name, (text, _) in KINDS.items()}) as opened:
        yield opened


def is_as_wanted(got: Any, wanted: str) -> bool:
    """Tell whether a door answered so; of some only the refusal is known, not its code. Numbers and key order count."""
    if wanted.startswith("!"):
        return isinstance(got, str) and got.startswith("!") and (got in ("!", wanted) or wanted == "!")
    return repr(got) == repr(json.loads(wanted))


def try_doors(doors: Doors, kind: str, row: Row) -> Iterator[tuple[str, Any, str]]:
    """Yield each door that a value can be spelled at, what came of it, and what should have."""
    for name, send in JSON_DOORS.items():
        yield name, send(doors, kind, row.sent), row.expected
    if row.expected[:5] != "!bad_" and row.expected not in ("!duplicate_key", "!too_deep"):
        yield "python", doors.python(kind, json.loads(row.sent)), row.expected
    for name, send in (("csv", Doors.from_csv), ("form", Doors.form)):
        if row.at(name) != NOT:
            yield name, send(doors, kind, spelled(kind, row.sent)), row.at(name)


def spelled(kind: str, sent: str) -> str:
    """Return what a cell or an input holds for a JSON text: a text without its quotes, anything else as it stands."""
    return str(json.loads(sent)) if sent.startswith('"') and kind != "json" else sent


@pytest.mark.parametrize("kind", KINDS)
def test_every_door_takes_and_refuses_the_same(doors: Doors, kind: str) -> None:
    wrong = [
        f"{row.sent[:80]} at {door}: {str(got)[:80]!r} for {wanted[:80]}"
        for row in KINDS[kind][1]
        for door, got, wanted in try_doors(doors, kind, row)
        if not is_as_wanted(got, wanted)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_stored_is_read_exactly_at_every_door(doors: Doors, kind: str) -> None:
    lost = []
    for row in KINDS[kind][1]:
        if row.expected.startswith("!") or row.expected == "null" or len(row.sent) > 20_000:
            continue
        key = int(doors.call("POST", f"v_{kind}", f'{{"value": {row.sent}}}').json()["id"])
        lost += [f"{row.sent[:80]} at {door}" for door in doors.read_back(kind, key, row.sent, row.expected)]
    assert not lost, "\n" + "\n".join(lost)


@pytest.mark.parametrize("kind", ["string", "folded", "story", "float", "exact", "duration", "email"])
def test_paging_by_a_value_meets_each_record_once(doors: Doors, kind: str) -> None:
    rows = [row.sent for row in KINDS[kind][1] if not row.expected.startswith("!") and len(row.sent) < 20_000]
    doors.call("POST", f"v_{kind}", "[" + ", ".join(f'{{"value": {sent}}}' for sent in rows) + "]")
    for way in ("", "-"):
        wanted = [item["id"] for item in doors.call("GET", f"v_{kind}?sort={way}value&limit=1000").json()["items"]]
        assert len(set(wanted)) == len(wanted) >= len(rows) > 2
        assert list(doors.page_through(kind, f"{way}value"))[:150] == wanted[:150]


@pytest.mark.parametrize(
    ("before", "after"), [("1", "true"), ("true", "1"), ("1", "1.0"), ("0", "false"), ('{"a": 1, "b": 1}', '{"b": 1, "a": 1}')]
)
def test_json_that_python_calls_equal_is_another_value(doors: Doors, before: str, after: str) -> None:
    key = doors.call("POST", "v_json", f'{{"value": {before}}}').json()["id"]
    doors.call("PATCH", f"v_json/{key}", f'{{"value": {after}}}')
    assert repr(doors.value("json", key)) == repr(json.loads(after))


@pytest.mark.parametrize("number", ["9223372036854775807", "-9223372036854775808", "9007199254740993", "1e300", "0.1", "5e-324"])
def test_a_filter_finds_a_number_inside_json_exactly(doors: Doors, number: str) -> None:
    key = doors.call("POST", "v_json", f'{{"value": {{"n": {number}}}}}').json()["id"]
    assert [item["id"] for item in doors.call("GET", f"v_json?value.n={number}&id={key}").json()["items"]] == [key]
    assert doors.call("GET", f"v_json?value.n=9007199254740992&id={key}").json()["items"] == []


NATIVE = [
    ("money", Decimal("12.5"), "12.50"),
    ("money", Decimal("-0"), "0.00"),
    ("money", Decimal("1E+3"), "1000.00"),
    ("money", Decimal("12.505"), "!precision"),
    ("money", Decimal("NaN"), "!format"),
    ("money", 12.5, "!type"),
    ("exact", Decimal("12345678901234567890.123456789012345678"), "12345678901234567890.123456789012345678"),
    ("float", math.nan, "!range"),
    ("float", -math.inf, "!range"),
    ("float", 2**53 + 1, "!precision"),
    ("int", 2**63, "!range"),
    ("int", True, "!type"),
    ("duration", timedelta(days=106_751_991, hours=4, seconds=54, microseconds=775_807), "P106751991DT4H54.775807S"),
    ("duration", timedelta(seconds=-1.5), "-PT1.5S"),
    ("duration", timedelta.max, "!range"),
    ("datetime", datetime(2024, 10, 27, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1), "2024-10-27T01:30:00Z"),
    ("datetime", datetime(1880, 1, 1, tzinfo=ZoneInfo("Europe/Berlin")), "1879-12-31T23:06:32Z"),
    ("datetime", datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))), "!range"),
    ("datetime", datetime(2024, 1, 1), "!format"),  # noqa: DTZ001 -- without an offset it is no instant
    ("date", date(1, 1, 1), "0001-01-01"),
    ("time", time(23, 59, 59, 999_999), "23:59:59.999999"),
    ("time", time(1, tzinfo=UTC), "!format"),
    ("uuid", UUID(int=0), "00000000-0000-0000-0000-000000000000"),
    ("json", {"n": math.nan}, "!range"),
    ("json", {1: "x"}, "!type"),
    ("json", [{"a": Decimal("1.50")}], [{"a": "1.50"}]),
    ("string", "a\ud800", "!characters"),
    ("string", b"a", "!type"),
]


@pytest.mark.parametrize(("kind", "value", "wanted"), NATIVE)
def test_pythons_own_values_come_in_exactly(doors: Doors, kind: str, value: Any, wanted: Any) -> None:
    assert doors.python(kind, value) == wanted


LISTED = ["a\nb", " x ", "", '"q"', '"', "a\u2028b\x0b", "=1", "\r\n", "a\\b"]


def test_a_list_comes_back_from_its_lines(doors: Doors) -> None:
    key = doors.call("POST", "v_list_of_string", json.dumps({"value": LISTED})).json()["id"]
    shown = doors.shown("list_of_string", key)
    assert doors.form("list_of_string", shown + "\r\nmore") == [*LISTED, "more"]


def test_lines_of_a_list_are_read_as_the_lists_type(doors: Doors) -> None:
    assert doors.form("list_of_float", "1e+16\n1,234.5\n-0.5") == [1e16, 1234.5, -0.5]
    assert doors.form("list_of_int", "9223372036854775807\n") == [2**63 - 1]
    for kind, typed in (("float", "1e400"), ("int", "9223372036854775808"), ("int", "1.0"), ("bool", "1"), ("decimal", "1.005")):
        assert doors.form(f"list_of_{kind}", f"{typed}\n") == "!"


def test_a_part_of_a_json_text_that_is_no_line_is_refused(doors: Doors) -> None:
    assert doors.form("list_of_string", '"a') == "!"


def test_a_list_sorted_by_long_texts_can_be_paged_through(doors: Doors) -> None:
    texts = [f"zz{index}" + "".join(random.Random(index).choices("0123456789abcdef", k=50_000)) for index in range(4)]
    keys = [doors.call("POST", "v_story", json.dumps({"value": text})).json()["id"] for text in texts]
    first = doors.call("GET", "v_story?value[starts]=zz&sort=value&limit=1&fields=id").json()
    second = doors.call("GET", f"v_story?value[starts]=zz&sort=value&limit=1&fields=id&cursor={first['next']}").json()
    assert [first["items"][0]["id"], second["items"][0]["id"]] == keys[:2]
    assert len(first["next"]) < 1000
    doors.call("DELETE", f"v_story/{keys[0]}")
    gone = doors.call("GET", f"v_story?value[starts]=zz&sort=value&limit=1&fields=id&cursor={first['next']}")
    assert (gone.status_code, gone.json()["code"]) == (400, "bad_cursor")
