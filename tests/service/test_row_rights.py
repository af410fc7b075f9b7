"""Rules of `access` with conditions and fields: who sees which rows, which of their fields, and what they may do with them."""

from typing import Any

import pytest

from crudgen.errors import Forbidden, Invalid, NotFound, Refusal
from crudgen.plan.actor import SYSTEM, Actor
from crudgen.plan.request import parse_query
from crudgen.service.records import flatten
from tests.support.world import Build, World

SCHEMAS = {
    "customer": """
        title: "{name}"
        owner: user
        search: [name, phone]
        fields:
          name: string!
          phone: string
          rating: int
          user: user
        access:
          read: [{role: clerk, except: [rating]}, {role: owner, fields: [name, phone]}]
          update: [{role: clerk, fields: [phone]}, {role: owner, when: "rating is null or rating > 1", fields: [name]}]
    """,
    "order": """
        owner: customer.user
        title: "{number} {customer.name}"
        fields:
          number: string!
          customer: customer!
          status: {type: enum, values: [draft, placed, paid], default: draft}
          note: text
          tags: [tag]
        access:
          read: [{role: clerk, when: "status != 'draft'"}, owner, {role: packer, when: "status = 'paid'", fields: [number, status]}]
          create: [{role: owner, when: "status = 'draft'"}, {role: clerk, except: [note]}]
          update: [clerk, {role: owner, when: "status = 'draft' and input.status = 'placed'", fields: [status, items]}]
          delete: {role: owner, when: "old.status = 'draft'"}
    """,
    "item": """
        fields:
          order: {type: order, part_of: true, inverse: items}
          product: string!
          quantity: int!
        checks: [{rule: "quantity > 0", message: Order at least one., field: quantity}]
    """,
    "tag": """
        fields: {name: string!, secret: bool}
        access: {read: {role: clerk, when: "secret is null or not secret"}}
    """,
}
CONFIG = "roles: {clerk: {label: Clerk}, packer: {label: Packer}}\n"


def person(id_: int | None, *roles: str) -> Actor:
    return Actor(id_, f"user{id_}", frozenset(roles), is_authenticated=True)


ANN, BOB, CLERK, PACKER = person(1), person(2), person(None, "clerk"), person(None, "packer")


@pytest.fixture
async def shop(build: Build) -> World:
    world = build(CONFIG, **SCHEMAS)
    for login in ("ann", "bob"):
        await make(world, "user", {"login": login})
    await make(world, "customer", {"name": "Ann", "phone": "+44 20 7946 0001", "rating": 5, "user": 1})
    await make(world, "customer", {"name": "Bob", "phone": "+44 20 7946 0002", "rating": 1, "user": 2})
    for name, secret in (("new", None), ("late", False), ("fraud", True)):
        await make(world, "tag", {"name": name, "secret": secret})
    rows = [("A1", 1, "draft"), ("A2", 1, "paid"), ("B1", 2, "placed"), ("B2", 2, "draft")]
    for number, customer, status in rows:
        items = [{"product": "pen", "quantity": 1}, {"product": "ink", "quantity": 2}]
        await make(world, "order", {"number": number, "customer": customer, "status": status, "note": "n", "tags": [1, 3], "items": items})
    return world


async def make(world: World, entity: str, body: dict[str, Any]) -> None:
    await world.service.create(SYSTEM, world.catalog.entities[entity], body)


async def seen(world: World, actor: Actor, entity: str, query: str = "") -> list[dict[str, Any]]:
    pairs = [tuple(part.split("=", 1)) for part in query.split("&") if part]
    page = await world.service.list(actor, world.catalog.entities[entity], parse_query(pairs))
    assert page.total == len(page.items) or "limit" in query
    return [flatten(record) for record in page.items]


async def numbers(world: World, actor: Actor, query: str = "") -> list[str]:
    return [row["number"] for row in await seen(world, actor, "order", query)]


async def test_each_sees_the_rows_that_a_rule_gives_them(shop: World) -> None:
    assert await numbers(shop, ANN) == ["A1", "A2"]
    assert await numbers(shop, BOB) == ["B1", "B2"]
    assert await numbers(shop, CLERK) == ["A2", "B1"]
    assert await numbers(shop, person(1, "clerk")) == ["A1", "A2", "B1"]
    assert await numbers(shop, PACKER) == ["A2"]
    assert await numbers(shop, SYSTEM) == ["A1", "A2", "B1", "B2"]


async def test_a_row_out_of_sight_is_not_found(shop: World) -> None:
    order = shop.catalog.entities["order"]
    for action in (
        lambda key: shop.service.get(ANN, order, key),
        lambda key: shop.service.update(ANN, order, key, {"status": "placed"}),
        lambda key: shop.service.replace(ANN, order, key, {"number": "X", "customer": 1}),
        lambda key: shop.service.delete(ANN, order, key),
    ):
        told = []
        for key in ((3,), (99,)):
            with pytest.raises(NotFound) as refused:
                await action(key)
            told.append((refused.value.detail, refused.value.name, refused.value.errors))
        assert told[0] == told[1]


async def test_a_field_is_there_on_the_rows_where_it_may_be_read(shop: World) -> None:
    (only,) = await seen(shop, PACKER, "order")
    assert only.keys() == {"id", "number", "status"}
    both = person(1, "packer")
    assert [row.keys() >= {"note", "customer"} for row in await seen(shop, both, "order")] == [True, True]
    mixed = await seen(shop, person(2, "packer"), "order")
    assert {row["number"]: "note" in row for row in mixed} == {"A2": False, "B1": True, "B2": True}


async def test_a_query_that_names_a_field_sees_only_rows_where_it_may_be_read(shop: World) -> None:
    mixed = person(2, "packer")
    assert await numbers(shop, mixed, "note[contains]=n") == ["B1", "B2"]
    assert await numbers(shop, mixed, "note[null]=false") == ["B1", "B2"]
    assert await numbers(shop, mixed, "sort=-note") == ["B1", "B2"]
    assert await numbers(shop, mixed, "filter=note is not null or status = 'paid'") == ["B1", "B2"]


async def test_paths_stop_at_rows_out_of_sight(shop: World) -> None:
    clerk_of_nobody = person(None, "packer", "clerk")
    assert await numbers(shop, clerk_of_nobody, "customer.name=Ann") == ["A2"]
    assert await seen(shop, PACKER, "order", "fields=number") == [{"id": 2, "number": "A2"}]
    for query in ("customer.name=Ann", "sort=customer.name", "expand=customer", "filter=customer.rating > 1", "note=n"):
        with pytest.raises(Refusal):
            await seen(shop, PACKER, "order", query)
    with pytest.raises(Refusal):
        await seen(shop, CLERK, "order", "customer.rating=5")


async def test_lists_of_ids_and_expanded_records_hold_what_may_be_seen(shop: World) -> None:
    (row, _) = await seen(shop, CLERK, "order", "fields=tags")
    assert row["tags"] == [1]
    assert await numbers(shop, CLERK, "tags=1") == ["A2", "B1"]
    assert await numbers(shop, CLERK, "tags=3") == []
    (ann,) = await seen(shop, CLERK, "customer", "name=Ann&expand=order")
    assert [one["number"] for one in ann["order"]] == ["A2"]
    (counted,) = await seen(shop, CLERK, "customer", "filter=count(order) = 1 and name = 'Ann'")
    assert counted["name"] == "Ann"


async def test_children_are_seen_with_their_parent(shop: World) -> None:
    assert [row["order"] for row in await seen(shop, CLERK, "item")] == [2, 2, 3, 3]
    assert [row["order"] for row in await seen(shop, ANN, "item")] == [1, 1, 2, 2]
    with pytest.raises(Refusal):
        await seen(shop, PACKER, "item")


async def test_what_may_be_written_is_said_by_the_row(shop: World) -> None:
    customer = shop.catalog.entities["customer"]
    record = await shop.service.update(ANN, customer, (1,), {"name": "Anne"})
    assert record.values == {"id": 1, "name": "Anne", "phone": "+44 20 7946 0001"}
    with pytest.raises(Forbidden):
        await shop.service.update(ANN, customer, (1,), {"phone": "+44 20 7946 0009"})
    with pytest.raises(Forbidden):  # rating 1
        await shop.service.update(BOB, customer, (2,), {"name": "Rob"})
    with pytest.raises(Invalid):
        await shop.service.update(CLERK, customer, (1,), {"rating": 9})
    await shop.service.update(CLERK, customer, (1,), {"phone": "+44 20 7946 0009"})


async def test_a_value_that_may_not_be_written_cannot_be_guessed(build: Build) -> None:
    access = "{read: [{role: clerk, fields: [name]}, {role: owner}], update: [{role: clerk, fields: [name]}, owner]}"
    fields = "{name: string!, pin: string, code: {type: string, set_once: true}, user: user}"
    world = build(CONFIG, card=f"owner: user\nfields: {fields}\naccess: {access}")
    card = world.catalog.entities["card"]
    await world.signin.create_user("ann", "long enough for all", ())
    await make(world, "card", {"name": "Ann", "pin": "1234", "user": None})
    await make(world, "card", {"name": "Bob", "code": "1234", "user": None})
    for key, name in ((1, "pin"), (2, "code")):
        for guess in ("1234", "9999"):
            with pytest.raises(Forbidden):
                await world.service.update(person(1, "clerk"), card, (key,), {"name": "Ann", name: guess})


async def test_rules_know_the_values_sent_and_the_row_before(shop: World) -> None:
    order = shop.catalog.entities["order"]
    with pytest.raises(Forbidden):
        await shop.service.update(ANN, order, (1,), {"status": "paid"})
    assert (await shop.service.update(ANN, order, (1,), {"status": "placed"})).values["status"] == "placed"
    with pytest.raises(Forbidden):
        await shop.service.delete(ANN, order, (1,))
    await shop.service.delete(BOB, order, (4,))
    assert await numbers(shop, SYSTEM) == ["A1", "A2", "B1"]


async def test_a_change_out_of_ones_sight_is_refused_and_nothing_changed(shop: World) -> None:
    order = shop.catalog.entities["order"]
    with pytest.raises(Forbidden):
        await shop.service.update(CLERK, order, (2,), {"status": "draft"})
    assert (await shop.rows("order", "number=A2"))[0]["status"] == "paid"


async def test_what_is_created_must_be_what_a_rule_allows(shop: World) -> None:
    order = shop.catalog.entities["order"]
    made = await shop.service.create(ANN, order, {"number": "A3", "customer": 1})
    assert made.values["number"] == "A3"
    with pytest.raises(Forbidden):
        await shop.service.create(ANN, order, {"number": "A4", "customer": 1, "status": "paid"})
    with pytest.raises(Invalid):  # somebody else's customer is none that she knows of
        await shop.service.create(ANN, order, {"number": "A4", "customer": 2})
    with pytest.raises(Forbidden):
        await shop.service.create(CLERK, order, {"number": "C1", "customer": 1, "note": "x", "status": "placed"})
    unseen = await shop.service.create(CLERK, order, {"number": "C2", "customer": 1})
    assert (unseen.is_seen, unseen.values) == (False, {"id": unseen.key[0]})
    assert [row["number"] for row in await shop.rows("order")] == ["A1", "A2", "B1", "B2", "A3", "C2"]


async def test_an_owner_is_the_caller_unless_somebody_else_is_named(build: Build) -> None:
    world = build(CONFIG, note="owner: author\nfields: {text: string!, author: user}\naccess: {read: owner, create: authenticated}")
    for login in ("ann", "bob"):
        await make(world, "user", {"login": login})
    note = world.catalog.entities["note"]
    assert (await world.service.create(ANN, note, {"text": "mine"})).values["author"] == 1
    assert not (await world.service.create(CLERK, note, {"text": "nobody's"})).is_seen
    assert await seen(world, BOB, "note") == []


async def test_references_lead_only_to_what_is_seen(shop: World) -> None:
    order = shop.catalog.entities["order"]
    told = []
    for tag in (3, 99):
        with pytest.raises(Invalid) as refused:
            await shop.service.update(CLERK, order, (2,), {"tags": [1, tag]})
        told.append([(error.pointer, error.code, error.template) for error in refused.value.errors])
    assert told[0] == told[1]


async def test_links_out_of_sight_stay(shop: World) -> None:
    order = shop.catalog.entities["order"]
    changed = await shop.service.update(CLERK, order, (2,), {"tags": [2]})
    assert changed.values["tags"] == [2]
    assert (await shop.rows("order", "number=A2&fields=tags"))[0]["tags"] == [2, 3]


async def test_children_are_written_as_their_parents_rule_says(shop: World) -> None:
    order, item = shop.catalog.entities["order"], shop.catalog.entities["item"]
    rows = [{"id": 1, "quantity": 7}, {"product": "cap", "quantity": 1}]
    with pytest.raises(Forbidden):  # nothing says that the order is placed by it
        await shop.service.update(ANN, order, (1,), {"items": rows})
    changed = await shop.service.update(ANN, order, (1,), {"status": "placed", "items": rows})
    assert [one.values["quantity"] for one in changed.values["items"]] == [7, 1]
    await shop.service.update(CLERK, item, (3,), {"quantity": 4})
    with pytest.raises(NotFound):
        await shop.service.update(CLERK, item, (7,), {"quantity": 4})
    with pytest.raises(Refusal):
        await shop.service.update(ANN, item, (3,), {"quantity": 4})


async def test_checks_are_told_with_their_message_and_field(shop: World) -> None:
    with pytest.raises(Invalid) as refused:
        await make(shop, "order", {"number": "", "customer": 1, "items": [{"product": "pen", "quantity": 0}]})
    assert [(error.pointer, error.code, error.message) for error in refused.value.errors if error.code == "check"] == [
        ("/items/0/quantity", "check", "Order at least one.")
    ]


async def test_a_rule_without_a_message_tells_no_name_that_one_may_not_know(build: Build) -> None:
    world = build(
        CONFIG,
        offer="""
            fields: {price: int, cost: {type: int, default: 5}, reason: {type: string, required_if: "price > 90"}}
            checks: [price >= cost]
            access: {read: [{role: clerk}, {role: packer, fields: [price]}], create: [clerk, {role: packer, fields: [price]}]}
        """,
    )
    offer = world.catalog.entities["offer"]
    told = {}
    for actor in (CLERK, PACKER):
        for price in (1, 99):
            with pytest.raises(Invalid) as refused:
                await world.service.create(actor, offer, {"price": price})
            told[actor.roles, price] = [(error.pointer, error.message) for error in refused.value.errors]
    assert told == {
        (CLERK.roles, 1): [("", 'breaks the rule "price >= cost"')],
        (CLERK.roles, 99): [("/reason", "is required")],
        (PACKER.roles, 1): [("", "breaks a rule of these records")],
        (PACKER.roles, 99): [("", "breaks a rule of these records")],
    }


async def test_titles_and_search_show_only_what_may_be_read(shop: World) -> None:
    order = shop.catalog.entities["order"]
    assert await shop.service.titles(CLERK, order, [(1,), (2,)]) == {(2,): "A2 Ann"}
    assert await shop.service.titles(PACKER, order, [(2,)]) == {(2,): "A2"}
    customer = shop.catalog.entities["customer"]
    assert [title for _, title in await shop.service.choices(ANN, customer, "")] == ["Ann"]
    assert await seen(shop, ANN, "customer", "q=Bob") == []


async def test_a_list_of_children_leaves_out_those_whose_parent_may_not_be_read(build: Build) -> None:
    rules = '[{role: clerk, when: "size > 1"}, {role: clerk, fields: [size]}]'
    world = build(
        CONFIG,
        box="fields: {name: string!}\naccess: {read: clerk, update: clerk}",
        thing=f"fields: {{box: {{type: box, part_of: true, inverse: things}}, size: int}}\naccess: {{read: {rules}}}",
    )
    await make(world, "box", {"name": "b", "things": [{"size": 1}, {"size": 2}]})
    assert ["box" in row for row in await seen(world, CLERK, "thing")] == [False, True]
    (box,) = await seen(world, CLERK, "box", "expand=things")
    assert [one["id"] for one in box["things"]] == [2]
    assert [row["id"] for row in await seen(world, CLERK, "box", "things=1")] == []
    await world.service.update(CLERK, world.catalog.entities["box"], (1,), {"things": box_rows(box)})
    assert [row["id"] for row in await world.rows("thing")] == [1, 2]  # what she was not shown is not deleted


def box_rows(box: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": one["id"], "size": one["size"]} for one in box["things"]]


async def test_a_field_that_may_not_be_written_is_refused_with_its_own_value_too(build: Build) -> None:
    """Else a caller who may not read it could guess it."""
    update = '[{role: clerk, fields: [name]}, {role: clerk, when: "name = \'open\'", fields: [code]}]'
    access = f"access: {{read: {{role: clerk, fields: [name]}}, update: {update}}}"
    slot = f"fields: {{name: string!, code: string, shelf: {{type: shelf, part_of: true, inverse: slots}}}}\n{access}"
    world = build(
        CONFIG,
        safe=f"fields: {{name: string!, code: string}}\n{access}",
        shelf="fields: {name: string!}\naccess: {read: clerk, update: clerk}",
        slot=slot.replace("[name]", "[name, shelf]"),
    )
    await make(world, "safe", {"name": "shut", "code": "1234"})
    await make(world, "shelf", {"name": "s", "slots": [{"name": "shut", "code": "1234"}]})
    for code in ("1234", "4321"):
        with pytest.raises(Forbidden):
            await world.service.update(CLERK, world.catalog.entities["safe"], (1,), {"code": code})
        with pytest.raises(Forbidden):
            await world.service.update(CLERK, world.catalog.entities["shelf"], (1,), {"slots": [{"id": 1, "code": code}]})


async def test_a_parents_rule_is_asked_of_it_as_it_is_before_a_child_comes(build: Build) -> None:
    world = build(
        CONFIG,
        box='fields: {name: string!}\naccess: {read: clerk, update: {role: clerk, when: "count(things) < 2"}}',
        thing="fields: {box: {type: box, part_of: true, inverse: things}, size: int}",
    )
    await make(world, "box", {"name": "a", "things": [{"size": 1}]})
    await make(world, "box", {"name": "full", "things": [{"size": 1}, {"size": 2}]})
    thing = world.catalog.entities["thing"]
    assert (await world.service.create(CLERK, thing, {"box": 1, "size": 5})).is_seen
    with pytest.raises(Forbidden):
        await world.service.create(CLERK, thing, {"box": 1, "size": 6})


async def test_a_child_moves_only_to_a_parent_that_may_be_written(build: Build) -> None:
    world = build(
        CONFIG,
        box='fields: {name: string!, shut: bool}\naccess: {read: clerk, update: {role: clerk, when: "not shut"}}',
        thing="fields: {box: {type: box, part_of: true, inverse: things}, size: int}",
    )
    await make(world, "box", {"name": "a", "shut": False, "things": [{"size": 1}]})
    await make(world, "box", {"name": "b", "shut": True})
    with pytest.raises(Forbidden):
        await world.service.update(CLERK, world.catalog.entities["thing"], (1,), {"box": 2})
    assert (await world.rows("thing"))[0]["box"] == 1


async def test_rows_that_a_nested_write_leaves_as_they_are_are_answered_with_their_computed_fields(build: Build) -> None:
    world = build(
        box="fields: {name: string!}",
        thing='fields: {box: {type: box, part_of: true, inverse: things}, size: int, twice: {type: int, computed: "size * 2"}}',
    )
    await make(world, "box", {"name": "a", "things": [{"size": 1}]})
    changed = await world.service.update(SYSTEM, world.catalog.entities["box"], (1,), {"name": "b", "things": [{"id": 1, "size": 1}]})
    assert [one.values["twice"] for one in changed.values["things"]] == [2]
