"""Turning `ci` on and off for an entity that has rows."""

import pytest

from crudgen.errors import UserError
from tests.migrate.world import World

PLAIN = "timestamps: false\nfields: {name: {type: string, unique: true}}\n"
FOLDED = "timestamps: false\nfields: {name: {type: string, unique: true, ci: true}}\n"


@pytest.fixture
def filled(world: World) -> World:
    world.apply(person=PLAIN)
    world.insert("person", ["name"], [("Émile",), ("Bob",), (None,)])
    return world


def test_turning_it_on_folds_the_rows_that_exist(filled: World) -> None:
    filled.write(person=FOLDED)
    assert [str(change).partition(": ")[2] for change in filled.changes()] == ["field person.name ignores case now (safe)"]
    path = filled.revise()
    filled.upgrade()
    assert filled.rows("SELECT name, name_folded FROM person ORDER BY id") == [("Émile", "émile"), ("Bob", "bob"), (None, None)]
    assert (filled.changes(), filled.drift(), filled.status().problem) == ((), (), "")
    text = path.read_text()
    assert 'op.fold_text("person", "name", "name_folded")' in text
    assert '("person", "name"),' in text


def test_the_way_back_drops_what_it_made(filled: World) -> None:
    filled.apply(person=FOLDED)
    filled.downgrade()
    assert filled.rows("SELECT * FROM person ORDER BY id") == [(1, "Émile", 1), (2, "Bob", 1), (3, None, 1)]
    assert filled.rows("SELECT name FROM sqlite_master WHERE name LIKE 'uq_%' AND tbl_name = 'person'") == [("uq_person__name",)]


def test_turning_it_off_is_safe(filled: World) -> None:
    filled.apply(person=FOLDED)
    filled.write(person=PLAIN)
    assert filled.texts() == ["field person.name heeds case now"]
    filled.apply(person=PLAIN)
    assert filled.drift() == ()


def test_rows_that_differ_by_case_alone_stop_the_upgrade_with_samples(filled: World) -> None:
    filled.insert("person", ["name"], [("ÉMILE",)])
    filled.write(person=FOLDED).revise()
    with pytest.raises(UserError, match=r"person: name must be unique without regard to case, but 1 values are shared by 2 rows: 'émile'"):
        filled.upgrade()
    assert "name_folded" not in filled.rows("SELECT sql FROM sqlite_master WHERE name = 'person'")[0][0]


def test_a_new_field_with_a_default_is_folded_in_the_rows_that_exist(filled: World) -> None:
    filled.apply(person=PLAIN.replace("}}", "}, kind: {type: string, ci: true, default: New}}"))
    assert filled.rows("SELECT DISTINCT kind, kind_folded FROM person") == [("New", "new")]
