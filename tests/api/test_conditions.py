"""ETag, If-None-Match, If-Match."""

import pytest

from tests.api.world import Api


@pytest.fixture
async def doc(api: Api) -> Api:
    """Return the office with one document."""
    answer = await api.call("POST /api/doc", {"title": "Lease", "pin": "correct horse battery"}, as_="clerk")
    assert answer.status_code == 201, answer.text
    return api


async def test_a_record_that_one_holds_is_not_sent_again(doc: Api):
    tag = (await doc.call("GET /api/doc/1", as_="clerk")).headers["etag"]
    for header in (tag, f"W/{tag}", f'"0-x", {tag}', "*"):
        answer = await doc.call("GET /api/doc/1", as_="clerk", headers={"If-None-Match": header})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    answer = await doc.call("GET /api/doc/1", as_="clerk", headers={"If-None-Match": '"1-x"'})
    assert answer.status_code == 200


async def test_the_tag_differs_with_what_is_shown(doc: Api):
    whole = await doc.call("GET /api/doc/1", as_="clerk")
    part = await doc.call("GET /api/doc/1?fields=title", as_="clerk")
    assert whole.headers["etag"] != part.headers["etag"]
    assert whole.headers["etag"].split("-")[0] == part.headers["etag"].split("-")[0]


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
async def test_a_change_is_made_only_to_the_version_that_was_read(doc: Api, method):
    tag = (await doc.call("GET /api/doc/1", as_="clerk")).headers["etag"]
    first = await doc.call(f"{method} /api/doc/1", {"title": "Mine"}, as_="clerk", headers={"If-Match": tag})
    assert first.status_code == 200
    assert first.headers["etag"] != tag
    second = await doc.call(f"{method} /api/doc/1", {"title": "Yours"}, as_="manager", headers={"If-Match": tag})
    assert second.status_code == 412
    assert second.json()["code"] == "precondition_failed"
    assert second.json()["current"] == (await doc.call("GET /api/doc/1", as_="manager")).json()
    assert second.json()["current"]["title"] == "Mine"
    assert "secret_note" not in second.text


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("*", 200),
        ('"1-anything"', 200),
        ('W/"1-x"', 200),
        ('"9-x", "1-x"', 200),
        ('"9-x", "8-x"', 412),
        ('"foreign"', 412),
        ("1", 400),
        ("", 400),
    ],
)
async def test_if_match_takes_lists_and_a_star(doc: Api, header, status):
    answer = await doc.call("PATCH /api/doc/1", {"title": "x"}, as_="clerk", headers={"If-Match": header})
    assert answer.status_code == status, answer.text


async def test_a_deletion_may_have_a_condition(doc: Api):
    refused = await doc.call("DELETE /api/doc/1", as_="manager", headers={"If-Match": '"7-x"'})
    assert (refused.status_code, refused.json()["current"]["title"]) == (412, "Lease")
    assert (await doc.call("DELETE /api/doc/1", as_="manager", headers={"If-Match": '"1-x"'})).status_code == 204


async def test_a_missing_record_has_no_version(doc: Api):
    assert (await doc.call("PATCH /api/doc/9", {"title": "x"}, as_="clerk", headers={"If-Match": '"1-x"'})).status_code == 404
    assert (await doc.call("PATCH /api/doc/9", {"title": "x"}, as_="clerk", headers={"If-Match": "*"})).status_code == 412


async def test_a_star_makes_nothing_new(doc: Api):
    answer = await doc.call("PUT /api/cell/1,a", {"value": "x"}, as_="clerk", headers={"If-Match": "*"})
    assert answer.status_code == 412
    assert (await doc.call("GET /api/cell/1,a")).status_code == 404


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
async def test_an_entity_may_demand_the_condition(doc: Api, method):
    await doc.call("POST /api/place", {"id": "a", "name": "Corner"}, as_="clerk")
    body = None if method == "DELETE" else {"name": "x"}
    refused = await doc.call(f"{method} /api/place/a", body, as_="clerk")
    assert (refused.status_code, refused.json()["code"]) == (428, "precondition_required")
    taken = await doc.call(f"{method} /api/place/a", body, as_="clerk", headers={"If-Match": '"1-x"'})
    assert taken.status_code in (200, 204)


@pytest.mark.parametrize(
    ("request_", "header"),
    [("GET /api/doc", "If-Match"), ("GET /api/doc/1", "If-Match"), ("POST /api/doc", "If-Match"), ("PATCH /api/doc/1", "If-None-Match")],
)
async def test_a_condition_that_would_be_ignored_is_refused(doc: Api, request_, header):
    body = None if request_.startswith("GET") else {"title": "x"}
    answer = await doc.call(request_, body, as_="clerk", headers={header: "*"})
    assert (answer.status_code, answer.json()["code"]) == (400, "not_supported")
