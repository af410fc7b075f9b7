"""Rules that tables hold: they come, change and go with revisions, and the rows are asked before."""

import re

import pytest

from crudgen.errors import UserError
from crudgen.migrate.changes import Kind
from crudgen.migrate.offline import write_sql
from tests.migrate.world import World

PLAIN = "timestamps: false\nfields: {total: decimal, note: string}\n"
NOT_BELOW = PLAIN + "checks:\n  - {rule: total >= 0, message: Below zero., field: total}\n"


def constraints(world: World) -> set[str]:
    ((sql,),) = world.rows("SELECT sql FROM sqlite_master WHERE name = 'order'")
    return set(re.findall(r'CHECK \(\((".*)\)\)', sql))


def test_a_check_comes_changes_and_goes(world: World) -> None:
    world.apply(order=NOT_BELOW)
    assert constraints(world) == {'"total" >= 0'}
    path = world.apply(order=NOT_BELOW.replace(">=", ">"))
    assert "check of order goes: total >= 0 (safe)" in path.read_text()
    assert "new check in order: total > 0 (safe)" in path.read_text()
    assert constraints(world) == {'"total" > 0'}
    world.downgrade()
    assert constraints(world) == {'"total" >= 0'}
    world.upgrade()
    world.apply(order=PLAIN)
    assert constraints(world) == set()
    assert world.changes() == ()
    assert world.drift() == ()


def test_only_what_the_table_holds_makes_a_revision(world: World) -> None:
    world.apply(order=NOT_BELOW)
    other = NOT_BELOW.replace("Below zero.", "Too little.").replace("total >= 0", "total   >= 0").replace("field: total", "field: note")
    assert world.write(order=other + "  - total < length(text(today()))\n").changes() == ()


def test_rows_that_break_a_new_check_are_told_and_nothing_changes(world: World) -> None:
    world.apply(order=PLAIN)
    world.insert("order", ["total", "note"], [(100, "a"), (-5, "b"), (-6, "c"), (-7, "d"), (None, "e"), (-8, "f")])
    world.write(order=NOT_BELOW + "  - note != 'a'\n").revise()
    before = world.dump()
    with pytest.raises(UserError) as caught:
        world.upgrade()
    assert str(caught.value).splitlines() == [
        "the rows don't allow this upgrade; nothing was changed",
        "  order: 4 rows break the check 'total >= 0': id 2, 3, 4, …",
        "  order: 1 rows break the check \"note != 'a'\": id 1",
        "mend the rows, then upgrade again",
    ]
    assert world.dump() == before
    world.do("UPDATE \"order\" SET total = 1, note = 'z'")
    world.upgrade()
    assert world.rows('SELECT count(*) FROM "order"') == [(6,)]


def test_a_rule_over_a_new_field_is_asked_with_what_the_rows_will_have(world: World) -> None:
    world.apply(order=PLAIN)
    world.insert("order", ["total"], [(100,)])
    extended = PLAIN.replace("note: string", "note: string, count: {type: int, default: 3}, day: date")
    world.write(order=extended + "checks:\n  - coalesce(count, 0) > 3\n  - day is not null\n").revise()
    with pytest.raises(UserError) as caught:
        world.upgrade()
    assert str(caught.value).splitlines()[1:3] == [
        "  order: 1 rows break the check 'coalesce(count, 0) > 3': id 1",
        "  order: 1 rows break the check 'day is not null': id 1",
    ]
    assert ("count",) not in world.rows("SELECT name FROM pragma_table_info('order')")


def test_new_checks_are_safe_and_named_by_their_place(world: World) -> None:
    world.apply(order=PLAIN)
    (change,) = world.write(order=NOT_BELOW).changes()
    assert (change.kind, str(change)) == (Kind.SAFE, "schemas/order.yaml:4:12: new check in order: total >= 0 (safe)")


def test_a_computed_field_makes_no_column(world: World) -> None:
    world.apply(order=PLAIN.replace("note: string", "note: string, gross: {type: decimal, computed: total * 2}"))
    assert "gross" not in str(world.dump())
    assert world.drift() == ()
    changed = PLAIN.replace("note: string", "note: string, gross: {type: decimal, computed: total * 3}")
    assert world.write(order=changed).changes() == ()


def test_to_compute_what_was_stored_destroys_it(world: World) -> None:
    world.apply(order=PLAIN)
    (change,) = world.write(order=PLAIN.replace("note: string", "note: {type: string, computed: text(total)}")).changes()
    assert (change.kind, change.text) == (Kind.DESTROYS, "field order.note is gone, and its values would go too")


def test_to_store_what_was_computed_is_a_new_field(world: World) -> None:
    world.apply(order=PLAIN.replace("note: string", "note: {type: string, computed: text(total)}"))
    world.apply(order=PLAIN)
    assert world.changes() == ()
    assert "note" in str(world.dump())


def test_a_check_goes_with_the_new_field_that_it_names_on_the_way_back(world: World) -> None:
    world.apply(order=PLAIN)
    world.apply(order=PLAIN.replace("note: string", "note: string, count: int") + "checks: [count > 1]\n")
    world.insert("order", ["total", "count"], [(1, 2)])
    world.downgrade()
    assert world.rows('SELECT id, total FROM "order"') == [(1, 1)]
    assert constraints(world) == set()


@pytest.mark.parametrize(("dialect", "quote"), [("postgresql", '"'), ("mysql", "`"), ("mariadb", "`")])
def test_other_databases_get_their_own_words(dialect: str, quote: str, world: World) -> None:
    world.apply(order=PLAIN)
    world.apply(order=PLAIN + "checks: [\"note != '50%'\", total > 1]\n")
    sql = write_sql(world.root, dialect)
    assert f"CHECK (({quote}total{quote} > 1.00))" in sql
    assert f"CHECK (({quote}note{quote} != '50%'))" in sql
    assert f"ALTER TABLE {quote}order{quote} ADD CONSTRAINT ck_order__rule_" in sql
