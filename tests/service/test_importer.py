"""Imports: all rows or none, by the rules of every other door."""

import io
import time
from decimal import Decimal

import pytest

from crudgen.errors import NotFound
from crudgen.plan.actor import ANONYMOUS, SYSTEM
from crudgen.service.importer import ImportResult, import_csv
from tests.support.world import Build, World

PERSON = """
fields:
  name: string!
  email: {type: string, unique: true}
  boss: {type: person, inverse: reports}
"""
SALE = """
id: {type: int, column: sale_id}
fields:
  seller: {type: person, required: true, column: person_id}
  at: datetime!
  total: {type: decimal, min: "0"}
  tags: [tag]
"""
TAG = "fields: {name: string!}"


async def load(world: World, entity: str, text: str) -> ImportResult:
    return await import_csv(world.service, SYSTEM, world.catalog.entities[entity], io.BytesIO(text.encode()))


async def test_ids_are_kept_and_the_sequence_moves_on(build: Build) -> None:
    world = build(person=PERSON)
    assert await load(world, "person", "id,name\n7,Ann\n41,Bob\n") == ImportResult(2)
    made = await world.service.create(SYSTEM, world.catalog.entities["person"], {"name": "Cid"})
    assert [row["id"] for row in await world.rows("person")] == [7, 41, 42]
    assert made.key == (42,)


async def test_a_reference_may_lead_to_a_later_row(build: Build) -> None:
    world = build(person=PERSON)
    assert (await load(world, "person", "id,name,boss\n1,Ann,3\n2,Bob,2\n3,Cid,\n")).errors == ()
    assert [row["boss"] for row in await world.rows("person")] == [3, 2, None]


async def test_a_reference_to_nowhere_is_named_by_row_and_nothing_is_written(build: Build) -> None:
    world = build(person=PERSON, sale=SALE, tag=TAG)
    result = await load(world, "person", "id,name,boss\n1,Ann,3\n2,Bob,1\n")
    assert [(error.row, error.field, error.code) for error in result.errors] == [(2, "boss", "reference")]
    assert await world.rows("person") == []
    result = await load(world, "sale", "sale_id,person_id,at\n1,9,2021-01-01\n2,9,2021-01-01 00:00:00\n")
    assert [(error.row, error.field, error.code) for error in result.errors if error.row == 3] == [(3, "seller", "reference")]


async def test_every_type_comes_in_exactly(build: Build) -> None:
    world = build(person=PERSON, sale=SALE, tag=TAG)
    await load(world, "person", "id,name\n1,Ann\n")
    await load(world, "tag", "id,name\n1,a\n2,b\n")
    assert await load(
        world, "sale", 'sale_id,person_id,at,total,tags\n5,1,2021-01-01 10:30:00,0.10,"2,1"\n6,1,2021-01-01T00:00:00Z,,\n'
    ) == ImportResult(2)
    first, second = await world.rows("sale", "fields=seller,at,total,tags")
    assert (first["id"], first["seller"], first["total"], first["tags"]) == (5, 1, Decimal("0.10"), [1, 2])
    assert str(first["at"]) == "2021-01-01 10:30:00+00:00"
    assert (second["total"], second["tags"]) == (None, [])


async def test_each_bad_cell_of_each_row_is_listed_and_nothing_is_written(build: Build) -> None:
    world = build(person=PERSON, sale=SALE, tag=TAG)
    await load(world, "person", "id,name\n1,Ann\n")
    result = await load(world, "sale", "sale_id,seller,at,total\n1,1,2021-01-01 00:00:00,1.00\n2,x,yesterday,-1.00\n3,1,,1\n")
    assert {(error.row, error.field) for error in result.errors} == {(3, "seller"), (3, "at"), (3, "total"), (4, "at")}
    assert result.created == 0
    assert await world.rows("sale") == []


async def test_each_taken_value_is_named_by_its_row(build: Build) -> None:
    world = build(person=PERSON)
    await load(world, "person", "name,email\nAnn,a\n")
    lines = [f"p{index},{index}" for index in range(20)]
    lines[5], lines[17] = "p5,a", "p17,3"
    result = await load(world, "person", "name,email\n" + "\n".join(lines))
    assert {(error.row, error.field, error.code) for error in result.errors} == {(7, "email", "unique"), (19, "email", "unique")}
    assert len(await world.rows("person")) == 1


async def test_a_header_that_is_wrong_is_an_error_of_row_one(build: Build) -> None:
    world = build(person=PERSON)
    result = await load(world, "person", "nam\nAnn\n")
    assert [(error.row, error.field) for error in result.errors] == [(1, ""), (1, "name")]


async def test_the_list_of_errors_ends(build: Build) -> None:
    world = build(person=PERSON)
    result = await load(world, "person", "name,boss\n" + "Ann,x\n" * 5_000)
    assert len(result.errors) == 1_000


async def test_timestamps_are_now_unless_the_file_has_them(build: Build) -> None:
    world = build(person=PERSON)
    await load(world, "person", "name,created_at\nAnn,2020-02-03 04:05:06\nBob,\n")
    first, second = await world.rows("person")
    assert str(first["created_at"]) == "2020-02-03 04:05:06+00:00"
    assert second["created_at"] == second["updated_at"] == first["updated_at"]


async def test_users_come_in_with_hashed_passwords_and_known_roles(build: Build) -> None:
    world = build()
    assert (await load(world, "user", 'login,password,roles\nann,correct horse,"[""clerk""]"\n')).errors == ()
    assert (await world.signin.login("ann", "correct horse", "")).actor.roles == {"clerk"}
    result = await load(world, "user", 'login,password,roles\nbob,short,"[""clerc""]"\n')
    assert {(error.field, error.code) for error in result.errors} == {("password", "min_length"), ("roles/0", "unknown_role")}


async def test_strangers_may_not_import(build: Build) -> None:
    world = build(person=PERSON)
    with pytest.raises(NotFound):
        await import_csv(world.service, ANONYMOUS, world.catalog.entities["person"], io.BytesIO(b"name\nAnn\n"))


async def test_progress_is_told_in_rows(build: Build) -> None:
    world = build(person=PERSON)
    told: list[int] = []
    content = io.BytesIO(b"name\n" + b"Ann\n" * 2_500)
    await import_csv(world.service, SYSTEM, world.catalog.entities["person"], content, told.append)
    assert told == [1_000, 2_000, 2_500]


async def test_five_thousand_rows_take_less_than_three_seconds_of_cpu(build: Build) -> None:
    world = build(person=PERSON)
    lines = "".join(f"{index},name {index},{index}@example.com,{max(1, index // 2)}\n" for index in range(1, 5_001))
    began = time.process_time()
    assert (await load(world, "person", "id,name,email,boss\n" + lines)).created == 5_000
    assert time.process_time() - began < 3
