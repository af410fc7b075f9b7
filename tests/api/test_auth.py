"""Signing in over the API."""

from datetime import UTC, datetime

import pytest

from tests.api.world import Api

PASSWORD = "correct horse battery"


@pytest.fixture
async def ann(api: Api) -> Api:
    """Return the office with the user Ann, a clerk."""
    await api.context.signin.create_user("ann", PASSWORD, ["clerk"])
    return api


async def login(api: Api, password: str = PASSWORD):
    return await api.call("POST /api/auth/login", {"login": "ann", "password": password})


async def test_a_password_gives_a_token_that_holds_until_logout(ann: Api):
    answer = await login(ann)
    assert answer.status_code == 200
    assert answer.json().keys() == {"access_token", "expires_at"}
    assert answer.headers["cache-control"] == "no-store"
    assert datetime.fromisoformat(answer.json()["expires_at"]) > datetime.now(UTC)
    assert answer.json()["expires_at"].endswith("Z")
    token = {"Authorization": f"bearer {answer.json()['access_token']}"}
    me = await ann.call("GET /api/auth/me", headers=token)
    assert me.json() == {"id": 1, "login": "ann", "roles": ["clerk"]}
    assert (await ann.call("GET /api/doc", headers=token)).status_code == 200
    assert (await ann.call("POST /api/auth/logout", headers=token)).status_code == 204
    assert (await ann.call("GET /api/auth/me", headers=token)).status_code == 401
    assert (await ann.call("GET /api/doc", headers=token)).status_code == 401


async def test_a_key_of_a_role_is_nobody(ann: Api):
    assert (await ann.call("GET /api/auth/me", as_="clerk")).json() == {"id": None, "login": "clerk", "roles": ["clerk"]}


async def test_a_wrong_password_and_an_unknown_login_are_answered_alike(ann: Api):
    wrong = await ann.call("POST /api/auth/login", {"login": "ann", "password": "wrong"}, headers={"X-Request-ID": "x"})
    unknown = await ann.call("POST /api/auth/login", {"login": "bob", "password": "wrong"}, headers={"X-Request-ID": "x"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_credentials")
    assert wrong.content == unknown.content


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/login", "/password"]),
        ({"login": "ann"}, ["/password"]),
        ({"login": 1, "password": None}, ["/login", "/password"]),
        ({"login": "ann", "password": "x", "remember": True, "roles": ["admin"]}, ["/remember", "/roles"]),
        ([], [""]),
    ],
)
async def test_a_body_of_another_shape_is_refused(ann: Api, body, pointers):
    answer = await ann.call("POST /api/auth/login", body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == pointers


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ("GET /api/auth/login", 405),
        ("GET /api/auth/logout", 405),
        ("DELETE /api/auth/me", 405),
        ("POST /api/auth/logout", 401),
        ("GET /api/auth/me", 401),
        ("POST /api/auth/login?x=1", 400),
        ("POST /api/auth/login/", 401),
        ("GET /api/auth", 401),
    ],
)
async def test_other_ways_to_ask_are_refused(ann: Api, request_, status):
    answer = await ann.call(request_)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("headers", [{"Content-Type": "text/plain"}, {"Content-Type": "application/x-www-form-urlencoded"}])
async def test_a_form_of_another_site_signs_nobody_in(ann: Api, headers):
    answer = await ann.call("POST /api/auth/login", raw=b'{"login": "ann", "password": "correct horse battery"}', headers=headers)
    assert answer.status_code == 415


async def test_a_login_is_a_short_body(ann: Api):
    assert (await ann.call("POST /api/auth/login", {"login": "ann", "password": "x" * 20_000})).status_code == 413
