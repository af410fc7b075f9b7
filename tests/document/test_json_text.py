"""Strict JSON: what parsers disagree about is refused, whichever door it comes through."""

import pytest

from crudgen.document import BadJson, decode_json


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"a": 1, "a": 1}', "duplicate_key"),
        ("[NaN]", "bad_json"),
        ("-Infinity", "bad_json"),
        ("[1,]", "bad_json"),
        ("", "bad_json"),
        ("\ufeff1", "bad_json"),
        ("1e400", "bad_number"),
        ("1e-400", "bad_number"),
        ("0." + "0" * 400 + "1", "bad_number"),
        ("9" * 5000, "bad_number"),
        ("[" * 100_000, "too_deep"),
    ],
)
def test_what_would_not_be_kept_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadJson) as caught:
        decode_json(text)
    assert caught.value.code == code


@pytest.mark.parametrize("text", ['{"b": 1, "a": 1.0}', "9007199254740993", "-0.0", "5e-324", "0e-999", '"\\ud83d\\ude00"'])
def test_what_can_be_kept_is_read_exactly(text: str) -> None:
    import json

    assert repr(decode_json(text)) == repr(json.loads(text))
