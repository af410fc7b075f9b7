"""Values at the edges, stored and read back through plans."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crudgen.store import Mode
from tests.catalogs import catalog, entity, field
from tests.store.world import World

CATALOG = catalog(
    entity(
        "thing",
        field("name"),
        field("note", "text"),
        field("amount", "decimal", precision=38, scale=18),
        field("price", "decimal"),
        field("count", "int"),
        field("ratio", "float"),
        field("payload", "json"),
        field("names", "list", of="string"),
        field("length", "duration"),
    )
)


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(CATALOG, tmp_path_factory.mktemp("exact") / "app.db")
    yield world
    world.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""), ("name", None), ("name", " a "), ("name", "😀" * 255), ("name", "é"), ("name", "e\u0301"),
        ("name", "007"), ("name", "1e5"),
        ("name", "NULL"), ("name", "'; DROP TABLE thing --"), ("note", "one\r\ntwo\t"), ("note", "x" * 100_000),
        ("amount", Decimal("12345678901234567890.123456789012345678")), ("amount", Decimal("-99999999999999999999.999999999999999999")),
        ("amount", Decimal("0.000000000000000001")), ("price", Decimal("0.10")), ("price", Decimal("-9999999999.99")),
        ("count", 2**63 - 1), ("count", -(2**63)), ("count", 2**53 + 1),
        ("ratio", 0.1 + 0.2), ("ratio", 1.7976931348623157e308), ("ratio", 5e-324), ("ratio", 3.0),
        ("payload", {"b": [1, 1.0, None, "é"], "a": {}}), ("payload", []), ("payload", ""), ("payload", 0), ("payload", False),
        ("payload", 1.0),
        ("payload", "12"), ("payload", 2**63 - 1), ("names", ["b", "a", ""]), ("names", []),
    ],
)  # fmt: skip
def test_a_value_is_read_back_as_it_was_written(things: World, name: str, value: Any) -> None:
    key = things.insert("thing", **{name: value})[0]
    back = things.get("thing", key).values[name]
    assert (back, type(back), str(back)) == (value, type(value), str(value))
    things.update("thing", key, **{name: None})
    things.update("thing", key, **{name: value})
    assert things.get("thing", key).values[name] == value


def test_sums_of_decimals_are_exact(tmp_path: Path) -> None:
    world = World(CATALOG, tmp_path / "app.db")
    world.insert_many("thing", [{"price": Decimal("0.10")}, {"price": Decimal("0.20")}])
    total = sa.select(sa.func.sum(world.tables["thing"].c.price))
    assert world.database.run_now(lambda connection: connection.execute(total).scalar(), Mode.SCAN) == Decimal("0.30")
    world.close()


def test_the_file_holds_scaled_integers(tmp_path: Path) -> None:
    world = World(CATALOG, tmp_path / "app.db")
    world.insert("thing", price=Decimal("12.50"), amount=Decimal("1"))
    row = world.database.run_now(
        lambda connection: connection.exec_driver_sql("SELECT price, typeof(price), amount, typeof(amount) FROM thing").one(), Mode.SCAN
    )
    assert tuple(row) == (1250, "integer", "0" * 19 + "1" + "0" * 18, "text")
    world.close()
