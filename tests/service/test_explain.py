"""Explain for one record: it tells what the service does, and why."""

import pytest

from crudgen.errors import Forbidden, Invalid, NotFound, Refusal
from crudgen.plan.actor import ANONYMOUS, SYSTEM, Actor
from crudgen.plan.request import parse_query
from crudgen.plan.sentences import Telling
from crudgen.schema.catalog import Action
from crudgen.service.explain import explain_record, role_actor
from tests.support.world import Build, World

SCHEMAS = {
    "customer": """
        owner: user
        fields: {name: string!, user: user, pin: {type: string, hidden: true}}
        access:
          read: [clerk, {role: owner, fields: [name]}]
          update: {role: owner, fields: [name]}
          delete: {role: clerk, when: "pin is not null"}
    """,
    "order": """
        owner: customer.user
        fields: {number: string!, customer: customer!, status: string}
        access:
          read: [{role: clerk, when: "status != 'draft'"}, owner, {role: packer, when: "status = 'paid'", fields: [number, items]}]
          create: {role: clerk, when: "customer.name = 'Ann'"}
          update: [{role: clerk, fields: [status]}, {role: owner, when: "status = 'draft' and input.status = 'placed'"}]
          delete: [{role: owner, when: "old.status = 'draft'"}, {role: clerk, when: "count(items) > 1"}]
    """,
    "item": """
        fields: {order: {type: order, part_of: true, inverse: items}, what: string!}
    """,
    "note": """
        fields: {order: {type: order, part_of: true, inverse: notes}, text: string!}
        access: {update: {role: clerk, when: "text != 'fixed'"}, delete: nobody}
    """,
    "shelf": "id: [room, place]\nfields: {room: int!, place: string!}\naccess: {read: {role: packer, when: \"room = 1\"}}\n",
}
CONFIG = "roles: {clerk: {label: Clerk}, packer: {label: Packer}}\n"
ANN, BOB = (Actor(id_, login, is_authenticated=True) for id_, login in ((1, "ann"), (2, "bob")))
CLERK, PACKER = (Actor(roles=frozenset({role}), is_authenticated=True) for role in ("clerk", "packer"))
BOTH = Actor(2, "bob", frozenset({"packer", "clerk"}), is_authenticated=True)
EVERYBODY = (ANN, BOB, CLERK, PACKER, BOTH, SYSTEM, ANONYMOUS)


@pytest.fixture
async def shop(build: Build) -> World:
    world = build(CONFIG, **SCHEMAS)
    for login in ("ann", "bob"):
        await world.signin.create_user(login, "long enough for all", ())
    rows = [
        ("customer", {"name": "Ann", "user": 1}),
        ("customer", {"name": "Bob", "user": 2}),
        ("order", {"number": "A1", "customer": 1, "status": "draft", "items": [{"what": "pen"}], "notes": [{"text": "fixed"}]}),
        ("order", {"number": "A2", "customer": 1, "status": "paid", "items": [{"what": "pen"}, {"what": "ink"}]}),
        ("order", {"number": "B1", "customer": 2, "status": None, "notes": [{"text": "soft"}]}),
        ("order", {"number": "B2", "customer": 2, "status": "paid", "notes": [{"text": "hard"}]}),
        ("shelf", {"room": 1, "place": "a,b"}),
        ("shelf", {"room": 2, "place": "c"}),
    ]
    for entity, body in rows:
        await world.service.create(SYSTEM, world.catalog.entities[entity], body)
    return world


async def told(world: World, actor: Actor, action: Action, entity: str, key: str) -> Telling:
    return await explain_record(world.service, actor, action, world.catalog.entities[entity], key)


async def keys_of(world: World, entity: str) -> list[str]:
    return [str(row["id"]) for row in await world.rows(entity)]


@pytest.mark.parametrize("entity", ["customer", "order", "item", "note"])
async def test_who_may_read_it_reads_it_and_these_fields(shop: World, entity: str) -> None:
    found = shop.catalog.entities[entity]
    for key in await keys_of(shop, entity):
        for actor in EVERYBODY:
            telling = await told(shop, actor, Action.READ, entity, key)
            try:
                record = await shop.service.get(actor, found, (int(key),))
            except NotFound:
                assert telling.found.told is False, (actor, key)
                assert telling.found.granted == ()
            else:
                assert telling.found.told is True, (actor, key)
                lists = found.parts.keys()
                assert {name for name in telling.found.granted if name not in lists} == record.values.keys() - lists


@pytest.mark.parametrize("entity", ["customer", "order", "item", "note"])
async def test_who_may_update_it_may_and_these_fields(shop: World, entity: str) -> None:
    found = shop.catalog.entities[entity]
    for key in await keys_of(shop, entity):
        (record,) = await shop.rows(entity, f"id={key}")
        for actor in EVERYBODY:
            telling = await told(shop, actor, Action.UPDATE, entity, key)
            if telling.found.told is None:
                continue
            for name in ("name", "number", "status", "what", "text"):
                if name in found.fields:
                    is_written = await may_write(shop, actor, entity, key, name, record[name])
                    assert is_written is (name in telling.found.granted), (actor, key, name)


async def may_write(world: World, actor: Actor, entity: str, key: str, name: str, value: object) -> bool:
    try:
        await world.service.update(actor, world.catalog.entities[entity], (int(key),), {name: value})
    except (NotFound, Forbidden, Invalid):
        return False
    return True


@pytest.mark.parametrize("actor", EVERYBODY)
@pytest.mark.parametrize("entity", ["note", "item", "order"])
async def test_who_may_delete_it_does(shop: World, entity: str, actor: Actor) -> None:
    for key in await keys_of(shop, entity):
        telling = await told(shop, actor, Action.DELETE, entity, key)
        try:
            await shop.service.delete(actor, shop.catalog.entities[entity], (int(key),))
        except Refusal:
            assert telling.found.told is not True, key
        else:
            assert telling.found.told is True, key


async def test_it_says_what_the_condition_met(shop: World) -> None:
    telling = await told(shop, BOTH, Action.READ, "order", "1")
    assert telling.verdict == (
        "no: bob may not read order 1: schemas/order.yaml:5:18 asks status != 'draft', but status is 'draft'; "
        "schemas/order.yaml:5:60 asks customer.user = user.id, but customer.user is 1 and user.id is 2; "
        "schemas/order.yaml:5:67 asks status = 'paid', but status is 'draft'"
    )


async def test_a_condition_on_what_is_sent_is_left_open_unless_it_cannot_hold(shop: World) -> None:
    telling = await told(shop, ANN, Action.UPDATE, "order", "1")
    assert (telling.found.told, telling.verdict.partition(":")[0]) == (None, "yes, if what is sent fits")
    assert telling.found.granted == ("number", "customer", "status", "items", "notes")
    assert (await told(shop, ANN, Action.UPDATE, "order", "2")).found.told is False


async def test_values_that_nobody_may_read_are_not_told(shop: World) -> None:
    telling = await told(shop, CLERK, Action.DELETE, "customer", "1")
    assert telling.verdict == "no: the role clerk may not delete customer 1: schemas/customer.yaml:7:19 asks pin is not null"


async def test_to_create_is_asked_of_a_record_like_that(shop: World) -> None:
    assert (await told(shop, CLERK, Action.CREATE, "order", "1")).found.told is True
    assert (await told(shop, CLERK, Action.CREATE, "order", "3")).verdict == (
        "no: the role clerk may not create order with the values of 3: schemas/order.yaml:6:19 asks customer.name = 'Ann', "
        "but customer.name is 'Bob'"
    )


async def test_a_composite_id_is_written_as_in_an_address(shop: World) -> None:
    assert (await told(shop, PACKER, Action.READ, "shelf", "1,a%2Cb")).found.told is True
    assert (await told(shop, PACKER, Action.READ, "shelf", "2,c")).found.told is False


@pytest.mark.parametrize(("entity", "key"), [("order", "99"), ("order", "x"), ("shelf", "1"), ("order", "1,2")])
async def test_a_record_that_is_not_there_is_not_found(shop: World, entity: str, key: str) -> None:
    with pytest.raises(NotFound, match=f"there is no {entity} {key}"):
        await told(shop, SYSTEM, Action.READ, entity, key)


async def test_roles_are_looked_up(shop: World) -> None:
    assert role_actor(shop.catalog, ["clerk"]).roles == {"clerk"}
    with pytest.raises(Invalid) as refused:
        role_actor(shop.catalog, ["clark"])
    assert refused.value.errors[0].message == 'there is no role "clark"; did you mean "clerk"?'


async def test_the_list_of_a_child_is_what_the_parents_rule_names(shop: World) -> None:
    page = await shop.service.list(PACKER, shop.catalog.entities["item"], parse_query([]))
    assert len(page.items) == 2
    assert (await told(shop, PACKER, Action.READ, "item", "2")).found.told is True
    assert (await told(shop, PACKER, Action.READ, "note", "3")).verdict == (
        "no: the role packer may not read note 3: that needs read order (notes); no rule of read order is about notes: "
        "schemas/order.yaml:5:67"
    )
