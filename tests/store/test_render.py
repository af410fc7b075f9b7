"""Statements of plans, by dialect. After a change: CRUDGEN_REGENERATE=1 pytest tests/store, and look at the difference."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite

from crudgen.model import Tables
from crudgen.plan.nodes import And, Linked, Links, Operator, Or, Read, Search
from crudgen.store.expand import render_links, render_many, render_one
from crudgen.store.render import render_count, render_read, shape_read
from tests.catalogs import shop
from tests.store.world import compare, expands, path, plan

SHOP = shop()
TABLES = Tables(SHOP)
DIALECTS = [sqlite.dialect(), postgresql.dialect(), mysql.dialect()]


def order(*where: Any, **options: Any) -> Read:
    return plan(SHOP, "order", *where, **options)


def where(dotted: str, operator: str, value: Any) -> Any:
    return compare(SHOP, "order", dotted, operator, value)


LINES, TAGS, PRODUCTS = (
    SHOP.entities[entity].relations[name] for entity, name in (("order", "lines"), ("product", "tags"), ("tag", "products"))
)
READS = {
    "by_key": order(where("id", "eq", 7)),
    "comparisons": order(
        *(where("total", name, 1) for name in ("eq", "ne", "lt", "lte", "gt", "gte")),
        where("total", "between", (1, 2)),
        where("total", "null", True),
    ),
    "lists": order(where("status", "in", ("draft", "paid")), where("status", "nin", ("placed",))),
    "texts": order(*(where("number", name, "A") for name in ("contains", "icontains", "starts", "ends"))),
    "joins": order(
        where("customer.country.name", "eq", "Canada"), where("customer.name", "eq", "Ann"), sort="-customer.country.name,customer.name"
    ),
    "key_of_a_reference_needs_no_join": order(where("customer.id", "eq", 7)),
    "or_within_and": order(And((Or((where("status", "eq", "paid"), where("total", "gt", 5))), where("number", "ne", "x")))),
    "nothing_in_an_or": order(Or(())),
    "search": order(Search((path(SHOP, "order", "number"), path(SHOP, "order", "customer.name")), "Ann")),
    "linked_from_outside": order(Links(LINES, Operator.IN, (1, 2)), Links(LINES, Operator.NULL, False)),
    "linked_many_to_many": plan(SHOP, "product", Links(TAGS, Operator.EQ, 3), Links(TAGS, Operator.NULL, True)),
    "nulls_last": order(sort="total,-placed_at"),
    "enum_as_declared": order(sort="-status"),
    "page": order(limit=20, offset=40),
    "after_required": order(sort="number", after=("A1", 7), limit=20),
    "after_mixed": order(sort="-total,number", after=(1, "A1", 7), limit=20),
    "after_null": order(sort="-total,number", after=(None, "A1", 7), limit=20),
    "after_enum": order(sort="status", after=("placed", 7), limit=20),
}
OTHERS = {
    "count": render_count(READS["joins"].where, SHOP.entities["order"], TABLES, is_capped=False),
    "count_capped": render_count(READS["joins"].where, SHOP.entities["order"], TABLES, is_capped=True),
    "expand_one": render_one(expands(SHOP, SHOP.entities["order"], ["customer.country"])[0], TABLES).select,
    "expand_many": render_many(expands(SHOP, SHOP.entities["order"], ["lines.product"])[0], TABLES).select,
    "expand_many_of_one": render_many(expands(SHOP, SHOP.entities["order"], ["lines"])[0], TABLES, is_single=True).select,
    "expand_many_to_many": render_many(expands(SHOP, SHOP.entities["product"], ["tags"])[0], TABLES).select,
    "links": render_links(Linked(TAGS, SHOP.entities["tag"]), TABLES).select,
    "links_from_the_other_side": render_links(Linked(PRODUCTS, SHOP.entities["product"]), TABLES).select,
}


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("name", READS)
def test_a_read_is_rendered_as_before(name: str, dialect: sa.Dialect, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.{dialect.name}", str(render_read(READS[name], TABLES).select.compile(dialect=dialect)))


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("name", OTHERS)
def test_a_statement_is_rendered_as_before(name: str, dialect: sa.Dialect, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.{dialect.name}", str(OTHERS[name].compile(dialect=dialect)))


@pytest.mark.parametrize("name", READS)
def test_a_statement_has_as_many_parameters_as_its_shape_has_values(name: str) -> None:
    _, values = shape_read(READS[name])
    names = {key for key in render_read(READS[name], TABLES).select.compile().params if key.startswith("p") and key[1:].isdigit()}
    assert names == {f"p{index}" for index in range(len(values))}


def test_other_values_have_the_same_shape() -> None:
    one, other = order(where("total", "gt", 1), limit=5), order(where("total", "gt", 2), limit=9)
    assert shape_read(one)[0] == shape_read(other)[0]
    assert shape_read(one)[1] != shape_read(other)[1]


def test_plans_that_need_another_statement_have_another_shape() -> None:
    plans = [
        *READS.values(),
        order(where("total", "null", False)),
        order(where("number", "eq", "x")),
        order(where("customer.name", "eq", "x")),
        order(limit=5),
        order(expand=["customer"]),
        Read(SHOP.entities["order"], SHOP.entities["order"].key_fields),
    ]
    assert len({shape_read(one)[0] for one in plans}) == len(plans)
