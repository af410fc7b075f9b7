"""Views read: their rows on a real file, and the statements that databases get."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import mysql, postgresql, sqlite

from crudgen.errors import UserError
from crudgen.model import Models, Tables
from crudgen.plan.nodes import Condition, Read
from crudgen.store import Mode
from crudgen.store.render import render_count, render_read
from tests.store.world import World, compare, plan
from tests.support.catalog import catalog_of

SCHEMAS = {
    "customer": "fields: {name: string!, email: {type: email, ci: true}}",
    "order": """
        fields:
          customer: {type: customer, required: true, inverse: orders}
          status: {type: enum, values: [placed, paid], default: placed}
          city: string
          total: {type: decimal, precision: 12, scale: 2}
          double: {type: decimal, precision: 13, scale: 2, computed: total * 2}
          size: {type: string, computed: "if(total > 9, 'large', 'small')"}
          due: datetime
    """,
    "sales": """
        view:
          from: order
          filter: "status = 'paid'"
          group: [customer]
          fields: {total: sum(total), mean: avg(total), orders: count(), dear: any(total > 100), city: max(city)}
    """,
    "places": "view: {from: order, group: [city, status], fields: {orders: count()}}",
    "days": "view: {from: order, group: [late], fields: {late: \"coalesce(due < '2020-01-01T00:00:00Z', false)\", orders: count()}}",
    "totals": "view: {from: order, fields: {orders: count(), total: sum(total), mails: count(customer.email)}}",
    "lines": """
        view:
          from: order
          filter: total > 1
          fields: {mail: customer.email, half: total / 2, due: due < now(), of: count(customer.orders)}
    """,
    "sizes": "view: {from: order, group: [size], fields: {size: size, orders: count(), total: sum(double), dear: max(total)}}",
    "doubled": "view: {from: order, fields: {double: double, size: size}}",
    "best": "view: {from: sales, filter: orders > 1, fields: {who: customer.name, total: total}}",
}
CATALOG = catalog_of(SCHEMAS)
DIALECTS = [sqlite.dialect(), postgresql.dialect(), mysql.dialect()]
ORDERS: list[tuple[int, str, str | None, str]] = [
    (1, "paid", "Oslo", "10.00"),
    (1, "paid", "Rome", "10.01"),
    (2, "paid", None, "150.00"),
    (2, "placed", None, "7.00"),
    (3, "placed", "Rome", "1.00"),
]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a shop with a few orders."""
    world = World(CATALOG, tmp_path / "app.db")
    now = {"created_at": datetime.now(UTC), "updated_at": datetime.now(UTC)}
    for name in ("Ann", "Bob", "Cyd"):
        world.insert("customer", name=name, email=f"{name}@x.org", **now)
    for customer, status, city, total in ORDERS:
        world.insert("order", customer=customer, status=status, city=city, total=Decimal(total), **now)
    yield world
    world.close()


def read(world: World, view: str, *where: Condition, **options: Any) -> list[dict[str, Any]]:
    return [record.values for record in world.read(world.plan(view, *where, **options)).items]


def sales(dotted: str, operator: str, value: Any) -> Condition:
    return compare(CATALOG, "sales", dotted, operator, value)


def test_groups_have_what_their_rows_add_up_to(world: World) -> None:
    assert read(world, "sales") == [
        {"customer": 1, "total": Decimal("20.01"), "mean": Decimal("10.01"), "orders": 2, "dear": False, "city": "Rome"},
        {"customer": 2, "total": Decimal("150.00"), "mean": Decimal("150.00"), "orders": 1, "dear": True, "city": None},
    ]


def test_rows_that_leave_the_filter_leave_the_view(world: World) -> None:
    world.update("order", 3, status="placed")
    assert [one["customer"] for one in read(world, "sales")] == [1]


@pytest.mark.parametrize(
    ("condition", "customers"),
    [
        (sales("customer", "eq", 2), [2]),
        (sales("total", "gte", Decimal("20.01")), [1, 2]),
        (sales("orders", "gt", 1), [1]),
        (sales("dear", "eq", True), [2]),
        (sales("city", "null", True), [2]),
        (sales("customer.name", "icontains", "BO"), [2]),
        (sales("customer.email", "eq", "ANN@X.ORG"), [1]),
    ],
)
def test_views_are_filtered_by_keys_aggregates_and_over_references(world: World, condition: Condition, customers: list[int]) -> None:
    assert [one["customer"] for one in read(world, "sales", condition)] == customers
    wanted = world.plan("sales", condition, count="exact")
    assert world.database.run_now(lambda connection: world.store.count(connection, wanted), Mode.SCAN) == (len(customers), "exact")


@pytest.mark.parametrize(("sort", "customers"), [("-total", [2, 1]), ("customer", [1, 2]), ("-customer.name", [2, 1]), ("city", [1, 2])])
def test_views_are_sorted_by_any_field(world: World, sort: str, customers: list[int]) -> None:
    assert [one["customer"] for one in read(world, "sales", sort=sort)] == customers


def test_nulls_are_a_group_of_their_own_and_last(world: World) -> None:
    assert [(one["city"], one["status"], one["orders"]) for one in read(world, "places", sort="city,status")] == [
        ("Oslo", "paid", 1),
        ("Rome", "placed", 1),
        ("Rome", "paid", 1),
        (None, "placed", 1),
        (None, "paid", 1),
    ]


@pytest.mark.parametrize("sort", ["city,status", "-city,-status", "orders,city", "-status"])
def test_pages_go_through_groups_with_nulls_once(world: World, sort: str) -> None:
    whole = [record.key for record in world.read(world.plan("places", sort=sort)).items]
    paged, after = [], None
    while True:
        page = world.read(world.plan("places", sort=sort, limit=2, after=after))
        paged += [record.key for record in page.items]
        after = page.after
        if after is None:
            break
    assert paged == whole
    assert len(paged) == 5


def test_groups_may_be_made_of_expressions_with_constants(world: World) -> None:
    world.update("order", 5, due=datetime(2019, 5, 1, tzinfo=UTC))
    assert read(world, "days") == [{"late": False, "orders": 4}, {"late": True, "orders": 1}]


def test_aggregates_alone_are_one_record_even_over_nothing(world: World) -> None:
    assert read(world, "totals") == [{"id": 1, "orders": 5, "total": Decimal("178.01"), "mails": 5}]
    world.write(lambda connection: connection.exec_driver_sql('DELETE FROM "order"'))
    assert read(world, "totals") == [{"id": 1, "orders": 0, "total": Decimal("0.00"), "mails": 0}]


def test_rows_are_shown_one_by_one_with_their_keys(world: World) -> None:
    (one,) = read(world, "lines", compare(CATALOG, "lines", "id", "eq", 2))
    assert one == {"id": 2, "mail": "Ann@x.org", "half": Decimal("5.00500000"), "due": None, "of": 2}
    assert len(read(world, "lines")) == 4
    assert [one["id"] for one in read(world, "lines", compare(CATALOG, "lines", "mail", "eq", "BOB@x.ORG"))] == [3, 4]


def test_the_clock_goes_on_in_a_statement_that_is_kept(world: World) -> None:
    world.update("order", 1, due=datetime.now(UTC) + timedelta(seconds=0.3))
    where = compare(CATALOG, "lines", "due", "eq", True)
    found = [read(world, "lines", where)]
    while not read(world, "lines", where):
        found.append([])
    assert found[0] == []
    assert [one["id"] for one in read(world, "lines", where)] == [1]


def test_computed_fields_are_grouped_by_added_up_and_shown(world: World) -> None:
    assert read(world, "sizes", sort="size") == [
        {"size": "large", "orders": 3, "total": Decimal("340.02"), "dear": Decimal("150.00")},
        {"size": "small", "orders": 2, "total": Decimal("16.00"), "dear": Decimal("7.00")},
    ]
    assert [one["orders"] for one in read(world, "sizes", compare(CATALOG, "sizes", "size", "eq", "small"))] == [2]
    assert [one["id"] for one in read(world, "doubled", compare(CATALOG, "doubled", "double", "gt", 15), sort="-double")] == [3, 2, 1]


def test_a_view_is_made_from_a_view(world: World) -> None:
    assert read(world, "best") == [{"customer": 1, "who": "Ann", "total": Decimal("20.01")}]


def test_references_of_a_view_are_expanded(world: World) -> None:
    (one,) = read(world, "sales", sales("customer", "eq", 2), expand=["customer"])
    assert one["customer"].values["name"] == "Bob"


def explain(world: World, wanted: Read) -> str:
    """Return how SQLite goes about the first statement of a read."""

    def work(connection: Connection) -> str:
        said: list[tuple[str, Any]] = []
        sa.event.listen(connection, "before_cursor_execute", lambda _c, _cursor, text, values, *_rest: said.append((text, values)))
        world.store.read(connection, wanted)
        text, values = said[0]
        return "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values))

    return world.database.run_now(work, Mode.SCAN)


@pytest.mark.parametrize("sort", ["", "-customer"])
def test_a_list_in_the_order_of_the_key_makes_the_groups_of_its_page_alone(world: World, sort: str) -> None:
    seen = explain(world, world.plan("sales", sort=sort, limit=20))
    assert "USING INDEX" in seen
    assert "TEMP B-TREE" not in seen
    assert "SEARCH order USING INDEX" in explain(world, world.plan("sales", after=(7,), limit=20))


@pytest.mark.parametrize("condition", [sales("customer", "eq", 7), sales("customer", "in", (7, 8))])
def test_a_filter_by_the_key_reads_those_rows_alone(world: World, condition: Condition) -> None:
    assert "SEARCH order USING INDEX" in explain(world, world.plan("sales", condition, sort="-total"))
    assert "SEARCH order USING INDEX" in explain(world, world.plan("sales", condition, sort="customer.name"))


def test_a_row_of_a_view_without_groups_is_found_by_its_key(world: World) -> None:
    assert "SEARCH order USING INTEGER PRIMARY KEY" in explain(world, world.plan("lines", compare(CATALOG, "lines", "id", "eq", 7)))


TABLES = Tables(CATALOG)
READS = {
    "view_groups": plan(CATALOG, "sales", sales("total", "gt", 5), sales("customer", "lt", 9), sort="-total", limit=5),
    "view_groups_joined": plan(CATALOG, "sales", sales("customer.name", "eq", "Ann"), sort="customer.name", limit=5),
    "view_groups_of_constants": plan(CATALOG, "days", sort="late"),
    "view_groups_of_computed": plan(CATALOG, "sizes", sort="total"),
    "view_totals": plan(CATALOG, "totals"),
    "view_rows": plan(CATALOG, "lines", compare(CATALOG, "lines", "mail", "eq", "a@b.org"), sort="mail"),
    "view_of_a_view": plan(CATALOG, "best", sort="-total"),
}


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("name", READS)
def test_a_view_is_rendered_as_before(name: str, dialect: sa.Dialect, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.{dialect.name}", str(render_read(READS[name], TABLES).select.compile(dialect=dialect)))


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_the_count_of_a_view_is_rendered_as_before(dialect: sa.Dialect, golden: Callable[[str, str], None]) -> None:
    statement = render_count(READS["view_groups"].where, CATALOG.entities["sales"], TABLES, is_capped=True)
    golden(f"view_count.{dialect.name}", str(statement.compile(dialect=dialect)))


def test_a_view_has_no_mapped_class() -> None:
    with pytest.raises(UserError, match='"sales" is a view'):
        Models(CATALOG, TABLES)["sales"]
