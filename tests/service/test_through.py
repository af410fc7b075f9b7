"""Links that are records of an entity with fields of its own."""

from io import BytesIO
from typing import Any

import pytest

from crudgen.errors import Conflict, Invalid
from crudgen.plan.actor import SYSTEM, Actor
from crudgen.plan.nodes import Record
from crudgen.plan.request import parse_query
from crudgen.service.importer import import_csv
from tests.support.world import Build, World

LINK = """
unique: [[order, tag]]
fields:
  order: {type: order, required: true, on_delete: cascade}
  tag: {type: tag, required: true, on_delete: cascade}
  weight: {type: int, required: true, default: 5}
  note: string
"""
SHOP = {
    "order": "timestamps: false\nfields: {number: string, tags: {type: [tag], through: order_tag}}\n"
    "access: {read: clerk, update: clerk, create: clerk}\n",
    "tag": "timestamps: false\nfields: {name: string!}\naccess: {read: clerk}\n",
    "order_tag": LINK,
}
CLERK = Actor(7, "ann", frozenset({"clerk"}), is_authenticated=True)


@pytest.fixture
def world(build: Build) -> World:
    return build(**SHOP)


async def make(world: World, entity: str, **body: Any) -> Record:
    return await world.service.create(SYSTEM, world.catalog.entities[entity], body)


async def make_tags(world: World, count: int = 3) -> list[int]:
    return [(await make(world, "tag", name=str(number))).key[0] for number in range(count)]


async def links(world: World) -> list[tuple[object, ...]]:
    return [(row["order"], row["tag"], row["weight"]) for row in await world.rows("order_tag", "sort=order,tag")]


async def test_ids_become_records_with_defaults_and_come_back(world: World) -> None:
    one, two, _ = await make_tags(world)
    made = await make(world, "order", number="A", tags=[two, one])
    assert made.values["tags"] == [one, two]
    assert await links(world) == [(1, one, 5), (1, two, 5)]
    read = await world.service.get(SYSTEM, made.entity, made.key, parse_query([("expand", "tags,order_tag")]))
    assert [tag.values["name"] for tag in read.values["tags"]] == ["0", "1"]
    assert [link.values["weight"] for link in read.values["order_tag"]] == [5, 5]


async def test_links_that_stay_keep_their_own_fields(world: World) -> None:
    one, two, three = await make_tags(world)
    made = await make(world, "order", tags=[one, two])
    link = world.catalog.entities["order_tag"]
    await world.service.update(SYSTEM, link, (1,), {"weight": 9, "note": "mine"})
    changed = await world.service.update(SYSTEM, made.entity, made.key, {"tags": [three, one]})
    assert changed.values["tags"] == [one, three]
    assert await links(world) == [(1, one, 9), (1, three, 5)]
    replaced, _ = await world.service.replace(SYSTEM, made.entity, made.key, {})
    assert (replaced.values["tags"], await links(world)) == ([], [])


async def test_a_link_can_be_made_and_deleted_by_itself(world: World) -> None:
    one, two, _ = await make_tags(world)
    order = await make(world, "order", tags=[one])
    made = await make(world, "order_tag", order=order.key[0], tag=two, weight=1)
    assert [row["tags"] for row in await world.rows("order", "fields=tags")] == [[one, two]]
    with pytest.raises(Conflict):
        await make(world, "order_tag", order=order.key[0], tag=two)
    await world.service.delete(SYSTEM, made.entity, made.key)
    assert [row["tags"] for row in await world.rows("order", "fields=tags&tags=1")] == [[one]]


async def test_an_unknown_id_is_told_at_its_place(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        await make(world, "order", tags=[99])
    assert [(error.pointer, error.code) for error in caught.value.errors] == [("/tags/0", "reference")]


async def test_the_other_side_finds_and_expands(world: World) -> None:
    one, _, _ = await make_tags(world)
    order = await make(world, "order", number="A", tags=[one])
    assert [row["id"] for row in await world.rows("tag", f"order={order.key[0]}")] == [one]


async def test_who_may_not_see_the_link_entity_knows_nothing_of_the_list(world: World) -> None:
    order, rights = world.catalog.entities["order"], world.service.rights(CLERK)
    assert "tags" not in rights.fields(order)
    assert "tags" not in rights.relations(order)
    with pytest.raises(Invalid) as caught:
        await world.service.create(CLERK, order, {"tags": []})
    assert [error.code for error in caught.value.errors] == ["unknown_field"]


async def test_an_import_makes_the_links_too(world: World) -> None:
    one, two, _ = await make_tags(world)
    content = f'number,tags\nA,"{one},{two}"\nB,\n'.encode()
    result = await import_csv(world.service, SYSTEM, world.catalog.entities["order"], BytesIO(content))
    assert (result.created, await links(world)) == (2, [(1, one, 5), (1, two, 5)])


async def test_an_entity_can_be_linked_to_itself(build: Build) -> None:
    world = build(
        person="timestamps: false\nfields: {name: string!, friends: {type: [person], through: friendship, inverse: friend_of}}\n",
        friendship="id: [one, other]\nfields:\n  one: {type: person, required: true, on_delete: cascade, inverse: ones}\n"
        "  other: {type: person, required: true, on_delete: cascade, inverse: others}\n",
    )
    ann = await make(world, "person", name="Ann")
    bob = await make(world, "person", name="Bob", friends=[ann.key[0]])
    assert bob.values["friends"] == [1]
    assert [row["name"] for row in await world.rows("person", "friend_of=2")] == ["Ann"]


def test_mapped_classes_read_over_the_links(world: World) -> None:
    from crudgen.model import Models

    models = Models(world.catalog, world.store.tables)
    with world.database.session() as session:
        order, tag = models["order"](number="A"), models["tag"](name="new")
        session.add(models["order_tag"](order=order, tag=tag, weight=2))
        session.commit()
        assert [one.name for one in session.get_one(models["order"], 1).tags] == ["new"]
    models.dispose()
