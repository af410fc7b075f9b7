"""Many records at once."""

import pytest

from crudgen.errors import Conflict, Invalid
from crudgen.plan.nodes import Insert
from crudgen.store import bulk
from tests.store.world import World


def test_keys_come_back_in_order(shop_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 7)
    keys = shop_world.insert_many("tag", [{"name": f"t{number}"} for number in range(50)])
    assert keys == [(number,) for number in range(1, 51)]
    names = [record.values["name"] for record in shop_world.read(shop_world.plan("tag")).items]
    assert names == [f"t{number}" for number in range(50)]


def test_given_keys_are_kept(shop_world: World) -> None:
    assert shop_world.insert_many("tag", [{"id": 9, "name": "a"}, {"id": 3, "name": "b"}]) == [(9,), (3,)]
    assert shop_world.insert_many("tag", [{"id": 20, "name": "a"}, {"name": "b"}]) == [(20,), (21,)]


def test_numbers_are_not_used_again(shop_world: World) -> None:
    shop_world.insert_many("tag", [{"name": "a"}, {"name": "b"}])
    shop_world.write(lambda connection: connection.exec_driver_sql("DELETE FROM tag"))
    assert shop_world.insert_many("tag", [{"name": "c"}, {"name": "d"}]) == [(3,), (4,)]
    assert shop_world.insert("tag", name="e") == (5,)


def test_rows_of_different_fields(shop_world: World) -> None:
    shop_world.insert_many("customer", [{"name": "Ann", "email": "a@x"}, {"name": "Bob"}, {"email": "c@x", "name": "Cid"}])
    found = shop_world.read(shop_world.plan("customer")).items
    assert [(record.values["name"], record.values["email"]) for record in found] == [("Ann", "a@x"), ("Bob", None), ("Cid", "c@x")]


def test_links_come_along(shop_world: World) -> None:
    shop_world.insert_many("tag", [{"name": "a"}, {"name": "b"}])
    product = shop_world.entity("product")
    plans = [
        Insert(product, {"name": "x"}, {"tags": (1, 2)}),
        Insert(product, {"name": "y"}),
        Insert(product, {"name": "z"}, {"tags": (2,)}),
    ]
    shop_world.write(lambda connection: shop_world.store.insert_many(connection, plans))
    assert [record.values["tags"] for record in shop_world.read(shop_world.plan("product", links=["tags"])).items] == [[1, 2], [], [2]]


def test_the_one_that_does_not_fit_is_named_by_its_index(shop_world: World) -> None:
    rows = [{"name": name, "email": email} for name, email in (("a", "a@x"), ("b", "b@x"), ("c", "a@x"), ("d", "b@x"))]
    with pytest.raises(Conflict) as caught:
        shop_world.insert_many("customer", rows)
    assert [error.pointer for error in caught.value.errors] == ["/2/email"]
    assert shop_world.ids("customer") == []


def test_one_alone_has_its_index_too(shop_world: World) -> None:
    with pytest.raises(Invalid) as caught:
        shop_world.insert_many("tag", [{"name": None}])
    assert [error.pointer for error in caught.value.errors] == ["/0/name"]


def test_nothing_is_inserted_for_nothing(shop_world: World) -> None:
    assert shop_world.insert_many("tag", []) == []
