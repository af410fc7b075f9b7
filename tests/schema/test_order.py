"""The order of the contract, less the keys that are not supported yet: it loads, keeps what it says, and migrates."""

from pathlib import Path

import pytest

from crudgen.schema.catalog import Action, Catalog
from crudgen.schema.snapshot import dump_catalog, read_catalog
from tests.migrate.world import World
from tests.support.catalog import catalog_of

ROLES = ("manager", "clerk")

ORDER = """\
# yaml-language-server: $schema=../.crudgen/schema.json
label: Order                       # for people; default from the name
plural: {en: Orders, ru: Заказы}
title: "{number} · {customer.name}"  # how one record is named; default: first string field; shows only what the reader may read
icon: shopping-cart
group: Sales                       # sidebar group
help: A customer's order.          # reaches the admin and OpenAPI
id: int
table: order                       # real table; default: the entity's name
path: order                        # URL segment; default: the entity's name, nothing is pluralised
owner: customer.user               # path to the owning user
timestamps: true
search: [number, customer.name]
fields:
  number:   {type: string, max_length: 20, unique: true, sequence: "ORD-{year}-{seq:05}"}
  customer: {type: customer, required: true, on_delete: restrict, inverse: orders}
  status:
    type: enum
    values:                        # or a plain list: values: [draft, placed, paid]
      draft:  {label: Draft, color: grey}
      placed: {label: Placed, color: blue}
      paid:   {label: Paid, color: green}
    default: draft
  total:    {type: decimal, precision: 12, scale: 2, computed: "sum(items.quantity * items.unit_price)"}
  placed_at: {type: datetime}
  note:     {type: text, max_length: 2000, show_if: "status != 'draft'", help: Only the shop sees this.}
  tags:     [tag]
checks:
  - {rule: "placed_at is null or placed_at >= created_at", message: Placed before it was created., field: placed_at}
unique:  [[customer, number]]
indexes: [[status, -placed_at]]
access:
  read:   [owner, manager, clerk]
  create: [authenticated]
  update: [manager, {role: owner, when: "status = 'draft'", fields: [note, tags]}]
  delete: manager
admin:
  list: [number, customer, status, total, placed_at]
  filters: [status, customer, placed_at]
  sort: -placed_at
api: {page_size: 50, max_page_size: 500, operations: [list, read, create, update, delete], require_if_match: false}
"""
SCHEMAS = {
    "order": ORDER,
    "customer": "fields:\n  name: string!\n  email: email!\n  user: user\n",
    "item": """
fields:
  order: {type: order, part_of: true, inverse: items}
  quantity: {type: int, required: true, min: 1, max: 10000}
  unit_price: decimal!
""",
    "tag": "fields: {name: string!}\n",
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalog_of(SCHEMAS, ROLES)


def test_its_expressions_are_kept_as_they_are_written(catalog: Catalog) -> None:
    order = catalog.entities["order"]
    assert order.owner == "customer.user"
    assert order.fields["total"].computed == "sum(items.quantity * items.unit_price)"
    assert (order.fields["total"].column, order.fields["total"].readonly) == ("", True)
    assert order.fields["note"].show_if == "status != 'draft'"
    (check,) = order.checks
    assert (check.rule, check.field, check.at.line) == ("placed_at is null or placed_at >= created_at", "placed_at", 29)
    assert check.message.to("en") == "Placed before it was created."


def test_its_rules_are_kept_with_their_places(catalog: Catalog) -> None:
    access = catalog.entities["order"].access
    assert [rule.role for rule in access[Action.READ]] == ["owner", "manager", "clerk"]
    _, mine = access[Action.UPDATE]
    assert (mine.role, mine.when, mine.fields, mine.excluded) == ("owner", "status = 'draft'", ("note", "tags"), ())
    assert (mine.at.file, mine.at.line, mine.at.column) == ("schemas/order.yaml", 35, 21)


def test_its_expressions_are_compiled(catalog: Catalog) -> None:
    order, formulas = catalog.entities["order"], catalog.formulas
    assert formulas.computed(order, order.fields["total"]).paths == ("items.quantity", "items.unit_price")
    ((check, rule),) = formulas.checks(order)
    assert (check, rule.is_row_local) == (order.checks[0], True)
    mine = formulas.rule(order, Action.UPDATE, order.access[Action.UPDATE][1])
    assert mine is not None
    assert (mine.paths, mine.context) == (("customer.user", "status"), {"user"})
    assert formulas.rule(order, Action.READ, order.access[Action.READ][1]) is None


def test_a_snapshot_of_it_is_it(catalog: Catalog) -> None:
    again = read_catalog(dump_catalog(catalog))
    assert again == catalog
    assert again.formulas.computed(again.entities["order"], again.entities["order"].fields["total"]).type.scale == 2


def test_it_migrates_and_its_table_holds_the_check(tmp_path: Path) -> None:
    world = World(tmp_path / "project", ROLES)
    (world.root / "config.yaml").write_text("roles: {manager: {label: Manager}, clerk: {label: Clerk}}\n", encoding="utf-8")
    world.write(**SCHEMAS)
    world.revise()
    world.upgrade()
    assert (world.changes(), world.drift()) == ((), ())
    ((table,),) = world.rows("SELECT sql FROM sqlite_master WHERE name = 'order'")
    assert 'CHECK ((("placed_at" IS NULL) OR ("placed_at" >= "created_at")))' in table
    assert "total" not in table
