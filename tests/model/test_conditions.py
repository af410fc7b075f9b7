"""Checks of the schema as CHECKs of tables: golden SQL of each database, and what is left to the service."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateTable

from crudgen.model import Tables, checks, types  # noqa: F401 -- names that a repr needs
from crudgen.model.checks import Condition
from tests.golden import compare
from tests.support.catalog import catalog_of

GOLDEN = Path(__file__).parent / "golden"
DIALECTS: dict[str, Dialect] = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect(), "mysql": mysql.dialect()}

ORDER = """
timestamps: false
fields:
  number: string
  group: {type: string, column: select}
  kind: {type: enum, values: [a, b]}
  total: decimal
  long: {type: decimal, precision: 30, scale: 2}
  count: int
  weight: float
  is_paid: bool
  day: date
  at: datetime
  spent: duration
  code: uuid
  customer: {type: customer, on_delete: set_null}
  gross: {type: decimal, computed: total * 2}
checks:
  - total >= 0
  - count * 2 <= 100
  - kind = 'a' or number is not null
  - group not in ['x', '50%', 'it''s', ':name', 'back\\slash']
  - day < '2030-01-31' and at >= '2024-01-01T00:00:00Z'
  - spent <= '7d'
  - code != '00000000-0000-0000-0000-000000000000'
  - is_paid or length(number) > 2
  - weight * 2 < 10 and total / 3 > 1
  - long > 1.5
  - customer is null or customer > 1
  - id < 1000000
  - number icontains 'x'
  - gross > 1
  - at < now()
  - customer.name != 'x'
"""
CATALOG = catalog_of({"order": ORDER, "customer": "fields: {name: string}\n"})


def conditions() -> dict[str, Condition]:
    table = Tables(CATALOG).metadata().tables["order"]
    return {one.rule: one for one in table.constraints if isinstance(one, Condition)}


@pytest.mark.parametrize("name", DIALECTS)
def test_a_table_has_the_checks_that_its_database_can_hold(name: str) -> None:
    table = Tables(CATALOG).metadata().tables["order"]
    compare(GOLDEN / f"conditions.{name}.sql", str(CreateTable(table).compile(dialect=DIALECTS[name])))


def test_what_the_row_alone_does_not_hold_is_left_to_the_service() -> None:
    written = [check.rule for check in CATALOG.entities["order"].checks]
    assert [rule for rule in written if rule not in conditions()] == ["gross > 1", "at < now()", "customer.name != 'x'"]


@pytest.mark.parametrize("rule", ["number icontains 'x'", "count * 2 <= 100", "long > 1.5"])
def test_what_needs_a_function_of_ours_is_no_check_on_sqlite(rule: str) -> None:
    assert sorted(conditions()[rule].sql.texts) == ["mysql", "postgresql"]


@pytest.mark.parametrize("rule", ["id < 1000000", "customer is null or customer > 1"])
def test_mysql_has_no_check_of_a_column_that_it_changes_itself(rule: str) -> None:
    assert sorted(conditions()[rule].sql.texts) == ["postgresql", "sqlite"]


def test_a_condition_is_its_own_source() -> None:
    for condition in conditions().values():
        again = eval(repr(condition))  # noqa: S307 -- that is the claim
        assert repr(again) == repr(condition)
        assert again.sql.texts == condition.sql.texts


def test_names_are_the_rules_own_and_fit_every_database() -> None:
    found = conditions()
    assert len({str(one.name) for one in found.values()}) == len(found)
    assert all(len(str(one.name)) <= 63 for one in found.values())
    long = "x" * 60
    table = Tables(catalog_of({long: "fields: {n: int}\nchecks: [n > 1]\n"})).metadata().tables[long]
    assert [len(str(one.name)) for one in table.constraints if isinstance(one, Condition)] == [63]


@pytest.mark.parametrize(
    ("column", "value", "is_right"),
    [
        ("total", 0, True),
        ("total", -1, False),
        ("total", None, True),
        ("select", "50%", False),
        ("select", "it's", False),
        ("select", ":name", False),
        ("select", "back\\slash", False),
        ("select", "y", True),
        ("day", "2030-01-31", False),
        ("day", "2030-01-30", True),
        ("spent", 7 * 86_400_000_000 + 1, False),
        ("spent", 7 * 86_400_000_000, True),
    ],
)
def test_sqlite_holds_a_rule(column: str, value: object, is_right: bool) -> None:
    connection = sqlite3.connect(":memory:")
    engine = sa.create_engine("sqlite://", creator=lambda: connection, poolclass=sa.pool.StaticPool)
    Tables(CATALOG).metadata().create_all(engine)
    insert = f'INSERT INTO "order" ("{column}", kind) VALUES (?, \'a\')'  # noqa: S608 -- names of the test
    if is_right:
        connection.execute(insert, (value,))
    else:
        with pytest.raises(sqlite3.IntegrityError, match="ck_order__rule_"):
            connection.execute(insert, (value,))
    connection.close()
