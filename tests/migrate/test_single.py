"""The table of one record alone."""

from crudgen.migrate.changes import Kind
from tests.migrate.world import World

MANY = "fields: {name: {type: string, default: Shop}}\n"
ONE = f"single: true\n{MANY}"


def test_its_table_takes_one_row_and_is_as_it_should_be(world: World) -> None:
    world.apply(settings=ONE)
    assert (world.changes(), world.drift()) == ((), ())
    (sql,) = world.rows("SELECT sql FROM sqlite_master WHERE name = 'settings'")
    assert "CHECK (id >= 1 AND id <= 1)" in sql[0]
    assert "AUTOINCREMENT" not in sql[0]


def test_many_records_do_not_become_one_without_an_answer_nor_one_many(world: World) -> None:
    world.apply(settings=MANY)
    world.write(settings=ONE)
    (change,) = world.changes()
    assert (change.text, change.kind) == ("the single of settings is true, it was false", Kind.NEEDS_ANSWER)
    assert change.cure == "changing it is not supported yet: write `false` again"


def test_a_field_is_added_to_the_record_that_is_there(world: World) -> None:
    world.apply(settings=ONE)
    moment = "2026-01-01 00:00:00.000000"
    world.insert("settings", ["id", "name", "created_at", "updated_at"], [[1, "A", moment, moment]])
    world.apply(settings=ONE.replace("{name", "{rate: {type: int, required: true, default: 5}, name"))
    assert world.rows("SELECT id, name, rate FROM settings") == [(1, "A", 5)]
