"""One entity in somebody else's application."""

import pytest
from fastapi import Depends, FastAPI, HTTPException
from fastapi.testclient import TestClient

from crudgen.api import entity_router
from crudgen.errors import UserError

SCHEMAS = {
    "doc": "path: papers\nfields: {title: string!}\naccess: {read: public, create: public, update: public, delete: public}\n",
    "place": "id: string\nfields: {name: string!}\naccess: {read: public, create: public}\n",
    "vault": "fields: {content: string!}\n",
}


@pytest.fixture
def context(make_context):
    """Return a context with three entities."""
    return make_context(SCHEMAS)


def test_the_same_handlers_answer_under_any_prefix(context):
    app = FastAPI()
    app.include_router(entity_router(context, "doc"), prefix="/v1/office")
    with TestClient(app) as client:
        made = client.post("/v1/office/papers", json={"title": "x"})
        assert (made.status_code, made.headers["location"]) == (201, "/v1/office/papers/1")
        found = client.get("/v1/office/papers/1", headers={"If-None-Match": made.headers["etag"]})
        assert found.status_code == 304
        assert client.patch("/v1/office/papers/1", json={"title": "y"}, headers={"If-Match": '"7-x"'}).status_code == 412
        assert client.put("/v1/office/papers/1", json={"title": "y"}).json()["title"] == "y"
        client.post("/v1/office/papers", json={"title": "z"})
        assert client.get("/v1/office/papers?limit=1").headers["link"].startswith("</v1/office/papers?limit=1&cursor=")
        assert client.delete("/v1/office/papers/1").status_code == 204
        assert client.get("/v1/office/papers/1").json()["code"] == "not_found"


def test_ids_keep_their_slashes(context):
    app = FastAPI()
    app.include_router(entity_router(context, "place"))
    with TestClient(app) as client:
        made = client.post("/place", json={"id": "a/b,c", "name": "x"})
        assert made.headers["location"] == "/place/a%2Fb%2Cc"
        assert client.get("/place/a%2Fb%2Cc").json()["id"] == "a/b,c"
        assert client.get("/place/a/b%2Cc").status_code == 404
        assert client.get("/place/").status_code == 404


def test_rights_hold_there_too(context):
    app = FastAPI()
    app.include_router(entity_router(context, "vault"))
    with TestClient(app) as client:
        assert client.get("/vault").status_code == 401
        assert client.get("/vault", headers={"Authorization": "Bearer x"}).json()["code"] == "invalid_token"


def test_dependencies_of_the_application_hold(context):
    def refuse() -> None:
        raise HTTPException(451)

    app = FastAPI()
    app.include_router(entity_router(context, "doc"), dependencies=[Depends(refuse)])
    with TestClient(app) as client:
        assert client.get("/papers").status_code == 451


def test_a_method_that_is_not_there_is_refused(context):
    app = FastAPI()
    app.include_router(entity_router(context, "doc"))
    with TestClient(app) as client:
        assert client.post("/papers/1", json={}).status_code == 405


def test_an_unknown_entity_is_named(context):
    with pytest.raises(UserError, match='"dog"'):
        entity_router(context, "dog")
