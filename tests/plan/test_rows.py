"""Conditions on rows: what rules say of records, of what they are part of, and of all that a request names on the way."""

from datetime import UTC, datetime

import pytest

from crudgen.plan.actor import Actor
from crudgen.plan.nodes import And, At, Compare, Condition, Holds, Links, Or, Path
from crudgen.plan.paths import find_path
from crudgen.plan.rights import Rights
from crudgen.plan.rows import (
    ALL,
    NONE,
    allowed,
    both,
    guard,
    guard_expression,
    hold,
    masks,
    named,
    own_rows,
    question,
    reached,
    visible,
    way,
)
from crudgen.schema.catalog import Action, Catalog
from crudgen.schema.expression import BOOL, Scope, compile_expression
from tests.support.catalog import catalog_of

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SCHEMAS = {
    "company": "fields: {name: string, is_open: bool}\naccess: {read: {role: clerk, when: is_open}}",
    "customer": """
        owner: user
        fields: {name: string, rating: int, vip: bool, company: company, user: user}
        access:
          read: [{role: clerk, when: vip, except: [rating]}, {role: packer, when: "rating > 1", fields: [name, rating, company]}, owner]
    """,
    "order": """
        fields: {number: string, is_placed: bool, customer: {type: customer, inverse: orders}, tags: [tag]}
        access:
          read: {role: clerk, when: is_placed}
          update: [{role: clerk, when: "not is_placed and input.number is not null"}, {role: packer, when: old.is_placed, fields: [items]}]
          delete: nobody
    """,
    "item": """
        fields: {order: {type: order, part_of: true, inverse: items}, product: product, quantity: int, is_shown: bool}
        access: {read: {role: clerk, when: is_shown}}
    """,
    "part": "fields: {item: {type: item, part_of: true, inverse: parts}, weight: int}",
    "product": """
        fields: {name: string, price: int, is_listed: bool}
        access: {read: [{role: clerk, when: is_listed, except: [price]}, {role: clerk, when: "price > 9"}]}
    """,
    "tag": "fields: {name: string}\naccess: {read: public}",
}


def tell(condition: Condition | Path) -> str:
    """Return a condition in few words."""
    match condition:
        case And(()):
            return "all"
        case Or(()):
            return "none"
        case And(parts):
            return f"({' & '.join(map(tell, parts))})"
        case Or(parts):
            return f"({' | '.join(map(tell, parts))})"
        case At(steps, inner):
            return f"{'.'.join(step.name for step in steps)}[{tell(inner)}]"
        case Holds(expression):
            return expression.text
        case Compare(path, operator, value):
            return f"{path.name} {operator} {value}"
        case Links(relation, operator, value, where):
            return f"{relation.name} {operator} {value} of {tell(where)}"
        case _:
            raise AssertionError(condition)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalog_of(SCHEMAS, ("clerk", "packer"))


def rights_of(catalog: Catalog, *roles: str, id_: int | None = None) -> Rights:
    actor = Actor(id_, "x", frozenset(roles), is_authenticated=True)
    return Rights(catalog, actor.roles, is_authenticated=True, is_person=id_ is not None).of(actor, NOW)


@pytest.mark.parametrize(
    ("entity", "roles", "expected"),
    [
        ("tag", (), "all"),
        ("company", (), "none"),
        ("company", ("clerk",), "is_open"),
        ("company", ("admin",), "all"),
        ("customer", ("clerk",), "vip"),
        ("customer", ("clerk", "packer"), "(vip | rating > 1)"),
        ("item", ("clerk",), "(order[is_placed] & is_shown)"),
        ("part", ("clerk",), "item[(order[is_placed] & is_shown)]"),
        ("part", ("admin",), "all"),
        ("part", (), "item[(order[none] & none)]"),
    ],
)
def test_rows_that_may_be_read(catalog: Catalog, entity: str, roles: tuple[str, ...], expected: str) -> None:
    assert tell(visible(rights_of(catalog, *roles), catalog.entities[entity])) == expected


def test_an_owner_is_a_person(catalog: Catalog) -> None:
    customer = catalog.entities["customer"]
    assert tell(visible(rights_of(catalog, id_=7), customer)) == "user = user.id"
    condition = visible(rights_of(catalog, id_=7), customer)
    assert isinstance(condition, Holds)
    assert (condition.context, condition.now) == ({"user.id": 7}, NOW)
    assert visible(rights_of(catalog), customer) == NONE


@pytest.mark.parametrize(
    ("action", "name", "expected"),
    [
        (Action.UPDATE, "", "(not is_placed and input.number is not null | old.is_placed)"),
        (Action.UPDATE, "items", "(not is_placed and input.number is not null | old.is_placed)"),
        (Action.UPDATE, "number", "not is_placed and input.number is not null"),
        (Action.DELETE, "", "none"),
        (Action.CREATE, "", "none"),
    ],
)
def test_rows_that_may_be_written_about_a_name(catalog: Catalog, action: Action, name: str, expected: str) -> None:
    rights = rights_of(catalog, "clerk", "packer")
    assert tell(own_rows(rights, action, catalog.entities["order"], name)) == expected
    assert tell(allowed(rights, action, catalog.entities["order"], name)) == expected


def test_a_child_is_written_where_its_parents_list_may_be(catalog: Catalog) -> None:
    assert tell(allowed(rights_of(catalog, "packer"), Action.CREATE, catalog.entities["part"])) == "item[order[old.is_placed]]"


@pytest.mark.parametrize(
    ("name", "roles", "expected"),
    [
        ("id", ("clerk", "packer"), "all"),
        ("name", ("clerk", "packer"), "all"),
        ("rating", ("packer",), "all"),
        ("rating", ("clerk", "packer"), "rating > 1"),
        ("vip", ("clerk", "packer"), "vip"),
        ("rating", ("clerk",), "none"),
        ("rating", ("admin",), "all"),
    ],
)
def test_rows_where_a_field_may_be_read(catalog: Catalog, name: str, roles: tuple[str, ...], expected: str) -> None:
    assert tell(named(rights_of(catalog, *roles), catalog.entities["customer"], name)) == expected


def test_fields_are_masked_by_the_rules_that_name_them(catalog: Catalog) -> None:
    customer = catalog.entities["customer"]
    found = masks(rights_of(catalog, "clerk", "packer"), customer, ["id", "name", "rating", "vip", "company", "user"])
    assert {(mask.names, tell(mask.where)) for mask in found} == {
        (frozenset({"rating"}), "rating > 1"),
        (frozenset({"vip", "user"}), "vip"),
    }
    for roles in (("admin",), ("admin", "clerk")):
        assert masks(rights_of(catalog, *roles), customer, ["rating", "vip"]) == ()
    assert masks(rights_of(catalog, "clerk"), catalog.entities["order"], ["number"]) == ()


@pytest.mark.parametrize(
    ("source", "relation", "roles", "expected"),
    [
        ("order", "customer", ("clerk",), "vip"),
        ("order", "tags", ("clerk",), "all"),
        ("order", "items", ("clerk",), "is_shown"),
        ("customer", "orders", ("clerk",), "is_placed"),
        ("company", "customer", ("clerk", "packer"), "(vip | rating > 1)"),
        ("user", "customer", ("clerk", "packer"), "((vip | rating > 1) & vip)"),
    ],
)
def test_records_that_a_relation_reaches(catalog: Catalog, source: str, relation: str, roles: tuple[str, ...], expected: str) -> None:
    assert tell(reached(rights_of(catalog, *roles), catalog.entities[source].relations[relation])) == expected


@pytest.mark.parametrize(
    ("source", "relation", "roles", "expected"),
    [
        ("customer", "company", ("clerk", "packer"), "all"),
        ("customer", "user", ("clerk", "packer"), "vip"),
        ("customer", "orders", ("packer",), "all"),
        ("order", "items", ("clerk",), "all"),
    ],
)
def test_rows_where_a_relation_may_be_named(catalog: Catalog, source: str, relation: str, roles: tuple[str, ...], expected: str) -> None:
    entity = catalog.entities[source]
    assert tell(way(rights_of(catalog, *roles), entity, entity.relations[relation])) == expected


BEYOND = {
    "number": "all",
    "customer.name": "(customer null True | customer[vip])",
    "customer.company.name": "(customer null True | customer[(vip & (company null True | company[is_open]))])",
}


@pytest.mark.parametrize("path", BEYOND)
def test_a_path_is_guarded_step_by_step(catalog: Catalog, path: str) -> None:
    rights, order = rights_of(catalog, "clerk"), catalog.entities["order"]
    found = find_path(rights, order, path)
    assert tell(guard(rights, order, found)) == BEYOND[path]
    if found.steps:
        above = BEYOND["customer.company.name" if len(found.steps) > 1 else "customer.name"]
        assert tell(guard(rights, order, found.steps)) == above
    assert guard(rights_of(catalog, "admin"), order, found) == ALL


def test_a_field_behind_a_reference_is_guarded_there(catalog: Catalog) -> None:
    rights, order = rights_of(catalog, "clerk", "packer"), catalog.entities["order"]
    seen = "(vip | rating > 1)"
    for name, expected in (("rating", f"({seen} & rating > 1)"), ("name", seen)):
        found = find_path(rights, order, f"customer.{name}")
        assert tell(guard(rights, order, found)) == f"(customer null True | customer[{expected}])"


def guards_of(catalog: Catalog, entity: str, text: str, *roles: str) -> tuple[str, dict[str, str]]:
    rights = rights_of(catalog, *roles)
    expression = compile_expression(text, Scope(catalog, catalog.entities[entity], expects=BOOL, names=rights))
    around, rows = guard_expression(rights, expression)
    return tell(around), {name: tell(condition) for name, condition in rows.items()}


EXPRESSIONS = {
    ("order", "number = 'x'"): ("all", {}),
    ("order", "customer.name = 'x' or number = 'y'"): ("(customer null True | customer[vip])", {}),
    ("order", "count(items) > 1"): ("all", {"items": "is_shown"}),
    ("order", "sum(items.quantity) > 1 and number = 'x'"): ("all", {"items": "is_shown"}),
    ("order", "any(items.product.name = 'x')"): ("all", {"items": "is_shown", "items.product": "(is_listed | price > 9)"}),
    ("order", "max(items.product.price) > 1"): ("all", {"items": "is_shown", "items.product": "((is_listed | price > 9) & price > 9)"}),
    ("order", "count(items.parts) > 1"): ("all", {"items": "is_shown"}),
    ("order", "any(tags.name = 'x')"): ("all", {}),
    ("item", "count(order.tags) > 1"): ("(order null True | order[is_placed])", {}),
    ("order", "count(customer.orders) > 1"): ("(customer null True | customer[vip])", {"customer.orders": "is_placed"}),
    ("company", "count(customer.orders) > 1"): ("all", {"customer": "vip", "customer.orders": "is_placed"}),
    ("company", "sum(customer.orders.items.quantity) > 1"): (
        "all",
        {"customer": "vip", "customer.orders": "is_placed", "customer.orders.items": "is_shown"},
    ),
    ("company", "any(customer.orders.customer.name = 'x')"): (
        "all",
        {"customer": "vip", "customer.orders": "is_placed", "customer.orders.customer": "vip"},
    ),
}


@pytest.mark.parametrize("asked", EXPRESSIONS, ids=lambda asked: asked[1])
def test_the_rows_of_aggregates_are_guarded_at_each_step(catalog: Catalog, asked: tuple[str, str]) -> None:
    assert guards_of(catalog, *asked, "clerk") == EXPRESSIONS[asked]
    assert guards_of(catalog, *asked, "admin") == ("all", {})


def test_fields_inside_aggregates_are_guarded_where_they_stand(catalog: Catalog) -> None:
    seen = "(vip | rating > 1)"
    assert guards_of(catalog, "company", "sum(customer.rating) > 1", "clerk", "packer") == ("all", {"customer": f"({seen} & rating > 1)"})
    assert guards_of(catalog, "company", "any(customer.vip and customer.rating > 1)", "clerk", "packer") == (
        "all",
        {"customer": f"(({seen} & vip) & rating > 1)"},
    )
    assert guards_of(catalog, "company", "any(customer.user.login = 'x')", "admin") == ("all", {})


def test_what_is_not_known_of_the_caller_is_null(catalog: Catalog) -> None:
    rights, order = rights_of(catalog, "clerk", id_=3), catalog.entities["order"]
    scope = Scope(catalog, order, user=True, old=True, input=True, expects=BOOL)
    condition = compile_expression("number = input.number and user.login = old.number and user.id = 1", scope)
    assert hold(rights, condition, {"input.number": "A"}).context == {
        "input.number": "A", "user.login": None, "old.number": None, "user.id": 3,
    }  # fmt: skip


def test_the_grants_that_hold_are_found_by_the_answers(catalog: Catalog) -> None:
    rights = rights_of(catalog, "clerk", "packer")
    asked = question(rights, Action.UPDATE, catalog.entities["order"], {"number": "B"})
    assert [tell(one) for one in asked.asks] == ["not is_placed and input.number is not null", "old.is_placed"]
    assert isinstance(asked.asks[0], Holds)
    assert asked.asks[0].context == {"input.number": "B"}
    first, second = asked.grants
    for answers, holding in (((True, True), (first, second)), ((None, True), (second,)), ((True, False), (first,)), ((False, None), ())):
        assert asked.holding(answers) == holding
    below = question(rights, Action.CREATE, catalog.entities["part"])
    assert (below.has_above, len(below.asks)) == (True, 1)
    assert below.holding([True]) == below.grants
    assert below.holding([None]) == below.holding([False]) == ()
    assert question(rights, Action.CREATE, catalog.entities["part"], as_part=True).asks == ()


def test_conditions_are_joined_as_short_as_they_go() -> None:
    assert both() == both(ALL, ALL) == ALL
    assert both(ALL, NONE) == NONE
    assert both(NONE, ALL, NONE) == And((NONE, NONE))
