"""Every operator on every type, on a real file, against what Python says of the same values."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from crudgen.model.fold import fold
from crudgen.plan.nodes import And, Links, Or, Search
from crudgen.plan.nodes import Operator as Op
from tests.catalogs import catalog, entity, field
from tests.store.world import World

INSTANT = dt.datetime(2024, 3, 31, 0, 30, tzinfo=dt.UTC)
VALUES: dict[str, list[Any]] = {
    "string": ["", "a", "A", "ab", "aB", "a%", "a_", "a\\", "100%", "é", "É", "e", "straße",
               "STRASSE", "ΣΊΣΥΦΟΣ", "σίσυφος", "😀", "😁", "a ", "日本"],
    "text": ["", "one\ntwo", "ONE", "🎉 party"],
    "enum": ["draft", "placed", "paid"],
    "int": [-(2**63), -1, 0, 1, 2**53 + 1, 2**63 - 1],
    "float": [-1.7976931348623157e308, -0.1, 0.0, 5e-324, 0.1 + 0.2, 0.3],
    "decimal": [Decimal(text) for text in ("-9999999999.99", "-0.01", "0.00", "0.01", "9.90", "10.00", "9999999999.99")],
    "wide": [Decimal(text) for text in ("-" + "9" * 34 + ".9999", "-2.0000", "-1.0000", "0.0000", "2.0000", "10.0000", "9" * 34 + ".9999")],
    "bool": [True, False],
    "date": [dt.date(1, 1, 1), dt.date(1900, 2, 28), dt.date(2024, 2, 29), dt.date(9999, 12, 31)],
    "time": [dt.time(0), dt.time(12, 30, 0, 1), dt.time(23, 59, 59, 999999)],
    "datetime": [dt.datetime(1, 1, 1, tzinfo=dt.UTC), INSTANT, INSTANT + dt.timedelta(microseconds=1),
                 dt.datetime.max.replace(tzinfo=dt.UTC)],
    "duration": [dt.timedelta(days=-400), dt.timedelta(0), dt.timedelta(microseconds=1), dt.timedelta(days=90_000)],
    "uuid": [uuid.UUID(int=0), uuid.UUID(int=7), uuid.UUID(int=2**128 - 1)],
}  # fmt: skip
EVERYTHING = catalog(
    entity(
        "thing",
        *(field(name, name) for name in VALUES if name not in ("enum", "wide", "decimal")),
        field("enum", "enum", values=("draft", "placed", "paid")),
        field("decimal", "decimal", precision=12, scale=2),
        field("wide", "decimal", precision=38, scale=4),
    )
)
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, other: value == other,
    "ne": lambda value, other: value != other,
    "lt": lambda value, other: value < other,
    "lte": lambda value, other: value <= other,
    "gt": lambda value, other: value > other,
    "gte": lambda value, other: value >= other,
}
TEXTS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda value, other: other in value,
    "icontains": lambda value, other: fold(other) in fold(value),
    "starts": str.startswith,
    "ends": str.endswith,
}


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One row for each value, all other fields null, and a row of nulls."""
    world = World(EVERYTHING, tmp_path_factory.mktemp("things") / "app.db")
    for name, values in VALUES.items():
        world.insert_many("thing", [{name: value} for value in values])
    world.insert("thing")
    yield world
    world.close()


def found(things: World, name: str, operator: str, value: Any) -> list[Any]:
    """Return the values of the rows that a condition finds."""
    page = things.read(things.plan("thing", things.compare("thing", name, operator, value)))
    return [record.values[name] for record in page.items]


@pytest.mark.parametrize("name", VALUES)
def test_values_come_back_exactly(things: World, name: str) -> None:
    back = found(things, name, "null", False)
    assert back == VALUES[name]
    assert [type(value) for value in back] == [type(value) for value in VALUES[name]]
    assert [str(value) for value in back] == [str(value) for value in VALUES[name]]


@pytest.mark.parametrize(
    ("name", "operator"),
    [(name, operator) for name in VALUES for operator in COMPARE if operator in ("eq", "ne") or name not in ("bool", "enum")],
)
def test_comparisons_agree_with_python(things: World, name: str, operator: str) -> None:
    for other in VALUES[name]:
        expected = [value for value in VALUES[name] if COMPARE[operator](value, other)]
        assert found(things, name, operator, other) == expected, other


@pytest.mark.parametrize("name", VALUES)
def test_lists_and_ranges_agree_with_python(things: World, name: str) -> None:
    values = VALUES[name]
    some = tuple(values[::2])
    assert found(things, name, "in", some) == list(some)
    assert found(things, name, "nin", some) == [value for value in values if value not in some]
    if name not in ("bool", "enum"):
        low, high = sorted(values)[0], sorted(values)[-2]
        assert found(things, name, "between", (low, high)) == [value for value in values if low <= value <= high]


@pytest.mark.parametrize("name", VALUES)
def test_null_is_found_only_when_asked_for(things: World, name: str) -> None:
    total = sum(map(len, VALUES.values())) + 1
    assert len(found(things, name, "null", True)) == total - len(VALUES[name])


@pytest.mark.parametrize("operator", TEXTS)
@pytest.mark.parametrize(
    "other", ["", "a", "A", "%", "_", "\\", "é", "E", "É", "SS", "ß", "Σ", "ς", "😀", " ", "B", "日", "straße", "xyz" * 20]
)
def test_texts_agree_with_python(things: World, operator: str, other: str) -> None:
    expected = [value for value in VALUES["string"] if TEXTS[operator](value, other)]
    assert found(things, "string", operator, other) == expected


def test_a_list_of_nothing_finds_nothing_and_not_in_it_everything(things: World) -> None:
    assert found(things, "int", "in", ()) == []
    assert found(things, "int", "nin", ()) == VALUES["int"]


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("eq", "10.001", []),
        ("gt", "9.899", ["9.90", "10.00", "9999999999.99"]),
        ("gte", "9.901", ["10.00", "9999999999.99"]),
        ("lt", "-0.005", ["-9999999999.99", "-0.01"]),
        ("lte", "-0.011", ["-9999999999.99"]),
        ("gt", "1e30", []),
        ("lt", "-1e30", []),
        ("gte", "9999999999.991", []),
    ],
)
def test_a_decimal_of_more_digits_is_compared_exactly(things: World, operator: str, value: str, expected: list[str]) -> None:
    assert [str(one) for one in found(things, "decimal", operator, Decimal(value))] == expected


def test_a_number_beyond_the_column_is_above_or_below_all(things: World) -> None:
    everything = VALUES["int"]
    assert found(things, "int", "lt", 2**70) == found(things, "int", "gt", -(2**70)) == found(things, "int", "ne", 2**70) == everything
    assert found(things, "int", "gt", 2**70) == found(things, "int", "eq", 2**63) == found(things, "int", "in", (2**64,)) == []
    assert found(things, "int", "between", (-(2**70), 2**70)) == everything
    assert found(things, "decimal", "lt", Decimal("1e30")) == found(things, "decimal", "ne", Decimal("0.001")) == VALUES["decimal"]
    assert found(things, "duration", "lt", dt.timedelta.max) == VALUES["duration"]


def test_conditions_nest(things: World) -> None:
    one, other = things.compare("thing", "int", "eq", 0), things.compare("thing", "int", "eq", 1)
    assert len(things.ids("thing", Or((one, other)))) == 2
    assert things.ids("thing", And((one, other))) == things.ids("thing", Or(())) == []
    assert len(things.ids("thing", And(()))) == sum(map(len, VALUES.values())) + 1


def test_search_ignores_case_in_any_of_its_fields(things: World) -> None:
    search = Search((things.path("thing", "string"), things.path("thing", "text")), "OnE")
    assert [record.values["text"] for record in things.read(things.plan("thing", search)).items] == ["one\ntwo", "ONE"]
    assert things.ids("thing", Search((), "x")) == []


@pytest.fixture
def orders(shop_world: World) -> World:
    """Two customers, one of them in Canada; three orders; two products with tags."""
    shop_world.insert("country", name="Canada")
    shop_world.insert_many("customer", [{"name": "Ann", "country": 1}, {"name": "Bob", "country": None}])
    shop_world.insert_many("order", [{"number": str(number), "customer": customer} for number, customer in enumerate((1, 1, 2), 1)])
    shop_world.insert_many("tag", [{"name": "new"}, {"name": "old"}, {"name": "odd"}])
    shop_world.insert("product", name="Lamp", links={"tags": (1, 2)})
    shop_world.insert("product", name="Desk", links={"tags": (2,)})
    shop_world.insert("product", name="Chair")
    shop_world.insert_many("line", [{"order": 1, "product": 1, "quantity": 1}, {"order": 1, "product": 2, "quantity": 1}])
    return shop_world


def test_conditions_across_references(orders: World) -> None:
    def ids(dotted: str, operator: str, value: Any) -> list[int]:
        return orders.ids("order", orders.compare("order", dotted, operator, value))

    assert ids("customer.country.name", "eq", "Canada") == [1, 2]
    assert ids("customer.country.name", "ne", "Canada") == []
    assert ids("customer.country.name", "null", True) == [3]
    assert ids("customer.country", "null", True) == [3]
    assert ids("customer.id", "eq", 2) == ids("customer", "in", (2, 99)) == [3]


@pytest.mark.parametrize(
    ("entity", "name", "operator", "value", "expected"),
    [
        ("product", "tags", Op.EQ, 2, [1, 2]),
        ("product", "tags", Op.IN, (1, 3), [1]),
        ("product", "tags", Op.NULL, True, [3]),
        ("product", "tags", Op.NULL, False, [1, 2]),
        ("tag", "products", Op.EQ, 1, [1, 2]),
        ("tag", "products", Op.NULL, True, [3]),
        ("order", "lines", Op.EQ, 2, [1]),
        ("order", "lines", Op.NULL, True, [2, 3]),
        ("order", "lines", Op.EQ, 2**70, []),
        ("customer", "orders", Op.IN, (2, 3), [1, 2]),
    ],
)
def test_conditions_on_many(orders: World, entity: str, name: str, operator: Op, value: Any, expected: list[int]) -> None:
    relation = orders.entity(entity).relations[name]
    assert orders.ids(entity, Links(relation, operator, value)) == expected
