"""The audit holds every write, in its own transaction: who, through which door, and what was before and after."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest

from crudgen.errors import Refusal
from crudgen.plan.actor import SYSTEM, Actor
from crudgen.plan.request import parse_query
from crudgen.service.importer import import_csv
from tests.support.world import Build, World

SCHEMAS = {
    "order": """
        fields:
          number: string!
          total: decimal
          pin: {type: string, hidden: true}
          customer: {type: customer, on_delete: set_null}
          tags: [tag]
        checks: [{rule: "total is null or total >= 0", message: Not below nothing., field: total}]
    """,
    "item": "fields: {order: {type: order, part_of: true, inverse: items}, quantity: int}",
    "customer": "fields: {name: string!, password: password}",
    "tag": "fields: {name: string!}",
}
ANN = Actor(7, "ann", frozenset({"admin"}), is_authenticated=True, door="admin", request="r-1")


@pytest.fixture
async def world(build: Build) -> World:
    made = build("", **SCHEMAS)
    for name in ("customer", "tag"):
        await made.service.create(SYSTEM, made.catalog.entities[name], {"name": "x"})
    return made


async def entries(world: World, **wanted: Any) -> list[dict[str, Any]]:
    """Return the entries of `entity` in their order, those of the fixture left out."""
    page = await world.service.list(SYSTEM, world.catalog.entities["crudgen_audit"], parse_query([("sort", "id"), ("offset", "2")]))
    return [record.values for record in page.items if all(record.values[name] == value for name, value in wanted.items())]


async def changes(world: World, **wanted: Any) -> list[tuple[str, str, dict[str, Any]]]:
    return [(one["action"], f"{one['entity']} {one['record']}", one["changes"]) for one in await entries(world, **wanted)]


async def test_a_record_and_its_children_are_noted_as_they_come_change_and_go(world: World) -> None:
    order = world.catalog.entities["order"]
    body = {"number": "A1", "total": "5.00", "customer": 1, "tags": [1], "items": [{"quantity": 1}, {"quantity": 2}]}
    await world.service.create(ANN, order, body)
    rows = [{"id": 1, "quantity": 9}, {"quantity": 3}]
    await world.service.update(ANN, order, (1,), {"number": "A1", "total": "6.50", "tags": [], "items": rows})
    await world.service.delete(ANN, order, (1,))
    assert await changes(world) == [
        ("created", "order 1", {"number": [None, "A1"], "total": [None, "5.00"], "customer": [None, 1], "tags": [None, [1]]}),
        ("created", "item 1", {"order": [None, 1], "quantity": [None, 1]}),
        ("created", "item 2", {"order": [None, 1], "quantity": [None, 2]}),
        ("updated", "order 1", {"total": ["5.00", "6.50"], "tags": [[1], []]}),
        ("deleted", "item 2", {"order": [1, None], "quantity": [2, None]}),
        ("updated", "item 1", {"quantity": [1, 9]}),
        ("created", "item 3", {"order": [None, 1], "quantity": [None, 3]}),
        ("deleted", "order 1", {"number": ["A1", None], "total": ["6.50", None], "customer": [1, None], "tags": [[], None]}),
        ("deleted", "item 1", {"order": [1, None], "quantity": [9, None]}),
        ("deleted", "item 3", {"order": [1, None], "quantity": [3, None]}),
    ]
    (first, *_) = await entries(world)
    assert (first["user_id"], first["login"], first["door"], first["request"]) == (7, "ann", "admin", "r-1")


async def test_what_a_refused_write_did_is_not_noted(world: World) -> None:
    order = world.catalog.entities["order"]
    await world.service.create(ANN, order, {"number": "A1", "total": "1.00"})
    before = await changes(world)
    for body in ({"total": "-1.00"}, {"customer": 99}, {"items": [{"quantity": "x"}]}):
        with pytest.raises(Refusal):
            await world.service.update(ANN, order, (1,), body)
    await world.service.update(ANN, order, (1,), {"total": "1.00"})
    assert await changes(world) == before


async def test_passwords_and_hidden_fields_are_never_in_it(world: World) -> None:
    customer = world.catalog.entities["customer"]
    await world.service.create(ANN, customer, {"name": "Ann", "password": "long enough for all"})
    await world.service.update(ANN, customer, (2,), {"password": "another one for all"})
    told = await changes(world, entity="customer")
    assert [one for _, _, one in told] == [{"name": [None, "Ann"], "password": [None, "••••••••"]}, {"password": ["••••••••"] * 2}]


async def test_a_reference_that_is_let_go_is_noted(world: World) -> None:
    await world.service.create(ANN, world.catalog.entities["order"], {"number": "A1", "customer": 1})
    await world.service.delete(ANN, world.catalog.entities["customer"], (1,))
    assert (await changes(world))[1:] == [
        ("updated", "order 1", {"customer": [1, None]}),
        ("deleted", "customer 1", {"name": ["x", None]}),
    ]


async def test_an_import_is_noted_under_one_request(world: World) -> None:
    actor = replace(ANN, request="r-2")
    await import_csv(world.service, actor, world.catalog.entities["tag"], BytesIO(b"name\nnew\nlate\n"))
    assert [(one["record"], one["request"]) for one in await entries(world)] == [("2", "r-2"), ("3", "r-2")]


async def test_people_and_keys_made_by_a_command_are_noted(world: World) -> None:
    await world.signin.create_user("bob", "long enough for all", ())
    await world.signin.set_password("bob", "another one for all")
    await world.signin.create_key("till", roles=("admin",))
    told = await entries(world)
    assert [(one["action"], one["entity"], one["login"]) for one in told] == [
        ("created", "user", "system"),
        ("updated", "user", "system"),
        ("created", "crudgen_api_key", "system"),
    ]
    assert told[0]["changes"]["password"] == [None, "••••••••"]
    assert told[2]["changes"]["token_hash"] == [None, "••••••••"]


async def test_nobody_writes_to_it(world: World) -> None:
    audit = world.catalog.entities["crudgen_audit"]
    for attempt in (
        world.service.create(SYSTEM, audit, {"door": "x"}),
        world.service.update(SYSTEM, audit, (1,), {}),
        world.service.delete(SYSTEM, audit, (1,)),
    ):
        with pytest.raises(Refusal):
            await attempt
