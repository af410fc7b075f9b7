"""Records that belong to the schema: what it gives them stays, by whatever way somebody writes."""

import pytest

from crudgen.errors import Conflict, Invalid
from crudgen.plan.actor import SYSTEM
from crudgen.service.records import Records
from tests.support.world import Build, World

STATUS = """
rows: {key: code, values: [{code: new, name: New}, {code: paid, name: Paid, rank: 2}]}
fields:
  code: {type: string, required: true, unique: true}
  name: string!
  rank: int
  shelf: {type: shelf, on_delete: cascade, inverse: states}
"""
SHELF = "fields: {name: string}\n"


@pytest.fixture
async def world(build: Build) -> World:
    world = build(status=STATUS, shelf=SHELF)
    records = Records(world.service, SYSTEM)
    await records.create("shelf", {"name": "one"})
    await records.update("status", 1, {"shelf": 1})
    await records.create("status", {"code": "mine", "name": "Mine", "rank": 3})
    return world


@pytest.mark.parametrize(
    ("key", "values", "pointers"),
    [
        (1, {"name": "Other"}, ["/name"]),
        (1, {"code": "other", "name": "Other", "rank": 5}, ["/code", "/name"]),
        (1, {"rank": 5}, []),
        (1, {"name": "New", "code": "new"}, []),
        (2, {"rank": None}, ["/rank"]),
        (3, {"name": "Other", "code": "other"}, []),
    ],
)
async def test_only_what_the_schema_gives_is_kept(world: World, key: int, values: dict[str, object], pointers: list[str]) -> None:
    records = Records(world.service, SYSTEM)
    if not pointers:
        assert (await records.update("status", key, values)).items() >= values.items()
        return
    before = await records.get("status", key)
    with pytest.raises(Invalid) as refused:
        await records.update("status", key, values)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [(pointer, "schema_row") for pointer in pointers]
    assert await records.get("status", key) == before


async def test_a_replacement_keeps_it_too(world: World) -> None:
    status = world.catalog.entities["status"]
    record, _ = await world.service.replace(SYSTEM, status, (1,), {"code": "new", "name": "New"})
    assert record.values["shelf"] is None
    with pytest.raises(Invalid):
        await world.service.replace(SYSTEM, status, (2,), {"code": "paid", "name": "Paid"})


@pytest.mark.parametrize(("entity", "key"), [("status", 1), ("shelf", 1)])
async def test_it_is_not_deleted_nor_taken_along(world: World, entity: str, key: int) -> None:
    records = Records(world.service, SYSTEM)
    with pytest.raises(Conflict, match="belongs to the schema") as refused:
        await records.delete(entity, key)
    assert refused.value.name == "schema_row"
    await records.delete("status", 3)
    assert await records.count("status") == 2
