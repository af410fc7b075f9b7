"""Orders and cursors: every page after page gives every row once, in the order that the whole list has."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from crudgen.plan.nodes import Page, Read
from crudgen.schema.catalog import EnumValue
from crudgen.store import Keyring, Mode, Store
from tests.catalogs import catalog, entity, field, reference
from tests.store.world import World

KINDS = ("zebra", "ant", "mole")
CATALOG = catalog(
    entity("group", field("name", required=True)),
    entity(
        "thing",
        field("name", required=True),
        field("kind", "enum", values=KINDS),
        field("price", "decimal"),
        reference("group", "group", inverse="things"),
    ),
)
ROWS = [
    {"name": name, "kind": kind, "price": price, "group": group}
    for name, kind, price, group in product(("a", "b"), (*KINDS, None), (Decimal("9.00"), Decimal("10.00"), None), (1, 2, None))
]


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(CATALOG, tmp_path_factory.mktemp("things") / "app.db")
    world.insert_many("group", [{"name": "second"}, {"name": "first"}])
    world.insert_many("thing", ROWS)
    yield world
    world.close()


def expected(sort: str) -> list[int]:
    """Return the ids in the order that Python gives them."""
    groups: dict[Any, Any] = {1: "second", 2: "first", None: None}
    ids = list(range(1, len(ROWS) + 1))
    for name in reversed(sort.split(",")):
        is_descending, plain = name.startswith("-"), name.removeprefix("-")

        def value(id_: int, plain: str = plain) -> Any:
            row = ROWS[id_ - 1]
            found = groups[row["group"]] if plain == "group.name" else row[plain]
            return KINDS.index(found) if plain == "kind" and found else found

        known = sorted((id_ for id_ in ids if value(id_) is not None), key=value, reverse=is_descending)
        ids = known + [id_ for id_ in ids if value(id_) is None]
    return ids


SORTS = ["name", "-name", "price", "-price", "kind", "-kind", "group.name", "-group.name", "price,-name", "-price,kind", "kind,-price,name",
         "-group.name,price,-kind", "name,-price"]  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
def test_lists_are_sorted_with_nulls_last(things: World, sort: str) -> None:
    assert things.ids("thing", sort=sort) == expected(sort)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("limit", [1, 7])
def test_cursors_walk_the_whole_list(things: World, sort: str, limit: int) -> None:
    plan = things.plan("thing", sort=sort, limit=limit)
    seen: list[int] = []
    while True:
        page = things.read(plan)
        seen += [record.key[0] for record in page.items]
        if page.after is None:
            break
        plan = replace(plan, after=page.after)
    assert seen == expected(sort)


def test_the_last_page_has_no_cursor(things: World) -> None:
    assert things.read(things.plan("thing", limit=len(ROWS))).after is None
    assert things.read(things.plan("thing", limit=len(ROWS) - 1)).after == (len(ROWS) - 1,)


def test_offsets_skip(things: World) -> None:
    assert things.ids("thing", offset=5, limit=2) == [6, 7]
    assert things.ids("thing", offset=len(ROWS) - 1) == [len(ROWS)]


def test_a_cursor_with_a_value_that_no_row_can_hold_finds_nothing(things: World) -> None:
    assert things.ids("thing", after=(2**70,)) == []


def test_a_stored_value_that_the_enum_has_no_more_comes_last(things: World) -> None:
    plan = things.plan("thing", sort="kind")
    (first, *others) = plan.order
    fewer = replace(first.path.field, values=(EnumValue("mole"),))
    plan = replace(plan, order=(replace(first, path=replace(first.path, field=fewer)), *others), limit=18)
    store = Store(CATALOG, things.tables, Keyring([]))

    def read(plan: Read) -> Page:
        return things.database.run_now(lambda connection: store.read(connection, plan), Mode.SCAN)

    page = read(plan)
    assert {record.values["kind"] for record in page.items} == {"mole"}
    rest = [record.values["kind"] for record in read(replace(plan, after=page.after, limit=None)).items]
    assert len(rest) == len(ROWS) - 18
    assert "mole" not in rest
    assert len(read(replace(plan, after=("gone", 1), limit=None)).items) == len(ROWS) - 18 - 1


def test_texts_are_sorted_by_code_point(shop_world: World) -> None:
    names = ["é", "a", "B", "_", "Z", "😀", "ｚ", "b", "А"]
    shop_world.insert_many("tag", [{"name": name} for name in names])
    found = [record.values["name"] for record in shop_world.read(shop_world.plan("tag", sort="name")).items]
    assert found == sorted(names)
