"""Filters inside JSON: which names are paths into it, how values are read, and what is refused."""

import pytest

from crudgen.errors import BadRequest
from crudgen.plan.check import check_term
from crudgen.plan.inside import json_path
from crudgen.plan.nodes import Inside, Operator, Scalars
from crudgen.plan.request import Term
from crudgen.plan.rights import Rights
from tests.support.catalog import catalog_of

SCHEMAS = {
    "maker": "fields: {about: json, secret: {type: json, hidden: true}}\naccess: {read: public}\n",
    "lamp": "fields: {meta: json, maker: maker, sizes: {type: list, of: int}, words: {type: list, of: string}}\naccess: {read: public}\n",
}
CATALOG = catalog_of(SCHEMAS)
LAMP = CATALOG.entities["lamp"]
PUBLIC = Rights(CATALOG, frozenset(), is_authenticated=False)


def inside(path: str, operator: str, value: str) -> Inside:
    condition = check_term(PUBLIC, LAMP, Term(path, operator, value))
    assert isinstance(condition, Inside)
    return condition


def test_a_path_over_a_reference_goes_into_its_json() -> None:
    found = inside("maker.about.colour.0", "eq", "red")
    assert (found.path.name, found.place, found.value) == ("maker.about", '$."colour"[0]', Scalars(("red",)))


def test_what_looks_like_a_number_may_be_one() -> None:
    assert inside("meta.size", "in", "3,1.50,07,-2e3,x").value == Scalars(("3", "1.50", "07", "-2e3", "x"), (3, 1.5, -2000.0))
    assert inside("meta.on", "eq", "true").value == Scalars(("true",), (), ("true",))


def test_items_of_lists_are_read_as_their_type() -> None:
    assert inside("sizes", "contains", "3").value == Scalars(numbers=(3,))
    assert inside("words", "contains", "3").value == Scalars(texts=("3",))
    with pytest.raises(BadRequest, match='"sizes": must be a whole number'):
        inside("sizes", "contains", "x")


@pytest.mark.parametrize(
    ("path", "operator", "value", "code"),
    [
        ('meta.a"b', "eq", "x", "bad_filter"),
        ("meta.a\\b", "eq", "x", "bad_filter"),
        ("meta.a..b", "eq", "x", "bad_filter"),
        ("meta." + "a." * 20 + "b", "eq", "x", "too_deep"),
        ("meta." + "a" * 300, "eq", "x", "too_deep"),
        ("meta.a", "like", "x", "unknown_operator"),
        ("meta.a", "null", "x", "bad_value"),
        ("meta.a", "between", "1", "bad_value"),
        ("meta", "eq", "x", "bad_operator"),
        ("words.0", "eq", "x", "unknown_field"),
        ("maker.secret.a", "eq", "x", "unknown_field"),
        ("mata.a", "eq", "x", "unknown_field"),
    ],
)
def test_what_is_no_path_is_refused(path: str, operator: str, value: str, code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        check_term(PUBLIC, LAMP, Term(path, operator, value))
    assert caught.value.name == code


def test_a_hidden_field_is_refused_as_one_that_is_not_there() -> None:
    told = []
    for name in ("secret", "sacret"):
        with pytest.raises(BadRequest) as caught:
            check_term(PUBLIC, LAMP, Term(f"maker.{name}.a", "eq", "x"))
        told.append(caught.value.detail.replace(name, "…"))
    assert told[0] == told[1]


def test_a_path_is_data_and_nothing_else() -> None:
    assert json_path(["a' OR 1=1 --", "$[*]"]) == '$."a\' OR 1=1 --"."$[*]"'


def test_operators_are_the_plans() -> None:
    assert inside("meta.a", "icontains", "x").operator is Operator.ICONTAINS
