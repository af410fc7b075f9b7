"""Inserts, updates and deletes: keys, versions, links."""

from collections.abc import Iterator
from typing import Any

import pytest

from crudgen.plan.nodes import Delete, Insert, Update
from crudgen.store import Missing, Mode, Stale
from tests.catalogs import catalog, entity, field, reference
from tests.store.world import World


@pytest.fixture
def tags(shop_world: World) -> World:
    shop_world.insert_many("tag", [{"name": "a"}, {"name": "b"}, {"name": "c"}])
    return shop_world


def test_an_insert_returns_the_key_and_the_version_is_one(shop_world: World) -> None:
    assert shop_world.insert("tag", name="a") == (1,)
    assert shop_world.get("tag", 1).version == 1


def test_a_given_key_is_kept_and_numbering_goes_on_behind_it(shop_world: World) -> None:
    assert shop_world.insert("tag", id=7, name="a") == (7,)
    assert shop_world.insert("tag", name="b") == (8,)
    assert shop_world.insert_many("tag", [{"name": "c"}, {"name": "d"}]) == [(9,), (10,)]


def test_a_field_that_is_not_given_takes_the_tables_default(shop_world: World) -> None:
    shop_world.insert("customer", name="Ann")
    shop_world.insert("order", number="A1", customer=1)
    assert shop_world.get("order", 1).values["status"] == "draft"


def test_an_update_changes_what_it_names_and_raises_the_version(tags: World) -> None:
    tags.update("tag", 2, name="B")
    assert [(record.values["name"], record.version) for record in tags.read(tags.plan("tag")).items] == [("a", 1), ("B", 2), ("c", 1)]


def test_an_update_of_the_expected_version(tags: World) -> None:
    tags.update("tag", 1, version=1, name="A")
    with pytest.raises(Stale):
        tags.update("tag", 1, version=1, name="late")
    assert (tags.get("tag", 1).values["name"], tags.get("tag", 1).version) == ("A", 2)


def test_an_update_of_nothing_but_links_raises_the_version(tags: World) -> None:
    tags.insert("product", name="Lamp")
    tags.update("product", 1, links={"tags": (1,)})
    assert tags.get("product", 1).version == 2


@pytest.mark.parametrize("version", [None, 1])
def test_what_is_not_there_is_missing(tags: World, version: int | None) -> None:
    with pytest.raises(Missing):
        tags.update("tag", 9, version=version, name="x")
    with pytest.raises(Missing):
        tags.write(lambda connection: tags.store.delete(connection, Delete(tags.entity("tag"), (9,), version)))


def test_a_delete_of_the_expected_version(tags: World) -> None:
    def delete(version: int) -> None:
        tags.write(lambda connection: tags.store.delete(connection, Delete(tags.entity("tag"), (1,), version)))

    with pytest.raises(Stale):
        delete(2)
    delete(1)
    assert tags.ids("tag") == [2, 3]


def test_links_become_exactly_what_is_given(tags: World) -> None:
    tags.insert("product", name="Lamp", links={"tags": (1, 2, 1)})

    def linked() -> Any:
        return tags.get("product", 1, links=["tags"]).values["tags"]

    assert linked() == [1, 2]
    tags.update("product", 1, links={"tags": (3, 2)})
    assert linked() == [2, 3]
    tags.update("product", 1, links={"tags": ()})
    assert linked() == []


def test_links_are_set_from_the_other_side(tags: World) -> None:
    tags.insert("product", name="Lamp")
    tags.update("tag", 2, links={"products": (1,)})
    assert tags.get("product", 1, links=["tags"]).values["tags"] == [2]


def test_links_go_with_the_record(tags: World) -> None:
    tags.insert("product", name="Lamp", links={"tags": (1,)})
    tags.write(lambda connection: tags.store.delete(connection, Delete(tags.entity("tag"), (1,))))
    assert tags.get("product", 1, links=["tags"]).values["tags"] == []


def test_version_of(tags: World) -> None:
    tags.update("tag", 1, name="A")

    def version_of(key: Any) -> int | None:
        return tags.database.run_now(lambda connection: tags.store.version_of(connection, tags.entity("tag"), key), Mode.KEY)

    assert (version_of((1,)), version_of((9,))) == (2, None)


def test_missing_keys(tags: World) -> None:
    def missing(*keys: Any) -> set[Any]:
        return tags.write(lambda connection: tags.store.missing_keys(connection, tags.entity("tag"), keys))

    assert missing((1,), (9,), (2**70,)) == {(9,), (2**70,)}
    assert missing() == set()
    assert len(missing(*((key,) for key in range(25_000)))) == 25_000 - 3


def test_referring_keys_and_clearing_them(shop_world: World) -> None:
    shop_world.insert_many("country", [{"name": "Canada"}, {"name": "Peru"}])
    shop_world.insert_many("customer", [{"name": "Ann", "country": 1}, {"name": "Bob", "country": 2}, {"name": "Cid", "country": 1}])
    customers = shop_world.entity("country").relations["customers"]
    assert shop_world.write(lambda connection: shop_world.store.referring_keys(connection, customers, [(1,)])) == [(1,), (3,)]
    shop_world.write(lambda connection: shop_world.store.clear_reference(connection, customers, [(1,)]))
    found = shop_world.read(shop_world.plan("customer")).items
    assert [(record.values["country"], record.version) for record in found] == [(None, 2), (2, 1), (None, 2)]


def test_a_unit_of_work_that_fails_leaves_nothing(shop_world: World) -> None:
    def work(connection: Any) -> None:
        shop_world.store.insert(connection, Insert(shop_world.entity("tag"), {"name": "a"}))
        raise LookupError

    with pytest.raises(LookupError):
        shop_world.write(work)
    assert shop_world.ids("tag") == []


@pytest.fixture
def entries(tmp_path: Any) -> Iterator[World]:
    """Records of a composite key, one part of it a reference, and of keys that callers choose."""
    world = World(
        catalog(
            entity("list", field("code", max_length=9), field("name"), key=("code",)),
            entity("entry", reference("list", "list"), field("place", "int"), field("note"), key=("list", "place")),
        ),
        tmp_path / "entries.db",
    )
    world.insert("list", code="a/b", name="x")
    yield world
    world.close()


def test_a_composite_key(entries: World) -> None:
    note = entries.entity("entry")
    assert entries.insert("entry", list="a/b", place=3, note="one") == ("a/b", 3)
    entries.write(lambda connection: entries.store.update(connection, Update(note, ("a/b", 3), {"note": "two"}, version=1)))
    (record,) = entries.read(entries.plan("entry")).items
    assert (record.key, record.values["note"], record.version) == (("a/b", 3), "two", 2)
    missing = entries.write(lambda connection: entries.store.missing_keys(connection, note, [("a/b", 3), ("a/b", 4), ("x", 3)]))
    assert missing == {("a/b", 4), ("x", 3)}
    entries.write(lambda connection: entries.store.delete(connection, Delete(note, ("a/b", 3), 2)))
    assert entries.ids("entry") == []


def test_a_key_that_is_a_text(entries: World) -> None:
    entries.update("list", "a/b", name="y")
    assert entries.read(entries.plan("list")).items[0].key == ("a/b",)
