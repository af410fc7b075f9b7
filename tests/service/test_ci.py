"""Fields that ignore case: equality, order and uniqueness go by the folded text, everywhere alike."""

from typing import Any

import pytest

from crudgen.errors import Conflict
from crudgen.plan.actor import SYSTEM
from crudgen.plan.request import parse_query
from crudgen.service.importer import import_csv
from tests.support.world import Build, World

PEOPLE = {
    "person": "timestamps: false\nfields:\n  name: {type: string, ci: true}\n  email: {type: email, ci: true, unique: true}\n"
    "  town: town\nunique: [[town, name]]\n",
    "town": "timestamps: false\nfields: {name: {type: string, ci: true, required: true}}\n",
}


@pytest.fixture
def world(build: Build) -> World:
    return build(**PEOPLE)


async def make(world: World, *names: str, **more: Any) -> None:
    await world.service.create_many(SYSTEM, world.catalog.entities["person"], [{"name": name, **more} for name in names])


async def names(world: World, query: str) -> list[object]:
    return [row["name"] for row in await world.rows("person", query)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name=ANNA", ["Anna", "anna"]),
        ("filter=name = 'ANNA'", ["Anna", "anna"]),
        ("filter=name in ['ANNA', 'éMILE']", ["Anna", "anna", "Émile"]),
        ("filter=name != 'ANNA'", ["bob", "Émile"]),
        ("filter=name contains 'nn' and name < 'BOB'", ["Anna", "anna"]),
        ("name[in]=ANNA,éMILE", ["Anna", "anna", "Émile"]),
        ("name[ne]=ANNA", ["bob", "Émile"]),
        ("name[nin]=anna,BOB", ["Émile"]),
        ("name[lt]=BOB", ["Anna", "anna"]),
        ("name[between]=ANNA,BOB", ["Anna", "anna", "bob"]),
        ("name[starts]=A", ["Anna"]),
        ("name[contains]=nn", ["Anna", "anna"]),
        ("name[null]=true", []),
    ],
)
async def test_whole_texts_are_compared_without_case_and_parts_with_it(world: World, query: str, found: list[str]) -> None:
    await make(world, "Anna", "anna", "bob", "Émile")
    assert await names(world, f"{query}&sort=id") == found


async def test_a_list_is_sorted_by_the_folded_text_on_every_page(world: World) -> None:
    await make(world, "b", "A", "a", "B", "Ä", "ä", "c")
    person = world.catalog.entities["person"]
    assert await names(world, "sort=name") == ["A", "a", "b", "B", "c", "Ä", "ä"]
    seen: list[object] = []
    cursor: str | None = None
    while True:
        pairs = [("sort", "-name"), ("limit", "2"), *([("cursor", cursor)] if cursor else [])]
        page = await world.service.list(SYSTEM, person, parse_query(pairs))
        seen += [record.values["name"] for record in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen == ["Ä", "ä", "c", "b", "B", "A", "a"]


async def test_a_path_over_a_reference_ignores_case(world: World) -> None:
    town = await world.service.create(SYSTEM, world.catalog.entities["town"], {"name": "Öland"})
    await make(world, "Ann", town=town.key[0])
    assert await names(world, "town.name=ÖLAND&sort=town.name") == ["Ann"]


async def test_unique_ignores_case_in_every_language_and_names_the_field(world: World) -> None:
    person = world.catalog.entities["person"]
    made = await world.service.create(SYSTEM, person, {"email": "Émile@shop.test"})
    for again in ("émile@shop.test", "ÉMILE@SHOP.TEST"):
        with pytest.raises(Conflict) as caught:
            await world.service.create(SYSTEM, person, {"email": again})
        assert [(error.pointer, error.code) for error in caught.value.errors] == [("/email", "unique")]
    changed = await world.service.update(SYSTEM, person, made.key, {"email": "émile@shop.test"})
    assert changed.values["email"] == "émile@shop.test"  # as it was written, and not in its own way


async def test_a_group_that_is_unique_ignores_the_case_of_its_ci_fields(world: World) -> None:
    town = await world.service.create(SYSTEM, world.catalog.entities["town"], {"name": "X"})
    await make(world, "Ann", town=town.key[0])
    with pytest.raises(Conflict) as caught:
        await make(world, "ANN", town=town.key[0])
    assert {error.pointer for error in caught.value.errors} == {"/0/town", "/0/name"}


async def test_what_is_emptied_is_found_no_longer(world: World) -> None:
    person = world.catalog.entities["person"]
    made = await world.service.create(SYSTEM, person, {"name": "Ann", "email": "a@b.test"})
    await world.service.update(SYSTEM, person, made.key, {"email": None})
    await world.service.create(SYSTEM, person, {"email": "A@b.test"})
    assert len(await world.rows("person", "email=A@B.TEST")) == 1


async def test_an_import_keeps_the_folded_text_too(world: World) -> None:
    from io import BytesIO

    result = await import_csv(world.service, SYSTEM, world.catalog.entities["person"], BytesIO(b"name,email\nAnn,a@b.test\nBob,A@b.test\n"))
    assert [(error.row, error.field, error.code) for error in result.errors] == [(3, "email", "unique")]


async def test_a_login_ignores_case(build: Build) -> None:
    world = build(note="fields: {text: string}\n")
    await world.signin.create_user("Ann", "a long password", ["clerk"])
    session = await world.signin.login("ANN", "a long password", "::1")
    assert session.actor.login == "Ann"
    with pytest.raises(Conflict):
        await world.signin.create_user("ann", "a long password", ["clerk"])
