"""Slugs and numbers that the service makes for new records, and what is set once."""

import asyncio
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from crudgen.errors import FieldError, Invalid
from crudgen.plan.actor import SYSTEM
from crudgen.plan.nodes import Record
from crudgen.service.importer import import_csv
from crudgen.store import Mode
from tests.support.world import Build, World

YEAR = datetime.now(UTC).year
DISH = """
timestamps: false
fields:
  name: {type: string, max_length: 60}
  slug: {type: slug, from: name, unique: true, required: true, max_length: 20}
  path: {type: slug, from: name}
"""
ORDER = """
timestamps: false
fields:
  number: {type: string, required: true, unique: true, sequence: "ORD-{year}-{seq:05}"}
  ticket: {type: string, sequence: {format: "{seq}"}}
  text: string
"""
TICKET = """
timestamps: false
fields:
  code: {type: string, set_once: true}
  owner: {type: user, set_once: true, on_delete: set_null}
  pin: {type: string, set_once: true, write_only: true}
  text: string
"""


async def create(world: World, entity: str, **body: Any) -> Record:
    return await world.service.create(SYSTEM, world.catalog.entities[entity], body)


async def create_many(world: World, entity: str, *bodies: Any) -> list[Record]:
    return await world.service.create_many(SYSTEM, world.catalog.entities[entity], bodies)


async def update(world: World, record: Record, **body: Any) -> Record:
    return await world.service.update(SYSTEM, record.entity, record.key, body)


def refused(error: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    errors: tuple[FieldError, ...] = error.value.errors
    return [(one.pointer, one.code) for one in errors]


async def test_a_slug_is_made_when_none_is_given(build: Build) -> None:
    world = build(dish=DISH)
    made = [await create(world, "dish", name=name) for name in ("Crème brûlée", "Щи да каша", "Crème brûlée", "creme BRULEE!", "???")]
    assert [one.values["slug"] for one in made] == ["creme-brulee", "shchi-da-kasha", "creme-brulee-2", "creme-brulee-3", "dish"]
    assert [one.values["path"] for one in made][2:] == ["creme-brulee", "creme-brulee", "dish"]
    assert (await create(world, "dish", name="Tea", slug="my-tea")).values["slug"] == "my-tea"
    assert (await create(world, "dish", name="Tea", slug=None)).values["slug"] == "tea"


async def test_slugs_of_one_request_differ_from_each_other_and_from_given_ones(build: Build) -> None:
    world = build(dish=DISH)
    made = await create_many(world, "dish", {"name": "Tea"}, {"name": "x", "slug": "tea-2"}, *[{"name": "Tea"}] * 20)
    assert [one.values["slug"] for one in made][:5] == ["tea", "tea-2", "tea-3", "tea-4", "tea-5"]
    assert len({one.values["slug"] for one in made}) == 22


async def test_slugs_that_are_made_at_once_differ(build: Build) -> None:
    world = build(dish=DISH)
    made = await asyncio.gather(*(create(world, "dish", name="Tea") for _ in range(20)))
    assert {one.values["slug"] for one in made} == {"tea", *(f"tea-{number}" for number in range(2, 21))}


async def test_a_long_slug_is_cut_between_words_and_has_room_for_its_number(build: Build) -> None:
    world = build(dish=DISH)
    made = await create_many(world, "dish", *[{"name": "twelve chairs and a golden calf"}] * 2)
    assert [one.values["slug"] for one in made] == ["twelve-chairs-and-a", "twelve-chairs-and-2"]


async def test_a_slug_stays_when_the_text_changes(build: Build) -> None:
    world = build(dish=DISH)
    made = await create(world, "dish", name="Tea")
    assert (await update(world, made, name="Coffee")).values["slug"] == "tea"
    replaced, _ = await world.service.replace(SYSTEM, made.entity, made.key, {"name": "Water"})
    assert replaced.values["slug"] == "tea"
    assert (await update(world, made, slug="coffee")).values["slug"] == "coffee"


async def test_a_required_slug_of_nothing_is_missing(build: Build) -> None:
    world = build(dish=DISH)
    with pytest.raises(Invalid) as caught:
        await create(world, "dish")
    assert refused(caught) == [("/slug", "required")]
    with pytest.raises(Invalid) as caught:
        await create(world, "dish", name="x", slug="No slug")
    assert refused(caught) == [("/slug", "format")]


async def test_numbers_are_counted(build: Build) -> None:
    world = build(order=ORDER)
    made = [await create(world, "order"), *await create_many(world, "order", {}, {"text": "x"})]
    assert [one.values["number"] for one in made] == [f"ORD-{YEAR}-{place:05}" for place in (1, 2, 3)]
    assert [one.values["ticket"] for one in made] == ["1", "2", "3"]


async def test_numbers_that_are_given_out_at_once_differ(build: Build) -> None:
    world = build(order=ORDER)
    made = await asyncio.gather(*(create(world, "order") for _ in range(20)))
    assert {one.values["number"] for one in made} == {f"ORD-{YEAR}-{place:05}" for place in range(1, 21)}


async def test_nobody_sets_a_number(build: Build) -> None:
    world = build(order=ORDER)
    with pytest.raises(Invalid) as caught:
        await create(world, "order", number="ORD-1")
    assert refused(caught) == [("/number", "readonly")]
    made = await create(world, "order")
    with pytest.raises(Invalid) as caught:
        await update(world, made, number="ORD-1")
    assert refused(caught) == [("/number", "readonly")]
    replaced, _ = await world.service.replace(SYSTEM, made.entity, made.key, {"number": made.values["number"], "text": "x"})
    assert replaced.values["number"] == made.values["number"]


async def test_counting_begins_anew_with_the_year(build: Build) -> None:
    from crudgen.service.made import fill_made
    from crudgen.service.validate import Draft

    world = build(order=ORDER)

    def number(year: int) -> str:
        drafts = [Draft()]
        moment = datetime(year, 1, 1, tzinfo=UTC)
        entity = world.catalog.entities["order"]
        world.database.run_now(lambda connection: fill_made(world.store, connection, entity, drafts, moment), Mode.WRITE)
        return f"{drafts[0].values['number']} {drafts[0].values['ticket']}"

    assert [number(year) for year in (2030, 2030, 2031, 2030)] == [
        "ORD-2030-00001 1",
        "ORD-2030-00002 2",
        "ORD-2031-00001 3",
        "ORD-2030-00003 4",
    ]


async def test_an_import_keeps_numbers_and_moves_the_counter_on(build: Build) -> None:
    world = build(order=ORDER)
    order = world.catalog.entities["order"]
    content = f"number,text\nORD-{YEAR}-00041,a\nORD-1999-00007,b\n,c\nother,d\n".encode()
    result = await import_csv(world.service, SYSTEM, order, BytesIO(content))
    assert (result.created, result.errors) == (4, ())
    assert [row["number"] for row in await world.rows("order", "sort=id")] == [
        f"ORD-{YEAR}-00041",
        "ORD-1999-00007",
        f"ORD-{YEAR}-00042",
        "other",
    ]
    assert (await create(world, "order")).values["number"] == f"ORD-{YEAR}-00043"


async def test_a_counter_that_is_new_goes_on_from_what_is_there(build: Build) -> None:
    world = build(order=ORDER)
    await create_many(world, "order", *[{}] * 12)
    world.database.run_now(lambda connection: connection.exec_driver_sql("DELETE FROM crudgen_counter"), Mode.WRITE)
    made = await create(world, "order")
    assert (made.values["number"], made.values["ticket"]) == (f"ORD-{YEAR}-00013", "13")


async def test_users_that_a_command_makes_are_counted_too(build: Build) -> None:
    world = build(user='fields: {badge: {type: string, sequence: "B{seq:03}"}}\n')
    await world.signin.create_user("ann", "a long password", ["clerk"])
    assert (await world.rows("user"))[0]["badge"] == "B001"


async def test_what_is_set_once_is_not_changed(build: Build) -> None:
    world = build(ticket=TICKET)
    made = await create(world, "ticket", code="A", pin="1234", text="x")
    with pytest.raises(Invalid) as caught:
        await update(world, made, code="B", pin="0000", text="y")
    assert refused(caught) == [("/code", "set_once"), ("/pin", "set_once")]
    with pytest.raises(Invalid) as caught:
        await update(world, made, code=None)
    assert refused(caught) == [("/code", "set_once")]
    assert (await update(world, made, code="A", pin="1234", text="y")).values["text"] == "y"


async def test_what_is_null_may_be_set_later_once(build: Build) -> None:
    world = build(ticket=TICKET)
    made = await create(world, "ticket")
    assert (await update(world, made, code="A")).values["code"] == "A"
    with pytest.raises(Invalid):
        await update(world, made, code="B")


async def test_a_replacement_leaves_what_is_set_once(build: Build) -> None:
    world = build(ticket=TICKET)
    made = await create(world, "ticket", code="A", text="x")
    replaced, _ = await world.service.replace(SYSTEM, made.entity, made.key, {})
    assert (replaced.values["code"], replaced.values["text"]) == ("A", None)
    with pytest.raises(Invalid) as caught:
        await world.service.replace(SYSTEM, made.entity, made.key, {"code": "B"})
    assert refused(caught) == [("/code", "set_once")]
