"""Children written with their parent: which rows change, come and go, what is told of the wrong ones, and who may write them."""

import io
from decimal import Decimal
from typing import Any

import pytest

from crudgen.errors import Conflict, Forbidden, Invalid, PreconditionFailed
from crudgen.plan.actor import SYSTEM, Actor
from crudgen.plan.nodes import Record
from crudgen.plan.request import ListRequest
from crudgen.schema.catalog import Action
from crudgen.service.importer import import_csv
from crudgen.service.records import Records
from tests.support.world import Build, World

SHOP = {
    "product": "fields: {name: string!}\n",
    "order": """
fields:
  number: {type: string, required: true, unique: true}
  note: string
access: {read: [clerk, guest], create: [clerk, poster], update: clerk, delete: manager}
""",
    "item": """
fields:
  order: {type: order, part_of: true, inverse: items}
  product: product!
  quantity: {type: int, min: 1, default: 1}
  price: {type: decimal, scale: 2}
  code: {type: string, unique: true}
""",
    "serial": "fields: {item: {type: item, part_of: true, inverse: serials}, text: {type: string, required: true, max_length: 5}}\n",
    "remark": """
id: string
fields: {order: {type: order, part_of: true, inverse: remarks}, text: string!}
access: {create: [clerk, poster], delete: nobody, update: manager}
""",
    "step": "id: [order, number]\nfields: {order: {type: order, part_of: true, inverse: steps}, number: int!, text: string}\n",
}
ROLES = "roles: {manager: {label: Manager}, clerk: {label: Clerk}, guest: {label: Guest}, poster: {label: Poster}}\n"


def actor(*roles: str) -> Actor:
    return Actor(7, "ann", frozenset(roles), is_authenticated=True)


@pytest.fixture
def world(build: Build) -> World:
    return build(ROLES, **{**SHOP, "product": SHOP["product"] + "access: {read: public}\n"})


async def make(world: World, entity: str, who: Actor = SYSTEM, **body: Any) -> Record:
    return await world.service.create(who, world.catalog.entities[entity], body)


async def change(world: World, key: int, who: Actor = SYSTEM, version: int | None = None, **body: Any) -> Record:
    return await world.service.update(who, world.catalog.entities["order"], (key,), body, version)


async def read(world: World, *expand: str, key: int = 1) -> Record:
    return await world.service.get(SYSTEM, world.catalog.entities["order"], (key,), ListRequest(expand=expand))


async def rows(world: World, key: int = 1) -> list[tuple[int, int, int]]:
    order = await read(world, "items", key=key)
    return [(one.key[0], one.values["product"], one.values["quantity"]) for one in order.values["items"]]


async def version(world: World, entity: str, key: Any = 1) -> int:
    return (await world.service.get(SYSTEM, world.catalog.entities[entity], (key,))).version


async def make_order(world: World, **body: Any) -> Record:
    await world.service.create_many(SYSTEM, world.catalog.entities["product"], [{"name": "Fern"}, {"name": "Pot"}])
    return await make(world, "order", number="A1", items=[{"product": 1, "quantity": 2}, {"product": 2}], **body)


def told(caught: pytest.ExceptionInfo[Any]) -> dict[str, str]:
    return {error.pointer: error.code for error in caught.value.errors}


async def test_a_parent_is_made_with_its_children_and_answers_them(world: World) -> None:
    made = await make_order(world)
    assert [(one.key, one.values["order"], one.values["quantity"], one.version) for one in made.values["items"]] == [
        ((1,), 1, 2, 1), ((2,), 1, 1, 1),
    ]  # fmt: skip
    stored = await read(world, "items")
    assert [one.values for one in stored.values["items"]] == [one.values for one in made.values["items"]]


async def test_one_change_makes_changes_and_removes_rows_or_nothing(world: World) -> None:
    await make_order(world)
    good = [{"product": 1, "quantity": 5}, {"id": 2, "quantity": 9}, {"product": 2, "quantity": 6}]
    bad = [*good[:2], {"product": 2, "quantity": 0}]
    before = await rows(world)
    with pytest.raises(Invalid) as caught:
        await change(world, 1, items=bad, note="x")
    assert told(caught) == {"/items/2/quantity": "min"}
    assert (await rows(world), await version(world, "order")) == (before, 1)
    after = await change(world, 1, items=good, note="x")
    assert [(one.key[0], one.values["quantity"], one.version) for one in after.values["items"]] == [(3, 5, 1), (2, 9, 2), (4, 6, 1)]
    assert await rows(world) == [(2, 2, 9), (3, 1, 5), (4, 2, 6)]
    assert (after.version, after.values["note"], await version(world, "order")) == (2, "x", 2)


async def test_every_mistake_of_every_level_is_told_at_once(world: World) -> None:
    await make_order(world)
    items = [
        {"id": 1, "quantity": 0, "serials": [{"text": "too long"}, {}, 5]},
        {"product": 99, "colour": "red"},
        {"id": 77, "quantity": 1},
        {"id": 1},
        "three",
        {"id": "x"},
        {"quantity": 2},
        {"product": 1, "order": 2},
    ]
    with pytest.raises(Invalid) as caught:
        await change(world, 1, number=None, items=items)
    assert told(caught) == {
        "/number": "required", "/items/0/quantity": "min", "/items/0/serials/0/text": "max_length",
        "/items/0/serials/1/text": "required", "/items/0/serials/2": "type", "/items/1/product": "reference",
        "/items/1/colour": "unknown_field", "/items/2/id": "reference", "/items/3/id": "duplicate", "/items/4": "type",
        "/items/5/id": "type", "/items/5/product": "required", "/items/6/product": "required", "/items/7/order": "parent",
    }  # fmt: skip


async def test_a_row_of_another_parent_is_refused_as_one_that_is_not_there(world: World) -> None:
    await make_order(world)
    await make(world, "order", number="A2", items=[{"product": 1}])
    messages = []
    for strange in (3, 4):
        with pytest.raises(Invalid) as caught:
            await change(world, 1, items=[{"id": strange, "quantity": 4}])
        messages.append([(error.pointer, error.template) for error in caught.value.errors])
    assert messages[0] == messages[1]
    assert len(await rows(world, 2)) == 1


async def test_children_of_children_are_written_at_any_depth(world: World) -> None:
    await make_order(world)
    made = await change(world, 1, items=[{"id": 1, "serials": [{"text": "a"}, {"text": "b"}]}, {"product": 2, "serials": [{"text": "c"}]}])
    first, second = made.values["items"]
    assert [one.values["text"] for one in first.values["serials"]] == ["a", "b"]
    assert (first.version, second.values["serials"][0].values["item"]) == (2, second.key[0])
    await change(world, 1, items=[{"id": 1, "serials": [{"id": 2, "text": "B"}]}, {"id": second.key[0]}])
    stored = await read(world, "items.serials")
    assert [[one.values["text"] for one in item.values["serials"]] for item in stored.values["items"]] == [["B"], ["c"]]


async def test_left_out_by_patch_the_list_stays_and_by_put_it_is_emptied(world: World) -> None:
    await make_order(world)
    await change(world, 1, note="x")
    assert len(await rows(world)) == 2
    await world.service.replace(SYSTEM, world.catalog.entities["order"], (1,), {"number": "A1", "items": [{"id": 2}]})
    assert await rows(world) == [(2, 2, 1)]
    replaced, _ = await world.service.replace(SYSTEM, world.catalog.entities["order"], (1,), {"number": "A1"})
    assert (await rows(world), replaced.values["items"]) == ([], [])


async def test_what_was_read_can_be_sent_back_whole(world: World) -> None:
    await make_order(world)
    order = await read(world, "items")
    body = [
        {"id": one.key[0], "order": 1, "product": 1, "quantity": 3, "created_at": _iso(one.values["created_at"])}
        for one in order.values["items"]
    ]
    await change(world, 1, items=body)
    assert await rows(world) == [(1, 1, 3), (2, 1, 3)]


def _iso(value: Any) -> str:
    return str(value.isoformat().replace("+00:00", "Z"))


async def test_a_row_that_is_sent_unchanged_keeps_its_version(world: World) -> None:
    await make_order(world)
    after = await change(world, 1, items=[{"id": 2}, {"id": 1, "quantity": 2}])
    assert [(one.key[0], one.version) for one in after.values["items"]] == [(2, 1), (1, 1)]
    assert await version(world, "order") == 2


async def test_a_child_raises_the_versions_above_it_through_its_own_door(world: World) -> None:
    await make_order(world)
    serial, item = world.catalog.entities["serial"], world.catalog.entities["item"]
    await make(world, "serial", item=1, text="a")
    assert (await version(world, "item"), await version(world, "order")) == (2, 2)
    await world.service.update(SYSTEM, serial, (1,), {"text": "b"})
    await world.service.delete(SYSTEM, serial, (1,))
    assert (await version(world, "item"), await version(world, "order")) == (4, 4)
    await make(world, "order", number="A2")
    await world.service.update(SYSTEM, item, (1,), {"order": 2})
    assert (await version(world, "order", 1), await version(world, "order", 2)) == (5, 2)
    with pytest.raises(PreconditionFailed):
        await change(world, 1, version=1, note="late")


async def test_a_delete_elsewhere_that_takes_children_along_raises_their_parents(build: Build) -> None:
    schemas = {
        "product": "fields: {name: string!}\n",
        "order": "fields: {number: string!}\n",
        "item": "fields: {order: {type: order, part_of: true, inverse: items}, product: {type: product, on_delete: cascade}}\n",
    }
    world = build(**schemas)
    await make(world, "product", name="Fern")
    await make(world, "order", number="A1", items=[{"product": 1}, {}])
    await world.service.delete(SYSTEM, world.catalog.entities["product"], (1,))
    assert await version(world, "order") == 2


async def test_a_deleted_parent_takes_its_children_along(world: World) -> None:
    await make_order(world)
    await make(world, "serial", item=1, text="a")
    await world.service.delete(SYSTEM, world.catalog.entities["order"], (1,))
    page = await world.service.list(SYSTEM, world.catalog.entities["serial"], ListRequest())
    assert page.items == []


async def test_a_list_that_was_cut_when_read_is_not_written(world: World) -> None:
    await make_order(world)
    with pytest.raises(Invalid) as caught:
        await change(world, 1, items=[], items_truncated=True)
    assert told(caught) == {"/items_truncated": "truncated"}
    assert len(await rows(world)) == 2


async def test_an_array_of_parents_takes_children_along(world: World) -> None:
    await make_order(world)
    order = world.catalog.entities["order"]
    with pytest.raises(Invalid) as caught:
        await world.service.create_many(SYSTEM, order, [{"number": "B1", "items": [{"product": 9}]}, {"items": [{"quantity": 1}]}])
    assert told(caught) == {"/0/items/0/product": "reference", "/1/number": "required", "/1/items/0/product": "required"}
    made = await world.service.create_many(
        SYSTEM, order, [{"number": "B1", "items": [{"product": 1}, {"product": 2}]}, {"number": "B2", "items": [{"product": 2}]}]
    )
    assert [[one.values["order"] for one in record.values["items"]] for record in made] == [[2, 2], [3]]


async def test_a_conflict_points_at_its_row(world: World) -> None:
    await make_order(world)
    with pytest.raises(Conflict) as caught:
        await change(world, 1, items=[{"id": 1, "code": "x"}, {"id": 2}, {"product": 1, "code": "y"}, {"product": 1, "code": "x"}])
    assert told(caught) == {"/items/3/code": "unique"}
    with pytest.raises(Conflict) as caught:
        await change(world, 1, items=[{"id": 1, "code": "x"}, {"id": 2, "code": "x"}])
    assert told(caught) == {"/items/1/code": "unique"}


async def test_a_freed_unique_value_can_be_taken_by_a_new_row(world: World) -> None:
    await make_order(world)
    await change(world, 1, items=[{"id": 1, "code": "x"}])
    after = await change(world, 1, items=[{"product": 1, "code": "x"}])
    assert [one.values["code"] for one in after.values["items"]] == ["x"]


async def test_rows_whose_key_is_chosen_are_matched_by_it_or_made_with_it(world: World) -> None:
    await make_order(world, remarks=[{"id": "r1", "text": "one"}], steps=[{"number": 1, "text": "a"}, {"number": 2}])
    after = await change(world, 1, remarks=[{"id": "r1", "text": "uno"}, {"id": "r2", "text": "two"}], steps=[{"number": 2, "text": "b"}])
    assert [(one.key, one.values["text"], one.version) for one in after.values["remarks"]] == [(("r1",), "uno", 2), (("r2",), "two", 1)]
    assert [(one.key, one.values["text"]) for one in after.values["steps"]] == [((1, 2), "b")]
    await make(world, "order", number="A2")
    with pytest.raises(Invalid) as caught:
        await change(world, 2, remarks=[{"id": "r1", "text": "mine now"}])
    assert told(caught) == {"/remarks/0/id": "reference"}


async def test_a_child_without_rules_takes_its_parents(world: World) -> None:
    await make_order(world)
    item = world.catalog.entities["item"]
    clerk, guest = actor("clerk"), actor("guest")
    assert len((await world.service.list(guest, item, ListRequest())).items) == 2
    with pytest.raises(Forbidden):
        await world.service.update(guest, item, (1,), {"quantity": 4})
    await world.service.update(clerk, item, (1,), {"quantity": 4})
    await world.service.delete(clerk, item, (1,))
    await make(world, "item", clerk, order=1, product=1)


async def test_whoever_may_make_a_parent_makes_its_children(world: World) -> None:
    await make_order(world)
    made = await make(world, "order", actor("poster"), number="P1", items=[{"product": 1}], remarks=[{"id": "p", "text": "hello"}])
    assert (made.is_seen, made.values) == (False, {"id": made.key[0]})
    assert len(await rows(world, made.key[0])) == 1


async def test_a_childs_own_rules_only_narrow(world: World) -> None:
    await make_order(world, remarks=[{"id": "r1", "text": "one"}])
    clerk = actor("clerk")
    remark = world.catalog.entities["remark"]
    assert not world.service.rights(actor("guest")).may(Action.CREATE, remark)
    kept = await change(world, 1, clerk, remarks=[{"id": "r1", "text": "one"}, {"id": "r2", "text": "two"}])
    assert len(kept.values["remarks"]) == 2
    for bad, pointer in (([{"id": "r1", "text": "uno"}, {"id": "r2"}], "/remarks/0"), ([{"id": "r1"}], "/remarks")):
        with pytest.raises(Forbidden) as caught:
            await change(world, 1, clerk, remarks=bad)
        assert told(caught) == {pointer: "forbidden"}
    replaced, _ = await world.service.replace(clerk, world.catalog.entities["order"], (1,), {"number": "A1"})
    assert (replaced.values["items"], len((await read(world, "remarks")).values["remarks"])) == ([], 2)


async def test_references_of_many_rows_are_checked_at_once(world: World) -> None:
    await make_order(world)
    statements: list[str] = []
    kept = world.store.missing_keys

    def count(connection: Any, entity: Any, keys: Any) -> set[Any]:
        statements.append(entity.name)
        return kept(connection, entity, keys)

    world.store.missing_keys = count  # type: ignore[method-assign]
    await change(world, 1, items=[{"product": 1 + index % 2} for index in range(500)])
    assert statements.count("product") == 1
    assert len(await rows(world)) == 100


async def test_an_import_of_children_raises_their_parents(world: World) -> None:
    await make_order(world)
    result = await import_csv(world.service, SYSTEM, world.catalog.entities["item"], io.BytesIO(b"order,product\n1,1\n1,2\n"))
    assert (result.created, await version(world, "order")) == (2, 2)


async def test_records_take_and_give_children_as_python_values(world: World) -> None:
    await make_order(world)
    made = await Records(world.service, SYSTEM).create("order", {"number": "P1", "items": [{"product": 1, "price": Decimal("2.50")}]})
    assert [(item["id"], item["price"]) for item in made["items"]] == [(3, Decimal("2.50"))]
