"""One record alone: always there, and never two."""

import asyncio
from io import BytesIO

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from crudgen.errors import BadRequest, Conflict, Forbidden, Invalid, PreconditionFailed, UserError
from crudgen.plan.actor import SYSTEM
from crudgen.plan.nodes import ONLY
from crudgen.service.importer import import_csv
from crudgen.service.records import Records
from crudgen.store import Mode
from tests.support.world import Build, World

SETTINGS = """
single: true
fields:
  name: {type: string, required: true, default: Corner shop}
  rate: {type: decimal, default: "0.20"}
  home: {type: tag, on_delete: restrict}
  shown: {type: [tag], inverse: shown_in}
"""
TAG = "fields: {name: string!}\n"
UNSAVED = {"name": "Corner shop", "home": None, "shown": []}


@pytest.fixture
def world(build: Build) -> World:
    return build(settings=SETTINGS, tag=TAG)


@pytest.fixture
def records(world: World) -> Records:
    return Records(world.service, SYSTEM)


async def stored(world: World) -> int:
    return await world.database.run(lambda connection: connection.execute(text("SELECT count(*) FROM settings")).scalar_one(), Mode.SCAN)


async def test_it_is_there_with_its_defaults_before_anybody_has_saved_it(records: Records) -> None:
    read = await records.get("settings", expand="home,shown")
    moments = [read.pop(name) for name in ("created_at", "updated_at")]
    assert {**read, "rate": str(read["rate"])} == {**UNSAVED, "rate": "0.20"}
    assert moments[0] == moments[1] is not None


async def test_a_change_is_that_of_any_record(records: Records) -> None:
    tag = await records.create("tag", {"name": "tea"})
    before = await records.get("settings")
    saved = await records.save("settings", {"home": tag["id"], "shown": [tag["id"]]})
    again = await records.get("settings")
    assert saved == again
    assert (again["name"], again["home"], again["shown"]) == ("Corner shop", 1, [1])
    assert again["created_at"] == before["created_at"] < again["updated_at"]
    assert "id" not in again


async def test_of_many_that_save_it_at_once_each_one_counts(world: World, records: Records) -> None:
    await asyncio.gather(*(records.save("settings", {"name": f"Shop {number}"}) for number in range(12)))
    record = await world.service.get(SYSTEM, world.catalog.entities["settings"], ONLY)
    assert (await stored(world), record.version) == (1, 13)


async def test_of_two_who_read_it_before_it_was_saved_the_second_is_told(world: World) -> None:
    entity = world.catalog.entities["settings"]
    read = await world.service.get(SYSTEM, entity, ONLY)
    changed = await world.service.update(SYSTEM, entity, ONLY, {"name": "Mine"}, read.version)
    with pytest.raises(PreconditionFailed) as refused:
        await world.service.update(SYSTEM, entity, ONLY, {"name": "Theirs"}, read.version)
    assert (read.version, changed.version, refused.value.current.values["name"]) == (1, 2, "Mine")


async def test_the_table_itself_takes_one_row(world: World) -> None:
    copy = "INSERT INTO settings (id, name, created_at, updated_at) SELECT {}, name, created_at, updated_at FROM settings"
    for key in (1, 2):
        with pytest.raises((IntegrityError, Conflict)):
            await world.database.run(lambda connection, key=key: connection.execute(text(copy.format(key))), Mode.WRITE)


async def test_what_is_wrong_saves_nothing(records: Records) -> None:
    before = await records.get("settings")
    with pytest.raises(Invalid) as refused:
        await records.save("settings", {"rate": "x", "home": 9, "id": 1})
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("/rate", "format"),
        ("/id", "unknown_field"),
        ("/home", "reference"),
    ]
    assert await records.get("settings") == before


async def test_nobody_creates_deletes_or_imports_it(world: World, records: Records) -> None:
    entity = world.catalog.entities["settings"]
    for action in (
        records.create("settings", {}),
        world.service.delete(SYSTEM, entity, ONLY),
        import_csv(world.service, SYSTEM, entity, BytesIO(b"name\nTea\n")),
    ):
        with pytest.raises(Forbidden, match=r'"settings": it is one record, always there'):
            await action


async def test_it_is_no_list_and_in_no_list(world: World, records: Records) -> None:
    await records.create("tag", {"name": "tea"})
    with pytest.raises(BadRequest, match='"settings" is one record, not a list'):
        await records.list("settings")
    with pytest.raises(BadRequest, match=r'unknown relation "settings"'):
        await records.list("tag", {"expand": "settings"})


async def test_what_it_refers_to_is_held(records: Records) -> None:
    await records.create("tag", {"name": "tea"})
    await records.save("settings", {"home": 1})
    with pytest.raises(Conflict, match='used by records of "settings"'):
        await records.delete("tag", 1)


async def test_an_id_too_many_or_too_few_is_told(records: Records) -> None:
    with pytest.raises(UserError, match='"settings" is one record, which has no id'):
        await records.get("settings", 1)
    with pytest.raises(UserError, match='a record of "tag" needs its id'):
        await records.save("tag", {"name": "x"})
