"""What holds for every request: problem documents, ids, hosts, other origins."""

import logging
from dataclasses import replace

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient

from crudgen.api import mount
from crudgen.errors import TooManyRequests, Unavailable
from tests.api.world import CONFIG, Api

NOTE = {"note": "fields: {text: text}\naccess: {read: public}\n"}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [("/nowhere", 404, "not_found"), ("/api", 404, "not_found"), ("/healthz/x", 404, "not_found"), ("/api/note/1", 404, "not_found")],
)
async def test_every_refusal_is_a_problem(make, path, status, code):
    answer = await make(NOTE).call(f"GET {path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"], problem["type"]) == (status, code, f"/api/docs#{code}")
    assert problem["request_id"] == answer.headers["x-request-id"]


@pytest.mark.plants_failure
async def test_routes_of_somebody_elses_refuse_in_the_same_form(make_context, caplog):
    app = FastAPI(openapi_url=None)

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError("SELECT secret FROM /etc/passwd")

    @app.get("/teapot")
    async def teapot() -> None:
        raise HTTPException(418, "short and stout", {"X-Tea": "yes"})

    @app.get("/typed")
    async def typed(number: int) -> None: ...

    @app.get("/busy")
    async def busy() -> None:
        raise TooManyRequests(7)

    @app.get("/away")
    async def away() -> None:
        raise Unavailable(retry_after=2)

    context = make_context(NOTE)
    mount(app, context)
    api = Api(context, app)
    with caplog.at_level(logging.ERROR, "crudgen.api"):
        answer = await api.call("GET /broken", headers={"X-Request-ID": "my-id.1"})
    assert (answer.status_code, answer.json()["code"], answer.json()["request_id"]) == (500, "internal_error", "my-id.1")
    assert "SELECT" not in answer.text
    assert "my-id.1" in caplog.text
    assert "SELECT secret" in caplog.text
    answer = await api.call("GET /teapot")
    assert (answer.status_code, answer.json()["detail"], answer.headers["x-tea"]) == (418, "short and stout", "yes")
    answer = await api.call("GET /typed?number=x")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/number")
    assert (await api.call("GET /busy")).headers["retry-after"] == "7"
    assert (await api.call("GET /away")).headers["retry-after"] == "2"
    assert (await api.call("POST /teapot")).headers["allow"] == "GET"


@pytest.mark.plants_failure
async def test_a_failure_inside_tells_nothing(make, monkeypatch):
    api = make(NOTE)

    async def fail(*_: object) -> None:
        raise ValueError("SELECT * FROM note: /srv/data/app.db")

    monkeypatch.setattr(api.context.service, "list", fail)
    answer = await api.call("GET /api/note")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "SELECT" not in answer.text
    assert "ValueError" not in answer.text


async def test_a_request_keeps_its_id_where_it_is_fit_for_a_log(make):
    api = make(NOTE)
    assert (await api.call("GET /api/note", headers={"X-Request-ID": "Abc-1.2_3"})).headers["x-request-id"] == "Abc-1.2_3"
    for unfit in ("x" * 65, "a b", "<script>", "ключ".encode(), ""):
        made = (await api.call("GET /api/note", headers={"X-Request-ID": unfit})).headers["x-request-id"]
        assert len(made) == 16
    assert (await api.call("GET /api/note")).headers["x-request-id"] != (await api.call("GET /api/note")).headers["x-request-id"]


async def test_a_long_address_is_414_before_anything_reads_it(make):
    api = make(NOTE)
    assert (await api.call("GET /api/note?q=" + "x" * 17_000)).status_code == 414
    assert (await api.call("GET /nowhere/" + "x" * 17_000)).status_code == 414


@pytest.mark.parametrize("host", ["a/?", "a@b", "a b", "", "a:b", "a:123456", "ex%61mple.com", "[::1", "a,b"])
async def test_a_host_that_is_none_is_refused(make, host):
    status, body = await make(NOTE).call_raw("GET", b"/api/note", {"Host": host})
    assert status == 400
    assert b"bad_host" in body


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("shop.test", 200),
        ("SHOP.test:8000", 200),
        ("a.example.com", 200),
        ("example.com", 400),
        ("evil.test", 400),
        ("shop.test.evil.test", 400),
    ],
)
async def test_only_named_hosts_are_served_where_they_are_named(make, host, status):
    api = make(NOTE, CONFIG + "server: {allowed_hosts: [shop.test, '*.example.com']}\n")
    api.base = f"http://{host}"
    for path in ("/api/note", "/healthz"):
        assert (await api.call(f"GET {path}")).status_code == status


async def test_no_address_is_made_of_the_host(make):
    api = make({"note": "fields: {text: text}\naccess: {read: public, create: public}\n"})
    api.base = "http://evil.test"
    made = await api.call("POST /api/note", [{"text": "a"}, {"text": "b"}])
    made = await api.call("POST /api/note", {"text": "c"})
    listed = await api.call("GET /api/note?limit=1")
    document = await api.call("GET /api/openapi.json")
    for answer in (made, listed, document):
        assert "evil.test" not in answer.text + str(answer.headers)


ORIGIN = "https://front.example"
PREFLIGHT = {"Origin": ORIGIN, "Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization, if-match"}


async def test_other_origins_are_let_in_only_when_named(make):
    closed, opened = make(NOTE), make(NOTE, CONFIG + f"server: {{cors_origins: ['{ORIGIN}']}}\n")
    assert "access-control-allow-origin" not in (await closed.call("GET /api/note", headers={"Origin": ORIGIN})).headers
    answer = await opened.call("GET /api/note", headers={"Origin": ORIGIN})
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert "access-control-allow-credentials" not in answer.headers
    assert "x-total-count" in answer.headers["access-control-expose-headers"].lower()
    assert "access-control-allow-origin" not in (await opened.call("GET /api/note", headers={"Origin": "https://evil.test"})).headers
    refused = await opened.call("GET /api/note?x=1", headers={"Origin": ORIGIN})
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (400, ORIGIN)


async def test_a_preflight_is_answered_or_refused_in_our_form(make):
    api = make(NOTE, CONFIG + f"server: {{cors_origins: ['{ORIGIN}']}}\n")
    answer = await api.call("OPTIONS /api/note/1", headers=PREFLIGHT)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (204, ORIGIN)
    assert "PATCH" in answer.headers["access-control-allow-methods"]
    refused = await api.call("OPTIONS /api/note/1", headers=PREFLIGHT | {"Origin": "https://evil.test"})
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_origin")
    assert "access-control-allow-origin" not in refused.headers


async def test_health_is_told_without_the_database(make_context):
    asked = []

    async def readiness() -> str:
        asked.append(1)
        return "the database is at another revision: /srv/secret.db"

    context = replace(make_context(NOTE), readiness=readiness)
    app = FastAPI()
    mount(app, context)
    api = Api(context, app)
    assert (await api.call("GET /healthz")).json() == {"status": "ok"}
    for _ in range(5):
        answer = await api.call("GET /readyz")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert "secret" not in answer.text
    assert len(asked) < 5  # once a second, however slow this machine is
    assert (await api.call("HEAD /healthz")).status_code == 200
    assert (await api.call("POST /healthz")).status_code == 405


def test_a_mounted_application_keeps_its_addresses(make_context):
    context = make_context({"note": "fields: {text: text}\naccess: {read: public, create: public}\n"})
    inner, outer = FastAPI(openapi_url=None), FastAPI()
    mount(inner, context)
    outer.mount("/my shop", inner)
    with TestClient(outer) as client:
        made = client.post("/my%20shop/api/note", json={"text": "x"})
        assert (made.status_code, made.headers["location"]) == (201, "/my%20shop/api/note/1")
        assert client.get(made.headers["location"]).json()["text"] == "x"
        client.post("/my%20shop/api/note", json={"text": "y"})
        linked = client.get("/my%20shop/api/note?limit=1").headers["link"]
        assert linked.startswith("</my%20shop/api/note?limit=1&cursor=")
        assert client.get("/my%20shop/api/note/9").json()["type"] == "/my shop/api/docs#not_found"
        assert client.get("/my%20shop/api/openapi.json").json()["servers"] == [{"url": "/my shop"}]
        assert client.get("/my%20shop/api/docs").status_code == 200


def test_a_root_path_of_a_proxy_comes_before_every_address(make_context):
    context = make_context({"note": "fields: {text: text}\naccess: {read: public, create: public}\n"})
    app = FastAPI(openapi_url=None)
    mount(app, context)
    with TestClient(app, root_path="/shop") as client:
        made = client.post("/api/note", json={"text": "x"})
        assert made.headers["location"] == "/shop/api/note/1"


async def test_a_client_that_goes_away_leaves_no_error(make, caplog):
    api = make({"note": "fields: {text: text}\naccess: {create: public}\n"})
    sent = []

    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    headers = [(b"host", b"test"), (b"content-type", b"application/json")]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/note",
        "raw_path": b"/api/note",
        "query_string": b"",
        "headers": headers,
        "root_path": "",
    }
    await api.app(scope, receive, send)
    assert sent == []
    assert "failed" not in caplog.text
