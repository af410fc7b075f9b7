"""What ignores case is compared with the folded column, whose index serves it, on every database alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateIndex

from crudgen.model import Models, Tables
from crudgen.store.render import render_read
from crudgen.store.values import plain_compare
from tests.catalogs import catalog, entity, field
from tests.store.world import World, compare, plan

PEOPLE = catalog(entity("person", field("name", ci=True, unique=True), field("note", ci=True)))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(PEOPLE, tmp_path / "app.db")
    yield world
    world.close()


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect(), mysql.dialect()], ids=lambda one: one.name)
def test_statements_and_indexes_name_the_folded_column(dialect: sa.Dialect) -> None:
    where = compare(PEOPLE, "person", "name", "eq", "ANN")
    statement = str(render_read(plan(PEOPLE, "person", where, sort="name"), Tables(PEOPLE)).select.compile(dialect=dialect))
    assert "WHERE person.name_folded = " in statement
    assert "ORDER BY person.name_folded " in statement.replace("IS NULL, person.name_folded", "") or dialect.name == "mysql"
    (index,) = Tables(PEOPLE).metadata().tables["person"].indexes
    assert str(CreateIndex(index).compile(dialect=dialect)).endswith("uq_person__name_folded ON person (name_folded)")


def test_values_are_folded_for_whole_texts_only() -> None:
    assert plain_compare(compare(PEOPLE, "person", "name", "in", ("ÄB", "C"))).values == (["äb", "c"],)
    assert plain_compare(compare(PEOPLE, "person", "name", "contains", "ÄB")).values == ("ÄB",)


def test_an_index_serves_equality(world: World) -> None:
    world.insert("person", name="Ann")

    def explain(connection: sa.Connection) -> str:
        return str(connection.exec_driver_sql("EXPLAIN QUERY PLAN SELECT id FROM person WHERE name_folded = 'ann'").fetchall())

    assert "USING COVERING INDEX uq_person__name_folded" in world.write(explain)


def test_each_update_of_several_fields_keeps_its_folded_texts(world: World) -> None:
    key = world.insert("person", name="Ann", note="X")
    world.update("person", key[0], note="YÄ", name="BEN")
    rows = world.write(lambda connection: connection.exec_driver_sql("SELECT name, name_folded, note, note_folded FROM person").fetchall())
    assert [tuple(row) for row in rows] == [("BEN", "ben", "YÄ", "yä")]


def test_sessions_of_mapped_classes_keep_the_folded_text(world: World) -> None:
    models = Models(PEOPLE, world.tables)
    with world.database.session() as session:
        assert isinstance(session, Session)
        person = models["person"](name="ÄNN")
        session.add(person)
        session.commit()
        person.name = "Bob"
        session.commit()
    models.dispose()
    rows = world.write(lambda connection: connection.exec_driver_sql("SELECT name, name_folded FROM person").fetchall())
    assert [tuple(row) for row in rows] == [("Bob", "bob")]
