"""The type `secret` over HTTP: in, and never out; what the documents of the model say of it."""

import logging
from typing import Any

import pytest

from crudgen.schema.types import MASK
from tests.api.world import Api

SCHEMAS = {
    "account": """
        fields:
          name: {type: string, required: true, unique: true}
          token: {type: secret, min_length: 12}
          pin: {type: secret, required: true, write_only: true}
          owner: account
        access: {read: clerk, create: clerk, update: clerk}
    """,
}
NEW = {"name": "a", "token": "the-token-of-a", "pin": "the-pin-of-a"}


def leaks(text: str) -> bool:
    return "the-token" in text or "the-pin" in text or "sealed:" in text


async def test_no_answer_holds_a_secret(make: Any, caplog: pytest.LogCaptureFixture) -> None:
    api: Api = make(SCHEMAS)
    caplog.set_level(logging.DEBUG)
    requests: tuple[tuple[str, Any, int], ...] = (
        ("POST /api/account", NEW, 201),
        ("POST /api/account", [{**NEW, "name": "b", "owner": 1}], 201),
        ("GET /api/account/1", None, 200),
        ("GET /api/account?expand=owner", None, 200),
        ("GET /api/account?token[null]=false&fields=token", None, 200),
        ("PATCH /api/account/1", {"token": "the-token-anew"}, 200),
        ("PUT /api/account/1", {"name": "a", "token": "the-token-again"}, 200),
        ("PATCH /api/account/1", {"token": "the-token\0"}, 422),
        ("PATCH /api/account/1", {"token": "the-token", "pin": ["the-pin"]}, 422),
        ("POST /api/account", NEW, 409),
        ("GET /api/account?token=the-other", None, 400),
        ("GET /api/account?filter=token%20%3D%20'x'", None, 400),
        ("GET /api/account?sort=token", None, 400),
        ("GET /api/meta", None, 200),
        ("GET /api/openapi.json", None, 200),
    )
    for request, body, status in requests:
        answer = await api.call(request, body, as_="clerk")
        assert answer.status_code == status, (request, answer.text)
        assert not leaks(answer.text), request
    stale = await api.call("PATCH /api/account/1", {"name": "z"}, as_="clerk", headers={"If-Match": '"1-x"'})
    assert stale.status_code == 412
    assert stale.json()["current"]["token"] == MASK
    assert not leaks(stale.text)
    assert not leaks(caplog.text)


async def test_a_record_goes_back_as_it_was_read(make: Any) -> None:
    api: Api = make(SCHEMAS)
    made = (await api.call("POST /api/account", NEW, as_="clerk")).json()
    assert (made["token"], "pin" in made) == (MASK, False)
    answer = await api.call("PUT /api/account/1", made, as_="clerk")
    assert answer.json() == made | {"updated_at": answer.json()["updated_at"]}
    cleared = await api.call("PATCH /api/account/1", {"token": None}, as_="clerk")
    assert cleared.json()["token"] is None
    kept = await api.call("PUT /api/account/1", cleared.json(), as_="clerk")
    assert kept.json()["token"] is None


async def test_the_documents_say_what_goes_in_and_what_comes_out(make: Any) -> None:
    api: Api = make(SCHEMAS)
    schemas = (await api.call("GET /api/openapi.json", as_="clerk")).json()["components"]["schemas"]
    assert schemas["account"]["properties"]["token"] == {"type": ["string", "null"], "enum": [MASK, None], "title": "Token"}
    assert "pin" not in schemas["account"]["properties"]
    sent = schemas["account.create"]["properties"]["token"]
    assert (sent["format"], sent["minLength"], sent["maxLength"], sent["writeOnly"]) == ("password", 12, 4096, True)
    fields = {one["name"]: one for one in (await api.call("GET /api/meta", as_="clerk")).json()["entities"][0]["fields"]}
    assert (fields["token"]["operators"], fields["token"]["sortable"]) == (["null"], False)
    assert (fields["pin"]["read"], fields["pin"].get("operators", [])) == (False, [])


async def test_a_secret_that_somebody_damaged_is_no_error_of_the_server(make: Any) -> None:
    api: Api = make(SCHEMAS)
    await api.call("POST /api/account", NEW, as_="clerk")
    database = api.context.service.database
    with database.session() as session:
        session.connection().exec_driver_sql("UPDATE account SET token = 'sealed:00000000:rubbish'")
        session.commit()
    for request, body in (("GET /api/account", None), ("PATCH /api/account/1", {"name": "b"}), ("PATCH /api/account/1", {"token": None})):
        assert (await api.call(request, body, as_="clerk")).status_code == 200
