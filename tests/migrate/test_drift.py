"""What a real database has otherwise than it should is named, and nothing else is."""

import pytest

from tests.migrate.world import World

THING = "timestamps: false\nfields: {name: string!, size: {type: int, index: true}, tags: [tag], price: decimal}\n"


@pytest.fixture
def fresh(world: World) -> World:
    world.apply(thing=THING, tag="timestamps: false\nfields: {name: string}\n")
    return world


def test_a_fresh_database_has_no_drift(fresh: World) -> None:
    assert fresh.drift() == ()


CASES = {
    "DROP INDEX ix_thing__size": ["missing index thing.ix_thing__size"],
    "ALTER TABLE thing ADD COLUMN more TEXT": ["extra column thing.more"],
    "DROP TABLE thing_tags": ["missing table thing_tags"],
    "CREATE INDEX mine ON thing (name)": ["extra index thing.mine"],
    "CREATE TABLE mine (id INTEGER)": [],
    "ALTER TABLE thing RENAME COLUMN size TO width": ["missing column thing.size", "extra column thing.width"],
}


@pytest.mark.parametrize(("statement", "expected"), CASES.items(), ids=CASES)
def test_what_somebody_did_is_named(fresh: World, statement: str, expected: list[str]) -> None:
    fresh.do(statement)
    assert [str(difference) for difference in fresh.drift()] == expected


def test_a_table_made_otherwise_is_named_column_by_column(fresh: World) -> None:
    columns = "id INTEGER PRIMARY KEY, name TEXT, size BIGINT, price REAL, _version BIGINT NOT NULL"
    fresh.do("DROP TABLE thing_tags", "DROP TABLE thing", f"CREATE TABLE thing ({columns})")
    texts = [str(difference) for difference in fresh.drift()]
    assert "differs column thing.name: its type is TEXT, it should be VARCHAR(255)" in texts
    assert "differs column thing.name: it takes null" in texts
    assert "differs column thing.price: its type is REAL, it should be BIGINT" in texts
    assert "missing check thing.ck_thing__name" in texts
    assert fresh.drift()[0].to_json().keys() == {"kind", "thing", "table", "name", "detail"}
