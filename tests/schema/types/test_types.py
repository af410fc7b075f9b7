"""Every field type: what it takes, what it refuses and with which code, and that its ways agree."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crudgen.schema.catalog import EnumValue, Field
from crudgen.schema.types import TYPES, BadValue, key_type, value_field
from crudgen.schema.types.codes import CODES, TEMPLATES
from tests.schema.conftest import Compile

ID = "0196f3c0-1111-7222-8333-444455556666"
OPTIONS: dict[str, dict[str, Any]] = {"enum": {"values": (EnumValue("draft"), EnumValue("done"))}, "list": {"of": "decimal"}}


def make(type_name: str, **options: Any) -> Field:
    """Return a field as the loader makes it."""
    return replace(Field("x", type_name, "x"), **{**TYPES[type_name].defaults, **OPTIONS.get(type_name, {}), **options})


def outcome(field: Field, value: Any) -> Any:
    """Return what `parse` makes of a value, or the code of its refusal."""
    try:
        return TYPES[field.type].parse(field, value)
    except BadValue as error:
        return f"!{error.code}"



def read_outcome(field: Field, text: str) -> Any:
    try:
        return TYPES[field.type].read(field, text)
    except BadValue as error:
        return f"!{error.code}"


GOOD: tuple[tuple[str, Any, Any], ...] = (
    ("string", "", ""),
    ("string", "😀" * 255, "😀" * 255),
    ("text", "a\nb", "a\nb"),
    ("slug", "big-box-2", "big-box-2"),
    ("email", "Ann@Example.COM", "Ann@example.com"),
    ("email", "ann@mail.local", "ann@mail.local"),
    ("url", "https://пример.рф/a?b=c#d", "https://пример.рф/a?b=c#d"),
    ("url", "mailto:a@b.example", "mailto:a@b.example"),
    ("phone", "+7 (900) 123-45-67", "+7 (900) 123-45-67"),
    ("color", "#FFaa00", "#ffaa00"),
    ("int", -(2**63), -(2**63)),
    ("int", 2**63 - 1, 2**63 - 1),
    ("float", 1, 1.0),
    ("float", -0.5, -0.5),
    ("decimal", "12.50", Decimal("12.50")),
    ("decimal", "-9999999999.99", Decimal("-9999999999.99")),
    ("decimal", "-0.00", Decimal(0)),
    ("bool", False, False),
    ("date", "2024-02-29", date(2024, 2, 29)),
    ("time", "17:30", time(17, 30)),
    ("time", "17:30:15.25", time(17, 30, 15, 250_000)),
    ("datetime", "2024-01-01T00:30:00+03:00", datetime(2023, 12, 31, 21, 30, tzinfo=UTC)),
    ("datetime", "0001-01-01T00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
    ("duration", "P1DT2H", timedelta(days=1, hours=2)),
    ("duration", "-PT0.000001S", timedelta(microseconds=-1)),
    ("duration", "P2W", timedelta(weeks=2)),
    ("uuid", ID.upper(), UUID(ID)),
    ("enum", "done", "done"),
    ("json", {"a": [1, None, "x", 1.5, {}]}, {"a": [1, None, "x", 1.5, {}]}),
    ("json", "text", "text"),
    ("list", ["1.5", "2"], ["1.50", "2.00"]),
    ("password", "correct horse", "correct horse"),
)

BAD: tuple[tuple[str, Any, str], ...] = (
    *(
        (name, "a\0b", "characters")
        for name in ("string", "text", "markdown", "slug", "email", "url", "phone", "color", "password", "enum")
    ),
    *((name, "\ud800", "characters") for name in ("string", "text", "email", "json", "date", "datetime")),
    *(
        (name, 1, "type")
        for name in ("string", "text", "email", "date", "datetime", "time", "duration", "uuid", "enum", "bool", "decimal", "list")
    ),
    *((name, True, "type") for name in ("string", "int", "float", "decimal", "date", "uuid")),
    *((name, {}, "type") for name in ("string", "int", "float", "decimal", "bool", "date", "list", "enum")),
    ("string", "x" * 256, "max_length"),
    ("slug", "Big", "format"),
    ("slug", "a--b", "format"),
    ("email", "ann", "format"),
    ("email", "ann@host", "format"),
    ("email", "ann@1.2.3.4", "format"),
    ("url", "javascript:alert(1)", "format"),
    ("url", "http://", "format"),
    ("url", "//example.com", "format"),
    ("url", "https://a.example/b c", "format"),
    ("url", "https://a.example:x/", "format"),
    ("phone", "call me", "format"),
    ("phone", "٣٣٣٣٣", "format"),
    ("color", "red", "format"),
    ("int", "12", "type"),
    ("int", 1.0, "type"),
    ("int", 2**63, "range"),
    ("int", -(2**63) - 1, "range"),
    ("float", "1", "type"),
    ("float", math.nan, "range"),
    ("float", math.inf, "range"),
    ("float", 10**400, "range"),
    ("decimal", 1.5, "type"),
    ("decimal", "1e3", "format"),
    ("decimal", "+1", "format"),
    ("decimal", "01", "format"),
    ("decimal", ".5", "format"),
    ("decimal", " 1", "format"),
    ("decimal", "٣", "format"),
    ("decimal", "NaN", "format"),
    ("decimal", "1.234", "precision"),
    ("decimal", "12345678901", "precision"),
    ("date", "2023-02-29", "format"),
    ("date", "0000-01-01", "format"),
    ("date", "20240101", "format"),
    ("date", "2024-01-01T00:00:00Z", "format"),
    ("time", "24:00", "format"),
    ("time", "17:30Z", "format"),
    ("time", "17:30:00.1234567", "precision"),
    ("datetime", "2024-01-01T00:00:00", "format"),
    ("datetime", "2024-01-01 00:00:00Z", "format"),
    ("datetime", "2024-01-01T00:00:00.1234567Z", "precision"),
    ("datetime", "0001-01-01T00:00:00+03:00", "range"),
    ("datetime", "9999-12-31T23:59:59-01:00", "range"),
    ("datetime", "2024-01-01T24:00:00Z", "format"),
    ("duration", "P", "format"),
    ("duration", "PT", "format"),
    ("duration", "P1DT", "format"),
    ("duration", "P1Y", "format"),
    ("duration", "P1M", "format"),
    ("duration", "P999999999D", "range"),
    ("uuid", ID.replace("-", ""), "format"),
    ("enum", "Draft", "enum"),
    ("json", {"a": 2**63}, "range"),
    ("json", [math.nan], "range"),
    ("json", {"a\0": 1}, "characters"),
    ("json", {1: 1}, "type"),
    ("json", {"a": ()}, "type"),
    ("json", ["x" * 1_000_001], "size"),
    ("list", ["x"], "format"),
    ("list", [None], "type"),
    ("list", "1", "type"),
)


@pytest.mark.parametrize(("name", "value", "parsed"), GOOD)
def test_a_right_value_is_taken(name: str, value: Any, parsed: Any) -> None:
    assert outcome(make(name), value) == parsed


@pytest.mark.parametrize(("name", "value", "code"), BAD)
def test_a_wrong_value_is_refused_with_its_code(name: str, value: Any, code: str) -> None:
    assert outcome(make(name), value) == f"!{code}"



VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.dates().map(str), st.decimals().map(str)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=6,
)


@settings(deadline=None)
@pytest.mark.parametrize("name", [name for name in TYPES if name not in ("reference", "links")])
@given(value=VALUES)
def test_any_value_is_taken_or_refused_with_a_known_code(name: str, value: Any) -> None:
    field = make(name)
    parsed = outcome(field, value)
    assert not (isinstance(parsed, str) and parsed.startswith("!") and parsed[1:] not in CODES and name in ("int", "bool", "float"))


@pytest.mark.parametrize(("name", "value", "parsed"), [case for case in GOOD if case[0] not in ("password", "json")])
def test_what_is_dumped_parses_to_the_same(name: str, value: Any, parsed: Any) -> None:
    field = make(name)
    json = TYPES[name].to_json(field, parsed)
    assert outcome(field, json) == parsed
    assert orjson.dumps(json)


@pytest.mark.parametrize(
    ("options", "good", "bad", "code"),
    [
        ({"type_name": "int", "min": 1, "max": 3}, 3, 4, "max"),
        ({"type_name": "int", "min": 1}, 1, 0, "min"),
        ({"type_name": "float", "max": 1.5}, 1.5, 1.6, "max"),
        ({"type_name": "decimal", "min": "0.01"}, "0.01", "0.00", "min"),
        ({"type_name": "date", "max": "2024-01-01"}, "2024-01-01", "2024-01-02", "max"),
        ({"type_name": "datetime", "min": "2024-01-01T00:00:00Z"}, "2024-01-01T03:00:00+03:00", "2023-12-31T23:59:59Z", "min"),
        ({"type_name": "duration", "max": "P1D"}, "PT24H", "PT25H", "max"),
        ({"type_name": "string", "min_length": 2}, "😀😀", "😀", "min_length"),
        ({"type_name": "string", "pattern": "^[a-z]+$"}, "ab", "ab1", "pattern"),
        ({"type_name": "email", "max_length": 10}, "a@b.cd", "abcdef@b.cde", "max_length"),
        ({"type_name": "list", "of": "int", "max_length": 1}, [1], [1, 2], "max_length"),
        ({"type_name": "list", "of": "int", "min_length": 1}, [1], [], "min_length"),
        ({"type_name": "string", "is_key": True}, "searches", "search", "reserved"),
        ({"type_name": "string", "is_key": True}, "...", "..", "reserved"),
    ],
)
def test_a_bound_holds(options: dict[str, Any], good: Any, bad: Any, code: str) -> None:
    field = make(**options)
    assert not str(outcome(field, good)).startswith("!")
    assert outcome(field, bad) == f"!{code}"


def test_the_microseconds_of_a_time_keep_their_zeros() -> None:
    assert TYPES["time"].to_json(make("time"), time(1, 2, 3, 69976)) == "01:02:03.069976"


def test_a_pattern_takes_linear_time() -> None:
    import time as clock

    field = make("text", pattern="^(a+)+$")
    begin = clock.process_time()
    assert outcome(field, "a" * 100_000 + "!") == "!pattern"
    assert clock.process_time() - begin < 0.5


def test_json_deeper_than_32_levels_is_refused_without_recursion() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    assert outcome(make("json"), deep) == "!depth"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("int", "12", 12),
        ("int", "-3", -3),
        *(("int", text, "!type") for text in ("1e0", " 1", "1 ", "٣", "+1", "007", "1.0", "", "1_000", "0x1")),
        ("int", "9223372036854775808", "!range"),
        ("int", "9" * 5000, "!range"),
        ("float", "1.5e3", 1500.0),
        *(("float", text, "!type") for text in ("nan", "inf", "1_0", ".5", " 1", "")),
        ("float", "1e999", "!range"),
        ("decimal", "1.5", Decimal("1.5")),
        ("decimal", "1e3", "!format"),
        ("bool", "true", True),
        *(("bool", text, "!type") for text in ("1", "yes", "True", "")),
        ("date", "2024-01-01", date(2024, 1, 1)),
        ("datetime", "2024-01-01T00:00:00Z", datetime(2024, 1, 1, tzinfo=UTC)),
        ("datetime", "2024-01-01T00:00:00 03:00", "!format"),
        ("uuid", ID, UUID(ID)),
        ("enum", "draft", "draft"),
        ("enum", "x", "!enum"),
        ("string", "a\0", "!characters"),
        ("email", "part of one", "part of one"),
        ("list", '["1"]', ["1.00"]),
        ("json", "{", "!format"),
        ("json", '"\\ud800"', "!characters"),
    ],
)
def test_a_text_of_a_url_is_read_strictly(name: str, text: str, value: Any) -> None:
    assert read_outcome(make(name), text) == value


def test_reading_does_not_check_the_bounds_of_storing() -> None:
    assert TYPES["int"].read(make("int", max=3), "5") == 5
    assert TYPES["string"].read(make("string", max_length=1), "ab") == "ab"


def test_every_type_says_its_json_schema() -> None:
    schemas = {name: one.json_schema(make(name)) for name, one in TYPES.items()}
    assert schemas["decimal"] == {"type": "string", "format": "decimal", "pattern": r"^-?(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?$"}
    assert schemas["enum"] == {"type": "string", "enum": ["draft", "done"]}
    assert schemas["list"]["items"] == schemas["decimal"]
    assert orjson.dumps(schemas)


def test_the_message_of_a_pattern_is_the_schemas_own(compile_schema: Compile) -> None:
    field = compile_schema({"a": 'fields: {x: {type: string, pattern: "^a$", message: "Only {a}."}}\n'}).entities["a"].fields["x"]
    with pytest.raises(BadValue, match=r"^Only \{a\}\.$"):
        TYPES["string"].parse(field, "b")


def test_every_template_can_be_filled() -> None:
    params = dict.fromkeys("min max min_length max_length pattern values scale digits index problem depth size value".split(), "1")
    assert all(template.format(**params) for template in TEMPLATES)


def test_a_reference_is_checked_by_the_key_of_its_target(compile_schema: Compile) -> None:
    catalog = compile_schema(
        {
            "a": "id: uuid\nfields: {name: string}\n",
            "b": "id: [a, n]\nfields: {a: a!, n: int!}\n",
            "c": "fields: {a: a, links: {type: [a], inverse: linked}}\n",
        }
    )
    assert key_type(catalog, catalog.entities["c"].fields["a"]) == "uuid"
    assert key_type(catalog, catalog.entities["c"].fields["links"]) == "uuid"
    assert value_field(catalog, catalog.entities["b"].fields["a"]) is catalog.entities["a"].fields["id"]
    assert key_type(catalog, catalog.entities["b"].fields["n"]) == "int"
