"""A conflict names only what the caller may know of."""

from tests.api.world import Api

SCHEMAS = {
    "customer": """
        fields: {name: string!, code: {type: string, unique: true}, mark: {type: string, unique: true, hidden: true, default: x}}
        access: {read: clerk, create: clerk, update: clerk, delete: clerk}
    """,
    "order": "fields: {customer: customer}",
    "visit": "fields: {customer: customer}\naccess: {read: manager}",
}


async def conflict(api: Api, request: str, body: object = None, *, as_: str) -> tuple[str, list[str]]:
    """Return code and pointers of a conflict."""
    answer = await api.call(request, body, as_=as_)
    assert answer.status_code == 409, answer.text
    assert as_ == "admin" or "order" not in answer.text
    assert "mark" not in answer.text
    return answer.json()["code"], [error["pointer"] for error in answer.json().get("errors", [])]


async def test_a_hidden_field_is_not_named(make):
    api: Api = make({"customer": SCHEMAS["customer"]})
    assert (await api.call("POST /api/customer", {"name": "a", "code": "1"}, as_="clerk")).status_code == 201
    assert await conflict(api, "POST /api/customer", {"name": "b"}, as_="clerk") == ("unique", [])
    assert await conflict(api, "POST /api/customer", [{"name": "b"}], as_="clerk") == ("unique", [])


async def test_an_entity_that_one_may_not_read_is_not_named(make):
    api: Api = make(SCHEMAS)
    assert (await api.call("POST /api/customer", {"name": "a"}, as_="clerk")).status_code == 201
    assert (await api.call("POST /api/order", {"customer": 1}, as_="admin")).status_code == 201
    assert await conflict(api, "DELETE /api/customer/1", as_="clerk") == ("reference", [])
    assert await conflict(api, "DELETE /api/customer/1", as_="admin") == ("reference", [""])


async def test_ids_that_lead_nowhere_are_told_with_the_other_mistakes(make):
    api: Api = make(SCHEMAS)
    await api.call("POST /api/customer", {"name": "a"}, as_="clerk")
    for request, body in (("POST /api/order", {"customer": 7, "x": 1}), ("POST /api/order", {"customer": 1})):
        made = await api.call(request, body, as_="admin")
    assert made.status_code == 201
    for method in ("PATCH", "PUT"):
        answer = await api.call(f"{method} /api/order/1", {"customer": 7, "x": 1}, as_="admin")
        assert [error["pointer"] for error in answer.json()["errors"]] == ["/x", "/customer"]
