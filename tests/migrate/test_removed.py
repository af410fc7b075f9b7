"""Fields that are given up: their columns and links stay as they are, nobody fills them, and they can come back."""

import pytest

from crudgen.errors import UserError
from crudgen.migrate import dev_apply
from crudgen.migrate.changes import Kind
from tests.migrate.world import World

TAG = "timestamps: false\nfields: {name: string}\n"
FULL = """
timestamps: false
fields:
  name: string
  fax: {type: string, required: true, unique: true, ci: true}
  size: {type: int, default: 5, index: true}
  tag: {type: tag, required: true, inverse: things}
  tags: [tag]
"""
REMOVED = "timestamps: false\nremoved: [fax, size, tag, tags]\nfields: {name: string}\n"


@pytest.fixture
def given_up(world: World) -> World:
    """Return a project whose thing has given up all but its name, after it had one row."""
    world.apply(thing=FULL, tag=TAG)
    world.do("INSERT INTO tag (name) VALUES ('tea')")
    world.insert("thing", ["name", "fax", "fax_folded", "tag"], [["a", "12A", "12a", 1]])
    world.do("INSERT INTO thing_tags (thing_id, tag_id) VALUES (1, 1)")
    world.write(thing=REMOVED)
    assert [(change.kind, change.text) for change in world.changes()] == [
        (Kind.SAFE, f"field thing.{name} is given up, and its values are kept") for name in ("fax", "size", "tag", "tags")
    ]
    world.revise()
    world.upgrade()
    return world


def test_values_stay_and_new_rows_need_none(given_up: World) -> None:
    given_up.do("INSERT INTO thing (name) VALUES ('b')", "INSERT INTO thing (name) VALUES ('c')")
    assert given_up.rows("SELECT name, fax, fax_folded, size, tag FROM thing ORDER BY name") == [
        ("a", "12A", "12a", 5, 1),
        ("b", None, None, None, None),
        ("c", None, None, None, None),
    ]
    assert given_up.rows("SELECT * FROM thing_tags") == [(1, 1)]


def test_neither_diff_nor_drift_finds_what_is_kept(given_up: World) -> None:
    assert (given_up.changes(), given_up.drift(), given_up.status().problem) == ((), (), "")


def test_a_fresh_database_comes_to_the_same_tables(given_up: World) -> None:
    before = given_up.rows("SELECT name, sql FROM sqlite_master ORDER BY name")
    given_up.downgrade("base")
    given_up.upgrade()
    assert given_up.rows("SELECT name, sql FROM sqlite_master ORDER BY name") == before


def test_a_later_edit_of_the_table_keeps_what_is_kept(given_up: World) -> None:
    given_up.apply(thing=REMOVED.replace("name: string", "name: {type: string, max_length: 300}, more: int"))
    assert given_up.rows("SELECT name, fax, size, tag, more FROM thing") == [("a", "12A", 5, 1, None)]
    assert (given_up.changes(), given_up.drift()) == ((), ())


def test_a_record_is_not_held_by_a_reference_that_was_given_up(given_up: World) -> None:
    given_up.do("DELETE FROM thing_tags", "DELETE FROM tag WHERE id = 1")
    assert given_up.rows("SELECT name, tag FROM thing") == [("a", None)]


def test_putting_fields_back_is_safe_and_maps_the_old_values(given_up: World) -> None:
    given_up.write(thing=FULL)
    assert [(change.kind, change.text) for change in given_up.changes()] == [
        (Kind.SAFE, f"field thing.{name} is back, with its old values") for name in ("fax", "size", "tag", "tags")
    ]
    given_up.revise()
    given_up.upgrade()
    assert given_up.rows("SELECT name, fax, size, tag FROM thing") == [("a", "12A", 5, 1)]
    assert (given_up.changes(), given_up.drift()) == ((), ())
    with pytest.raises(Exception, match="NOT NULL"):
        given_up.do("INSERT INTO thing (name, tag) VALUES ('b', 1)")


@pytest.mark.parametrize("way", ["there", "back"])
def test_a_required_field_comes_back_only_where_every_row_has_it(given_up: World, way: str) -> None:
    given_up.do("INSERT INTO thing (name) VALUES ('b')")
    if way == "there":
        given_up.write(thing=FULL).revise()
    before = given_up.dump()
    with pytest.raises(UserError) as refused:
        given_up.upgrade() if way == "there" else given_up.downgrade()
    assert str(refused.value).splitlines()[1:3] == [
        "  thing: fax must have a value; rows without one: 1",
        "  thing: tag must have a value; rows without one: 1",
    ]
    assert given_up.dump() == before


def test_a_field_that_comes_back_as_another_one_needs_an_answer(given_up: World) -> None:
    given_up.write(thing=REMOVED.replace("fax, ", "").replace("name: string", "name: string, fax: int"))
    texts = {change.text: change.kind for change in given_up.changes()}
    assert texts["field thing.fax is back, with its old values"] is Kind.SAFE
    assert texts["field thing.fax is int, it was string"] is Kind.NEEDS_ANSWER


def test_taking_a_name_out_of_removed_would_destroy(given_up: World) -> None:
    given_up.write(thing=REMOVED.replace("fax, ", ""))
    (change,) = given_up.changes()
    assert (change.kind, change.text) == (
        Kind.DESTROYS,
        "field thing.fax was given up, and its values, which are kept, would go",
    )
    assert change.cure == "dropping it is not supported yet: write `removed: [fax]` again"


CASES = {
    "a name that never was": ("removed: [fox]\nfields: {name: string}\n", 'did you mean "fax"?', 11),
    "a name like none": ("removed: [zzz, fax]\nfields: {name: string}\n", "take `zzz` out of `removed`", 11),
    "a new entity's": ("removed: [old]\nfields: {name: string}\n", "take `old` out of `removed`", 11),
}


@pytest.mark.parametrize("case", CASES)
def test_a_name_that_no_revision_has_is_told_at_its_place(world: World, case: str) -> None:
    text, cure, column = CASES[case]
    if "new" not in case:
        world.apply(thing="fields: {name: string, fax: string}\n")
    world.write(thing=text)
    told = [change for change in world.changes() if change.kind is Kind.NEEDS_ANSWER]
    assert [(change.at.line, change.at.column, change.cure) for change in told] == [(1, column, cure)]
    with pytest.raises(UserError, match="so it cannot be given up"):
        world.revise()


def test_another_field_does_not_get_the_column_that_is_kept(given_up: World) -> None:
    given_up.write(thing=REMOVED.replace("name: string", "name: string, telefax: {type: string, column: Fax}"))
    told = [change for change in given_up.changes() if change.kind is not Kind.SAFE]
    assert [(change.text, change.cure) for change in told] == [
        ("thing.telefax needs the column Fax, which is kept for thing.fax", "name another column Fax, or put thing.fax back")
    ]


def test_another_entity_does_not_get_the_table_of_links_that_is_kept(given_up: World) -> None:
    given_up.write(thing_tags="fields: {name: string}\n")
    told = [change for change in given_up.changes() if change.kind is not Kind.SAFE]
    assert [change.text for change in told] == ["thing_tags needs the table thing_tags, which is kept for thing.tags"]


def test_a_field_of_users_is_given_up_too(world: World) -> None:
    world.apply(user="fields: {phone: {type: phone, required: true, default: '+44 20 7946'}}\n", thing=TAG)
    world.apply(user="removed: [phone]\n")
    assert (world.changes(), world.drift()) == ((), ())
    world.apply(user="fields: {phone: {type: phone, required: true, default: '+44 20 7946'}}\n")
    assert (world.changes(), world.drift()) == ((), ())


def test_dates_of_records_are_given_up_with_timestamps(world: World) -> None:
    world.apply(thing="fields: {name: string}\n")
    world.apply(thing="timestamps: false\nremoved: [created_at, updated_at]\nfields: {name: string}\n")
    world.do("INSERT INTO thing (name) VALUES ('a')")
    assert (world.changes(), world.drift()) == ((), ())


def test_dev_gives_up_and_takes_back_at_every_edit(world: World) -> None:
    world.apply(thing="timestamps: false\nfields: {name: string, fax: string!}\n")
    world.insert("thing", ["name", "fax"], [["a", "1"]])
    world.write(thing="timestamps: false\nremoved: [fax]\nfields: {name: string}\n")
    assert [change.text for change in dev_apply(world.root, world.url, world.catalog).changes] == [
        "field thing.fax is given up, and its values are kept"
    ]
    assert (world.changes(), world.drift()) == ((), ())
    world.write(thing="timestamps: false\nfields: {name: string, fax: string!}\n")
    assert [change.text for change in dev_apply(world.root, world.url, world.catalog).changes] == [
        "field thing.fax is back, with its old values"
    ]
    assert world.rows("SELECT name, fax FROM thing") == [("a", "1")]
    assert (world.changes(), world.drift()) == ((), ())
