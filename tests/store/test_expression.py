"""Expressions in statements: golden SQL of each database, conditions, values beside the row, computed fields."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import mysql, postgresql, sqlite

from crudgen.model import Tables
from crudgen.schema.expression import BOOL, Expression, Scope, compile_expression, type_of
from crudgen.store import Mode
from crudgen.store.arithmetic import register
from crudgen.store.expression import render_condition, render_field, render_value, shape_of_expression
from crudgen.store.parameters import Parameters, parameter_name
from crudgen.store.scope import Scope as TableScope
from tests.catalogs import SHOP
from tests.store.world import World
from tests.support.catalog import catalog_of

NOW = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
WIDE = catalog_of(
    {
        **SHOP,
        "visit": """
timestamps: false
fields:
  guest: {type: customer, inverse: visits}
  day: date
  at: datetime
  spent: duration
  code: uuid
  weight: float
  name: string
  is_paid: bool
  count: int
  few: {type: int, min: 0, max: 100}
  fee: {type: decimal, precision: 30, scale: 4}
  price: decimal
""",
    }
)
DIALECTS: dict[str, Callable[[], sa.Dialect]] = {"sqlite": sqlite.dialect, "postgresql": postgresql.dialect, "mysql": mysql.dialect}
VALUES = [
    "price * few",
    "price * count",
    "price / 3",
    "count + 1",
    "few + 1",
    "-count",
    "sum(guest.visits.price)",
    "price + 0.125",
    "decimal(price, 1)",
    "fee * 2",
    "weight / few",
    "weight * price",
    "name + text(price)",
    "lower(name)",
    "length(name)",
    "text(at)",
    "text(code)",
    "int(name)",
    "decimal(name, 2)",
    "date(name)",
    "datetime(name)",
    "date(at)",
    "datetime(day)",
    "day + '7d'",
    "at - spent",
    "day - '2026-01-01'",
    "at - now()",
    "if(is_paid, few, null)",
    "coalesce(price, few)",
    "max(guest.visits.fee)",
    "count(guest.orders.lines)",
    "text(is_paid)",
    "int(is_paid)",
    "int(weight)",
    "bool(name)",
]
CONDITIONS = [
    "price > 10",
    "few in [1, 2]",
    "name contains 'a' and not name icontains 'b'",
    "name starts 'a' or name ends 'b'",
    "fee > price",
    "any(guest.orders.lines.product.price > price)",
    "all(guest.visits.is_paid)",
    "not any(guest.visits.is_paid)",
    "guest.country.name = 'Spain'",
    "any(guest.orders.lines.product.tags.name = 'new')",
    "is_paid is null",
    "guest = user.id",
    "'clerk' in user.roles",
    "at < now() - '2w'",
]


def compile_text(text: str, entity: str = "visit", **options: Any) -> Expression:
    return compile_expression(text, Scope(WIDE, WIDE.entities[entity], user=True, **options))


def sql_of(expression: Expression, name: str, render: Callable[..., Any]) -> str:
    """Return the SELECT whose only column, or only condition, is the expression."""
    scope = TableScope(Tables(WIDE), expression.entity)
    element = render(expression, scope, Parameters())
    key = scope.key()[0]
    select = (
        sa.select(key).select_from(scope.source).where(element)
        if render is render_condition
        else sa.select(element).select_from(scope.source)
    )
    return str(select.compile(dialect=DIALECTS[name]())).replace("\n", " ").replace("  ", " ")


@pytest.mark.parametrize("name", DIALECTS)
def test_each_database_gets_its_own_sql(name: str, golden: Callable[[str, str], None]) -> None:
    values = [(text, sql_of(compile_text(text), name, render_value)) for text in VALUES]
    conditions = [(text, sql_of(compile_text(text, expects=BOOL), name, render_condition)) for text in CONDITIONS]
    golden(f"expression_{name}", "\n\n".join(f"-- {text}\n{sql}" for text, sql in [*values, *conditions]))


class Shop(World):
    """The shop, with expressions on its statements."""

    def find(self, text: str, render: Callable[..., Any] = render_value, entity: str = "visit", **context: Any) -> list[Any]:
        """Return the values of an expression, or the ids where a condition holds."""
        expression = compile_text(text, entity)

        def work(connection: Connection) -> list[Any]:
            register(connection.connection.driver_connection)  # type: ignore[arg-type]
            values: list[Any] = []
            shape_of_expression(expression, values, context, NOW)
            scope = TableScope(self.tables, expression.entity)
            element, key = render(expression, scope, Parameters()), scope.key()[0]
            select = sa.select(key).where(element) if render is render_condition else sa.select(element)
            bound = {parameter_name(index): value for index, value in enumerate(values)}
            return list(connection.execute(select.select_from(scope.source).order_by(key), bound).scalars())

        return self.database.run_now(work, Mode.SCAN)

    def where(self, text: str, **context: Any) -> list[Any]:
        return self.find(text, render_condition, **context)


@pytest.fixture
def wide(tmp_path: Path) -> Iterator[Shop]:
    world = Shop(WIDE, tmp_path / "app.db")
    world.insert_many("customer", [{"name": "Ann"}, {"name": "Bob"}])
    world.insert_many(
        "visit",
        [
            {"guest": 1, "price": Decimal("1.10"), "fee": Decimal("1.1000"), "count": 2**63 - 1, "few": 3, "name": "abc", "is_paid": True},
            {
                "guest": 1,
                "price": None,
                "fee": Decimal("-99999999999999999999.0001"),
                "count": -(2**63),
                "few": 0,
                "name": "",
                "is_paid": None,
            },
            {"guest": None, "price": Decimal("5.00"), "fee": None, "count": None, "few": 7, "name": "Äb", "is_paid": False},
        ],
    )
    yield world
    world.close()


def test_conditions_keep_rows_where_they_are_true(wide: Shop) -> None:
    assert wide.where("price > 1") == [1, 3]
    assert wide.where("not price > 1") == []
    assert wide.where("any(guest.visits.is_paid)") == [1, 2]
    assert wide.where("not any(guest.visits.is_paid)") == [3]
    assert wide.where("all(guest.visits.is_paid)") == [3]
    assert wide.where("all(guest.visits.few >= 0) and price > 1") == [1, 3]
    assert wide.where("guest.name icontains 'ANN' or name starts 'Ä'") == [1, 2, 3]


def test_numbers_beyond_64_bits_are_exact(wide: Shop) -> None:
    assert wide.find("count + 1 - 1") == [2**63 - 1, -(2**63), None]
    assert wide.find("count + 1") == [None, -(2**63) + 1, None]
    assert wide.find("decimal(count * count, 0) - count") == [Decimal((2**63 - 1) * (2**63 - 2)), Decimal(2**126 + 2**63), None]
    assert wide.where("count * 10 > count") == [1]
    assert wide.where("fee < -10") == [2]
    assert wide.find("min(guest.visits.fee)") == [Decimal("-99999999999999999999.0001")] * 2 + [None]
    assert wide.find("sum(guest.visits.fee)") == [Decimal("-99999999999999999997.9001")] * 2 + [Decimal("0.0000")]


def test_values_beside_the_row_are_parameters(wide: Shop) -> None:
    assert wide.where("guest = user.id", **{"user.id": 1}) == [1, 2]
    assert wide.where("guest = user.id", **{"user.id": None}) == []
    assert wide.where("'clerk' in user.roles", **{"user.roles": ["clerk", "manager"]}) == [1, 2, 3]
    assert wide.where("'clerk' in user.roles", **{"user.roles": []}) == []


def test_a_computed_field_reads_as_its_column_would(wide: Shop) -> None:
    field = WIDE.entities["visit"].fields["fee"]
    expression = compile_text("price / 3", expects=type_of(WIDE, field))

    def work(connection: Connection) -> list[Any]:
        register(connection.connection.driver_connection)  # type: ignore[arg-type]
        scope = TableScope(wide.tables, expression.entity)
        computed = render_field(expression, field, scope)
        ordered = sa.select(computed).select_from(scope.source).where(computed < Decimal(2)).order_by(computed.desc())
        return list(connection.execute(ordered).scalars())

    assert wide.database.run_now(work, Mode.SCAN) == [Decimal("1.6667"), Decimal("0.3667")]


def test_expressions_that_differ_in_constants_alone_share_a_statement() -> None:
    found: list[tuple[Any, list[Any]]] = []
    for text in ("price > 10 and name = 'a'", "price > 99 and name = 'b'", "price > 100 and name = 'b'", "price > 10 or name = 'a'"):
        values: list[Any] = []
        found.append((shape_of_expression(compile_text(text), values, {}, NOW), values))
    first, second, longer, other = found
    assert first[0] == second[0]
    assert second[1] == [Decimal("99.00"), "b"]
    assert len({first[0], longer[0], other[0]}) == 3
