"""Expressions beside mistakes of other kinds, and what rules over people may say."""

import pytest

from crudgen.schema.catalog import Action
from tests.schema.conftest import Compile, Diagnose

ORDER = "fields:\n  count: int\n  twice: {type: int, computed: count * 2}\n"


def test_what_depends_on_a_field_with_a_mistake_is_not_told(diagnose: Diagnose) -> None:
    assert diagnose({"order": "fields:\n  count: itn\n  name: string\nchecks: [count > 1, nmae = 'a']\n"}) == [
        'schemas/order.yaml:2:10: unknown type "itn"\n  did you mean "int"?',
        'schemas/order.yaml:4:21: "order" has no field "nmae"\n  did you mean "name"?',
    ]


@pytest.mark.parametrize("item", ["fields: {order: {type: ordr, inverse: items}, n: int}\n", "fields: [\n", "label: [x]\n"])
def test_a_list_whose_file_has_a_mistake_is_not_called_unknown(item: str, diagnose: Diagnose) -> None:
    found = diagnose({"order": ORDER + "checks: [sum(items.n) > 1]\n", "item": item})
    assert all(one.startswith("schemas/item.yaml") for one in found)


def test_a_list_named_after_an_entity_with_a_mistake_is_not_called_unknown(diagnose: Diagnose) -> None:
    found = diagnose({"order": ORDER + "checks: [sum(item.n) > 1, sum(itm.n) > 1]\n", "item": "fields: {order: ordr, n: int}\n"})
    assert [one.splitlines()[0] for one in found] == [
        'schemas/item.yaml:1:17: unknown type "ordr"',
        'schemas/order.yaml:4:31: "order" has no field "itm"',
    ]


def test_a_circle_over_entities_is_told_once(diagnose: Diagnose) -> None:
    order = "fields:\n  total: {type: int, computed: sum(items.price)}\n  share: {type: int, computed: total / 2}\n"
    item = "fields:\n  order: {type: order, inverse: items}\n  price: {type: int, computed: order.share + 1}\n"
    assert diagnose({"order": order, "item": item}) == [
        "schemas/item.yaml:3:32: a computed field cannot be made of itself: item.price → order.share → order.total → item.price\n"
        "  take one of these names out of the expression before it"
    ]


def test_a_computed_field_may_be_named_wherever_a_value_is_read(compile_schema: Compile) -> None:
    order = compile_schema(
        {"order": f"title: '{{twice}}'\n{ORDER}checks: [twice < 10]\nadmin: {{list: [twice], filters: [twice], sort: -twice}}\n"}
    ).entities["order"]
    assert order.title == ("", "twice", "")
    assert (order.admin.list, order.admin.filters, order.admin.sort[0].path) == (("twice",), ("twice",), "twice")


def test_a_record_is_not_named_by_a_computed_text_unless_it_is_said(compile_schema: Compile) -> None:
    order = compile_schema({"order": "fields: {full: {type: string, computed: lower(name)}, name: string}\n"}).entities["order"]
    assert order.title == ("", "name", "")


def test_a_computed_text_has_no_longest_length(compile_schema: Compile) -> None:
    fields = compile_schema({"order": "fields: {name: string, full: {type: string, computed: name + name}}\n"}).entities["order"].fields
    assert (fields["name"].max_length, fields["full"].max_length) == (255, None)


def test_a_user_may_read_and_change_their_own_record_by_rule(compile_schema: Compile) -> None:
    catalog = compile_schema({"user": "access: {read: owner, update: {role: owner, fields: [name, password]}}\n"})
    user = catalog.entities["user"]
    (mine,) = user.access[Action.UPDATE]
    condition = catalog.formulas.rule(user, Action.UPDATE, mine)
    assert condition is not None
    assert (condition.paths, condition.context) == (("id",), {"user"})


@pytest.mark.parametrize(
    ("access", "told"),
    [
        ("{update: clerk}", "1:18: who may update users with any field may become an administrator"),
        ("{update: {role: clerk, fields: [name, roles]}}", "1:47: who gives roles may take that of an administrator"),
        ("{update: {role: clerk, fields: [password]}}", "1:41: who sets the password of others may sign in as an administrator"),
        ("{create: {role: clerk, except: [roles]}}", "1:18: who may create users with any field may become an administrator"),
    ],
)
def test_no_rule_over_users_makes_administrators(access: str, told: str, diagnose: Diagnose) -> None:
    (found,) = diagnose({"user": f"access: {access}\n"})
    assert found.splitlines()[0] == f"schemas/user.yaml:{told}"


def test_what_makes_users_is_allowed_by_field(compile_schema: Compile) -> None:
    user = compile_schema({"user": "access: {create: {role: clerk, fields: [login, password]}, delete: nobody}\n"}).entities["user"]
    assert user.access[Action.CREATE][0].fields == ("login", "password")


def test_a_rule_may_name_the_list_of_children(compile_schema: Compile) -> None:
    item = "fields: {order: {type: order, part_of: true, inverse: items}, n: int}\n"
    order = compile_schema({"order": f"{ORDER}access: {{update: {{role: clerk, fields: [items]}}}}\n", "item": item}).entities["order"]
    assert order.access[Action.UPDATE][0].fields == ("items",)


def test_an_owner_is_found_over_references(compile_schema: Compile) -> None:
    catalog = compile_schema(
        {
            "order": f"owner: customer.user\n{ORDER}  customer: customer\naccess: {{read: owner}}\n",
            "customer": "owner: user\nfields: {user: user}\n",
        }
    )
    assert [catalog.formulas.owner(catalog.entities[name]).paths for name in ("order", "customer")] == [("customer.user",), ("user",)]
