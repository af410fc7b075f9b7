"""The table of one record alone."""

from crudgen.migrate import dev_apply
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
    assert world.rows("SELECT id, name, _version, created_at = updated_at FROM settings") == [(1, "Shop", 1, 1)]


def test_the_record_comes_back_with_its_table(world: World) -> None:
    world.apply(settings=ONE)
    world.downgrade()
    world.upgrade()
    assert world.rows("SELECT id, name FROM settings") == [(1, "Shop")]


def test_dev_drops_what_nobody_has_saved_and_nothing_else(world: World) -> None:
    world.write(settings=ONE)
    assert dev_apply(world.root, world.url, world.catalog).refusal == ""
    world.write(settings=None, options=ONE)
    assert dev_apply(world.root, world.url, world.catalog).refusal == ""
    world.do("UPDATE options SET name = 'Mine', _version = 2")
    world.write(options=None, settings=ONE)
    assert "entity options is gone" in dev_apply(world.root, world.url, world.catalog).refusal


def test_many_records_do_not_become_one_without_an_answer_nor_one_many(world: World) -> None:
    world.apply(settings=MANY)
    world.write(settings=ONE)
    (change,) = world.changes()
    assert (change.text, change.kind) == ("the single of settings is true, it was false", Kind.NEEDS_ANSWER)
    assert change.cure == "changing it is not supported yet: write `false` again"


def test_a_field_is_added_to_the_record_that_is_there(world: World) -> None:
    world.apply(settings=ONE)
    world.apply(settings=ONE.replace("{name", "{rate: {type: int, required: true, default: 5}, name"))
    assert world.rows("SELECT id, name, rate FROM settings") == [(1, "Shop", 5)]
