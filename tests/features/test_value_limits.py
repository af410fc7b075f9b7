"""What would cost much is refused soon: deep, long, many. Lengths are looked at before patterns and forms."""

import json
import time
from collections.abc import Iterator

import pytest

from tests.features.value_doors import Doors, open_doors

MOST_SECONDS = 6.0
"""Of this process's own time, so that others on the machine do not count: far above what each takes, far below what it did unlimited."""

KINDS = {
    "string": "string",
    "evil": "{type: string, max_length: 10000, pattern: '^(a+)+$'}",
    "story": "text",
    "email": "{type: email, max_length: 10000}",
    "slug": "slug",
    "phone": "phone",
    "json": "json",
    "duration": "duration",
    "decimal": "decimal",
    "int": "int",
}
MEGABYTES = 9_000_000


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    with open_doors(tmp_path_factory.mktemp("limits") / "project", KINDS) as opened:
        yield opened


EIGHTEEN = "\ufdfa"
"""A letter that NFKC makes eighteen of."""


def quoted(text: str) -> str:
    return json.dumps({"value": text}, ensure_ascii=False)


BODIES = [
    ("deep lists", "v_json", "[" * 100_000, 400),
    ("deep objects", "v_json", '{"value": ' + '{"a":' * 100_000 + "1" + "}" * 100_001, 400),
    ("600,000 names", "v_int", "{" + ",".join(f'"k{number}": 1' for number in range(600_000)) + "}", 422),
    ("3,000,000 records", "v_int", "[" + ",".join(["{}"] * 3_000_000) + "]", 422),
    ("unknown names in many records", "v_int", "[" + ",".join(['{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}'] * 10_000) + "]", 422),
    ("unknown names in many rows", "box", '{"int_rows": [' + ",".join(['{"a":1,"b":1,"c":1,"d":1}'] * 10_000) + "]}", 422),
    ("half a pair after many lists", "v_json", '{"value": [' + "[]," * 2_000_000 + '"\\ud800"]}', 422),
    ("600,000 names in JSON", "v_json", '{"value": {' + ",".join(f'"k{number}":1' for number in range(600_000)) + "}}", 422),
    ("a whole number of 5,000 digits", "v_int", '{"value": ' + "9" * 5_000 + "}", 400),
    ("a whole number of 4,000 digits", "v_int", '{"value": ' + "9" * 4_000 + "}", 422),
    ("a whole number of megabytes", "v_int", '{"value": ' + "9" * MEGABYTES + "}", 400),
    ("a decimal of megabytes", "v_decimal", '{"value": "' + "9" * MEGABYTES + '"}', 422),
    ("a decimal with an exponent", "v_decimal", '{"value": "1e1000000"}', 422),
    ("a string of megabytes", "v_string", '{"value": "' + "x" * MEGABYTES + '"}', 422),
    ("a body over the limit", "v_story", '{"value": "' + "x" * 11_000_000 + '"}', 413),
    ("a pattern that other engines choke on", "v_evil", '{"value": "' + "a" * 9_999 + '!"}', 422),
    ("letters that become eighteen", "v_email", quoted(EIGHTEEN * 9_900 + "@shop.test"), 422),
    ("a million of them", "v_email", quoted(EIGHTEEN * 1_000_000), 422),
    ("labels of a domain", "v_email", '{"value": "a@' + "a." * 4_900 + 'c"}', 422),
    ("dashes", "v_slug", '{"value": "' + "a-" * 4_000_000 + '"}', 422),
    ("digits", "v_phone", '{"value": "' + "1 " * 4_000_000 + '"}', 422),
    ("a long duration", "v_duration", '{"value": "P' + "9" * MEGABYTES + 'D"}', 422),
]


@pytest.mark.parametrize(("path", "body", "status"), [body[1:] for body in BODIES], ids=[body[0] for body in BODIES])
def test_a_costly_body_is_refused_soon(doors: Doors, path: str, body: str, status: int) -> None:
    start = time.process_time()
    answer = doors.call("POST", path, body)
    assert answer.status_code == status
    assert time.process_time() - start < MOST_SECONDS
    assert len(answer.content) < 500_000


@pytest.mark.parametrize("typed", ["1" * 300_000, "1 d " * 100_000, "9" * 300_000 + " d", "P" + "9" * 300_000 + "D"])
def test_a_long_duration_in_a_form_is_refused_soon(doors: Doors, typed: str) -> None:
    start = time.process_time()
    assert doors.form("duration", typed) == "!"
    assert time.process_time() - start < MOST_SECONDS


def test_as_many_records_as_one_request_may_make_are_made(doors: Doors) -> None:
    assert doors.call("POST", "v_int", "[" + ",".join(["{}"] * 10_001) + "]").json()["errors"][0]["code"] == "max_length"
    assert doors.call("POST", "v_int", "[" + ",".join(["{}"] * 10_000) + "]").status_code == 201


def test_a_login_that_grows_when_it_is_normalised_is_refused_not_cut(doors: Doors) -> None:
    body = {"login": "\ufb03" * 100, "password": "correct horse battery"}  # a ligature of three letters
    answer = doors.call("POST", "user", json.dumps(body))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "max_length")
    assert doors.call("POST", "user", json.dumps(body | {"login": "\ufb03" * 50})).json()["login"] == "ffi" * 50
