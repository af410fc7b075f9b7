"""Pages by cursor: over every kind of value that a list can be sorted by, NULLs among them, in both directions."""

import pytest

from tests.api.world import Api

ENTITY = """
    fields:
      owner: {type: many, inverse: owned}
      string: string
      int: int
      float: float
      decimal: decimal
      wide: {type: decimal, precision: 30, scale: 6}
      bool: bool
      date: date
      time: time
      datetime: datetime
      duration: duration
      uuid: uuid
      enum: {type: enum, values: [b, a]}
    access: {read: clerk, create: clerk}
"""

VALUES = {
    "owner": (1, 2),
    "string": ("a", "b"),
    "int": (-(2**63), 2**63 - 1),
    "float": (-1.5, 1e300),
    "decimal": ("-0.01", "0.02"),
    "wide": ("-1.000001", "123456789012345678901234.5"),
    "bool": (False, True),
    "date": ("0001-01-01", "9999-12-31"),
    "time": ("00:00", "23:59:59.999999"),
    "datetime": ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"),
    "duration": ("-PT1S", "P1DT0.5S"),
    "uuid": ("00000000-0000-7000-8000-000000000000", "ffffffff-ffff-7fff-bfff-ffffffffffff"),
    "enum": ("b", "a"),
}


@pytest.mark.parametrize("name", VALUES)
async def test_pages_by_cursor_show_every_record_once_with_nulls_last(make, name: str):
    api: Api = make({"many": ENTITY})
    low, high = VALUES[name]
    await api.call("POST /api/many", [{}, {}], as_="clerk")
    await api.call("POST /api/many", [{name: high}, {name: low}, {name: high}], as_="clerk")
    assert await walk(api, name) == [4, 3, 5, 1, 2]
    assert await walk(api, f"-{name}") == [3, 5, 4, 1, 2]


async def walk(api: Api, sort: str) -> list[int]:
    """Return the ids of all records, two on a page."""
    found, cursor = [], ""
    while True:
        answer = await api.call(f"GET /api/many?limit=2&fields=id&sort={sort}{cursor}", as_="clerk")
        assert answer.status_code == 200, answer.text
        found += [item["id"] for item in answer.json()["items"]]
        if answer.json()["next"] is None:
            return found
        cursor = f"&cursor={answer.json()['next']}"


async def test_a_cursor_holds_for_nobody_else(make):
    api: Api = make({"many": ENTITY.replace("read: clerk", "read: [clerk, manager]")})
    await api.call("POST /api/many", [{}, {}, {}], as_="clerk")
    cursor = (await api.call("GET /api/many?limit=1", as_="clerk")).json()["next"]
    for role, status in (("clerk", 200), ("manager", 400), ("admin", 400)):
        answer = await api.call(f"GET /api/many?limit=1&cursor={cursor}", as_=role)
        assert answer.status_code == status, (role, answer.text)
