"""Views in the Catalog: the fields that their expressions make, and their keys."""

import pytest

from crudgen.migrate.essence import extract
from crudgen.model import Tables
from crudgen.schema.catalog import Catalog, Entity, Field, View
from tests.schema.conftest import Compile, Diagnose

SHOP = {
    "customer": "fields: {name: string!, email: {type: email, ci: true}, code: {type: string, hidden: true}}\n",
    "order": """
fields:
  customer: customer!
  status: {type: enum, values: {draft: {label: Draft}, paid: {label: Paid, color: green}}, default: draft}
  total: {type: decimal, precision: 12, scale: 2}
  weight: float
  city: string
  placed_at: datetime
  meta: json
""",
    "line": "id: [order, number]\nfields: {order: {type: order, part_of: true, inverse: lines}, number: int!, price: decimal}\n",
}


def view_of(compile_schema: Compile, text: str) -> Entity:
    return compile_schema({**SHOP, "report": text}).entities["report"]


def shape(one: Field) -> tuple[str, bool]:
    return one.type, one.required


def test_types_are_those_of_the_expressions(compile_schema: Compile) -> None:
    fields = view_of(
        compile_schema,
        "view: {from: order, group: [customer, status], fields: {customer: customer, status: status, n: count(), total: sum(total), "
        "mean: avg(total), rate: sum(total) / count(), last: max(placed_at), big: any(total > 5), who: max(customer.name), "
        "kg: avg(weight), first: min(customer), many: count() > 3}}",
    ).fields
    assert {name: shape(one) for name, one in fields.items()} == {
        "customer": ("reference", True),
        "status": ("enum", False),
        "n": ("int", True),
        "total": ("decimal", False),
        "mean": ("decimal", False),
        "rate": ("decimal", False),
        "last": ("datetime", False),
        "big": ("bool", False),
        "who": ("string", False),
        "kg": ("float", False),
        "first": ("reference", False),
        "many": ("bool", False),
    }
    assert [(fields[name].precision, fields[name].scale) for name in ("total", "mean", "rate")] == [(38, 2), (12, 2), (38, 8)]
    assert [(one.name, one.label.to("en"), one.color) for one in fields["status"].values] == [
        ("draft", "Draft", ""),
        ("paid", "Paid", "green"),
    ]


def test_a_reference_keeps_its_relation_and_gives_its_target_none_back(compile_schema: Compile) -> None:
    catalog = compile_schema({**SHOP, "report": "view: {from: order, fields: {buyer: customer, name: customer.name, key: customer.id}}"})
    report = catalog.entities["report"]
    relation = report.fields["buyer"].relation
    assert relation is not None
    assert (relation.source, relation.target, relation.column, relation.many) == ("report", "customer", "buyer", False)
    assert report.relations == {"buyer": relation}
    assert [shape(report.fields[name]) for name in ("name", "key")] == [("string", True), ("int", True)]
    assert set(catalog.entities["customer"].relations) == {"order"}


def test_a_field_by_itself_keeps_label_only_under_its_own_name(compile_schema: Compile) -> None:
    texts = {
        "city": "fields: {name: {type: string, label: Town}}",
        "report": "view: {from: city, fields: {name: name, other: name, third: {value: name, label: Third, help: As written.}}}",
    }
    fields = compile_schema(texts).entities["report"].fields
    assert [one.label.to("en") for one in fields.values()] == ["ID", "Town", "Other", "Third"]
    assert fields["third"].help.to("en") == "As written."


@pytest.mark.parametrize(
    ("text", "key", "fields"),
    [
        ("{from: order, fields: {total: total}}", ("id",), ["id", "total"]),
        ("{from: line, fields: {price: price}}", ("order", "number"), ["order", "number", "price"]),
        ("{from: line, fields: {price: price, order: order}}", ("order", "number"), ["number", "price", "order"]),
        ("{from: order, fields: {n: count()}}", ("id",), ["id", "n"]),
        ("{from: order, group: [customer, city], fields: {n: count()}}", ("customer", "city"), ["customer", "city", "n"]),
        ("{from: order, group: [customer.name], fields: {n: count(), who: customer.name}}", ("who",), ["n", "who"]),
        ("{from: order, group: [day], fields: {day: date(placed_at), n: count()}}", ("day",), ["day", "n"]),
    ],
)
def test_the_key_is_the_group_or_that_of_the_rows(compile_schema: Compile, text: str, key: tuple[str, ...], fields: list[str]) -> None:
    report = view_of(compile_schema, f"view: {text}")
    assert (report.key, list(report.fields)) == (key, fields)
    assert all(report.fields[name].is_key for name in key)


def test_a_view_has_no_table_and_makes_no_revision(compile_schema: Compile) -> None:
    with_view = compile_schema({**SHOP, "report": "view: {from: order, fields: {total: total}}"})
    without = Catalog({name: one for name, one in with_view.entities.items() if name != "report"})
    assert set(Tables(with_view).metadata().tables) == set(Tables(without).metadata().tables)
    assert extract(with_view) == extract(without)


def test_a_view_is_read_only_in_the_api_too(compile_schema: Compile) -> None:
    report = view_of(compile_schema, "view: {from: order, fields: {total: total}}\napi: {page_size: 5}")
    assert (report.api.operations, report.api.page_size, report.timestamps) == (("list", "read"), 5, False)


def test_views_are_made_from_views_whichever_file_comes_first(compile_schema: Compile) -> None:
    texts = {
        **SHOP,
        "above": "view: {from: sales, filter: total > 1, fields: {n: count(), most: max(total)}}",
        "sales": "view: {from: order, group: [customer], fields: {total: sum(total)}}",
    }
    above = compile_schema(texts).entities["above"]
    assert above.view == View("sales", {"id": "1", "n": "count()", "most": "max(total)"}, "total > 1", is_grouped=True)
    assert above.fields["most"].scale == 2


def test_a_circle_of_views_is_told_once(diagnose: Diagnose) -> None:
    texts = {
        "a": "view: {from: b, fields: {n: count()}}",
        "b": "view: {from: c, fields: {n: count()}}",
        "c": "view: {from: b, fields: {n: count()}}",
    }
    assert diagnose(texts) == [
        "schemas/c.yaml:1:14: a view cannot be made from itself: b → c → b\n  name an entity with a table",
    ]


def test_a_view_of_a_broken_entity_is_not_called_wrong(diagnose: Diagnose) -> None:
    texts = {
        "order": "fields: {total: decimel}\n",
        "sales": "view: {from: order, fields: {total: total}}\nadmin: {list: [total]}\n",
        "above": "view: {from: sales, fields: {n: sum(total)}}\n",
    }
    assert [one.partition(": ")[0] for one in diagnose(texts)] == ["schemas/order.yaml:1:17"]
