"""What a caller may do with each record, for doors that show it before anything is sent."""

import pytest

from crudgen.plan.actor import ANONYMOUS, SYSTEM, Actor
from crudgen.service.permit import Permit
from tests.support.world import Build, World

CONFIG = "roles: {clerk: {label: Clerk}, packer: {label: Packer}}\n"
SCHEMAS = {
    "order": """
        owner: buyer
        fields:
          number: string!
          buyer: user
          status: {type: enum, values: [draft, placed, paid], default: draft}
          note: {type: text, show_if: "status != 'draft'"}
          gift: {type: text, show_if: "buyer = user.id"}
        access:
          read: [clerk, packer, owner]
          create: clerk
          update:
            - {role: clerk, when: "status = 'draft'"}
            - {role: packer, fields: [note]}
            - {role: owner, when: "status = 'draft' and input.status = 'placed'", fields: [status]}
          delete: {role: clerk, when: "status = 'draft'"}
    """,
    "item": """
        fields:
          order: {type: order, part_of: true, inverse: items}
          product: string!
          locked: bool
        access:
          update: {role: clerk, when: "not coalesce(locked, false)"}
          create: clerk
          delete: {role: clerk, when: "product != 'gift'"}
    """,
}
CLERK, PACKER, ANN = (Actor(None, name, frozenset({name}), is_authenticated=True) for name in ("clerk", "packer", "ann"))


@pytest.fixture
async def shop(build: Build) -> World:
    world = build(CONFIG, **SCHEMAS)
    await world.signin.create_user("ann", "long enough for all", ())
    for number, status in (("A1", "draft"), ("A2", "paid")):
        items = [{"product": "pen", "locked": True}, {"product": "gift"}]
        body = {"number": number, "buyer": 1, "status": status, "items": items}
        await world.service.create(SYSTEM, world.catalog.entities["order"], body)
    return world


async def permits(world: World, actor: Actor, entity: str = "order", *keys: int, as_part: bool = False) -> list[Permit]:
    wanted = [(key,) for key in keys or (1, 2)]
    found = await world.service.permits(actor, world.catalog.entities[entity], wanted, as_part=as_part)
    return [found[key] for key in wanted if key in found]


async def test_each_row_has_its_own_permit(shop: World) -> None:
    draft, paid = await permits(shop, CLERK)
    assert (draft.names, draft.may_delete) == ({"number", "buyer", "status", "note", "gift", "items"}, True)
    assert (paid.names, paid.may_delete) == (frozenset(), False)


async def test_a_rule_about_some_fields_permits_these(shop: World) -> None:
    assert [one.names for one in await permits(shop, PACKER)] == [{"note"}, {"note"}]


async def test_a_rule_on_what_is_sent_counts_as_long_as_the_row_does_not_refuse_it(shop: World) -> None:
    owner = Actor(1, "ann", frozenset(), is_authenticated=True)
    assert [one.names for one in await permits(shop, owner)] == [{"status"}, frozenset()]


async def test_rows_of_a_list_are_asked_about_by_themselves(shop: World) -> None:
    pen, gift = await permits(shop, CLERK, "item", as_part=True)
    assert (pen.names, pen.may_delete) == (frozenset(), True)
    assert ("product" in gift.names, gift.may_delete) == (True, False)
    assert all(not one.names and not one.may_delete for one in await permits(shop, CLERK, "item", 3, 4))  # of an order that is paid


async def test_what_show_if_leaves_out_is_told(shop: World) -> None:
    draft, paid = await permits(shop, CLERK)
    assert (draft.unshown, paid.unshown) == ({"note", "gift"}, {"gift"})
    owner = Actor(1, "ann", frozenset(), is_authenticated=True)
    assert (await permits(shop, owner, "order", 2))[0].unshown == frozenset()


async def test_records_out_of_sight_have_no_permit(shop: World) -> None:
    assert await permits(shop, ANONYMOUS) == []
    assert await permits(shop, ANN) == []
    assert len(await permits(shop, CLERK, "order", 1, 99)) == 1
