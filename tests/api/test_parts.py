"""Children nested in the bodies of their parent, over HTTP."""

from collections.abc import Callable

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.api.world import Api

SHOP = {
    "product": "fields: {name: string!}\naccess: {read: public, create: clerk}\n",
    "order": "fields: {number: string!, note: string}\naccess: {read: [clerk, guest], create: clerk, update: clerk, delete: clerk}\n",
    "item": """
        fields:
          order: {type: order, part_of: true, inverse: items}
          product: product!
          quantity: {type: int, min: 1, default: 1}
    """,
    "remark": """
        fields: {order: {type: order, part_of: true, inverse: remarks}, text: string!}
        access: {create: clerk, update: nobody, delete: nobody}
    """,
}
Make = Callable[..., Api]


@pytest.fixture
def shop(make: Make) -> Api:
    return make(SHOP)


async def start(api: Api) -> None:
    await api.call("POST /api/product", [{"name": "Fern"}, {"name": "Pot"}], as_="clerk")
    items = [{"product": 1, "quantity": 2}, {"product": 2}]
    assert (await api.call("POST /api/order", {"number": "A1", "items": items}, as_="clerk")).status_code == 201


async def stored(api: Api) -> list[tuple[int, int]]:
    answer = await api.call("GET /api/order/1?expand=items", as_="clerk")
    return [(item["id"], item["quantity"]) for item in answer.json()["items"]]


async def test_parent_and_children_change_in_one_request_or_not_at_all(shop: Api) -> None:
    await start(shop)
    rows = [{"product": 1, "quantity": 7}, {"id": 2, "quantity": 8}, {"product": 2, "quantity": 0}]
    refused = await shop.call("PATCH /api/order/1", {"note": "x", "items": rows}, as_="clerk")
    assert refused.status_code == 422
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [("/items/2/quantity", "min")]
    assert await stored(shop) == [(1, 2), (2, 1)]
    rows[2]["quantity"] = 9
    changed = await shop.call("PATCH /api/order/1", {"note": "x", "items": rows}, as_="clerk")
    assert changed.status_code == 200
    assert [(item["id"], item["order"], item["quantity"]) for item in changed.json()["items"]] == [(3, 1, 7), (2, 1, 8), (4, 1, 9)]
    assert await stored(shop) == [(2, 8), (3, 7), (4, 9)]


async def test_what_was_read_is_taken_back_by_put(shop: Api) -> None:
    await start(shop)
    read = await shop.call("GET /api/order/1?expand=items,remarks", as_="clerk")
    body = read.json()
    body["items"][0]["quantity"] = 5
    written = await shop.call("PUT /api/order/1", body, as_="clerk", headers={"If-Match": read.headers["etag"]})
    assert (written.status_code, [item["quantity"] for item in written.json()["items"]]) == (200, [5, 1])


async def test_a_child_that_changed_makes_its_parents_etag_stale(shop: Api) -> None:
    await start(shop)
    tag = (await shop.call("GET /api/order/1", as_="clerk")).headers["etag"]
    await shop.call("PATCH /api/item/1", {"quantity": 3}, as_="clerk")
    late = await shop.call("PATCH /api/order/1", {"items": []}, as_="clerk", headers={"If-Match": tag})
    assert late.status_code == 412


async def test_put_without_the_list_empties_it_where_the_caller_may(shop: Api) -> None:
    await start(shop)
    await shop.call("PATCH /api/order/1", {"remarks": [{"text": "kept"}]}, as_="clerk")
    assert (await shop.call("PUT /api/order/1", {"number": "A1"}, as_="clerk")).status_code == 200
    read = (await shop.call("GET /api/order/1?expand=items,remarks", as_="clerk")).json()
    assert (read["items"], [one["text"] for one in read["remarks"]]) == ([], ["kept"])


@pytest.mark.parametrize(
    ("request_", "body", "role", "status", "pointer"),
    [
        ("PATCH /api/order/1", {"items": []}, "guest", 403, None),
        ("PATCH /api/item/1", {"quantity": 2}, "guest", 403, None),
        ("DELETE /api/item/1", None, "guest", 403, None),
        ("POST /api/item", {"order": 1, "product": 1}, None, 401, None),
        ("GET /api/item", None, None, 401, None),
        ("PATCH /api/order/1", {"remarks": [{"id": 1, "text": "changed"}]}, "clerk", 403, "/remarks/0"),
        ("PATCH /api/order/1", {"remarks": []}, "clerk", 403, "/remarks"),
        ("PATCH /api/order/1", {"items": {"add": [{"product": 1}]}}, "clerk", 422, "/items"),
        ("PATCH /api/order/1", {"items": None}, "clerk", 422, "/items"),
        ("PATCH /api/order/1", {"items_truncated": True}, "clerk", 422, "/items_truncated"),
        ("PATCH /api/order/1", {"items": [{"id": "1"}]}, "clerk", 422, "/items/0/id"),
        ("PATCH /api/order/1", {"items": [{"id": 99}]}, "clerk", 422, "/items/0/id"),
    ],
)
async def test_what_is_refused(shop: Api, request_: str, body: object, role: str | None, status: int, pointer: str | None) -> None:
    await start(shop)
    await shop.call("PATCH /api/order/1", {"remarks": [{"text": "mine"}]}, as_="clerk")
    answer = await shop.call(request_, body, as_=role)
    assert answer.status_code == status, answer.text
    assert pointer is None or pointer in [error["pointer"] for error in answer.json()["errors"]]


@pytest.mark.parametrize("role", [None, "guest", "clerk", "admin"])
async def test_the_document_describes_nested_rows_as_far_as_they_may_be_sent(shop: Api, role: str | None) -> None:
    document = (await shop.call("GET /api/openapi.json", as_=role)).json()
    OpenAPIV31SpecValidator(document).validate()
    schemas = document["components"]["schemas"]
    assert ("item.row.create" in schemas) == (role in ("clerk", "admin"))
    if role == "clerk":
        assert "order" not in schemas["item.row.create"]["properties"]
        assert schemas["item.row.update"]["required"] == ["id"]
        assert schemas["order.create"]["properties"]["items"]["items"] == {"$ref": "#/components/schemas/item.row.create"}
        assert schemas["order.update"]["properties"]["remarks"]["items"] == {"$ref": "#/components/schemas/remark.row.create"}


async def test_the_model_names_child_lists(shop: Api) -> None:
    model = (await shop.call("GET /api/meta", as_="clerk")).json()
    order = next(one for one in model["entities"] if one["name"] == "order")
    assert [(one["name"], one.get("part_of")) for one in order["relations"]] == [("items", True), ("remarks", True)]
