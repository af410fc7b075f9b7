"""Views over HTTP: read like any entity, and never written."""

from pathlib import Path

import pytest

from crudgen.errors import Forbidden
from crudgen.plan.actor import SYSTEM
from tests.api.world import Api, build_api, build_context

SCHEMAS = {
    "customer": "fields: {name: string!}\naccess: {read: manager, create: manager}\n",
    "order": """
        fields:
          customer: {type: customer, required: true, inverse: orders}
          city: string
          total: {type: decimal, precision: 8, scale: 2}
        access: {read: manager, create: manager}
    """,
    "sale": """
        help: What customers bought.
        search: [customer.name]
        view:
          from: order
          group: [customer]
          fields: {customer: customer, total: {value: sum(total), label: Turnover, help: All of it.}, orders: count()}
        access: {read: [manager, clerk]}
        admin: {list: [customer, total], sort: -total}
    """,
    "place": "view: {from: order, group: [city], fields: {orders: count()}}\naccess: {read: public}\npath: by-city\n",
    "closed": "view: {from: order, fields: {total: total}}\n",
}
ORDERS = [("Ann", None, "10.00"), ("Ann", "null", "10.10"), ("Bob", "Rome", "5.00")]


@pytest.fixture
async def shop(tmp_path: Path) -> Api:
    """Return an API over a few orders."""
    api = build_api(build_context(tmp_path / "project", SCHEMAS))
    await fill(api)
    return api


async def fill(api: Api) -> None:
    ids: dict[str, int] = {}
    for name, city, total in ORDERS:
        if name not in ids:
            ids[name] = (await api.call("POST /api/customer", {"name": name}, as_="manager")).json()["id"]
        await api.call("POST /api/order", {"customer": ids[name], "city": city, "total": total}, as_="manager")


ANN = {"customer": 1, "total": "20.10", "orders": 2}
WRITES = ("PUT", "PATCH", "DELETE")
BOB = {"customer": 2, "total": "5.00", "orders": 1}


@pytest.mark.parametrize(
    ("query", "items"),
    [
        ("", [ANN, BOB]),
        ("?sort=-total&limit=1", [ANN]),
        ("?total[lt]=10", [BOB]),
        ("?filter=orders > 1 and customer.name starts 'A'", [ANN]),
        ("?filter=count(customer.orders) = 1", [BOB]),
        ("?q=bo", [BOB]),
        ("?customer.name[icontains]=ANN&fields=total", [{"customer": 1, "total": "20.10"}]),
        ("?sort=customer.name&offset=1&count=exact", [BOB]),
    ],
)
async def test_a_view_is_listed_like_any_entity(shop: Api, query: str, items: list[object]) -> None:
    answer = await shop.call(f"GET /api/sale{query}", as_="manager")
    assert (answer.status_code, answer.json()["items"]) == (200, items)


async def test_a_view_is_paged_by_cursor(shop: Api) -> None:
    first = (await shop.call("GET /api/sale?limit=1&sort=-total", as_="manager")).json()
    assert (first["items"], first["total"]) == ([ANN], 2)
    second = (await shop.call(f"GET /api/sale?limit=1&sort=-total&cursor={first['next']}", as_="manager")).json()
    assert (second["items"], second["next"]) == ([BOB], None)


async def test_a_reference_of_a_view_is_expanded(shop: Api) -> None:
    answer = await shop.call("GET /api/sale/2?expand=customer", as_="manager")
    assert answer.json()["customer"]["name"] == "Bob"


async def test_row_and_field_rules_are_about_the_records_of_the_view(tmp_path: Path) -> None:
    rules = """
        access:
          read:
            - {role: clerk, when: orders > 1 and customer.name starts 'A'}
            - {role: guest, except: [total]}
    """
    sale = SCHEMAS["sale"].replace("access: {read: [manager, clerk]}", rules.strip())
    api = build_api(build_context(tmp_path / "project", {**SCHEMAS, "sale": sale}))
    await fill(api)
    seen = (await api.call("GET /api/sale?count=exact", as_="clerk")).json()
    assert (seen["items"], seen["total"]) == ([ANN], 1)
    assert [(await api.call(f"GET /api/sale/{key}", as_="clerk")).status_code for key in (1, 2)] == [200, 404]
    assert (await api.call("GET /api/sale", as_="guest")).json()["items"] == [
        {"customer": 1, "orders": 2},
        {"customer": 2, "orders": 1},
    ]
    assert (await api.call("GET /api/sale?sort=total", as_="guest")).status_code == 400


async def test_what_the_caller_may_not_read_stays_closed_behind_a_view(shop: Api) -> None:
    assert (await shop.call("GET /api/sale/2", as_="clerk")).json() == BOB
    for query in ("expand=customer", "customer.name=Bob", "sort=customer.name", "q=bo", "filter=customer.name = 'Bob'"):
        assert (await shop.call(f"GET /api/sale?{query}", as_="clerk")).status_code == 400, query
    assert (await shop.call("GET /api/closed", as_="manager")).status_code == 404
    assert (await shop.call("GET /api/closed", as_="admin")).json()["total"] == 3


@pytest.mark.parametrize(("key", "orders"), [("null", 1), ("~null", 1), ("Rome", 1), ("~~null", None), ("Oslo", None)])
async def test_a_group_is_addressed_by_its_key_null_included(shop: Api, key: str, orders: int | None) -> None:
    answer = await shop.call(f"GET /api/by-city/{key}")
    assert answer.json().get("orders") == orders
    assert answer.status_code == (404 if orders is None else 200)


async def test_the_etag_is_that_of_the_content(shop: Api) -> None:
    tag = (await shop.call("GET /api/sale/1", as_="manager")).headers["etag"]
    assert "-" not in tag
    same = await shop.call("GET /api/sale/1", as_="manager", headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    await shop.call("POST /api/order", {"customer": 1, "total": "1.00"}, as_="manager")
    other = await shop.call("GET /api/sale/1", as_="manager", headers={"If-None-Match": tag})
    assert (other.status_code, other.json()["total"]) == (200, "21.10")


@pytest.mark.parametrize("as_", ["manager", "admin"])
@pytest.mark.parametrize("request_", ["POST /api/sale", *(f"{one} /api/sale{end}" for one in WRITES for end in ("", "/1"))])
async def test_nobody_writes_a_view(shop: Api, request_: str, as_: str) -> None:
    answer = await shop.call(request_, {"orders": 3}, as_=as_)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


async def test_a_view_is_described_as_it_is(shop: Api) -> None:
    meta = (await shop.call("GET /api/meta", as_="admin")).json()["entities"]
    (sale,) = [one for one in meta if one["name"] == "sale"]
    assert (sale["key"], sale["actions"], sale["operations"]) == (["customer"], ["read"], ["list", "read"])
    fields = {one["name"]: one for one in sale["fields"]}
    assert (fields["total"]["scale"], fields["total"]["label"], fields["customer"]["target"]) == (2, "Turnover", "customer")
    assert {(one["read"], one["create"], one["update"]) for one in fields.values()} == {(True, False, False)}
    paths = (await shop.call("GET /api/openapi.json", as_="admin")).json()["paths"]
    assert {path: [method for method in item if method != "parameters"] for path, item in paths.items() if "/sale" in path} == {
        "/api/sale": ["get"],
        "/api/sale/{customer}": ["get"],
    }


async def test_the_service_refuses_to_write_a_view_even_for_the_system(shop: Api) -> None:
    service, sale = shop.context.service, shop.context.catalog.entities["sale"]
    for work in (service.create(SYSTEM, sale, {}), service.update(SYSTEM, sale, (1,), {}), service.delete(SYSTEM, sale, (1,))):
        with pytest.raises(Forbidden):
            await work
