"""Records that come along, and how many statements that takes."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from crudgen.plan.nodes import Record
from crudgen.store.expand import MANY
from tests.catalogs import catalog, entity, field, links, reference
from tests.store.world import World


@pytest.fixture
def orders(shop_world: World) -> World:
    """Three orders of two customers, with lines of tagged products."""
    shop_world.insert("country", name="Canada")
    shop_world.insert_many("customer", [{"name": "Ann", "country": 1}, {"name": "Bob", "country": None}])
    shop_world.insert_many("order", [{"number": str(number), "customer": customer} for number, customer in enumerate((1, 1, 2), 1)])
    shop_world.insert_many("tag", [{"name": "new"}, {"name": "old"}])
    shop_world.insert("product", name="Lamp", links={"tags": (2, 1)})
    shop_world.insert("product", name="Desk")
    shop_world.insert_many("line", [{"order": order, "product": product, "quantity": 1} for order, product in ((1, 2), (1, 1), (2, 1))])
    return shop_world


def names(value: Any) -> Any:
    """Return what a record is, for comparison: its name or number, nested records likewise."""
    if isinstance(value, Record):
        return value.values.get("name") or value.values.get("number") or {name: names(one) for name, one in value.values.items()}
    return [names(one) for one in value] if isinstance(value, list) else value


def test_a_reference_becomes_the_record(orders: World) -> None:
    page = orders.read(orders.plan("order", expand=["customer"]))
    assert [names(record.values["customer"]) for record in page.items] == ["Ann", "Ann", "Bob"]
    assert page.items[0].values["customer"].version == 1


def test_nested_references(orders: World) -> None:
    page = orders.read(orders.plan("order", expand=["customer.country"]))
    assert [names(record.values["customer"].values["country"]) for record in page.items] == ["Canada", "Canada", None]


def test_the_other_side_of_a_reference_is_a_list(orders: World) -> None:
    page = orders.read(orders.plan("order", expand=["lines.product"]))
    assert [[names(line.values["product"]) for line in record.values["lines"]] for record in page.items] == [["Desk", "Lamp"], ["Lamp"], []]


def test_many_to_many_from_both_sides(orders: World) -> None:
    assert names(orders.get("product", 1, expand=["tags"]).values["tags"]) == ["new", "old"]
    page = orders.read(orders.plan("tag", expand=["products"]))
    assert [names(record.values["products"]) for record in page.items] == [["Lamp"], ["Lamp"]]


def test_lists_of_ids_from_both_sides(orders: World) -> None:
    page = orders.read(orders.plan("product", links=["tags"]))
    assert [record.values["tags"] for record in page.items] == [[1, 2], []]
    assert orders.get("tag", 2, links=["products"]).values["products"] == [1]


def test_a_reference_that_is_not_among_the_fields_can_be_expanded(orders: World) -> None:
    from dataclasses import replace

    plan = orders.plan("order", expand=["customer"])
    plan = replace(plan, fields=plan.fields[:1])
    assert names(orders.read(plan).items[0].values["customer"]) == "Ann"
    assert list(orders.read(plan).items[0].values) == ["id", "customer"]


def test_a_long_list_is_cut_and_says_so(orders: World) -> None:
    orders.insert_many("order", [{"number": f"A{number}", "customer": 2} for number in range(MANY)])
    ann, bob = orders.read(orders.plan("customer", expand=["orders"])).items
    assert (len(ann.values["orders"]), ann.truncated) == (2, ())
    assert (len(bob.values["orders"]), bob.truncated) == (MANY, ("orders",))
    assert [order.key for order in bob.values["orders"]] == [(3 + number,) for number in range(MANY)]


def test_a_long_list_of_a_single_record_is_cut_as_well(orders: World) -> None:
    orders.insert_many("order", [{"number": f"A{number}", "customer": 2} for number in range(MANY)])
    bob = orders.get("customer", 2, expand=["orders"])
    assert (len(bob.values["orders"]), bob.truncated) == (MANY, ("orders",))
    assert [order.key for order in bob.values["orders"]] == [(3 + number,) for number in range(MANY)]


def test_a_list_of_just_the_most_is_whole(orders: World) -> None:
    orders.insert_many("order", [{"number": f"A{number}", "customer": 2} for number in range(MANY - 1)])
    assert orders.get("customer", 2, expand=["orders"]).truncated == ()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_statements_is_the_plans(orders: World, rows: int) -> None:
    statements: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        statements.append(statement)

    engine = orders.database._driver._reading  # type: ignore[attr-defined]
    sa.event.listen(engine, "before_cursor_execute", note)
    expand = ["customer.country", "lines.product.tags"]
    orders.read(orders.plan("order", expand=expand, limit=rows, count="exact"))
    assert len(statements) == (6 if rows == 3 else 7)  # a page that shows the end needs no count


@pytest.fixture
def people(tmp_path: Any) -> Iterator[World]:
    person = entity(
        "person", field("name", required=True), reference("boss", "person", inverse="staff"), links("friends", "person", inverse="admirers")
    )
    world = World(catalog(person), tmp_path / "people.db")
    world.insert("person", name="Ann")
    world.insert("person", name="Bob", boss=1, links={"friends": (1,)})
    yield world
    world.close()


def test_an_entity_that_refers_to_itself(people: World) -> None:
    bob = people.get("person", 2, expand=["boss.staff", "friends"])
    assert names(bob.values["boss"].values["staff"]) == ["Bob"]
    assert names(bob.values["friends"]) == ["Ann"]
    assert people.get("person", 1, links=["admirers", "friends"]).values["admirers"] == [2]
    assert people.get("person", 1, links=["friends"]).values["friends"] == []


def test_records_of_a_composite_key_come_along(tmp_path: Any) -> None:
    entry = entity("entry", reference("list", "list", inverse="entries"), field("place", "int"), key=("list", "place"))
    world = World(catalog(entity("list", field("name")), entry), tmp_path / "lists.db")
    world.insert("list", name="best")
    assert world.insert_many("entry", [{"list": 1, "place": place} for place in (2, 1)]) == [(1, 2), (1, 1)]
    best = world.get("list", 1, expand=["entries"])
    assert [record.key for record in best.values["entries"]] == [(1, 1), (1, 2)]
    world.close()
