"""SQLite makes a table anew for most changes: what must survive that."""
# ruff: noqa: S608

import sqlite3

import pytest

from tests.migrate.world import World

CUSTOMER = "timestamps: false\nfields: {name: {type: string, max_length: 50}}\nindexes: [[-name]]\n"
NOTE = "timestamps: false\nfields: {customer: {type: customer, on_delete: cascade}}\n"


@pytest.fixture
def filled(world: World) -> World:
    world.apply(customer=CUSTOMER, note=NOTE)
    world.insert("customer", ["name"], [(f"name {number}",) for number in range(1000)])
    world.insert("note", ["customer"], [(number,) for number in range(1, 1001)])
    return world


def widen(world: World) -> None:
    world.apply(customer=CUSTOMER.replace("50", "60"))
    assert "length(name) <= 60" in world.rows("SELECT sql FROM sqlite_master WHERE name = 'customer'")[0][0]


def test_children_with_on_delete_cascade_stay(filled: World) -> None:
    widen(filled)
    assert filled.rows("SELECT count(*) FROM note") == [(1000,)]
    filled.do("DELETE FROM customer WHERE id <= 10")
    assert filled.rows("SELECT count(*) FROM note") == [(990,)]


def test_ids_of_deleted_rows_are_not_given_again(filled: World) -> None:
    filled.do("DELETE FROM customer WHERE id > 900")
    widen(filled)
    filled.do("INSERT INTO customer (name) VALUES ('new')")
    assert filled.rows("SELECT max(id) FROM customer") == [(1001,)]


def test_ids_are_not_given_again_when_every_row_is_deleted(filled: World) -> None:
    filled.do("DELETE FROM customer")
    widen(filled)
    filled.do("INSERT INTO customer (name) VALUES ('new')")
    assert filled.rows("SELECT id FROM customer") == [(1001,)]


def test_what_others_made_stays(filled: World) -> None:
    filled.do(
        "ALTER TABLE customer ADD COLUMN by_hand VARCHAR(9) DEFAULT 'a:b'",
        "CREATE INDEX ix_by_hand ON customer (by_hand)",
        "CREATE TABLE log (name TEXT)",
        "CREATE TRIGGER tr_by_hand AFTER UPDATE ON customer BEGIN INSERT INTO log VALUES (new.name || ':x'); END",
        "CREATE VIEW short AS SELECT name FROM customer",
        "UPDATE customer SET by_hand = 'mine' WHERE id = 7",
    )
    widen(filled)
    assert filled.rows("SELECT by_hand, count(*) FROM customer GROUP BY by_hand") == [("a:b", 999), ("mine", 1)]
    assert filled.rows("SELECT count(*) FROM short") == [(1000,)]
    names = "SELECT name FROM sqlite_master WHERE name LIKE '%by_hand' ORDER BY name"
    assert filled.rows(names) == [("ix_by_hand",), ("tr_by_hand",)]
    filled.do("DELETE FROM log", "UPDATE customer SET name = 'y' WHERE id = 1")
    assert filled.rows("SELECT name FROM log") == [("y:x",)]
    assert [str(difference) for difference in filled.drift()] == ["extra column customer.by_hand", "extra index customer.ix_by_hand"]


def test_keys_and_indexes_stay(filled: World) -> None:
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
    before = filled.rows(query)
    widen(filled)
    assert filled.rows(query) == before
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        filled.do("INSERT INTO note (customer) VALUES (99999)")


def test_a_table_of_the_package_is_rebuilt_with_its_own_columns(world: World) -> None:
    world.apply(user="fields: {phone: {type: string, max_length: 20}}\n")
    instant = "2026-01-01 00:00:00.000000"
    world.insert("crudgen_user", ["login", "phone", "created_at", "updated_at"], [("ann", "123", instant, instant)])
    world.apply(user="fields: {phone: {type: string, max_length: 30}, boss: {type: user, inverse: team}}\n")
    assert world.rows("SELECT login, phone, boss FROM crudgen_user") == [("ann", "123", None)]
    assert world.drift() == ()
    world.downgrade()
    assert world.rows("SELECT login, phone FROM crudgen_user") == [("ann", "123")]


def test_tables_of_every_kind_are_rebuilt(world: World) -> None:
    kinds = (
        "timestamps: false\nfields:\n  key: string\n  text: text\n  number: int\n  real: float\n"
        "  exact: {type: decimal, precision: 30, scale: 10}\n  small: {type: decimal, precision: 8, scale: 2, default: '0.10'}\n"
        "  flag: {type: bool, default: true}\n  day: {type: date, min: '2020-01-01'}\n  hour: time\n  instant: datetime\n"
        "  span: {type: duration, max: P7D}\n  mark: uuid\n  data: json\n  words: {type: list, of: string}\n"
        "  color: color\n  secret: password\n  token: secret\n  state: {type: enum, values: [a, \"b'c\"]}\n"
    )
    world.apply(thing=kinds)
    columns = "key, text, number, real, exact, small, flag, day, hour, instant, span, mark, data, words, color, secret, token, state"
    values = ("k", "t", 7, 1.5, "0" * 29 + "1", 10, 1, "2026-01-31", "10:00:00.000000", "2026-01-31 10:00:00.000000", 1000, "a" * 32)
    world.insert("thing", columns.split(", "), [(*values, '{"a": 1.0}', '["x"]', "#ffffff", "hash", "sealed:x", "b'c")])
    before = world.rows(f"SELECT {columns} FROM thing")
    world.apply(thing=kinds.replace("key: string", "key: {type: string, max_length: 300}") + "  other: {type: thing, inverse: others}\n")
    assert world.rows(f"SELECT {columns} FROM thing") == before
    assert world.drift() == ()


def test_a_composite_and_a_text_key_are_rebuilt(world: World) -> None:
    part = "timestamps: false\nid: [thing, line]\nfields: {thing: thing!, line: int!, text: {type: string, max_length: 9}}\n"
    thing = "timestamps: false\nid: string\nfields: {name: {type: string, max_length: 9}}\n"
    world.apply(thing=thing, part=part)
    world.do("INSERT INTO thing (id, name) VALUES ('x', 'y')", "INSERT INTO part (thing, line, text) VALUES ('x', 2, 'b'), ('x', 1, 'a')")
    world.apply(thing=thing.replace("9", "10"), part=part.replace("9", "10"))
    assert world.rows("SELECT thing, line, text FROM part ORDER BY line") == [("x", 1, "a"), ("x", 2, "b")]
    assert world.drift() == ()
