import json

import pytest

from crudgen.api.body import LARGE, MAX_DEPTH, Gone, check_media, parse_json, read_json, refuse_later_forms
from crudgen.errors import BadRequest, Invalid, TooLarge, UnsupportedMedia

JSON = {"content-type": "application/json"}


def channel(*chunks: bytes, ends: bool = True):
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages.append({"type": "http.request", "body": b"", "more_body": False} if ends else {"type": "http.disconnect"})

    async def receive():
        return messages.pop(0)

    return receive


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "application/json"},
        {"content-type": "Application/JSON; charset=UTF-8"},
        {"content-type": 'application/json;charset="utf-8"'},
        {"content-type": "application/merge-patch+json"},
        {"content-type": "application/json", "content-encoding": "identity"},
    ],
)
def test_json_in_utf_8_is_taken(headers):
    check_media(headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "application/jsonp"},
        {"content-type": "text/json"},
        {"content-type": "application/json, application/json"},
        {"content-type": "application/json; charset=utf-16"},
        {"content-type": "application/json", "content-encoding": "gzip"},
    ],
)
def test_anything_else_is_not(headers):
    with pytest.raises(UnsupportedMedia):
        check_media(headers)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "bad_json"),
        (b"  \n", "bad_json"),
        (b"{", "bad_json"),
        (b"{'a': 1}", "bad_json"),
        (b'{"a": 1,}', "bad_json"),
        (b'{"a": 1} x', "bad_json"),
        (b'{"a": NaN}', "bad_json"),
        (b'{"a": -Infinity}', "bad_json"),
        (b'{"a": "\x01"}', "bad_json"),
        (b'{"a": "\x00"}', "bad_json"),
        (b'{"a": 01}', "bad_json"),
        (b'{"a": "\xff"}', "bad_json"),
        (b'\xef\xbb\xbf{"a": 1}', "bad_json"),
        ('{"a": 1}'.encode("utf-16"), "bad_json"),
        ('{"a": 1}'.encode("utf-32-le"), "bad_json"),
        (b'{"a": 1e999}', "bad_number"),
        (b'{"a": -1e999}', "bad_number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "bad_number"),
        (b'{"a": 1, "b": {"c": 1, "c": 2}}', "duplicate_key"),
        (b'{"a": 1, "\\u0061": 2}', "duplicate_key"),
        (b"[" * 100_000, "too_deep"),
        (b"[" * 100_000 + b"]" * 100_000, "too_deep"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "too_deep"),
        (b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2), "too_deep"),
    ],
)
def test_bad_syntax_is_a_bad_request(raw, code):
    with pytest.raises(BadRequest) as caught:
        parse_json(raw)
    assert caught.value.name == code


@pytest.mark.parametrize(
    ("raw", "pointer", "code"),
    [
        (rb'{"name": "a\u0000b"}', "/name", "characters"),
        (rb'[{"a/b": ["x", "\ud800"]}]', "/0/a~1b/1", "characters"),
        (rb'{"a": "\udc00\ud800"}', "/a", "characters"),
        (rb'{"\ud83d": 1}', "", "characters"),
    ],
)
def test_texts_that_cannot_be_stored_are_invalid_and_located(raw, pointer, code):
    with pytest.raises(Invalid) as caught:
        parse_json(raw)
    assert [(error.pointer, error.code) for error in caught.value.errors] == [(pointer, code)]


@pytest.mark.parametrize(
    "value", [{"a": [1, 2.5, -0.0, True, None]}, [{}, []], "x", 3, {"emoji": "😀", "nul": "\\u0000"}, {"a": 2**70}, [[]] * 500]
)
def test_good_json_comes_through(value):
    assert parse_json(json.dumps(value).encode()) == value


def test_a_written_backslash_is_no_nul():
    assert parse_json(rb'{"a": "\\u0000 \u20ac"}') == {"a": "\\u0000 €"}


async def test_a_body_comes_in_pieces():
    assert await read_json(channel(b'{"a"', b": 1}"), JSON, max_body=100) == {"a": 1}


async def test_a_large_body_is_read_too():
    value = ["x" * 1000] * (LARGE // 1000 + 1)
    assert await read_json(channel(json.dumps(value).encode()), JSON, max_body=10**7) == value


async def test_a_long_body_is_refused_while_it_comes():
    receive = channel(*[b" " * 60] * 1000)
    with pytest.raises(TooLarge):
        await read_json(receive, JSON, max_body=100)
    assert (await receive())["body"] == b" " * 60  # the rest was not read


@pytest.mark.parametrize("length", ["101", "9" * 30])
async def test_a_long_body_is_refused_before_it_comes(length):
    with pytest.raises(TooLarge):
        await read_json(channel(), {**JSON, "content-length": length}, max_body=100)


async def test_a_client_that_leaves_is_not_answered():
    with pytest.raises(Gone):
        await read_json(channel(b"{", ends=False), JSON, max_body=100)


def test_forms_of_later_versions_are_named():
    errors = refuse_later_forms(
        {"stock": {"add": -1}, "tags": {"add": [3], "remove": [5]}, "meta": {"add": 1}, "name": "x"}, frozenset({"stock", "tags", "name"})
    )
    assert [(error.pointer, error.code) for error in errors] == [("/stock", "not_supported"), ("/tags", "not_supported")]
    assert "not supported yet" in errors[0].message
