"""PUT: what was read can be sent back, and a condition makes it create only."""

from tests.api.world import Api

SCHEMAS = {
    "part": """
        id: string
        fields:
          name: string!
          price: {type: decimal, readonly: true, default: '1.50'}
          seen: {type: datetime, readonly: true, default: now}
          took: {type: duration, readonly: true, default: PT1H}
          none: {type: decimal, readonly: true}
          kind: {type: kind, readonly: true}
        access: {read: clerk, create: clerk, update: clerk, delete: clerk}
        api: {require_if_match: true}
    """,
    "kind": "fields: {name: string!}",
}


async def test_a_record_can_be_sent_back_as_it_was_read(make):
    api: Api = make(SCHEMAS)
    made = await api.call("POST /api/part", {"id": "a", "name": "x"}, as_="clerk")
    answer = await api.call("PUT /api/part/a", made.json(), as_="clerk", headers={"If-Match": made.headers["etag"]})
    assert answer.status_code == 200, answer.text
    assert answer.json() == made.json() | {"updated_at": answer.json()["updated_at"]}


async def test_a_stale_record_sent_back_is_told_to_be_stale(make):
    api: Api = make(SCHEMAS)
    made = await api.call("POST /api/part", {"id": "a", "name": "x"}, as_="clerk")
    await api.call("PATCH /api/part/a", {"name": "y"}, as_="clerk", headers={"If-Match": "*"})
    answer = await api.call("PUT /api/part/a", made.json(), as_="clerk", headers={"If-Match": made.headers["etag"]})
    assert (answer.status_code, answer.json()["current"]["name"]) == (412, "y")


async def test_a_read_only_value_may_be_spelt_in_another_way_but_not_be_another(make):
    api: Api = make(SCHEMAS)
    etag = (await api.call("POST /api/part", {"id": "a", "name": "x"}, as_="clerk")).headers["etag"]
    for price, status in (("1.5", 200), ("1.51", 422), (None, 422), (1.5, 422)):
        answer = await api.call("PUT /api/part/a", {"name": "x", "price": price}, as_="clerk", headers={"If-Match": etag})
        assert answer.status_code == status, (price, answer.text)
        etag = answer.headers.get("etag", etag)


async def test_put_makes_a_record_only_where_there_is_none(make):
    api: Api = make(SCHEMAS)
    assert (await api.call("PUT /api/part/a", {"name": "x"}, as_="clerk")).status_code == 428
    for status in (201, 412):
        answer = await api.call("PUT /api/part/a", {"name": "x"}, as_="clerk", headers={"If-None-Match": "*"})
        assert answer.status_code == status, answer.text
    assert answer.json()["current"]["id"] == "a"
    assert answer.json()["etag"] == (await api.call("GET /api/part/a", as_="clerk")).headers["etag"]
    for headers in ({"If-None-Match": '"1-a"'}, {"If-None-Match": "*", "If-Match": "*"}):
        assert (await api.call("PUT /api/part/a", {"name": "x"}, as_="clerk", headers=headers)).status_code == 400
