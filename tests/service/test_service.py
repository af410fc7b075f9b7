"""The service: what a write stores and answers, what it refuses, and that one door's rules are every door's."""

from typing import Any
from uuid import UUID

import pytest

from crudgen.errors import BadRequest, Conflict, Forbidden, Invalid, NotFound, PreconditionFailed
from crudgen.plan.actor import SYSTEM, Actor
from crudgen.plan.request import parse_query
from tests.support.world import Build, World

SHOP = {
    "customer": "title: '{name}'\nsearch: [name]\nfields: {name: string!, email: {type: email, unique: true}}\n",
    "tag": "fields: {name: string!}\n",
    "order": """
title: "{number} · {customer.name}"
fields:
  number: {type: string, required: true, unique: true, max_length: 8}
  customer: {type: customer, required: true, inverse: orders}
  status: {type: enum, values: [draft, paid], default: draft}
  total: {type: decimal, scale: 2}
  due: {type: date, default: today}
  code: {type: string, readonly: true}
  pin: {type: password}
  tags: [tag]
""",
    "line": "fields: {order: {type: order, on_delete: cascade, inverse: lines}, text: string}\n",
    "note": "fields: {order: {type: order, on_delete: set_null, inverse: notes}, text: string}\n",
    "coin": "id: string\nfields: {name: string!, worth: {type: int, default: 1}}\n",
    "place": "id: uuid\nfields: {name: string!}\n",
}
CLERK = Actor(7, "ann", frozenset({"clerk"}), is_authenticated=True)


@pytest.fixture
def world(build: Build) -> World:
    return build(**SHOP)


async def make(world: World, entity: str, **body: Any) -> Any:
    return await world.service.create(SYSTEM, world.catalog.entities[entity], body)


async def make_order(world: World, number: str = "A1", **body: Any) -> Any:
    customer = await make(world, "customer", name=f"Ann {number}")
    return await make(world, "order", number=number, customer=customer.key[0], **body)


async def test_a_record_comes_back_as_it_was_stored(world: World) -> None:
    tag = await make(world, "tag", name="new")
    made = await make_order(world, total="12.5", tags=[tag.key[0]])
    read = await world.service.get(SYSTEM, world.catalog.entities["order"], made.key)
    assert (made.key, made.version, made.values) == (read.key, read.version, read.values)
    assert (str(read.values["total"]), read.values["status"], read.values["tags"]) == ("12.50", "draft", [1])
    assert read.values["due"] == read.values["created_at"].date()
    assert "pin" not in read.values


async def test_every_mistake_of_a_body_is_told_at_once(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        await make(world, "order", numbr="A1", total=12.5, status="lost", code="x", tags="1")
    told = {error.pointer: error.code for error in caught.value.errors}
    assert told == {
        "/numbr": "unknown_field", "/total": "type", "/status": "enum", "/code": "readonly", "/tags": "type",
        "/number": "required", "/customer": "required",
    }  # fmt: skip


async def test_a_reference_to_nothing_is_refused_at_its_field(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        await make(world, "order", number="A1", customer=99, tags=[5])
    assert {(error.pointer, error.code) for error in caught.value.errors} == {("/customer", "reference"), ("/tags/0", "reference")}


async def test_many_are_created_or_none(world: World) -> None:
    entity = world.catalog.entities["customer"]
    with pytest.raises(Invalid) as caught:
        await world.service.create_many(SYSTEM, entity, [{"name": "Ann"}, {"name": None}])
    assert [error.pointer for error in caught.value.errors] == ["/1/name"]
    with pytest.raises(Conflict) as taken:
        await world.service.create_many(SYSTEM, entity, [{"name": "A", "email": "a@b.example"}, {"name": "B", "email": "a@b.example"}])
    assert [error.pointer for error in taken.value.errors] == ["/1/email"]
    assert await world.rows("customer") == []
    assert len(await world.service.create_many(SYSTEM, entity, [{"name": "Ann"}, {"name": "Bob"}])) == 2


async def test_an_update_changes_the_given_fields_and_raises_the_version(world: World) -> None:
    made = await make_order(world, total="1.00")
    entity = world.catalog.entities["order"]
    after = await world.service.update(SYSTEM, entity, made.key, {"status": "paid"}, made.version)
    assert (after.version, after.values["status"], str(after.values["total"])) == (2, "paid", "1.00")
    assert after.values["updated_at"] > made.values["updated_at"]
    assert (await world.service.get(SYSTEM, entity, made.key)).values == after.values


async def test_a_stale_version_is_refused_with_the_current_record(world: World) -> None:
    made = await make_order(world)
    entity = world.catalog.entities["order"]
    await world.service.update(SYSTEM, entity, made.key, {"status": "paid"})
    for attempt in (
        world.service.update(SYSTEM, entity, made.key, {"status": "draft"}, made.version),
        world.service.replace(SYSTEM, entity, made.key, {"number": "B2", "customer": 1}, made.version),
        world.service.delete(SYSTEM, entity, made.key, made.version),
    ):
        with pytest.raises(PreconditionFailed) as caught:
            await attempt
        assert (caught.value.current.version, caught.value.current.values["status"]) == (2, "paid")


async def test_a_key_and_what_is_made_cannot_be_changed(world: World) -> None:
    made = await make_order(world)
    for name in ("id", "created_at", "code", "_version", "lines"):
        with pytest.raises(Invalid) as caught:
            await world.service.update(SYSTEM, world.catalog.entities["order"], made.key, {name: None})
        assert [error.pointer for error in caught.value.errors] == [f"/{name}"]


async def test_a_replacement_gives_absent_fields_their_default_or_null(world: World) -> None:
    tag = await make(world, "tag", name="new")
    made = await make_order(world, total="5.00", status="paid", tags=[tag.key[0]], pin="correct horse")
    entity = world.catalog.entities["order"]
    body = {"number": "A2", "customer": made.values["customer"], "code": None, "id": made.key[0]}
    after, is_new = await world.service.replace(SYSTEM, entity, made.key, body)
    assert not is_new
    assert (after.values["number"], after.values["status"], after.values["total"], after.values["tags"]) == ("A2", "draft", None, [])
    with pytest.raises(Invalid) as caught:
        await world.service.replace(SYSTEM, entity, made.key, body | {"code": "other"})
    assert [(error.pointer, error.code) for error in caught.value.errors] == [("/code", "readonly")]


async def test_a_replacement_creates_where_the_key_is_the_callers(world: World) -> None:
    coin, place = world.catalog.entities["coin"], world.catalog.entities["place"]
    made, is_new = await world.service.replace(SYSTEM, coin, ("eur",), {"name": "Euro"})
    assert is_new
    assert (made.key, made.values["worth"]) == (("eur",), 1)
    key = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
    assert (await world.service.replace(SYSTEM, place, (key,), {"name": "Here"}))[1]
    with pytest.raises(Invalid):
        await world.service.replace(SYSTEM, coin, ("usd",), {"id": "gbp", "name": "Pound"})
    with pytest.raises(NotFound):
        await world.service.replace(SYSTEM, world.catalog.entities["tag"], (77,), {"name": "x"})


async def test_a_uuid_is_made_in_the_order_of_time(world: World) -> None:
    keys = [(await make(world, "place", name=str(number))).key[0] for number in range(3)]
    assert keys == sorted(keys)
    assert keys[0].version == 7


async def test_deleting_a_record_does_what_each_reference_says(world: World) -> None:
    made = await make_order(world)
    key = made.key[0]
    line = await make(world, "line", order=key)
    note = await make(world, "note", order=key)
    customer = world.catalog.entities["customer"]
    with pytest.raises(Conflict) as caught:
        await world.service.delete(SYSTEM, customer, (made.values["customer"],))
    assert caught.value.name == "reference"
    assert [(one[0].name, one[2], one[3]) for one in await world.service.dependents(SYSTEM, customer, (made.values["customer"],))] == [
        ("order", 1, True)
    ]
    await world.service.delete(SYSTEM, world.catalog.entities["order"], made.key)
    with pytest.raises(NotFound):
        await world.service.get(SYSTEM, world.catalog.entities["line"], line.key)
    left = await world.service.get(SYSTEM, world.catalog.entities["note"], note.key)
    assert (left.values["order"], left.version) == (None, 2)
    await world.service.delete(SYSTEM, customer, (made.values["customer"],))


async def test_a_password_is_stored_as_a_hash_and_never_short(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        await make_order(world, "A9", pin="short")
    assert [error.pointer for error in caught.value.errors] == ["/pin"]


async def test_what_one_may_not_do_is_forbidden_only_where_one_may_read(build: Build) -> None:
    world = build(
        open="fields: {name: string}\naccess: {read: authenticated}\n",
        shut="fields: {name: string}\n",
        drop="fields: {name: string}\naccess: {create: authenticated}\n",
    )
    readable = world.catalog.entities["open"]
    for attempt in (world.service.create(CLERK, readable, {}), world.service.delete(CLERK, readable, (1,))):
        with pytest.raises(Forbidden):
            await attempt
    for attempt in (
        world.service.create(CLERK, world.catalog.entities["shut"], {}),
        world.service.list(CLERK, world.catalog.entities["shut"], parse_query([])),
        world.service.list(CLERK, world.catalog.entities["drop"], parse_query([])),
    ):
        with pytest.raises(NotFound):
            await attempt
    made = await world.service.create(CLERK, world.catalog.entities["drop"], {"name": "x"})
    assert (made.is_seen, made.values) == (False, {"id": 1})


async def test_a_reference_that_may_not_be_read_is_the_same_as_one_that_is_not_there(build: Build) -> None:
    world = build(
        open="fields: {secret: {type: vault}}\naccess: {create: authenticated, read: authenticated}\n",
        vault="fields: {name: string}\n",
    )
    await world.service.create(SYSTEM, world.catalog.entities["vault"], {"name": "x"})
    told = []
    for key in (1, 2):
        with pytest.raises(Invalid) as caught:
            await world.service.create(CLERK, world.catalog.entities["open"], {"secret": key})
        told.append(caught.value.errors[0].message.replace(str(key), "?"))
    assert told[0] == told[1]


async def test_titles_are_made_of_what_the_reader_may_see(world: World) -> None:
    made = await make_order(world)
    assert await world.service.titles(SYSTEM, world.catalog.entities["order"], [made.key, (99,)]) == {made.key: "A1 · Ann A1"}
    assert await world.service.titles(CLERK, world.catalog.entities["order"], [made.key]) == {}


async def test_choices_search_the_title_and_page(world: World) -> None:
    for name in ("Bob", "Ann", "Ännchen", "Joann"):
        await make(world, "customer", name=name)
    entity = world.catalog.entities["customer"]
    assert [title for _, title in await world.service.choices(SYSTEM, entity, "")] == ["Ann", "Bob", "Joann", "Ännchen"]
    assert [title for _, title in await world.service.choices(SYSTEM, entity, "ANN")] == ["Ann", "Joann"]
    assert [title for _, title in await world.service.choices(SYSTEM, entity, "", limit=1, offset=1)] == ["Bob"]


async def test_a_cursor_leads_through_every_record_once(world: World) -> None:
    entity = world.catalog.entities["customer"]
    await world.service.create_many(SYSTEM, entity, [{"name": f"C{number % 3}"} for number in range(10)])
    seen, query = [], [("sort", "-name"), ("limit", "3")]
    while True:
        page = await world.service.list(SYSTEM, entity, parse_query(query))
        seen += [record.key[0] for record in page.items]
        if page.next is None:
            break
        query = [("sort", "-name"), ("limit", "3"), ("cursor", page.next)]
    assert sorted(seen) == list(range(1, 11))


async def test_a_cursor_of_another_question_or_caller_is_refused(world: World) -> None:
    entity = world.catalog.entities["customer"]
    await world.service.create_many(SYSTEM, entity, [{"name": f"C{number}"} for number in range(5)])
    page = await world.service.list(SYSTEM, entity, parse_query([("limit", "2")]))
    other = Actor(9, "bob", frozenset({"admin"}), is_authenticated=True)
    assert page.next is not None
    for actor, query in (
        (SYSTEM, [("cursor", page.next), ("sort", "name")]),
        (SYSTEM, [("cursor", page.next), ("name", "C1")]),
        (SYSTEM, [("cursor", page.next[:-2] + "xx")]),
        (SYSTEM, [("cursor", "garbage")]),
        (other, [("cursor", page.next)]),
    ):
        with pytest.raises(BadRequest) as caught:
            await world.service.list(actor, entity, parse_query(query))
        assert caught.value.name == "bad_cursor"


async def test_a_write_to_people_is_noticed_at_once(world: World) -> None:
    token = await world.signin.create_key("window", roles=["admin"])
    assert await world.signin.actor_for(token) is not None
    keys = world.catalog.entities["crudgen_api_key"]
    page = await world.service.list(SYSTEM, keys, parse_query([]))
    await world.service.delete(SYSTEM, keys, page.items[0].key)
    assert await world.signin.actor_for(token) is None
