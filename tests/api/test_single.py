"""One record alone over HTTP: at the entity's own address, without an id."""

from collections.abc import Callable

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.api.world import Api

SHOP = {
    "settings": """
single: true
label: {en: Settings, ru: Настройки}
fields:
  name: {type: string, required: true, default: Corner shop}
  vat: {type: decimal, default: "0.20"}
  home: tag
  token: {type: string, write_only: true}
access: {read: [clerk, manager], update: [manager, guest]}
""",
    "tag": "fields: {name: string!}\naccess: {read: public}\n",
}
UNSAVED = {"name": "Corner shop", "vat": "0.20", "home": None}


@pytest.fixture
def shop(make: Callable[..., Api]) -> Api:
    return make(SHOP)


async def test_it_is_read_at_the_entitys_address_before_anybody_saved_it(shop: Api) -> None:
    first, second = [await shop.call("GET /api/settings", as_="clerk") for _ in range(2)]
    read = first.json()
    assert read.pop("created_at") == read.pop("updated_at") is not None
    assert (first.status_code, read, first.headers["etag"]) == (200, UNSAVED, second.headers["etag"])
    again = await shop.call("GET /api/settings", as_="clerk", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(("method", "rate"), [("PATCH", "0.20"), ("PUT", "0.20")])
async def test_a_change_is_answered_with_the_record(shop: Api, method: str, rate: str) -> None:
    changed = await shop.call(f"{method} /api/settings", {"name": "Tea"}, as_="manager")
    read = await shop.call("GET /api/settings", as_="manager")
    assert (changed.status_code, changed.json(), changed.headers["etag"]) == (200, read.json(), read.headers["etag"])
    assert (read.json()["name"], read.json()["vat"]) == ("Tea", rate)
    assert read.json()["created_at"] is not None
    assert "location" not in changed.headers


async def test_put_gives_back_the_defaults(shop: Api) -> None:
    await shop.call("PATCH /api/settings", {"name": "Tea", "vat": None}, as_="manager")
    assert (await shop.call("PUT /api/settings", {}, as_="manager")).json()["name"] == "Corner shop"


async def test_what_was_read_can_be_put_back(shop: Api) -> None:
    for _ in range(2):
        read = await shop.call("GET /api/settings", as_="manager")
        written = await shop.call("PUT /api/settings", read.json(), as_="manager", headers={"If-Match": read.headers["etag"]})
        assert written.status_code == 200, written.text


async def test_a_stale_etag_is_refused_also_of_the_record_before_it_was_saved(shop: Api) -> None:
    tag = (await shop.call("GET /api/settings", as_="manager")).headers["etag"]
    assert (await shop.call("PATCH /api/settings", {"name": "A"}, as_="manager", headers={"If-Match": tag})).status_code == 200
    late = await shop.call("PATCH /api/settings", {"name": "B"}, as_="manager", headers={"If-Match": tag})
    assert (late.status_code, late.json()["current"]["name"]) == (412, "A")
    made = await shop.call("PUT /api/settings", {"name": "C"}, as_="manager", headers={"If-None-Match": "*"})
    assert made.status_code == 412


REFUSED = [
    ("POST /api/settings", {"name": "x"}, "admin", 405, "method_not_allowed"),
    ("DELETE /api/settings", None, "admin", 405, "method_not_allowed"),
    ("GET /api/settings/1", None, "admin", 404, "not_found"),
    ("PATCH /api/settings/1", {"name": "x"}, "admin", 404, "not_found"),
    ("GET /api/settings/search", None, "admin", 404, "not_found"),
    ("GET /api/settings?limit=1", None, "clerk", 400, "unknown_parameter"),
    ("GET /api/settings?name=x", None, "clerk", 400, "unknown_parameter"),
    ("GET /api/settings?q=x", None, "clerk", 400, "unknown_parameter"),
    ("GET /api/settings?fields=id", None, "clerk", 400, "unknown_field"),
    ("GET /api/tag?expand=settings", None, "admin", 400, "unknown_relation"),
    ("PATCH /api/settings", {"name": None}, "manager", 422, "invalid"),
    ("PATCH /api/settings", {"id": 1}, "manager", 422, "invalid"),
    ("PATCH /api/settings", [{"name": "x"}], "manager", 422, "invalid"),
    ("PATCH /api/settings", {"name": "x"}, "clerk", 403, "forbidden"),
    ("GET /api/settings", None, "guest", 404, "not_found"),
    ("GET /api/settings", None, None, 401, "unauthenticated"),
]


@pytest.mark.parametrize(("request_", "body", "role", "status", "code"), REFUSED, ids=[f"{one[0]} {one[2]}" for one in REFUSED])
async def test_what_is_refused(shop: Api, request_: str, body: object, role: str | None, status: int, code: str) -> None:
    answer = await shop.call(request_, body, as_=role)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    if status == 405:
        assert answer.headers["allow"] == "GET, PATCH, PUT, HEAD, OPTIONS"


async def test_who_may_not_read_it_is_told_nothing_of_it(shop: Api) -> None:
    changed = await shop.call("PATCH /api/settings", {"name": "Tea"}, as_="guest")
    assert (changed.status_code, changed.json()["code"]) == (404, "not_found")


async def test_fields_and_expand_are_those_of_one_record(shop: Api) -> None:
    read = await shop.call("GET /api/settings?fields=name&expand=home", as_="clerk")
    assert read.json() == {"name": "Corner shop", "home": None}


@pytest.mark.parametrize("role", [None, "guest", "clerk", "manager", "admin"])
async def test_the_document_and_the_model_describe_it(shop: Api, role: str | None) -> None:
    document = (await shop.call("GET /api/openapi.json", as_=role)).json()
    OpenAPIV31SpecValidator(document).validate()
    paths = {path: sorted(item) for path, item in document["paths"].items() if "settings" in path}
    methods = {None: [], "guest": ["patch", "put"], "clerk": ["get"]}.get(role, ["get", "patch", "put"])
    assert paths == ({"/api/settings": methods} if methods else {})
    model = (await shop.call("GET /api/meta", as_=role)).json()
    told = [one for one in model["entities"] if one["name"] == "settings"]
    if role == "manager":
        assert (told[0]["single"], told[0]["actions"], told[0]["operations"]) == (True, ["read", "update"], ["read", "update"])
        assert "key" not in told[0]
        assert "required" not in document["components"]["schemas"]["settings"]


async def test_rules_by_rows_and_computed_fields_hold_for_it_from_the_beginning(make: Callable[..., Api]) -> None:
    text = """
single: true
fields: {is_open: {type: bool, default: false}, rate: {type: int, default: 2}, twice: {type: int, computed: rate * 2}}
access: {read: [manager, {role: clerk, when: is_open}], update: manager}
"""
    api = make({"settings": text})
    assert (await api.call("GET /api/settings?fields=twice", as_="manager")).json() == {"twice": 4}
    assert (await api.call("GET /api/settings", as_="clerk")).status_code == 404
    assert (await api.call("PATCH /api/settings", {"is_open": True, "rate": 5}, as_="manager")).json()["twice"] == 10
    assert (await api.call("GET /api/settings", as_="clerk")).json()["twice"] == 10
