"""Computed fields in statements: read, sorted by, filtered, paged, in other expressions, and at the end of references."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite

from crudgen.model import Tables
from crudgen.plan.nodes import And, At, Condition, Expand, Holds, Links, Operator, Or, Read, Search
from crudgen.schema.catalog import Catalog
from crudgen.schema.expression import BOOL, Scope, compile_expression
from crudgen.store import Mode
from crudgen.store.expand import render_many, render_one
from crudgen.store.render import render_read, shape_read
from tests.catalogs import SHOP as TEXTS
from tests.store.world import World, compare, expands, path, plan
from tests.support.catalog import catalog_of

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def shop(total: str, **fields: str) -> Catalog:
    """Return the shop with a computed total of orders and further fields, without what is built in."""
    texts = {name: text.replace("\nfields:\n", "\nfields:\n" + fields.get(name, "")) for name, text in TEXTS.items()}
    texts["order"] = texts["order"].replace("total: decimal", f'total: {{type: decimal, computed: "{total}"}}')
    texts["line"] = texts["line"].replace("unique: [[order, product]]", "")
    return Catalog({name: one for name, one in catalog_of(texts).entities.items() if not one.is_builtin})


SHOP = shop(
    "sum(lines.amount)",
    customer="""
  spent: {type: decimal, computed: sum(orders.total)}
  orders_of: {type: int, computed: count(orders)}
  has_spent: {type: bool, computed: spent > 0}
""",
    order="""
  state: {type: enum, values: [draft, placed, paid], computed: "if(total > 0, status, 'paid')"}
  label: {type: string, computed: "'No ' + number + ' of ' + customer.name"}
  day: {type: date, computed: today()}
  read_at: {type: datetime, computed: now()}
""",
    line="""
  amount: {type: decimal, computed: quantity * product.price}
  large: {type: decimal, precision: 30, scale: 4, computed: amount * 1000000000000}
""",
)
TABLES = Tables(SHOP)


def read(entity: str, *where: Condition, sort: str = "", **options: Any) -> Read:
    """Return a read of all fields, stored and computed."""
    made = plan(SHOP, entity, *where, sort=sort, **options)
    return replace(made, fields=tuple(field for field in made.entity.fields.values() if field.is_value))


def where(entity: str, dotted: str, operator: str, value: Any) -> Condition:
    return compare(SHOP, entity, dotted, operator, value)


def holds(entity: str, text: str) -> Holds:
    return Holds(compile_expression(text, Scope(SHOP, SHOP.entities[entity], expects=BOOL)), NOW)


def only(one: Read, *names: str) -> Read:
    """Return the read with no fields but the key and those named."""
    return replace(one, fields=tuple(one.entity.fields[name] for name in ("id", *names)))


READS = {
    "computed": only(read("order", where("order", "total", "gt", Decimal(5)), sort="-total", limit=20), "total", "label"),
    "computed_after": only(read("order", sort="-total", limit=20, after=(Decimal(5), 7)), "number"),
    "computed_among_others": only(
        read(
            "order",
            where("order", "number", "ne", "x"),
            where("order", "total", "gt", Decimal(5)),
            And((where("order", "customer.spent", "gt", Decimal(9)), holds("order", "count(lines) > 1 and total < 99"))),
            where("order", "status", "eq", "paid"),
            sort="-total",
            limit=20,
            after=(Decimal(50), 7),
        ),
        "number",
    ),
    "computed_enum": only(read("order", sort="state"), "state"),
    "computed_of_computed": only(read("customer", where("customer", "has_spent", "eq", True), sort="spent"), "has_spent"),
    "computed_clock": only(read("order", where("order", "day", "null", False)), "read_at"),
    "computed_at_a_reference": only(read("line", holds("line", "order.total > amount"), sort="order.customer.spent")),
}


def expand(entity: str, name: str) -> Expand:
    """Return what brings whole records along, with all their fields."""
    (made,) = expands(SHOP, SHOP.entities[entity], [name])
    return replace(made, fields=read(made.entity.name).fields)


OTHERS = {
    "computed_one": render_one(expand("order", "customer"), TABLES).select,
    "computed_many": render_many(expand("customer", "orders"), TABLES).select,
}
DIALECTS = [sqlite.dialect(), postgresql.dialect(), mysql.dialect()]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("name", [*READS, *OTHERS])
def test_computed_fields_are_rendered_as_before(name: str, dialect: sa.Dialect, golden: Callable[[str, str], None]) -> None:
    select = OTHERS[name] if name in OTHERS else render_read(READS[name], TABLES).select
    golden(f"{name}.{dialect.name}", str(select.compile(dialect=dialect)))


def test_a_formula_adds_no_values_to_a_plan() -> None:
    assert shape_read(READS["computed"])[1] == [Decimal("5.00")]
    assert shape_read(READS["computed_clock"])[1] == []


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Ann has orders 1 (placed; 1 lamp and 2 desks: 210) and 2 (nothing), Bob has order 3 (3 lamps: 30) and Cid none."""
    made = World(SHOP, tmp_path / "app.db")
    made.insert_many("customer", [{"name": "Ann"}, {"name": "Bob"}, {"name": "Cid"}])
    orders = enumerate([(1, "placed"), (1, "draft"), (2, "draft")], 1)
    made.insert_many("order", [{"number": str(n), "customer": customer, "status": status} for n, (customer, status) in orders])
    made.insert_many("product", [{"name": "Lamp", "price": Decimal(10)}, {"name": "Desk", "price": Decimal(100)}, {"name": "Gift"}])
    lines = [(1, 1, 1), (1, 2, 2), (3, 1, 3)]
    made.insert_many("line", [{"order": order, "product": product, "quantity": count} for order, product, count in lines])
    yield made
    made.close()


def found(world: World, entity: str, *conditions: Condition, **options: Any) -> list[Any]:
    return [record.key[0] for record in world.read(read(entity, *conditions, **options)).items]


def values(world: World, entity: str, name: str, **options: Any) -> list[Any]:
    return [record.values[name] for record in world.read(read(entity, **options)).items]


def test_computed_fields_are_read_with_the_others(world: World) -> None:
    assert values(world, "order", "total") == [Decimal("210.00"), Decimal("0.00"), Decimal("30.00")]
    assert values(world, "order", "label") == ["No 1 of Ann", "No 2 of Ann", "No 3 of Bob"]
    assert values(world, "order", "state") == ["placed", "paid", "draft"]
    assert values(world, "customer", "spent") == [Decimal("210.00"), Decimal("30.00"), Decimal("0.00")]
    assert values(world, "customer", "has_spent") == [True, True, False]
    assert values(world, "line", "large") == [Decimal(amount * 10**12) for amount in (10, 200, 30)]


def test_they_are_never_stale(world: World) -> None:
    world.update("line", 1, quantity=2)
    assert values(world, "order", "total") == [Decimal("220.00"), Decimal("0.00"), Decimal("30.00")]
    assert values(world, "customer", "spent")[0] == Decimal("220.00")


def test_they_are_sorted_by_with_nulls_last_and_enums_as_declared(world: World) -> None:
    world.insert("line", order=2, product=3, quantity=1)
    assert found(world, "order", sort="total") == [2, 3, 1]
    assert found(world, "order", sort="-total") == [1, 3, 2]
    assert (found(world, "line", sort="amount"), found(world, "line", sort="-amount")) == ([1, 3, 2, 4], [2, 3, 1, 4])
    assert (found(world, "line", sort="large"), found(world, "line", sort="-large")) == ([1, 3, 2, 4], [2, 3, 1, 4])
    assert (found(world, "order", sort="state"), found(world, "order", sort="-state")) == ([3, 1, 2], [2, 1, 3])
    assert found(world, "line", sort="-order.customer.spent,amount") == [1, 2, 4, 3]


def test_a_field_that_is_not_answered_can_be_sorted_by(world: World) -> None:
    plain = only(read("order", sort="-total"), "number")
    assert [record.values for record in world.read(plain).items] == [{"id": n, "number": str(n)} for n in (1, 3, 2)]


def test_conditions_on_stored_and_computed_fields_go_together(world: World) -> None:
    conditions = [
        where("order", "number", "ne", "2"),
        Or((where("order", "total", "lt", Decimal(100)), Search((path(SHOP, "order", "label"),), "1 of"))),
        Or((Links(SHOP.entities["order"].relations["lines"], Operator.EQ, 1), where("order", "total", "eq", Decimal(30)))),
        And((where("order", "customer.spent", "gt", Decimal(9)), holds("order", "count(lines) > 1 and total > 5"))),
        At((SHOP.entities["order"].relations["customer"],), holds("customer", "spent > 10")),
    ]
    assert found(world, "order", *conditions) == found(world, "order", *conditions, sort="-total") == [1]
    assert found(world, "order", *conditions[:3], sort="total") == [3, 1]
    (record,) = world.read(replace(read("order", *conditions, sort="-total", limit=1), asks=(conditions[1],))).items
    assert (record.values["total"], record.values["label"], record.answers) == (Decimal(210), "No 1 of Ann", (True,))


@pytest.mark.parametrize("sort", ["total", "-total", "state,-total", "-state", "label", "-customer.spent", "customer.has_spent,-label"])
def test_pages_follow_one_another(world: World, sort: str) -> None:
    world.insert_many("order", [{"number": str(n), "customer": n % 3 + 1, "status": "draft"} for n in range(4, 12)])
    world.insert_many("line", [{"order": n, "product": n % 3 + 1, "quantity": n % 2 + 1} for n in range(4, 10)])
    some = where("order", "total", "gte", Decimal(0)), where("order", "number", "ne", "5")
    whole, paged = found(world, "order", *some, sort=sort), []
    after = None
    while True:
        page = world.read(read("order", *some, sort=sort, limit=2, after=after))
        paged += [record.key[0] for record in page.items]
        after = page.after
        if after is None:
            break
    assert paged == whole


def test_every_comparison_works_on_them(world: World) -> None:
    world.insert("line", order=2, product=3, quantity=1)
    cases: dict[tuple[str, str, Any], list[int]] = {
        ("amount", "eq", Decimal(30)): [3],
        ("amount", "ne", Decimal(30)): [1, 2],
        ("amount", "lt", Decimal(30)): [1],
        ("amount", "lte", Decimal(30)): [1, 3],
        ("amount", "gt", Decimal(30)): [2],
        ("amount", "gte", Decimal("30.001")): [2],
        ("amount", "in", (Decimal(10), Decimal(200))): [1, 2],
        ("amount", "nin", (Decimal(10), Decimal(200))): [3],
        ("amount", "between", (Decimal(10), Decimal(30))): [1, 3],
        ("amount", "null", True): [4],
        ("amount", "null", False): [1, 2, 3],
        ("large", "gt", Decimal("10000000000000")): [2, 3],
        ("order.label", "contains", "1 of"): [1, 2],
        ("order.label", "icontains", "ANN"): [1, 2, 4],
        ("order.label", "starts", "No 3"): [3],
        ("order.label", "ends", "Ann"): [1, 2, 4],
        ("order.state", "eq", "placed"): [1, 2],
        ("order.state", "in", ("placed", "paid")): [1, 2, 4],
        ("order.customer.has_spent", "eq", False): [],
        ("order.customer.spent", "gte", Decimal(210)): [1, 2, 4],
        ("order.customer.orders_of", "eq", 1): [3],
    }
    assert {case: found(world, "line", where("line", *case)) for case in cases} == cases


def test_they_are_searched_and_named_in_expressions(world: World) -> None:
    assert found(world, "order", Search((path(SHOP, "order", "label"), path(SHOP, "order", "number")), "OF BOB")) == [3]
    assert found(world, "order", holds("order", "total > 20 and customer.spent = 30")) == [3]
    assert found(world, "customer", holds("customer", "any(orders.total > 200)")) == [1]
    assert found(world, "customer", holds("customer", "any(orders.total < spent) and orders_of = 2")) == [1]
    assert found(world, "order", holds("order", "max(customer.orders.customer.spent) = 30")) == [3]
    assert found(world, "line", At((SHOP.entities["line"].relations["order"],), where("order", "total", "eq", Decimal(30)))) == [3]
    counted = read("order", holds("order", "total > 0"), count="exact", limit=1)
    assert (len(world.read(counted).items), world.read(counted).total) == (1, 2)


def test_they_come_along_with_expanded_records(world: World) -> None:
    page = world.read(replace(read("order"), expand=(expand("order", "customer"),)))
    assert [record.values["customer"].values["spent"] for record in page.items] == [Decimal(210), Decimal(210), Decimal(30)]
    orders = (expand("customer", "orders"),)
    page = world.read(replace(read("customer"), expand=orders))
    totals = [[order.values["total"] for order in customer.values["orders"]] for customer in page.items]
    assert totals == [[Decimal(210), Decimal(0)], [Decimal(30)], []]
    (ann,) = world.read(replace(read("customer", where("customer", "id", "eq", 1)), expand=orders)).items
    assert [order.values["total"] for order in ann.values["orders"]] == totals[0]


def test_they_are_asked_and_mask(world: World) -> None:
    asks = (path(SHOP, "order", "total"), where("order", "state", "eq", "placed"), path(SHOP, "order", "customer.spent"))
    answers = [record.answers for record in world.read(replace(read("order"), asks=asks)).items]
    assert answers == [(Decimal(210), True, Decimal(210)), (Decimal(0), False, Decimal(210)), (Decimal(30), False, Decimal(30))]


def test_where_a_reference_leads_to_no_record_there_is_no_value(tmp_path: Path) -> None:
    texts = {
        "boss": """
timestamps: false
fields:
  name: string!
  rank: {type: string, computed: "'boss'"}
  staff: {type: int, computed: count(clerks)}
""",
        "clerk": "{timestamps: false, fields: {name: string!, boss: {type: boss, inverse: clerks}}}",
    }
    catalog = catalog_of(texts)
    world = World(catalog, tmp_path / "app.db")
    world.insert("boss", name="Bea")
    world.insert_many("clerk", [{"name": "Cal", "boss": 1}, {"name": "Dan"}])
    assert world.ids("clerk", compare(catalog, "clerk", "boss.staff", "eq", 1)) == [1]
    assert world.ids("clerk", compare(catalog, "clerk", "boss.staff", "eq", 0)) == []
    assert world.ids("clerk", compare(catalog, "clerk", "boss.rank", "null", True)) == [2]
    assert world.ids("clerk", sort="-boss.rank") == [1, 2]
    counted = compile_expression("count(boss.clerks.boss.rank) = 0", Scope(catalog, catalog.entities["clerk"], expects=BOOL))
    assert world.ids("clerk", Holds(counted, NOW)) == [2]
    world.close()


def test_the_clock_is_that_of_each_execution(world: World) -> None:
    begin = dt.datetime.now(dt.UTC)
    first, second = values(world, "order", "read_at"), values(world, "order", "read_at")
    assert begin <= first[0] == first[2] < second[0] <= dt.datetime.now(dt.UTC)
    (record, *_) = world.read(read("order")).items
    assert record.values["day"] == record.values["read_at"].date()
    assert found(world, "order", holds("order", "day = date(read_at)")) == [1, 2, 3]




def test_a_computed_total_of_a_hundred_thousand_items_sorts_and_filters_in_one_statement(tmp_path: Path) -> None:
    catalog = shop("sum(lines.quantity * lines.unit_price)", line="  unit_price: decimal\n")
    world = World(catalog, tmp_path / "app.db")
    world.insert("customer", name="Ann")
    world.insert("product", name="Lamp")
    lines = [{"order": n // 10 + 1, "product": 1, "quantity": n % 7 + 1, "unit_price": Decimal(n % 1000) / 100} for n in range(100_000)]
    orders = [{"number": str(n), "customer": 1, "status": "draft"} for n in range(10_000)]
    for name, rows in (("order", orders), ("line", lines)):
        world.write(lambda connection, name=name, rows=rows: connection.execute(sa.insert(world.tables[name]), rows))
    totals = [sum(line["quantity"] * line["unit_price"] for line in lines[n : n + 10]) for n in range(0, 100_000, 10)]

    wanted = plan(catalog, "order", compare(catalog, "order", "total", "lt", Decimal(400)), sort="-total", limit=5)
    wanted = replace(wanted, fields=tuple(field for field in wanted.entity.fields.values() if field.is_value))
    with watching(world) as statements:
        begin = process_time()
        page = world.read(wanted)
        next_page = world.read(replace(wanted, after=page.after))
        assert process_time() - begin < 3
    below = sorted(((total, number) for number, total in enumerate(totals, 1) if total < 400), key=lambda one: (-one[0], one[1]))[:10]
    assert [(record.values["total"], record.key[0]) for record in (*page.items, *next_page.items)] == below
    assert len(statements) == 2
    assert [fetched(world, *statement) for statement in statements] == [6, 6]
    assert [sql.count("crudgen_sum") for sql, _ in statements] == [1, 1]
    world.close()


@contextmanager
def watching(world: World) -> Iterator[list[tuple[str, Any]]]:
    """Give the list that every statement read in the meantime is put on, with its parameters."""
    statements: list[tuple[str, Any]] = []
    engine = world.database._driver._reading  # type: ignore[attr-defined]

    def note(_connection: Any, _cursor: Any, sql: str, values: Any, *_rest: Any) -> None:
        statements.append((sql, values))

    sa.event.listen(engine, "before_cursor_execute", note)
    yield statements
    sa.event.remove(engine, "before_cursor_execute", note)


def fetched(world: World, sql: str, values: Any) -> int:
    """Return how many rows a statement gives."""
    return world.database.run_now(lambda connection: len(connection.exec_driver_sql(sql, values).fetchall()), Mode.SCAN)
