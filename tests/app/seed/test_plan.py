"""Which entities are filled, in which order, with how many rows."""

import pytest

from crudgen.app.seed.plan import count_rows, order_entities, parse_rows
from crudgen.errors import UserError
from tests.support.catalog import catalog_of

SHOP = {
    "category": "fields: {name: string!, parent: category}",
    "customer": "fields: {name: string!, email: email!, phone: phone, city: string, country: string, note: text}",
    "order": "fields: {customer: {type: customer, required: true}, total: decimal}",
    "item": "fields: {order: {type: order, required: true}, product: {type: product, required: true}}",
    "product": "fields: {name: string!, category: {type: category, required: true}}",
}


def test_an_entity_comes_after_those_it_refers_to() -> None:
    names = [entity.name for entity in order_entities(catalog_of(SHOP))]
    assert names.index("category") < names.index("product") < names.index("item")
    assert names.index("customer") < names.index("order") < names.index("item")


def test_built_in_entities_are_not_filled() -> None:
    assert not any(entity.is_builtin for entity in order_entities(catalog_of(SHOP)))


def test_one_record_alone_is_not_filled() -> None:
    catalog = catalog_of({"tag": "fields: {name: string}", "settings": "single: true\nfields: {tag: tag}"})
    assert [entity.name for entity in order_entities(catalog)] == ["tag"]


def test_an_optional_circle_is_broken_at_the_optional_reference() -> None:
    team = "fields: {name: string!, captain: {type: player, inverse: captain_of}}"
    catalog = catalog_of({"team": team, "player": "fields: {team: {type: team, required: true, inverse: players}}"})
    assert [entity.name for entity in order_entities(catalog)] == ["team", "player"]


def test_a_required_circle_is_refused_by_its_names() -> None:
    egg = "fields: {hen: {type: hen, required: true, inverse: laid}}"
    catalog = catalog_of({"egg": egg, "hen": "fields: {egg: {type: egg, required: true, inverse: hatched}}"})
    with pytest.raises(UserError, match="egg -> hen -> egg"):
        order_entities(catalog)


def test_the_deepest_entities_get_the_most_rows_and_word_lists_few() -> None:
    counts = count_rows(order_entities(catalog_of(SHOP)), 1000, {})
    assert counts["item"] == 1000
    assert counts["item"] > counts["order"] > counts["customer"]
    assert counts["category"] < 50


def test_a_number_for_one_entity_is_taken_as_it_is() -> None:
    assert count_rows(order_entities(catalog_of(SHOP)), 1000, {"customer": 3})["customer"] == 3


def test_an_unknown_entity_is_refused_with_the_nearest() -> None:
    with pytest.raises(UserError, match='unknown entity "custmer"; did you mean "customer"'):
        count_rows(order_entities(catalog_of(SHOP)), 10, {"custmer": 3})


@pytest.mark.parametrize("text", ["many", "product=", "product=-1", "=", "1.5"])
def test_rows_that_are_no_number_are_refused(text: str) -> None:
    with pytest.raises(UserError, match="--rows"):
        parse_rows([text])
