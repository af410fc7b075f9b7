"""The check: a request and rights become a plan, and what may not be named is refused as what is not there."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from crudgen.errors import BadRequest
from crudgen.plan.check import PageLimits, check_get, check_list
from crudgen.plan.nodes import Compare, Links, Operator, Read, Search
from crudgen.plan.request import parse_query
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Catalog
from tests.support.catalog import catalog_of

SHOP = {
    "customer": "fields: {name: string!, secret_note: {type: string, hidden: true}}\naccess: {read: clerk}",
    "tag": "fields: {name: string!}\naccess: {read: public}",
    "order": "fields:\n  number: string!\n  customer: {type: customer, inverse: orders}\n  total: decimal\n  tags: [tag]\n  meta: json\n"
    "search: [number, customer.name]\naccess: {read: authenticated}",
}
ROLES = ("clerk",)
LIMITS = PageLimits(50, 1000)
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalog_of(SHOP, ROLES)


def plan(catalog: Catalog, query: str, *roles: str) -> Read:
    pairs = [(name, value) for name, _, value in (piece.partition("=") for piece in query.split("&") if piece)]
    rights = Rights(catalog, frozenset(roles or ("admin",)), is_authenticated=True)
    return check_list(rights, catalog.entities["order"], parse_query(pairs), LIMITS, NOW)


def test_a_value_is_typed_by_its_field(catalog: Catalog) -> None:
    where = plan(catalog, "total[gte]=12.50").where
    assert isinstance(where, Compare)
    assert (where.path.name, where.operator, where.value) == ("total", Operator.GTE, Decimal("12.50"))


def test_a_path_crosses_references(catalog: Catalog) -> None:
    where = plan(catalog, "customer.name[icontains]=ann").where
    assert isinstance(where, Compare)
    assert where.path.name == "customer.name"


def test_a_reference_is_compared_by_its_id(catalog: Catalog) -> None:
    where = plan(catalog, "customer[in]=7,8").where
    assert isinstance(where, Compare)
    assert where.value == (7, 8)


def test_a_many_to_many_field_is_compared_by_its_links(catalog: Catalog) -> None:
    where = plan(catalog, "tags=3").where
    assert isinstance(where, Links)


def test_the_order_ends_with_the_key(catalog: Catalog) -> None:
    order = plan(catalog, "sort=-customer.name").order
    assert [(one.path.name, one.descending) for one in order] == [("customer.name", True), ("id", False)]
    assert [one.path.name for one in plan(catalog, "sort=-id").order] == ["id"]


def test_fields_bring_the_key_along(catalog: Catalog) -> None:
    read = plan(catalog, "fields=number,tags")
    assert [one.name for one in read.fields] == ["id", "number"]
    assert [one.relation.name for one in read.links] == ["tags"]


def test_what_is_expanded_may_be_named_among_the_fields_too(catalog: Catalog) -> None:
    read = plan(catalog, "fields=number,customer&expand=customer")
    assert [one.name for one in read.fields] == ["id", "number", "customer"]
    rights = Rights(catalog, frozenset({"admin"}), is_authenticated=True)
    request = parse_query([("fields", "name,orders"), ("expand", "orders")])
    assert [one.name for one in check_list(rights, catalog.entities["customer"], request, LIMITS, NOW).fields] == ["id", "name"]


def test_one_record_has_its_links_and_a_list_has_not(catalog: Catalog) -> None:
    rights = Rights(catalog, frozenset({"admin"}), is_authenticated=True)
    assert [one.relation.name for one in check_get(rights, catalog.entities["order"], (1,), parse_query([])).links] == ["tags"]
    assert plan(catalog, "").links == ()


def test_search_leaves_out_what_may_not_be_read(catalog: Catalog) -> None:
    def searched(*roles: str) -> list[str]:
        where = plan(catalog, "q=x", *roles).where
        assert isinstance(where, Search)
        return [path.name for path in where.paths]

    assert searched("admin") == ["number", "customer.name"]
    assert searched("nobody-special") == ["number"]


@pytest.mark.parametrize(
    ("forbidden", "unknown"),
    [
        ("customer.secret_note=x", "customer.xxxxxx_xxxx=x"),
        ("sort=customer.secret_note", "sort=customer.xxxxxx_xxxx"),
        ("customer.secret_note[starts]=$a", "customer.xxxxxx_xxxx[starts]=$a"),
    ],
)
def test_a_hidden_field_is_an_unknown_one_for_the_admin_too(catalog: Catalog, forbidden: str, unknown: str) -> None:
    with pytest.raises(BadRequest) as first:
        plan(catalog, forbidden)
    with pytest.raises(BadRequest) as second:
        plan(catalog, unknown)
    assert first.value.name == second.value.name
    assert first.value.detail.replace("secret_note", "xxxxxx_xxxx") == second.value.detail


@pytest.mark.parametrize("query", ["customer.name=x", "sort=customer.name", "expand=customer"])
def test_an_unreadable_entity_is_an_unknown_relation(catalog: Catalog, query: str) -> None:
    with pytest.raises(BadRequest) as first:
        plan(catalog, query, "nobody-special")
    with pytest.raises(BadRequest) as second:
        plan(catalog, query.replace("customer", "kustomer"), "nobody-special")
    assert first.value.name == second.value.name
    assert "kustomer" in second.value.detail


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("nunber=1", "unknown_field"),
        ("number[like]=x", "unknown_operator"),
        ("meta[lt]=1", "bad_operator"),
        ("total=abc", "bad_value"),
        ("total[between]=1", "bad_value"),
        ("total[between]=1,2,3", "bad_value"),
        ("number[null]=yes", "bad_value"),
        ("sort=meta", "bad_sort"),
        ("sort=number,-number", "bad_sort"),
        ("sort=tags", "to_many"),
        ("tags.name=x", "to_many"),
        ("expand=customer.orders.customer.orders", "too_deep"),
        ("expand=number", "unknown_relation"),
        ("limit=1001", "bad_limit"),
        ("limit=5&cursor=a&offset=3", "bad_cursor"),
        ("fields=nope", "unknown_field"),
        ("customer.name.x=1", "unknown_field"),
        ("a.b.c.d.e.f.g=1", "too_deep"),
    ],
)
def test_what_makes_no_sense_is_refused(catalog: Catalog, query: str, code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        plan(catalog, query)
    assert caught.value.name == code


def test_the_nearest_name_is_offered(catalog: Catalog) -> None:
    with pytest.raises(BadRequest, match='did you mean "number"'):
        plan(catalog, "nunber=1")
