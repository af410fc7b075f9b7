"""Class O: many at once never come to more than one after the other."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.security.watch import Watch, find_faults

MANY = 40


def at_once(calls: list[Callable[[], httpx.Response]]) -> list[httpx.Response]:
    """Return the answers to calls that are made together, each looked at."""
    with ThreadPoolExecutor(16) as pool:
        answers = [one.result() for one in [pool.submit(call) for call in calls]]
    faults = [fault for answer in answers for fault in find_faults(answer)]
    assert not faults
    return answers


def send(watch: Watch, who: str, method: str, url: str, body: object = None, **headers: str) -> httpx.Response:
    return watch.client.request(method, url, json=body, headers={"Authorization": f"Bearer {watch.passes[who]}", **headers})


@pytest.fixture
def doc(watch: Watch) -> str:
    made = watch.ask("ann", "POST /api/doc", {"title": "raced", "owner": 1, "stock": 100})
    return made.headers["location"]


def test_s190_of_writes_to_one_version_one_is_taken(watch: Watch, doc: str) -> None:
    """Each reads, then writes what it read less one, if nobody wrote in between."""

    def take() -> httpx.Response:
        read = send(watch, "ann", "GET", doc)
        return send(watch, "ann", "PATCH", doc, {"stock": read.json()["stock"] - 1}, **{"If-Match": read.headers["etag"]})

    told = Counter(answer.status_code for answer in at_once([take] * MANY))
    assert set(told) <= {200, 412}
    assert send(watch, "ann", "GET", doc).json()["stock"] == 100 - told[200]


def test_s192_a_unique_value_is_taken_once(watch: Watch) -> None:
    logins = at_once([lambda: send(watch, "max", "POST", "/api/user", {"login": "twice"})] * MANY)
    assert Counter(answer.status_code for answer in logins) == {201: 1, 409: MANY - 1}


def test_s196_no_write_begins_after_its_right_was_taken(watch: Watch, doc: str) -> None:
    made = watch.ask("ada", "POST /api/user", {"login": "short_lived", "roles": ["writer"]}).json()["id"]
    ended = watch.ask("ada", f"PATCH /api/user/{made}", {"roles": []})
    assert ended.status_code == 200
    assert watch.ask("vic", f"PATCH {doc}", {"title": "x"}).status_code in (403, 404)
    taken = at_once([lambda: send(watch, "ann", "PATCH", doc, {"body": "x"})] * 5 + [lambda: send(watch, "ann", "DELETE", doc)] * 3)
    assert {answer.status_code for answer in taken} <= {200, 204, 404}
    assert send(watch, "ann", "PATCH", doc, {"body": "x"}).status_code == 404


def test_s199_a_parent_is_deleted_while_children_come(watch: Watch, doc: str) -> None:
    key = int(doc.rpartition("/")[2])
    adds = [lambda: send(watch, "ann", "POST", "/api/line", {"doc": key, "what": "x"})] * 20
    told = at_once([*adds[:10], lambda: send(watch, "ann", "DELETE", doc), *adds[10:]])
    assert {answer.status_code for answer in told} <= {201, 204, 422, 403}
    assert send(watch, "ada", "GET", f"/api/line?doc={key}").json()["items"] == []


def test_a_moved_row_is_never_seen_by_two(watch: Watch, doc: str) -> None:
    """A row that leaves somebody's sight is gone for them at once."""
    assert send(watch, "ada", "PATCH", doc, {"owner": 2}).status_code == 200
    assert send(watch, "ann", "GET", doc).status_code == 404
    assert send(watch, "bob", "GET", doc).status_code == 200
