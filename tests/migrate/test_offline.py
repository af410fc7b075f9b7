"""`crudgen sql`: the same revisions, written out for each database."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crudgen.errors import UserError
from crudgen.migrate import DIALECTS, write_sql
from tests.golden import compare
from tests.migrate.test_revisions import FIRST, SECOND
from tests.migrate.world import World, plain

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_sql_is_as_it_was(world: World, dialect: str) -> None:
    world.write(**FIRST).revise("first")
    world.write(**SECOND).revise("second")
    compare(GOLDEN / f"{dialect}.sql", plain(write_sql(world.root, dialect)))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_sql_of_the_way_back_is_as_it_was(world: World, dialect: str) -> None:
    world.write(**FIRST).revise("first")
    second = world.write(**SECOND).revise("second").name[:12]
    compare(GOLDEN / f"{dialect}_back.sql", plain(write_sql(world.root, dialect, f"{second}:base")))


def test_the_sql_makes_the_same_sqlite_database(world: World) -> None:
    world.apply(**FIRST)
    world.apply(**SECOND)
    script = write_sql(world.root, "sqlite")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(script)
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")]
        columns = connection.execute("SELECT name, type, dflt_value FROM pragma_table_info('customer')").fetchall()
    assert names == [name for (name,) in world.rows("SELECT name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")]
    assert columns == world.rows("SELECT name, type, dflt_value FROM pragma_table_info('customer')")


def test_a_part_of_the_way_is_only_that(world: World) -> None:
    first = world.write(**FIRST).revise("first").name[:12]
    world.write(**SECOND).revise("second")
    script = write_sql(world.root, "postgresql", f"{first}:head")
    assert "CREATE TABLE" not in script
    assert 'ALTER TABLE tag ADD COLUMN color VARCHAR(7) COLLATE "C"' in script


def test_an_unknown_database_or_revision_is_told(world: World) -> None:
    world.write(**FIRST).revise("first")
    with pytest.raises(UserError, match="known: sqlite, postgresql, mysql, mariadb"):
        write_sql(world.root, "oracle")
    with pytest.raises(UserError, match="Can't locate revision identified by 'nosuch'"):
        write_sql(world.root, "sqlite", "nosuch:head")
