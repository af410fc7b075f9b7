"""Requests to entities, as tables: who, what, with which body; which status, what the answer holds and what it lacks."""

import json
from typing import Any

import pytest

from tests.api.world import Api

DOC = {"title": "Lease", "number": "D-1", "price": "12.5", "stock": 4, "due": "2026-11-23T10:00:00+02:00", "folder": 1, "tags": [1, 2]}

MADE: tuple[tuple[str, str | None, Any], ...] = (
    ("POST /api/folder", "manager", {"name": "Contracts"}),
    ("POST /api/tag", "clerk", [{"name": "red"}, {"name": "blue"}]),
    ("POST /api/doc", "clerk", DOC),
    ("POST /api/doc", "clerk", {"title": "Letter", "number": "D-2"}),
    ("POST /api/vault", "admin", {"content": "CANARY-VAULT"}),
    ("POST /api/place", "clerk", {"id": "a/b,c", "name": "Corner"}),
    ("POST /api/cell", "clerk", {"row": 7, "column": "x,y", "value": "v"}),
    ("POST /api/log", None, {"text": "hello"}),
)


@pytest.fixture
async def office(api: Api) -> Api:
    """Return the office with a few records in it."""
    for request, role, body in MADE:
        answer = await api.call(request, body, as_=role)
        assert answer.status_code == 201, answer.text
    return api


READS = (
    # name, actor, request, status, has, lacks
    ("a list", "clerk", "GET /api/doc", 200, ('"total_is":"exact"', '"next":null', '"price":"12.50"'), ("secret", "pin", "tags")),
    ("one record", "clerk", "GET /api/doc/1", 200, ('"due":"2026-11-23T08:00:00Z"', '"tags":[1,2]', '"folder":1'), ("secret_note", "pin")),
    ("an expanded record", "clerk", "GET /api/doc/1?expand=folder,tags", 200, ('"folder":{"id":1,"name":"Contracts"', '"name":"blue"'), ()),
    ("chosen fields", "clerk", "GET /api/doc?fields=title", 200, ('{"id":1,"title":"Lease"}',), ("price",)),
    ("a filter", "clerk", "GET /api/doc?price[gte]=12.50&status=draft", 200, ('"total":1', "Lease"), ("Letter",)),
    ("a search", "clerk", "GET /api/doc?q=LETT", 200, ("Letter",), ("Lease",)),
    ("a sort", "clerk", "GET /api/doc?sort=-title&limit=1", 200, ("Letter",), ("Lease",)),
    ("an id with a slash and a comma", None, "GET /api/place/a%2Fb%2Cc", 200, ('"id":"a/b,c"',), ()),
    ("an id with a slash that is not encoded", None, "GET /api/place/a/b%2Cc", 404, ("not_found",), ()),
    ("a composite key", None, "GET /api/cell/7,x%2Cy", 200, ('"row":7', '"column":"x,y"'), ()),
    ("a composite key of too many parts", None, "GET /api/cell/7,x,y", 404, (), ()),
    ("a composite key of too few parts", None, "GET /api/cell/7", 404, (), ()),
    ("a public list for nobody", None, "GET /api/tag", 200, ('"name":"red"',), ()),
    ("one record has no filter", "clerk", "GET /api/doc/1?title=Lease", 400, ("unknown_parameter",), ()),
    ("one record has no limit", "clerk", "GET /api/doc/1?limit=1", 400, (), ()),
    ("an unknown parameter", "clerk", "GET /api/doc?colour=red", 400, ("unknown_field",), ()),
    ("the nearest name", "clerk", "GET /api/doc?titel=red", 400, ("did you mean \\\"title\\\"",), ()),
    ("an expression", "clerk", "GET /api/doc?filter=stock > 1 and title starts 'L'", 200, ("Lease",), ()),
    ("an expression of what is not there", "clerk", "GET /api/doc?filter=stok > 1", 400, ("bad_filter", "did you mean \\\"stock\\\""), ()),
    ("an expression of what is hidden", "admin", "GET /api/doc?filter=secret_note is null", 400, ("bad_filter", "has no field"), ()),
    ("a trash", "clerk", "GET /api/doc?deleted=only", 400, ("not_supported",), ()),
    ("a broken query", "clerk", "GET /api/doc?title=%FF", 400, ("bad_encoding",), ()),
    ("a limit above the most", "clerk", "GET /api/doc?limit=100000", 400, ("bad_limit",), ()),
    ("a NUL in an id", "clerk", "GET /api/doc/1%00", 404, (), ()),
    ("an id that is no text", "clerk", "GET /api/doc/%FF", 404, (), ()),
    ("a huge id", "clerk", "GET /api/doc/9223372036854775808", 404, (), ()),
    ("an id of ten thousand digits", "clerk", "GET /api/doc/" + "9" * 10_000, 404, (), ()),
    ("an id with a zero before it", "clerk", "GET /api/doc/01", 404, (), ()),
    ("an id with a point", "clerk", "GET /api/doc/1.0", 404, (), ()),
    ("an id with a suffix", "clerk", "GET /api/doc/1.css", 404, (), ()),
    ("a missing record", "clerk", "GET /api/doc/99", 404, ("there is no such record",), ()),
    ("a slash at the end of a list", "clerk", "GET /api/doc/", 404, (), ("Lease",)),
    ("a slash at the end of a record", "clerk", "GET /api/doc/1/", 404, (), ("Lease",)),
    ("two slashes", "clerk", "GET /api//doc", 404, (), ("Lease",)),
    ("a matrix parameter", "clerk", "GET /api/doc;a=b", 404, (), ("Lease",)),
    ("another case", "clerk", "GET /api/Doc", 404, (), ("Lease",)),
    ("a link table", "admin", "GET /api/doc_tags", 404, (), ()),
    ("aggregate", "clerk", "GET /api/doc/aggregate", 400, ("not_supported", "not supported yet"), ()),
    ("export", "clerk", "GET /api/doc/export?format=csv", 400, ("not_supported",), ()),
    ("history", "clerk", "GET /api/doc/1/history", 400, ("not_supported",), ()),
    ("a part of a record", "clerk", "GET /api/doc/1/photo", 404, (), ()),
    ("events", "clerk", "GET /api/events?entity=doc", 400, ("not_supported",), ()),
    ("a name of nobody's", "clerk", "GET /api/nonsense", 404, ("there is no such entity",), ()),
)  # fmt: skip


@pytest.mark.parametrize(("role", "request_", "status", "has", "lacks"), [case[1:] for case in READS], ids=[case[0] for case in READS])
async def test_reading(office: Api, role, request_, status, has, lacks):
    answer = await office.call(request_, as_=role)
    _check(answer, status, has, lacks)


WRITES = (
    # name, actor, request, body, status, has, lacks
    ("create", "clerk", "POST /api/doc", {"title": "New"}, 201, ('"title":"New"', '"status":"draft"', '"tags":[]'), ("pin",)),
    ("create several", "clerk", "POST /api/tag", [{"name": "x"}, {"name": "y"}], 201, ('[{"id":3,"name":"x"', '"id":4'), ()),
    ("create none", "clerk", "POST /api/tag", [], 201, ("[]",), ()),
    ("create for somebody who may not read", "guest", "POST /api/doc", {"title": "Blind"}, 201, ('{"id":3}',), ("Blind", "draft")),
    ("create what nobody needs to sign in for", None, "POST /api/log", {"text": "x"}, 201, ('"text":"x"',), ()),
    ("create nothing", "clerk", "POST /api/doc", {}, 422, ('"pointer":"/title"', '"code":"required"'), ()),
    ("create a number", "clerk", "POST /api/doc", 3, 422, ("must be an object",), ()),
    ("create of an unknown field", "clerk", "POST /api/doc", {"title": "x", "titel": "y"}, 422, ("/titel", "unknown_field"), ()),
    ("create of a hidden field", "clerk", "POST /api/doc", {"title": "x", "secret_note": "y"}, 422, ("unknown_field",), ()),
    ("create with an id", "clerk", "POST /api/doc", {"title": "x", "id": 77}, 422, ('"/id"',), ()),
    ("create with a taken number", "clerk", "POST /api/doc", {"title": "x", "number": "D-1"}, 409, ('"/number"', "unique"), ("Lease",)),
    ("create with a number for a decimal", "clerk", "POST /api/doc", {"title": "x", "price": 1.5}, 422, ('"/price"',), ()),
    ("create with 2^63", "clerk", "POST /api/doc", {"title": "x", "stock": 2**63}, 422, ('"/stock"',), ()),
    ("create with a text for an int", "clerk", "POST /api/doc", {"title": "x", "stock": "12"}, 422, ('"/stock"',), ()),
    ("create with true for an int", "clerk", "POST /api/doc", {"title": "x", "stock": True}, 422, ('"/stock"',), ()),
    ("create without an offset", "clerk", "POST /api/doc", {"title": "x", "due": "2026-01-01T00:00:00"}, 422, ('"/due"',), ()),
    ("create with a huge decimal", "clerk", "POST /api/doc", {"title": "x", "price": "1e1000000"}, 422, ('"/price"',), ()),
    ("one bad of two", "clerk", "POST /api/tag", [{"name": "x"}, {"nome": 1}], 422, ('"/1/nome"', '"/1/name"'), ()),
    ("a reference to nothing", "clerk", "POST /api/doc", {"title": "x", "folder": 99}, 422, ('"/folder"', "reference"), ()),
    ("create with parameters", "clerk", "POST /api/doc?on=number", {"title": "x"}, 400, ("unknown_parameter", '\\"on\\"'), ()),
    ("a change", "clerk", "PATCH /api/doc/1", {"title": "Changed"}, 200, ('"title":"Changed"', '"price":"12.50"', '"tags":[1,2]'), ()),
    ("a change of nothing", "clerk", "PATCH /api/doc/1", {}, 200, ("Lease",), ()),
    ("a change by a list", "clerk", "PATCH /api/doc/1", [{"title": "x"}], 422, ("must be an object",), ()),
    ("a change of a missing record", "clerk", "PATCH /api/doc/99", {"title": "x"}, 404, (), ()),
    ("an increment", "clerk", "PATCH /api/doc/1", {"stock": {"add": -1}}, 422, ('"/stock"', "not_supported", "not supported yet"), ()),
    ("an addition", "clerk", "PATCH /api/doc/1", {"tags": {"add": [1], "remove": [2]}}, 422, ('"/tags"', "not_supported"), ()),
    ("an object that looks like it", "clerk", "PATCH /api/doc/1", {"meta": {"add": 1}}, 200, ('"meta":{"add":1}',), ()),
    ("a purge", "manager", "DELETE /api/doc/1?purge=true", None, 400, ("unknown_parameter",), ()),
    ("a deletion", "manager", "DELETE /api/doc/2", None, 204, (), ()),
    ("a deletion by a clerk", "clerk", "DELETE /api/doc/1", None, 403, ("forbidden",), ()),
    ("a deletion of what is used", "manager", "DELETE /api/folder/1", None, 409, ('"code":"reference"', "doc"), ("Lease",)),
    ("a bulk change", "manager", "PATCH /api/doc?status=draft", {"stock": 1}, 400, ("not_supported",), ()),
    ("a bulk deletion", "manager", "DELETE /api/doc?status=draft", None, 400, ("not_supported",), ()),
    ("an upsert", "manager", "PUT /api/doc?on=number", {"title": "x"}, 400, ("not_supported",), ()),
    ("a batch", "manager", "POST /api/batch", {"operations": []}, 400, ("not_supported",), ()),
    ("a search by body", "clerk", "POST /api/doc/search", {}, 400, ("not_supported",), ()),
    ("a restore", "manager", "POST /api/doc/1/restore", None, 400, ("not_supported",), ()),
    ("a revert", "manager", "POST /api/doc/1/revert/3", None, 400, ("not_supported",), ()),
    ("an upload", "manager", "POST /api/upload", None, 400, ("not_supported",), ()),
    ("a refresh", "manager", "POST /api/auth/refresh", None, 400, ("not_supported",), ()),
    ("a POST to a record", "clerk", "POST /api/doc/1", {}, 405, ("method_not_allowed", "GET, PATCH, PUT, DELETE, HEAD, OPTIONS"), ()),
    ("a TRACE", "clerk", "TRACE /api/doc", None, 405, (), ()),
    ("an operation that is switched off", "clerk", "PATCH /api/log/1", {"text": "x"}, 405, ("GET, HEAD, OPTIONS",), ()),
    ("a replacement", "clerk", "PUT /api/doc/1", {"title": "Only"}, 200, ('"title":"Only"', '"number":null', '"tags":[]'), ("12.50",)),
    ("a replacement that makes", "clerk", "PUT /api/cell/8,z", {"value": "n"}, 201, ('"row":8', '"value":"n"'), ()),
    ("a replacement of a counted id", "clerk", "PUT /api/doc/99", {"title": "x"}, 404, (), ()),
)  # fmt: skip


@pytest.mark.parametrize(
    ("role", "request_", "body", "status", "has", "lacks"), [case[1:] for case in WRITES], ids=[case[0] for case in WRITES]
)
async def test_writing(office: Api, role, request_, body, status, has, lacks):
    answer = await office.call(request_, body, as_=role)
    _check(answer, status, has, lacks)


def _check(answer, status, has, lacks) -> None:
    assert answer.status_code == status, answer.text
    assert [one for one in has if one not in answer.text and one not in answer.headers.get("allow", "")] == [], answer.text
    assert [one for one in (*lacks, "CANARY", "sqlite", "SELECT", "UNIQUE", "Traceback") if one in answer.text] == [], answer.text
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json().keys() >= {"type", "title", "status", "detail", "code", "request_id"}
        assert answer.json()["status"] == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-request-id"]


BODIES = (
    ("no content type", {"Content-Type": ""}, b'{"title": "x"}', 415),
    ("text/plain", {"Content-Type": "text/plain"}, b'{"title": "x"}', 415),
    ("a form", {"Content-Type": "application/x-www-form-urlencoded"}, b"title=x", 415),
    ("gzip", {"Content-Encoding": "gzip"}, b"\x1f\x8b", 415),
    ("UTF-16", {}, '{"title": "x"}'.encode("utf-16"), 400),
    ("NaN", {}, b'{"title": "x", "meta": NaN}', 400),
    ("1e999", {}, b'{"title": "x", "meta": 1e999}', 400),
    ("a key twice", {}, b'{"title": "x", "title": "y"}', 400),
    ("5,000 digits", {}, b'{"title": "x", "stock": ' + b"9" * 5000 + b"}", 400),
    ("depth", {}, b"[" * 100_000, 400),
    ("half a surrogate pair", {}, rb'{"title": "\ud800"}', 422),
    ("NUL", {}, rb'{"title": "a\u0000"}', 422),
    ("depth of a json value", {}, b'{"title": "x", "meta": ' + b"[" * 60 + b"]" * 60 + b"}", 422),
    ("2^64 in a json value", {}, b'{"title": "x", "meta": 18446744073709551616}', 422),
    ("half a pair in a key", {}, rb'{"\udfff": "a"}', 422),
    ("nothing", {}, b"", 400),
)  # fmt: skip


@pytest.mark.parametrize(("headers", "raw", "status"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
async def test_a_bad_body_is_refused_and_changes_nothing(office: Api, headers, raw, status):
    answer = await office.call("POST /api/doc", raw=raw, headers=headers, as_="clerk")
    _check(answer, status, (), ())
    assert (await office.call("GET /api/doc", as_="clerk")).json()["total"] == 2


async def test_a_body_above_the_bound_is_413(make):
    api = make({"note": "fields: {text: text}\naccess: {create: public}\n"}, "api: {max_body: 1KB}\n")
    answer = await api.call("POST /api/note", {"text": "x" * 2000})
    _check(answer, 413, ("too_large",), ())


async def test_an_order_that_is_not_built_yet_is_not_ignored(office: Api):
    answer = await office.call("POST /api/doc", {"title": "x"}, as_="clerk", headers={"Idempotency-Key": "abc"})
    _check(answer, 400, ("not_supported", "Idempotency-Key"), ())


async def test_what_was_made_is_found_at_its_location(office: Api):
    for request, body, role in (
        ("POST /api/doc", {"title": "x"}, "clerk"),
        ("POST /api/place", {"id": "ä/ö ,%;", "name": "x"}, "clerk"),
        ("POST /api/cell", {"row": 1, "column": "a,b/c"}, "clerk"),
        ("PUT /api/cell/9,q", {"value": "x"}, "clerk"),
    ):
        made = await office.call(request, body, as_=role)
        assert made.status_code == 201, made.text
        found = await office.call(f"GET {made.headers['location']}", as_=role)
        assert found.status_code == 200, made.headers["location"]
        assert found.json() == made.json()
        assert found.headers["etag"] == made.headers["etag"]


async def test_a_composite_key_alone_is_told_to_whom_may_not_read(make):
    api = make({"cell": "id: [row, column]\nfields: {row: int!, column: string!, value: string}\naccess: {create: public}\n"})
    made = await api.call("POST /api/cell", {"row": 1, "column": "a/b", "value": "x"})
    assert made.status_code == 201, made.text
    assert made.json() == {"row": 1, "column": "a/b"}
    assert made.headers["location"] == "/api/cell/1,a%2Fb"


async def test_the_next_page_is_linked_and_leads_on(office: Api):
    first = await office.call("GET /api/doc?sort=-title&limit=1&title[contains]=e", as_="clerk")
    assert first.headers["x-total-count"] == "2"
    address, relation = first.headers["link"].split(";")
    assert relation.strip() == 'rel="next"'
    assert address.startswith("</api/doc?")
    second = await office.call(f"GET {address.strip('<>')}", as_="clerk")
    assert [item["title"] for item in first.json()["items"] + second.json()["items"]] == ["Letter", "Lease"]
    assert second.json()["next"] is None
    assert "link" not in second.headers


async def test_a_count_that_was_not_wanted_has_no_header(office: Api):
    answer = await office.call("GET /api/doc?count=none", as_="clerk")
    assert (answer.json()["total"], answer.json()["total_is"]) == (None, "none")
    assert "x-total-count" not in answer.headers


async def test_head_is_get_without_the_body(office: Api):
    whole = await office.call("GET /api/doc/1", as_="clerk")
    head = await office.call("HEAD /api/doc/1", as_="clerk")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]
    assert head.headers["content-length"] == str(len(whole.content))


async def test_options_lists_the_methods(office: Api):
    assert (await office.call("OPTIONS /api/doc", as_="clerk")).headers["allow"] == "GET, POST, HEAD, OPTIONS"
    assert (await office.call("OPTIONS /api/doc/1", as_="clerk")).headers["allow"] == "GET, PATCH, PUT, DELETE, HEAD, OPTIONS"
    assert (await office.call("OPTIONS /api/log/1", as_="clerk")).headers["allow"] == "GET, HEAD, OPTIONS"


async def test_a_list_of_mistakes_is_bounded(office: Api):
    answer = await office.call("POST /api/doc", {f"x{number}": 1 for number in range(5000)}, as_="clerk")
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) <= 1000


async def test_json_answers_have_no_byte_too_many(office: Api):
    answer = await office.call("GET /api/doc/1", as_="clerk")
    assert answer.content == json.dumps(answer.json(), separators=(",", ":"), ensure_ascii=False).encode()
