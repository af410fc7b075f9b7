"""Conditions on records that are reached: what row rules and field rules become."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite

from crudgen.model import Tables
from crudgen.plan.nodes import And, At, Condition, Expand, Holds, Linked, Links, Mask, Operator, Or, Read, Record, Search
from crudgen.schema.expression import BOOL, Scope, compile_expression
from crudgen.store import Mode
from crudgen.store.expand import MANY, render_links, render_many, render_one
from crudgen.store.render import render_read, shape_read
from tests.catalogs import SHOP as TEXTS
from tests.catalogs import shop
from tests.store.world import World, compare, expands, path, plan
from tests.support.catalog import catalog_of

SHOP = shop()
TABLES = Tables(SHOP)
WITH_USERS = catalog_of(TEXTS)
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
ONLY_ALL = And()


def holds(entity: str, text: str, rows: dict[str, Condition] | None = None, **context: Any) -> Holds:
    scope = Scope(WITH_USERS, SHOP.entities[entity], user=True, old=True, input=True, expects=BOOL)
    values = {name.replace("__", "."): value for name, value in context.items()}
    return Holds(compile_expression(text, scope), NOW, values, rows or {})


def where(entity: str, dotted: str, operator: str, value: Any) -> Condition:
    return compare(SHOP, entity, dotted, operator, value)


def at(entity: str, dotted: str, condition: Condition) -> At:
    steps, owner = [], SHOP.entities[entity]
    for name in dotted.split("."):
        steps.append(owner.relations[name])
        owner = SHOP.entities[steps[-1].target]
    return At(tuple(steps), condition)


def links(entity: str, name: str, operator: Operator, value: Any, condition: Condition = ONLY_ALL) -> Links:
    return Links(SHOP.entities[entity].relations[name], operator, value, condition)


def mask(condition: Condition, *names: str) -> Mask:
    return Mask(frozenset(names), condition)


def expand(entity: str, dotted: str, **options: Any) -> Expand:
    (made,) = expands(SHOP, SHOP.entities[entity], [dotted])
    return replace(made, **options)


def order(*conditions: Condition, **options: Any) -> Read:
    return plan(SHOP, "order", *conditions, **options)


def tagged(name: str) -> Links:
    """Return that a product has a tag of the name."""
    return links("product", "tags", Operator.NULL, False, where("tag", "name", "eq", name))


IS_NEW = links("product", "tags", Operator.NULL, False, where("tag", "name", "eq", "new"))
CANADIAN = where("customer", "country.name", "eq", "Canada")
LAMPS = where("line", "product.name", "eq", "Lamp")
READS = {
    "at": order(at("order", "customer.country", where("country", "name", "eq", "Canada")), where("order", "customer.name", "eq", "Ann")),
    "at_with_all_kinds": order(
        at(
            "order",
            "customer",
            And(
                (
                    at("customer", "country", where("country", "name", "null", True)),
                    links("customer", "orders", Operator.IN, (1, 2)),
                    Search((path(SHOP, "customer", "name"), path(SHOP, "customer", "country.name")), "a"),
                    holds("customer", "any(orders.lines.quantity > 1) and country.name = user.login", user__login="x"),
                )
            ),
        )
    ),
    "links_where": order(links("order", "lines", Operator.IN, (1, 2), And((LAMPS, at("line", "product", IS_NEW))))),
    "guarded": order(
        holds(
            "order",
            "sum(lines.product.price) > 5 or count(lines) > 2",
            {"lines": where("line", "quantity", "gt", 1), "lines.product": Or((where("product", "name", "eq", "Lamp"), IS_NEW))},
        )
    ),
    "guarded_with_joins": order(
        holds("order", "any(customer.orders.customer.name = 'Ann')", {"customer": CANADIAN, "customer.orders.customer": CANADIAN})
    ),
    "beside_the_row": order(holds("order", "status = old.status and total > input.total", old__status="paid", input__total=Decimal(1))),
    "masks_and_asks": replace(
        order(where("order", "number", "ne", "x"), sort="number", after=("A", 7)),
        masks=(mask(at("order", "customer", CANADIAN), "total", "number"),),
        asks=(holds("order", "any(lines.quantity > 1)"), path(SHOP, "order", "customer.name"), where("order", "total", "gt", 1)),
    ),
}
OTHERS = {
    "expand_one_where": render_one(expand("order", "customer", where=CANADIAN, masks=(mask(CANADIAN, "email"),)), TABLES).select,
    "expand_many_where": render_many(expand("order", "lines", where=LAMPS), TABLES).select,
    "expand_many_to_many_where": render_many(
        expand("product", "tags", where=links("tag", "products", Operator.EQ, 1)), TABLES, is_single=True
    ).select,
    "links_of_some": render_links(
        Linked(SHOP.entities["product"].relations["tags"], SHOP.entities["tag"], where("tag", "name", "eq", "new")), TABLES
    ).select,
}
DIALECTS = [sqlite.dialect(), postgresql.dialect(), mysql.dialect()]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("name", READS)
def test_a_read_with_rules_is_rendered_as_before(name: str, dialect: sa.Dialect, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.{dialect.name}", str(render_read(READS[name], TABLES).select.compile(dialect=dialect)))


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("name", OTHERS)
def test_what_comes_along_under_rules_is_rendered_as_before(name: str, dialect: sa.Dialect, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.{dialect.name}", str(OTHERS[name].compile(dialect=dialect)))


@pytest.mark.parametrize("name", READS)
def test_a_statement_has_a_parameter_for_each_value(name: str) -> None:
    _, values = shape_read(READS[name])
    bound = render_read(READS[name], TABLES).select.compile(dialect=sqlite.dialect()).params
    names = {key for key in bound if key.startswith("p") and key[1:].isdigit()}
    assert names == {f"p{index}" for index in range(len(values))}


def test_rules_that_differ_have_other_shapes() -> None:
    plain = order()
    guarded = {path: holds("order", "count(lines) > 2", {path: where("line", "quantity", "gt", 1)}) for path in ("lines", "other")}
    plans = [
        *READS.values(),
        order(links("order", "lines", Operator.NULL, True)),
        order(links("order", "lines", Operator.NULL, True, LAMPS)),
        order(holds("order", "count(lines) > 2")),
        *(order(one) for one in guarded.values()),
        replace(plain, masks=(mask(ONLY_ALL, "number"),)),
        replace(plain, masks=(mask(ONLY_ALL, "total"),)),
        replace(plain, asks=(path(SHOP, "order", "number"),)),
        replace(plain, asks=(where("order", "number", "null", False),)),
        replace(plain, masks=(mask(where("order", "number", "null", False), "number"),)),
    ]
    assert len({shape_read(one)[0] for one in plans}) == len(plans)


@pytest.fixture
def world(shop_world: World) -> World:
    """Ann of Canada, Bob of nowhere and Cid of Spain; orders 1 and 2 are Ann's, 3 is Bob's, 4 is Cid's."""
    shop_world.insert_many("country", [{"name": "Canada"}, {"name": "Spain"}])
    shop_world.insert_many("customer", [{"name": "Ann", "country": 1}, {"name": "Bob"}, {"name": "Cid", "country": 2}])
    orders = [(1, Decimal(1)), (1, None), (2, Decimal(3)), (3, Decimal(4))]
    rows = [{"number": str(n), "customer": customer, "total": total, "status": "draft"} for n, (customer, total) in enumerate(orders, 1)]
    shop_world.insert_many("order", rows)
    shop_world.insert_many("tag", [{"name": "new"}, {"name": "old"}])
    shop_world.insert("product", name="Lamp", price=Decimal(10), links={"tags": (1, 2)})
    shop_world.insert("product", name="Desk", price=Decimal(100), links={"tags": (2,)})
    lines = [(1, 1, 1), (1, 2, 2), (2, 2, 3), (3, 1, 5)]
    shop_world.insert_many("line", [{"order": order, "product": product, "quantity": count} for order, product, count in lines])
    return shop_world


def test_a_condition_at_a_reference_is_about_the_record_there(world: World) -> None:
    assert world.ids("order", at("order", "customer", where("customer", "name", "eq", "Ann"))) == [1, 2]
    assert world.ids("order", at("order", "customer.country", where("country", "name", "ne", "Canada"))) == [4]
    assert world.ids("order", at("order", "customer", at("customer", "country", ONLY_ALL))) == [1, 2, 4]
    assert world.ids("line", at("line", "product", IS_NEW)) == [1, 4]
    assert world.ids("order", at("order", "customer", holds("customer", "sum(orders.lines.quantity) > 5"))) == [1, 2]
    assert world.ids("order", READS["at"].where) == [1, 2]
    assert world.ids("order", READS["at_with_all_kinds"].where) == []


def test_nothing_holds_where_a_reference_leads_to_no_record(world: World) -> None:
    nowhere = [
        ONLY_ALL,
        where("country", "name", "null", True),
        links("country", "customers", Operator.NULL, True),
        holds("country", "count(customers) = 0"),
        holds("country", "name is null"),
    ]
    assert [world.ids("customer", at("customer", "country", one)) for one in nowhere] == [[1, 3], [], [], [], []]
    asks = (at("customer", "country", holds("country", "name = 'Canada'")), holds("customer", "country.name = 'x'"))
    assert world.get("customer", 2, asks=asks).answers == (False, None)


def test_only_links_to_records_of_the_condition_count(world: World) -> None:
    assert world.ids("order", links("order", "lines", Operator.IN, (1, 2, 3), LAMPS)) == [1]
    assert world.ids("order", links("order", "lines", Operator.NULL, False, LAMPS)) == [1, 3]
    assert world.ids("order", links("order", "lines", Operator.NULL, True, LAMPS)) == [2, 4]
    assert world.ids("product", links("product", "tags", Operator.EQ, 2, where("tag", "name", "eq", "new"))) == []
    assert world.ids("product", IS_NEW) == [1]
    back = links("tag", "products", Operator.EQ, 1, links("product", "tags", Operator.EQ, 2, links("tag", "products", Operator.EQ, 2)))
    assert world.ids("tag", back) == [1, 2]
    assert world.ids("order", links("order", "lines", Operator.EQ, 2**70, LAMPS)) == []


def test_lists_of_ids_hold_those_of_the_condition(world: World) -> None:
    product = world.entity("product").relations["tags"]
    linked = Linked(product, world.entity("tag"), where("tag", "name", "eq", "new"))
    read = replace(world.plan("product"), links=(linked,))
    assert [record.values["tags"] for record in world.read(read).items] == [[1], []]
    other = replace(read, links=(replace(linked, where=where("tag", "name", "eq", "old")),))
    assert [record.values["tags"] for record in world.read(other).items] == [[2], [2]]


def ids(value: Any) -> Any:
    return [ids(one) for one in value] if isinstance(value, list) else value.key[0] if isinstance(value, Record) else value


def test_records_come_along_where_the_condition_holds(world: World) -> None:
    read = replace(order(), expand=(expand("order", "customer", where=CANADIAN), expand("order", "lines", where=LAMPS)))
    found = world.read(read).items
    assert [ids(record.values["customer"]) for record in found] == [1, 1, None, None]
    assert [ids(record.values["lines"]) for record in found] == [[1], [], [4], []]
    assert ids(world.read(replace(read, where=where("order", "id", "eq", 1))).items[0].values["lines"]) == [1]
    tags = expand("product", "tags", where=where("tag", "name", "eq", "new"))
    assert [ids(record.values["tags"]) for record in world.read(replace(plan(SHOP, "product"), expand=(tags,))).items] == [[1], []]


def test_a_list_is_cut_after_the_condition(world: World) -> None:
    world.insert_many("order", [{"number": f"A{n}", "customer": 2, "total": Decimal(n % 2)} for n in range(2 * MANY)])
    odd = expand("customer", "orders", where=where("order", "total", "eq", Decimal(1)))
    bob = world.read(replace(plan(SHOP, "customer", where("customer", "id", "gte", 2)), expand=(odd,))).items[0]
    assert (len(bob.values["orders"]), bob.truncated) == (MANY, ())


def test_masked_names_are_absent(world: World) -> None:
    is_new = mask(IS_NEW, "price", "tags")
    read = replace(plan(SHOP, "product", links=["tags"]), masks=(is_new,))
    lamp, desk = world.read(read).items
    assert (lamp.values["price"], lamp.values["tags"], "price" in desk.values, "tags" in desk.values) == (Decimal(10), [1, 2], False, False)
    nested = replace(plan(SHOP, "line"), expand=(expand("line", "product", masks=(mask(IS_NEW, "name"),)),))
    assert [line.values["product"].values.get("name") for line in world.read(nested).items] == ["Lamp", None, None, "Lamp"]


def test_a_mask_that_is_null_hides_and_every_mask_must_hold(world: World) -> None:
    above, first = mask(where("order", "total", "gt", 2), "status", "number"), mask(where("order", "id", "lt", 4), "status")
    found = world.read(replace(order(), masks=(above, first))).items
    assert [sorted({"status", "number"} & set(record.values)) for record in found] == [[], [], ["number", "status"], ["number"]]


def test_nothing_is_fetched_for_masked_relations(world: World) -> None:
    world.insert_many("order", [{"number": f"A{n}", "customer": 2} for n in range(MANY + 1)])
    fetched: list[Any] = []
    first = mask(where("customer", "id", "eq", 1), "orders", "country")
    read = replace(plan(SHOP, "customer", expand=["orders", "country"]), masks=(first,))
    engine = world.database._driver._reading  # type: ignore[attr-defined]
    sa.event.listen(engine, "before_cursor_execute", lambda *args: fetched.append(args[3]))
    ann, bob, cid = world.read(read).items
    assert (ids(ann.values["orders"]), ids(ann.values["country"])) == ([1, 2], 1)
    assert not {"orders", "country"} & (set(bob.values) | set(cid.values))
    assert bob.truncated == ()
    assert {key for keys in fetched for key in keys} == {0, 1}  # and an offset of 0


def test_asks_are_answered_true_false_or_null(world: World) -> None:
    asks = (
        where("order", "total", "gt", 2),
        And((where("order", "id", "gt", 0), holds("order", "total > 2"))),
        holds("order", "any(lines.quantity > 1)"),
        Or((holds("order", "all(lines.product.price > total)"),)),
        path(SHOP, "order", "customer.country.name"),
        path(SHOP, "order", "total"),
        links("order", "lines", Operator.NULL, True),
    )
    answers = [record.answers for record in world.read(replace(order(), asks=asks)).items]
    assert answers == [
        (False, False, True, True, "Canada", Decimal("1.00"), False),
        (None, None, True, None, "Canada", None, False),
        (True, True, True, True, None, Decimal("3.00"), False),
        (True, True, False, True, "Spain", Decimal("4.00"), True),
    ]


def test_values_beside_the_row_are_compared_with_it(world: World) -> None:
    assert world.ids("order", holds("order", "total >= input.total", input__total=Decimal(3))) == [3, 4]
    assert world.ids("order", holds("order", "status = old.status and customer = user.id", old__status="draft", user__id=1)) == [1, 2]
    assert world.ids("order", holds("order", "status = old.status", old__status=None)) == []


def test_aggregates_go_over_the_records_that_may_be_seen(world: World) -> None:
    def found(text: str, **rows: Condition) -> list[Any]:
        return world.ids("order", holds("order", text, {name.replace("__", "."): one for name, one in rows.items()}))

    many = where("line", "quantity", "gt", 1)
    assert found("count(lines) > 1") == [1]
    assert found("count(lines) > 1", lines=many) == []
    assert found("any(lines.product.name = 'Lamp')", lines=many) == [3]
    assert found("not any(lines.product.name = 'Lamp')", lines=many) == [1, 2, 4]
    assert found("all(lines.product.name = 'Lamp')", lines=LAMPS) == [1, 2, 3, 4]
    assert found("sum(lines.product.price) = 110") == [1]
    assert found("sum(lines.product.price) = 10", lines__product=IS_NEW) == [1, 3]
    assert found("count(lines) = 2 and sum(lines.product.price) = 10", lines__product=where("product", "name", "eq", "Lamp")) == [1]
    assert found("any(lines.product.name is null)", lines__product=IS_NEW) == [1, 2]
    assert found("sum(lines.quantity) = 2 or count(lines) = 1 and total > 2", lines=many) == [1, 3]
    assert found("count(lines.product.tags) = 1", lines__product__tags=where("tag", "name", "eq", "new")) == [1, 3]
    assert found("count(lines.product.tags) > 1", lines__product=IS_NEW) == [1, 3]
    assert found("any(customer.orders.total > 0)", customer=CANADIAN) == [1, 2]
    assert found("any(customer.orders.customer.name is not null)", customer__orders__customer=CANADIAN) == [1, 2]
    spain = where("country", "name", "eq", "Spain")
    assert found("any(customer.orders.customer.country.name is null)", customer__orders__customer__country=spain) == [1, 2, 3]


def test_a_guard_sees_all_records_itself(world: World) -> None:
    lamp, desk = where("line", "product.name", "eq", "Lamp"), where("product", "name", "eq", "Desk")
    assert world.ids("order", holds("order", "count(lines) = 1", {"lines": lamp, "lines.product": desk})) == [1, 3]
    assert world.ids("order", holds("order", "any(lines.product.name is null)", {"lines": lamp, "lines.product": desk})) == [1, 3]


def test_the_parameters_of_several_conditions_keep_apart(world: World) -> None:
    many = {"lines": where("line", "quantity", "gt", 1)}
    guarded = holds("order", "sum(lines.quantity) >= 3 and customer.name = user.login", many, user__login="Ann")
    linked = links("order", "lines", Operator.IN, (1, 3), where("line", "quantity", "eq", 3))
    read = replace(
        order(guarded, linked, sort="number", after=("1", 1), limit=5),
        masks=(mask(where("order", "number", "eq", "1"), "total"), mask(where("order", "number", "eq", "2"), "status")),
        asks=(where("order", "number", "eq", "2"), where("order", "number", "eq", "3")),
    )
    (found,) = world.read(read).items
    assert (found.key, found.answers, "total" in found.values, found.values["status"]) == ((2,), (True, False), False, "draft")
    assert world.database.run_now(lambda connection: world.store.count(connection, read), Mode.SCAN) == (1, "exact")


def test_entities_may_have_the_names_that_statements_use(tmp_path: Path) -> None:
    names = ("linked", "numbered", "r1", "each1", "derived")
    texts = {"derived": "{timestamps: false, fields: {name: string!}}"}
    for name, up in pairwise(names):
        texts[name] = f"{{timestamps: false, fields: {{name: string!, up: {{type: {up}, inverse: downs}}}}}}"
    catalog = catalog_of(texts)
    world = World(catalog, tmp_path / "app.db")
    for name in reversed(names):
        rows = [{"name": "a"}, {"name": "b"}]
        world.insert_many(name, rows if name == "derived" else [{**row, "up": index} for index, row in enumerate(rows, 1)])
    for name in names[:-1]:
        up = catalog.entities[name].relations["up"]
        above = At((up,), compare(catalog, up.target, "name", "eq", "a"))
        scope = Scope(catalog, catalog.entities[up.target], expects=BOOL)
        below = Holds(compile_expression("any(downs.name = name)", scope), NOW)
        listed = Links(catalog.entities[up.target].relations["downs"], Operator.EQ, 2)
        assert world.ids(name, above, sort="-up.name") == [1]
        assert world.ids(up.target, below, listed) == [2]
        page = world.read(plan(catalog, up.target, expand=["downs"]))
        assert [ids(record.values["downs"]) for record in page.items] == [[1], [2]]
    world.close()


def test_a_list_in_a_condition_on_rows_serves_every_aggregate(world: World) -> None:
    few = {"lines": where("line", "quantity", "in", (1, 2))}
    assert world.ids("order", holds("order", "count(lines) = 2 or sum(lines.quantity) = 0", few)) == [1, 2, 3, 4]
    assert world.ids("order", holds("order", "count(lines) = 2 and sum(lines.quantity) = 3", few)) == [1]
