"""Who gets in, and that what is forbidden cannot be told from what does not exist."""

import pytest

from tests.api.world import Api

FIXED = {"X-Request-ID": "same"}


async def ask(api: Api, request: str, body=None, **more):
    headers = FIXED | more.pop("headers", {})
    return await api.call(request, body, headers=headers, **more)


@pytest.mark.parametrize(
    "request_",
    ["GET /api/doc", "GET /api/vault", "GET /api/vault/1", "POST /api/vault", "DELETE /api/vault/1", "PATCH /api/vault",
     "GET /api/vault?x=%FF",
     "OPTIONS /api/vault", "TRACE /api/vault", "GET /api/vault/1/history", "GET /api/vault/export", "GET /api/events", "GET /api/batch",
     "GET /api/crudgen_session", "GET /api/user", "GET /api/Tag", "GET /api/"],
)  # fmt: skip
async def test_nobody_learns_what_there_is(api: Api, request_):
    unknown = await ask(api, "GET /api/nonsense")
    known = await ask(api, request_)
    assert (known.status_code, known.content) == (401, unknown.content)
    assert known.headers == unknown.headers
    assert known.headers["www-authenticate"] == "Bearer"


ADDRESSES = ("", "/1", "?limit=1", "?secret=1", "?limit=x", "/1?expand=a", "/", "/1/history", "/export")


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "HEAD"])
async def test_a_closed_entity_is_an_unknown_one(api: Api, method):
    await api.call("POST /api/vault", {"content": "CANARY"}, as_="admin")
    for rest in ADDRESSES:
        await expect_the_same(api, method, rest)


async def expect_the_same(api: Api, method: str, rest: str) -> None:
    body = {"content": "x"} if method in ("POST", "PATCH", "PUT") else None
    closed = await ask(api, f"{method} /api/vault{rest}", body, as_="clerk")
    unknown = await ask(api, f"{method} /api/nonsense{rest}", body, as_="clerk")
    assert closed.status_code == 404, rest
    assert (closed.content, closed.headers) == (unknown.content, unknown.headers)


FORMS = ("{}=x", "{}[starts]=x", "{}[null]=true", "sort={}", "sort=-{}", "fields={}", "expand={}", "folder.{}=x", "sort=tags.{}")


@pytest.mark.parametrize("name", ["secret_note", "pin", "vault", "no_such"])
async def test_a_hidden_field_is_an_unknown_one(api: Api, name):
    await api.call("POST /api/doc", {"title": "x", "pin": "correct horse battery"}, as_="clerk")
    for form in FORMS:
        hidden = await ask(api, f"GET /api/doc?{form.format(name)}", as_="clerk")
        unknown = await ask(api, f"GET /api/doc?{form.format('zzzzzz')}", as_="clerk")
        assert hidden.status_code == 400, form
        assert hidden.text.replace(name, "zzzzzz") == unknown.text


async def test_search_does_not_look_into_hidden_fields(api: Api):
    await api.call("POST /api/doc", {"title": "x", "pin": "correct horse battery"}, as_="clerk")
    assert (await api.call("GET /api/doc?q=argon", as_="clerk")).json()["total"] == 0


async def test_somebody_who_may_only_create_reads_nothing(api: Api):
    assert (await api.call("POST /api/doc", {"title": "x"}, as_="guest")).status_code == 201
    unknown = await ask(api, "GET /api/nonsense", as_="guest")
    for request in ("GET /api/doc", "GET /api/doc/1", "GET /api/doc/99", "DELETE /api/doc/1"):
        answer = await ask(api, request, as_="guest")
        assert (answer.status_code, answer.content) == (404, unknown.content)


async def test_nobody_is_asked_to_sign_in_for_what_is_not_public(api: Api):
    for request, body in (
        ("POST /api/tag", {"name": "x"}),
        ("POST /api/tag", None),
        ("PATCH /api/log/1", {"text": "x"}),
        ("DELETE /api/tag/1", None),
    ):
        answer = await api.call(request, body)
        assert answer.status_code in (401, 405), request


async def test_a_missing_public_record_is_missing_for_everybody(api: Api):
    assert (await api.call("GET /api/tag/99")).status_code == 404


@pytest.mark.parametrize(
    "header",
    ["Bearer nonsense", "Bearer ", "Bearer", "Basic YTpi", "Token x", "bearer a b", "Bearer " + "x" * 5000, "Bearer ключ".encode(), ""],
)
async def test_a_bad_token_is_not_nobody(api: Api, header):
    for path in ("tag", "auth/me", "meta", "openapi.json"):
        answer = await api.call(f"GET /api/{path}", headers={"Authorization": header})
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token"), path
        assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'


async def test_a_key_in_the_address_signs_nobody_in(api: Api):
    key = await api.key("clerk")
    for name in ("api_key", "access_token", "token", "key"):
        assert (await api.call(f"GET /api/doc?{name}={key}")).status_code == 401
        assert (await api.call(f"GET /api/tag?{name}={key}")).status_code == 400
        assert (await api.call(f"GET /api/auth/me?{name}={key}")).status_code == 400


async def test_a_cookie_signs_nobody_in(api: Api):
    key = await api.key("clerk")
    cookies = "; ".join(f"{name}={key}" for name in ("session", "crudgen_session", "__Host-crudgen", "access_token"))
    assert (await api.call("GET /api/doc", headers={"Cookie": cookies})).status_code == 401


async def test_answers_to_somebody_are_kept_by_no_cache(api: Api):
    own = await api.call("GET /api/tag", as_="clerk")
    assert (own.headers["cache-control"], own.headers["vary"]) == ("no-store", "Authorization")
    assert (await api.call("GET /api/tag")).headers["vary"] == "Authorization"


@pytest.mark.parametrize("path", ["/api/%64oc", "/%61pi/doc"])
async def test_an_escaped_path_gives_no_more_rights(api: Api, path):
    assert (await api.call(f"GET {path}")).status_code == 401
    assert (await api.call(f"GET {path}", as_="clerk")).status_code == 200


TRICKS = (
    "/api/./vault", "/api/doc/../vault", "/api/x/%2e%2e/vault", "/api%2Fvault", "/api/vault%2F1", "/API/vault", "//api/vault",
    "/api\\vault",
    "http://test/api/vault", "/api/vault/", "/api/vault;a=b", "/api/vault%00", "/api/%FFvault", "/api/vault/%2e",
)  # fmt: skip


@pytest.mark.parametrize("path", TRICKS)
@pytest.mark.parametrize("role", [None, "clerk"])
async def test_path_tricks_open_nothing(api: Api, path, role):
    await api.call("POST /api/vault", {"content": "CANARY"}, as_="admin")
    own = {} if role is None else {"Authorization": f"Bearer {await api.key(role)}"}
    for more in ({}, {"X-Original-URL": "/api/vault"}, {"X-Forwarded-Prefix": "/api"}, {"X-HTTP-Method-Override": "DELETE"}):
        status, body = await api.call_raw("GET", path.encode(), own | more)
        assert status in (401, 404)
        assert b"CANARY" not in body
