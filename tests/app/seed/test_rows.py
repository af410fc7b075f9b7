"""Rows that are believable and that the validator of every door takes."""

from collections.abc import Mapping
from random import Random

import pytest

from crudgen.app.seed.rows import Body, Made, make_bodies
from crudgen.errors import UserError
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Action, Catalog
from crudgen.service.validate import validate
from tests.support.catalog import catalog_of

EVERY_TYPE = """
fields:
  name: string!
  code: {type: string, pattern: "^[A-Z]{2}[0-9]{4}$", unique: true}
  about: text
  story: markdown
  slug: {type: slug, unique: true}
  email: email!
  home: url
  phone: phone
  tint: color
  number: {type: int, min: 3, max: 9}
  ratio: {type: float, min: 0.5, max: 0.75}
  price: {type: decimal, precision: 6, scale: 3, required: true, min: "1.500", max: "2.250"}
  is_open: bool
  born: {type: date, max: "1990-12-31"}
  opens: time
  seen_at: {type: datetime, min: "2025-01-01T00:00:00Z"}
  pause: duration
  token: uuid
  state: {type: enum, values: [new, old, gone], default: new}
  extra: json
  words: {type: list, of: string}
  secret_word: password
  api_key: {type: secret, min_length: 20}
"""


def rows_of(catalog: Catalog, name: str, count: int, made: Made | None = None, luck: int = 1) -> list[Body]:
    return list(make_bodies(catalog.entities[name], count, Random(luck), made or Made(catalog)))


def errors_of(catalog: Catalog, name: str, body: Mapping[str, object]) -> list[str]:
    draft = validate(Rights(catalog, frozenset({"admin"}), is_authenticated=True), catalog.entities[name], Action.CREATE, dict(body))
    return [f"{error.pointer} {error.message}" for error in draft.errors]


def test_rows_of_every_type_are_valid() -> None:
    catalog = catalog_of({"thing": EVERY_TYPE})
    rows = rows_of(catalog, "thing", 200)
    assert len(rows) == 200
    assert [error for row in rows for error in errors_of(catalog, "thing", row)] == []


def test_every_field_is_filled_somewhere() -> None:
    catalog = catalog_of({"thing": EVERY_TYPE})
    filled = {name for row in rows_of(catalog, "thing", 50) for name in row}
    assert filled == {name for name, field in catalog.entities["thing"].fields.items() if not field.is_implicit}


def test_the_same_seed_gives_the_same_rows_and_another_others() -> None:
    catalog = catalog_of({"thing": EVERY_TYPE})
    assert rows_of(catalog, "thing", 20) == rows_of(catalog, "thing", 20)
    assert rows_of(catalog, "thing", 20) != rows_of(catalog, "thing", 20, luck=2)


def test_unique_values_are_unique() -> None:
    catalog = catalog_of({"tag": "fields: {name: {type: string, required: true, unique: true}}"})
    names = [row["name"] for row in rows_of(catalog, "tag", 300)]
    assert len(set(names)) == 300


def test_an_entity_whose_unique_values_run_out_gets_fewer_rows() -> None:
    catalog = catalog_of({"flag": "fields: {on: {type: bool, required: true, unique: true}}"})
    assert len(rows_of(catalog, "flag", 10)) == 2


def test_a_unique_pair_is_met_once() -> None:
    catalog = catalog_of({"seat": "fields: {row: {type: int, required: true, min: 1, max: 9}, age: int!}\nunique: [[row, age]]"})
    pairs = [(row["row"], row["age"]) for row in rows_of(catalog, "seat", 100)]
    assert len(set(pairs)) == len(pairs)


def test_a_city_a_country_and_a_postal_code_belong_together() -> None:
    catalog = catalog_of({"address": "fields: {city: string!, country: string!, postal_code: string!}"})
    countries = {row["city"]: row["country"] for row in rows_of(catalog, "address", 200)}
    assert all(countries[row["city"]] == row["country"] for row in rows_of(catalog, "address", 200, luck=9) if row["city"] in countries)


def test_later_moments_of_one_row_come_later() -> None:
    catalog = catalog_of({"parcel": "fields: {sent_at: datetime!, delivered_at: datetime!}"})
    assert all(str(row["sent_at"]) < str(row["delivered_at"]) for row in rows_of(catalog, "parcel", 100))


def test_a_reference_leads_to_a_row_that_was_made() -> None:
    book = "fields: {author: {type: author, required: true}, tags: {type: [author], inverse: tagged}}"
    catalog = catalog_of({"author": "fields: {name: string!}", "book": book})
    made = Made(catalog)
    for key, row in enumerate(rows_of(catalog, "author", 5), start=40):
        made.add(catalog.entities["author"], key, row)
    rows = rows_of(catalog, "book", 30, made)
    assert {row["author"] for row in rows} <= set(range(40, 45))
    assert any(row["tags"] for row in rows)


def test_an_order_goes_to_an_address_of_its_own_customer() -> None:
    schemas = {
        "customer": "fields: {name: string!}",
        "address": "fields: {customer: {type: customer, required: true}}",
        "order": "fields: {customer: {type: customer, required: true}, ship_to: address}",
    }
    catalog = catalog_of(schemas)
    made = Made(catalog)
    for name in ("customer", "address"):
        for key, row in enumerate(rows_of(catalog, name, 30, made), start=1):
            made.add(catalog.entities[name], key, row)
    orders = [row for row in rows_of(catalog, "order", 100, made) if "ship_to" in row]
    assert orders
    assert all(made.bodies["address"][row["ship_to"]]["customer"] == row["customer"] for row in orders)


def test_a_price_is_that_of_the_product() -> None:
    schemas = {
        "product": "fields: {name: string!, price: decimal!}",
        "item": "fields: {product: {type: product, required: true}, unit_price: decimal!}",
    }
    catalog = catalog_of(schemas)
    made = Made(catalog)
    for key, row in enumerate(rows_of(catalog, "product", 10), start=1):
        made.add(catalog.entities["product"], key, row)
    assert all(row["unit_price"] == made.bodies["product"][row["product"]]["price"] for row in rows_of(catalog, "item", 20, made))


def test_what_may_not_be_written_is_not_made_up() -> None:
    fields = "{number: {type: uuid, default: uuid, readonly: true}, code: {type: int, hidden: true}, name: string!}"
    catalog = catalog_of({"card": f"fields: {fields}"})
    assert all(set(row) == {"name"} for row in rows_of(catalog, "card", 20))


def test_a_required_reference_to_nothing_says_what_to_do() -> None:
    catalog = catalog_of({"note": "fields: {writer: {type: user, required: true}}"})
    with pytest.raises(UserError, match="--rows note=0"):
        rows_of(catalog, "note", 1)


def test_an_order_that_was_just_placed_is_not_shipped() -> None:
    fields = "{status: {type: enum, values: [placed, sent], default: placed}, placed_at: datetime!, shipped_at: datetime}"
    rows = rows_of(catalog_of({"order": f"fields: {fields}"}), "order", 100)
    assert not any("shipped_at" in row for row in rows if row.get("status") == "placed")
    assert any("shipped_at" in row for row in rows if row.get("status") == "sent")


def test_rows_obey_checks_and_have_what_is_required_of_them() -> None:
    text = """
        fields:
          status: {type: enum, values: [placed, sent], default: placed}
          low: {type: int, min: 0, max: 9}
          high: {type: int, min: 0, max: 9}
          sent_on: {type: date, required_if: "status = 'sent'"}
          room: {type: int, computed: "high - low"}
        checks: [{rule: "low <= high", message: Upside down.}]
    """
    rows = rows_of(catalog_of({"box": text}), "box", 200)
    assert len(rows) == 200
    assert all(row["low"] <= row["high"] for row in rows if "low" in row and "high" in row)
    assert all("sent_on" in row for row in rows if row.get("status") == "sent")
    assert not any("room" in row for row in rows)


def test_both_names_of_a_person_are_in_the_same_letters() -> None:
    catalog = catalog_of({"person": "fields: {first_name: string!, last_name: string!}"})
    names = [(str(row["first_name"]), str(row["last_name"])) for row in rows_of(catalog, "person", 300)]
    assert all((first[0] < "Ѐ") is (last[0] < "Ѐ") for first, last in names)
    assert any(first[0] > "Ѐ" for first, _ in names)


def test_a_review_holds_opinions_and_a_product_a_description() -> None:
    catalog = catalog_of({"review": "fields: {body: text!}", "product": "fields: {body: text!}"})
    assert {row["body"] for row in rows_of(catalog, "review", 20)}.isdisjoint(row["body"] for row in rows_of(catalog, "product", 20))


def test_a_computed_field_gets_no_value() -> None:
    catalog = catalog_of({"thing": "fields: {name: string!, loud: {type: string, computed: upper(name)}}\n"})
    rows = rows_of(catalog, "thing", 5)
    assert all(row.keys() == {"name"} for row in rows)
    assert [error for row in rows for error in errors_of(catalog, "thing", row)] == []
