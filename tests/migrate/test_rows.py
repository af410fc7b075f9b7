"""Rows that belong to the schema: written by the upgrade, by their keys, and never at anybody's cost."""

from pathlib import Path

import pytest

from crudgen.errors import UserError
from crudgen.migrate import dev_apply, write_sql
from crudgen.migrate.changes import Kind
from tests.migrate.world import World

FIELDS = """
timestamps: false
fields:
  code: {type: string, required: true, unique: true}
  name: {type: string, required: true, ci: true}
  rank: {type: int, default: 5}
  share: decimal
  note: string
"""
TWO = "rows: {key: code, values: [{code: new, name: New, rank: 1}, {code: paid, name: Paid, share: 0.5}]}" + FIELDS
ORDER = "timestamps: false\nfields: {status: {type: status, on_delete: cascade}, also: {type: [status], inverse: others}}\n"
ALL = "SELECT id, code, name, name_folded, rank, share, note, _version FROM status ORDER BY id"


def test_rows_of_a_new_entity_are_there_after_the_upgrade(world: World) -> None:
    world.write(status=TWO)
    assert [(change.kind, change.text) for change in world.changes()] == [
        (Kind.SAFE, "new entity status"),
        (Kind.SAFE, "rows of status: 2 new, 0 changed, 0 gone"),
    ]
    world.revise()
    world.upgrade()
    assert world.rows(ALL) == [(1, "new", "New", "new", 1, None, None, 1), (2, "paid", "Paid", "paid", 5, 50, None, 1)]
    assert (world.changes(), world.drift()) == ((), ())
    world.downgrade()
    assert world.rows("SELECT name FROM sqlite_master WHERE name = 'status'") == []


def test_moments_and_uuids_are_made(world: World) -> None:
    fields = "fields: {code: {type: string, required: true, unique: true}, day: {type: date, default: today}, note: text}\n"
    text = f"id: uuid\nrows: {{key: code, values: [{{code: a}}]}}\n{fields}"
    world.apply(status=text)
    ((key, created, updated, day),) = world.rows("SELECT id, created_at, updated_at, day FROM status")
    assert (len(key), created, day) == (32, updated, created[:10])
    world.apply(status=text.replace("{code: a}", "{code: a, note: more}"))
    ((same, first, later, note),) = world.rows("SELECT id, created_at, updated_at, note FROM status")
    assert (same, first, note) == (key, created, "more")
    assert later > updated


def test_the_next_revision_writes_only_what_changed_and_ids_stay(world: World) -> None:
    world.apply(status=TWO, order=ORDER)
    world.do('INSERT INTO "order" (status) VALUES (2)')
    world.write(status=TWO.replace("name: Paid", "name: PAID").replace("{code: new, name: New, rank: 1}", "{code: late, name: Late}"))
    (change,) = world.changes()
    assert change.text == "rows of status: 1 new, 1 changed, 1 gone"
    path = world.revise()
    assert "Paid" not in path.read_text().partition("def downgrade")[0]
    world.upgrade()
    assert [(row[0], *row[1:4], row[7]) for row in world.rows(ALL)] == [(2, "paid", "PAID", "paid", 2), (3, "late", "Late", "late", 1)]
    assert world.rows('SELECT status FROM "order"') == [(2,)]
    world.downgrade()
    assert [row[1:4] for row in world.rows(ALL)] == [("paid", "Paid", "paid"), ("new", "New", "new")]
    assert world.status().problem != ""
    world.upgrade()
    assert (world.changes(), world.drift(), world.status().problem) == ((), (), "")


@pytest.mark.parametrize(("statement", "where"), [
    ('INSERT INTO "order" (status) VALUES (1)', "rows of order that refer to it by status: 1"),
    ('INSERT INTO "order" (id) VALUES (1);INSERT INTO order_also VALUES (1, 1)', "rows of order_also that refer to it by status_id: 1"),
])  # fmt: skip
def test_a_row_that_somebody_refers_to_does_not_go(world: World, statement: str, where: str) -> None:
    world.apply(status=TWO, order=ORDER)
    world.do(*statement.split(";"))
    world.write(status=TWO.replace("{code: new, name: New, rank: 1}, ", "")).revise()
    before = world.dump()
    with pytest.raises(UserError) as refused:
        world.upgrade()
    assert f"  status: the row with code 'new' cannot go: {where}" in str(refused.value)
    assert world.dump() == before


def test_a_row_that_is_there_already_is_taken_over_only_where_nothing_is_lost(world: World) -> None:
    world.apply(status=FIELDS)
    world.insert(
        "status",
        ["code", "name", "name_folded", "rank", "note"],
        [["new", "New", "new", 5, "mine"], ["paid", "Settled", "settled", 5, None]],
    )
    path = world.write(status=TWO).revise()
    before = world.dump()
    with pytest.raises(UserError) as refused:
        world.upgrade()
    assert str(refused.value).splitlines()[:2] == [
        "the rows don't allow this upgrade; nothing was changed",
        "  status: the row with code 'paid' is there already with name 'Settled', which the schema has as 'Paid'",
    ]
    assert world.dump() == before
    world.do("UPDATE status SET name = 'Paid', name_folded = 'paid' WHERE code = 'paid'")
    world.upgrade()
    assert [row[1:] for row in world.rows(ALL)] == [("new", "New", "new", 1, None, "mine", 2), ("paid", "Paid", "paid", 5, 50, None, 2)]
    assert path.exists()


def test_a_field_that_the_schema_begins_to_give_takes_no_value_of_anybodys(world: World) -> None:
    world.apply(status=TWO)
    world.do("UPDATE status SET note = 'ours' WHERE code = 'new'")
    world.write(status=TWO.replace("rank: 1}", "rank: 1, note: theirs}").replace("share: 0.5", "share: 0.5, note: free")).revise()
    with pytest.raises(UserError, match="the row with code 'new' is there already with note 'ours', which the schema has as 'theirs'"):
        world.upgrade()
    world.do("UPDATE status SET note = NULL")
    world.upgrade()
    assert world.rows("SELECT note FROM status ORDER BY id") == [("theirs",), ("free",)]


def test_a_row_that_somebody_deleted_by_hand_is_missed(world: World) -> None:
    world.apply(status=TWO)
    world.do("DELETE FROM status WHERE code = 'new'")
    world.write(status=TWO.replace("name: New", "name: Fresh")).revise()
    with pytest.raises(UserError, match="the row with code 'new' belongs to the schema and is not there: put it back"):
        world.upgrade()


def test_rows_that_are_the_schemas_no_longer_stay(world: World) -> None:
    world.apply(status=TWO)
    world.write(status=FIELDS)
    assert [change.text for change in world.changes()] == ["rows of status belong to the schema no longer, and stay"]
    world.revise()
    world.upgrade()
    assert len(world.rows(ALL)) == 2
    world.downgrade()
    assert len(world.rows(ALL)) == 2


def test_another_key_needs_an_answer(world: World) -> None:
    unique = TWO.replace("name: {type: string, required: true, ci: true}", "name: {type: string, required: true, unique: true}")
    world.apply(status=unique)
    world.write(status=unique.replace("key: code", "key: name"))
    (change,) = world.changes()
    assert (change.kind, change.cure) == (Kind.NEEDS_ANSWER, "changing it is not supported yet: write `key: code` again")


def test_a_row_uses_a_field_that_comes_with_it(world: World) -> None:
    world.apply(status=TWO)
    world.apply(status=TWO.replace("rank: 1}", "rank: 1, color: '#ffffff'}") + "  color: color\n")
    assert world.rows("SELECT code, color FROM status ORDER BY id") == [("new", "#ffffff"), ("paid", None)]
    world.downgrade()
    assert world.rows("SELECT code FROM status ORDER BY id") == [("new",), ("paid",)]


def test_dev_writes_rows_at_every_edit(world: World) -> None:
    world.write(status=TWO)
    assert dev_apply(world.root, world.url, world.catalog).refusal == ""
    world.write(status=None, state=TWO)
    assert dev_apply(world.root, world.url, world.catalog).refusal == ""
    world.write(state=TWO.replace("name: New", "name: Newer"))
    told = dev_apply(world.root, world.url, world.catalog).changes
    assert [change.text for change in told] == ["rows of state: 0 new, 1 changed, 0 gone"]
    assert world.rows("SELECT code, name FROM state ORDER BY id") == [("new", "Newer"), ("paid", "Paid")]
    assert (world.changes(), world.drift()) == ((), ())


VALUES = {
    "string": "a'b\\n\"c\" %s :x", "text": "long", "int": 7, "float": 1.5, "decimal": "12.50", "bool": True, "date": "2026-01-02",
    "time": "10:30", "datetime": "2026-01-02T10:30:00Z", "duration": "PT5M", "uuid": "0196f3c0-1111-7222-8333-444455556666",
    "email": "a@example.org", "url": "https://example.org", "phone": "+44 20", "color": "#ffffff", "slug": "a-b", "json": {"a": [1, None]},
}  # fmt: skip


def test_every_type_keeps_its_value_and_is_taken_over_when_equal(world: World) -> None:
    import json

    fields = {"code": {"type": "string", "required": True, "unique": True}, **{f"f_{name}": name for name in VALUES}}
    row = {"code": "a", **{f"f_{name}": value for name, value in VALUES.items()}}
    text = json.dumps({"timestamps": False, "fields": fields, "rows": {"key": "code", "values": [row]}})
    world.apply(status=text)
    before = world.rows("SELECT * FROM status")
    assert None not in before[0]
    world.apply(status=json.dumps({"timestamps": False, "fields": fields}))
    world.apply(status=text)
    assert world.rows("SELECT * FROM status") == before


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql", "mysql"])
def test_the_rows_are_in_the_sql_that_is_written_out(world: World, dialect: str, tmp_path: Path) -> None:
    world.write(status=TWO, order=ORDER).revise()
    world.write(status=TWO.replace("name: Paid", "name: PAID").replace("{code: new, name: New, rank: 1}, ", "")).revise()
    sql = write_sql(world.root, dialect)
    assert "VALUES ('new', 'New', 'new', 1)" in sql
    assert "UPDATE status SET name='PAID', name_folded='paid', _version=(status._version + 1) WHERE status.code = 'paid'" in sql
    assert "DELETE FROM status WHERE status.code = 'new' AND (status.id NOT IN (SELECT" in sql
