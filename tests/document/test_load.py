from pathlib import Path

import pytest

from crudgen.document import Node, load, plain
from crudgen.document.codes import CODES
from crudgen.errors import SchemaError

PACKAGE = Path(__file__).parents[2] / "crudgen"


def value_of(text: str) -> object:
    return plain(load(text.encode(), "x.yaml"))


def codes_of(text: str | bytes) -> list[str]:
    with pytest.raises(SchemaError) as caught:
        load(text.encode() if isinstance(text, str) else text, "x.yaml")
    return [one.code for one in caught.value.diagnostics]


@pytest.mark.parametrize(
    "text", ["yes", "no", "on", "off", "5:30", "007", "-01", "2024-01-01", "1_000", "0b1", "08", "1.2.3", "+", ".", "TrUe"]
)
def test_what_is_no_core_scalar_is_a_text(text: str) -> None:
    assert value_of(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-12", -12),
        ("+7", 7),
        ("0x1F", 31),
        ("0o17", 15),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("true", True),
        ("~", None),
    ],
)
def test_core_scalars_are_read(text: str, value: object) -> None:
    assert value_of(f"a: {text}") == {"a": value}


def test_quotes_make_a_text() -> None:
    assert value_of("a: '1'\nb: \"true\"\nc: |\n  null\n") == {"a": "1", "b": "true", "c": "null\n"}


def test_keys_stay_texts() -> None:
    assert value_of("1: a\ntrue: b\nnull: c\n1.0: d\n") == {"1": "a", "true": "b", "null": "c", "1.0": "d"}


def test_places_are_counted_in_characters_from_one() -> None:
    node = load("é: [a, {b: 😀, c: d}]\n".encode(), "x.yaml")
    assert isinstance(node.value, dict)
    (items,) = node.value.values()
    assert isinstance(items.value, tuple)
    inner = items.value[1]
    assert node.keys == {"é": (1, 1)}
    assert inner.keys == {"b": (1, 9), "c": (1, 15)}
    assert isinstance(inner.value, dict)
    assert inner.value["c"] == Node("d", 1, 18, {})


def test_a_byte_order_mark_and_crlf_are_taken() -> None:
    node = load(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "x.yaml")
    assert node.keys == {"a": (1, 1), "b": (2, 1)}


def test_aliases_within_the_budget_are_expanded() -> None:
    assert value_of("a: &x {b: 1}\nc: *x\n") == {"a": {"b": 1}, "c": {"b": 1}}


def test_a_comment_set_off_by_a_space_is_one() -> None:
    assert value_of("a: b # c\nd: # e\n  f: 1 #g\n# h\n") == {"a": "b", "d": {"f": 1}}


def test_mistakes_that_leave_the_rest_readable_are_told_together() -> None:
    assert codes_of("a: !x 1\na: 2\nb: 1e999\n<<: {}\n") == ["tag", "duplicate_key", "number", "merge_key"]


def test_one_megabyte_is_read_and_more_is_refused() -> None:
    assert value_of("a: " + "x" * 999_990) == {"a": "x" * 999_990}
    assert codes_of("a: " + "x" * 1_000_000) == ["too_large"]


def test_thirty_two_levels_are_read_and_more_are_refused() -> None:
    assert value_of("[" * 32 + "]" * 32) is not None
    assert codes_of("[" * 33 + "]" * 33) == ["depth"]


def test_a_million_brackets_neither_hang_nor_recurse() -> None:
    assert codes_of("[" * 999_999) == ["depth"]


def test_every_code_that_is_used_is_documented() -> None:
    sources = "\n".join(path.read_text() for part in ("document", "config", "schema") for path in (PACKAGE / part).rglob("*.py"))
    assert [code for code in CODES if f'"{code}"' not in sources] == []
