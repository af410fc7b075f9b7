"""Whether a caller may know of an expression."""

import pytest

from crudgen.plan.rights import Rights
from crudgen.plan.sight import may_know
from crudgen.schema.expression import BOOL, Scope, compile_expression
from tests.support.catalog import catalog_of

SHOP = {
    "order": "fields: {number: string!, margin: {type: int, hidden: true}, customer: customer, secret_of: vault}\n"
    "access: {read: {role: clerk, except: [number]}}",
    "item": "fields: {order: {type: order, inverse: items}, quantity: int!, cost: int!}\naccess: {read: {role: clerk, except: [cost]}}",
    "customer": "fields: {name: string!, rating: int}\naccess: {read: {role: clerk, except: [rating]}}",
    "vault": "fields: {name: string!}",
}
CASES = {
    "customer.name = 'Ann'": True,
    "customer.rating > 1": False,
    "number = '1'": False,
    "margin > 1": False,
    "secret_of is null": True,
    "secret_of.name = 'x'": False,
    "count(items) > 1": True,
    "any(items.quantity > 1)": True,
    "sum(items.cost) > 1": False,
    "user.id = 1 and 'clerk' in user.roles": True,
    "user.login = 'ann'": False,
    "old.number = input.number": False,
    "true": True,
}


@pytest.mark.parametrize(("text", "is_known"), CASES.items())
def test_an_expression_is_known_where_all_that_it_names_is(text: str, is_known: bool) -> None:
    catalog = catalog_of(SHOP, ("clerk",))
    scope = Scope(catalog, catalog.entities["order"], user=True, old=True, input=True, expects=BOOL)
    rights = Rights(catalog, frozenset({"clerk"}), is_authenticated=True)
    assert may_know(rights, compile_expression(text, scope)) is is_known
