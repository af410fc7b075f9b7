"""The check: a request and rights become a plan, and what may not be named is refused as what is not there."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from crudgen.errors import BadRequest
from crudgen.plan.check import PageLimits, check_get, check_list, where_keys
from crudgen.plan.nodes import And, Compare, Holds, Links, Operator, Or, Path, Read, Search
from crudgen.plan.request import parse_query
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Catalog
from tests.support.catalog import catalog_of

SHOP = {
    "customer": "fields: {name: string!, secret_note: {type: string, hidden: true}}\naccess: {read: clerk}",
    "seat": "id: [row, place]\nfields: {row: int!, place: string!}",
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


REFUSED = {
    "nunber=1": ("unknown_field", 'unknown field "nunber"; did you mean "number"?'),
    "number[like]=x": ("unknown_operator", 'unknown operator "like"'),
    "meta[lt]=1": ("bad_operator", '"meta" cannot be filtered by "lt"; it takes null'),
    "total=abc": ("bad_value", '"total": must be a decimal number without exponent, like 12.50'),
    "total[between]=1": ("bad_value", '"total[between]" needs two values with a comma between them'),
    "total[between]=1,2,3": ("bad_value", '"total[between]" needs two values with a comma between them'),
    "total[in]=1,x": ("bad_value", '"total": must be a decimal number without exponent, like 12.50'),
    "number[null]=yes": ("bad_value", '"number[null]" must be true or false'),
    "sort=meta": ("bad_sort", '"meta" cannot be sorted by'),
    "sort=number,-number": ("bad_sort", '"number" is sorted by twice'),
    "sort=tags": ("to_many", '"tags" leads to many records, which have no single value'),
    "tags.name=x": ("to_many", '"tags.name" crosses "tags", which leads to many records'),
    "expand=customer.orders.customer.orders": ("too_deep", '"expand" goes at most 3 deep: "customer.orders.customer.orders"'),
    "expand=number": ("unknown_relation", 'unknown relation "number"'),
    "limit=1001": ("bad_limit", '"limit" may be at most 1000'),
    "limit=5&cursor=a&offset=3": ("bad_cursor", '"cursor" and "offset" cannot be used together'),
    "fields=nope": ("unknown_field", 'unknown field "nope"'),
    "customer.name.x=1": ("unknown_field", 'unknown field "customer.name.x"'),
    "a.b.c.d.e.f.g=1": ("too_deep", '"a.b.c.d.e.f.g" crosses more than 5 references'),
    "tags[lt]=1": ("bad_operator", '"tags" cannot be filtered by "lt"; it takes eq, in, null'),
    "tags=x": ("bad_value", '"tags": must be a whole number'),
    "tags[null]=1": ("bad_value", '"tags[null]" must be true or false'),
    "tags[in]=1,x": ("bad_value", '"tags": must be a whole number'),
    "customer[lt]=1": ("bad_operator", '"customer" cannot be filtered by "lt"; it takes eq, ne, in, nin, null'),
    "filter=nunber > 1": ("bad_filter", '"filter" at character 1: "order" has no field "nunber"; did you mean "number"?'),
    "filter=total > 1 ++": (
        "bad_filter",
        '"filter" at character 12: unexpected "+"; a value is expected here: a name, a number, a text in single quotes, a function',
    ),
}


@pytest.mark.parametrize("query", REFUSED)
def test_what_makes_no_sense_is_refused(catalog: Catalog, query: str) -> None:
    with pytest.raises(BadRequest) as caught:
        plan(catalog, query)
    assert (caught.value.name, caught.value.detail) == REFUSED[query]


@pytest.mark.parametrize(("what", "most"), [("total[in]", 1000), ("tags[in]", 1000)])
def test_a_filter_lists_so_many_values(catalog: Catalog, what: str, most: int) -> None:
    plan(catalog, f"{what}={','.join(['1'] * most)}")
    with pytest.raises(BadRequest) as caught:
        plan(catalog, f"{what}={','.join(['1'] * (most + 1))}")
    assert (caught.value.name, caught.value.detail) == ("too_many_values", f'"{what[:-4]}" lists more than 1000 values')


def test_so_many_relations_are_expanded(catalog: Catalog) -> None:
    plan(catalog, "expand=" + ",".join(["customer"] * 20))
    with pytest.raises(BadRequest) as caught:
        plan(catalog, "expand=" + ",".join(["customer"] * 21))
    assert (caught.value.name, caught.value.detail) == ("too_many_expands", '"expand" may name at most 20 relations')


@pytest.mark.parametrize("parameter", ["filter=a", "q=x", "sort=number", "limit=1", "offset=1", "cursor=a", "count=none"])
def test_one_record_has_no_parameters_of_lists(catalog: Catalog, parameter: str) -> None:
    name = parameter.partition("=")[0]
    with pytest.raises(BadRequest) as caught:
        get_order(catalog, parameter)
    assert (caught.value.name, caught.value.detail) == ("unknown_parameter", f'one record has no "{name}"')


def test_one_record_is_read_by_its_key(catalog: Catalog) -> None:
    read = get_order(catalog, "expand=customer,tags&fields=number")
    assert read.where == Compare(Path((), catalog.entities["order"].fields["id"]), Operator.EQ, 7)
    assert ([one.name for one in read.fields], read.links, read.limit, read.masks) == (["id", "number"], (), 1, ())
    assert [(one.relation.name, one.entity.name, [field.name for field in one.fields][:2]) for one in read.expand] == [
        ("customer", "customer", ["id", "name"]),
        ("tags", "tag", ["id", "name"]),
    ]
    assert [one.path.name for one in read.order] == ["id"]
    assert [one.relation.name for one in get_order(catalog, "fields=tags").links] == ["tags"]
    with pytest.raises(BadRequest) as caught:
        get_order(catalog, "nunber=1")
    assert (caught.value.name, caught.value.detail) == ("unknown_parameter", 'unknown parameter "nunber"')


def get_order(catalog: Catalog, query: str) -> Read:
    pairs = [(name, value) for name, _, value in (piece.partition("=") for piece in query.split("&"))]
    rights = Rights(catalog, frozenset({"admin"}), is_authenticated=True)
    return check_get(rights, catalog.entities["order"], (7,), parse_query(pairs))


def test_a_list_has_what_was_asked(catalog: Catalog) -> None:
    whole = plan(catalog, "")
    assert (whole.where, whole.limit, whole.offset, whole.count, whole.expand, whole.masks) == (And(), 50, 0, "auto", (), ())
    asked = plan(catalog, "limit=1000&offset=3&count=none&expand=customer.orders&fields=tags,number")
    assert (asked.limit, asked.offset, asked.count) == (1000, 3, "none")
    (customer,) = asked.expand
    assert (customer.relation.name, [one.relation.name for one in customer.expand]) == ("customer", ["orders"])
    assert [one.relation.name for one in asked.links] == ["tags"]
    assert plan(catalog, "fields=tags&expand=tags").links == ()


def test_each_filter_is_a_condition_of_its_own(catalog: Catalog) -> None:
    where = plan(catalog, "number=A&tags[null]=true&tags[in]=1,2&total[between]=1,2&number[null]=false&filter=total > 5&q=x").where
    assert isinstance(where, And)
    number, none, some, between, null, holds, search = where.parts
    assert (type(number), number.operator, number.value) == (Compare, Operator.EQ, "A")
    assert (type(none), none.operator, none.value, none.where) == (Links, Operator.NULL, True, And())
    assert (type(some), some.operator, some.value) == (Links, Operator.IN, (1, 2))
    assert (type(between), between.operator, between.value) == (Compare, Operator.BETWEEN, (Decimal(1), Decimal(2)))
    assert (type(null), null.operator, null.value) == (Compare, Operator.NULL, False)
    assert (type(holds), holds.expression.text, holds.now, holds.rows) == (Holds, "total > 5", NOW, {})
    assert (type(search), search.text) == (Search, "x")


def test_records_are_found_by_their_keys(catalog: Catalog) -> None:
    order, seat = catalog.entities["order"], catalog.entities["seat"]
    own = Path((), order.fields["id"])
    assert where_keys(order, [(1,)]) == Compare(own, Operator.EQ, 1)
    assert where_keys(order, [(1,), (2,)]) == Compare(own, Operator.IN, (1, 2))
    assert where_keys(order, []) == Compare(own, Operator.IN, ())
    row, place = (Path((), seat.fields[name]) for name in ("row", "place"))
    first = And((Compare(row, Operator.EQ, 1), Compare(place, Operator.EQ, "a")))
    second = And((Compare(row, Operator.EQ, 2), Compare(place, Operator.NULL, True)))
    assert where_keys(seat, [(1, "a"), (2, None)]) == Or((first, second))
    assert where_keys(order, [(None,)]) == Or((And((Compare(own, Operator.NULL, True),)),))


def test_the_nearest_name_is_offered(catalog: Catalog) -> None:
    with pytest.raises(BadRequest, match='did you mean "number"'):
        plan(catalog, "nunber=1")
