"""How many records a list has."""

import pytest

from crudgen.plan.nodes import Page
from crudgen.store import read
from tests.store.world import World


@pytest.fixture
def tags(shop_world: World) -> World:
    shop_world.insert_many("tag", [{"name": f"t{number}"} for number in range(30)])
    return shop_world


def totals(page: Page) -> tuple[int | None, str]:
    return page.total, page.total_is


def test_nothing_is_counted_unless_asked_for(tags: World) -> None:
    assert totals(tags.read(tags.plan("tag", limit=5))) == (None, "none")


@pytest.mark.parametrize("count", ["exact", "auto", "estimated"])
def test_a_list_of_few_is_counted_exactly(tags: World, count: str) -> None:
    assert totals(tags.read(tags.plan("tag", limit=5, count=count))) == (30, "exact")


def test_a_page_that_shows_the_end_is_right_too(tags: World) -> None:
    assert totals(tags.read(tags.plan("tag", limit=50, count="auto"))) == (30, "exact")
    assert totals(tags.read(tags.plan("tag", limit=50, offset=20, count="auto"))) == (30, "exact")
    assert totals(tags.read(tags.plan("tag", limit=50, offset=99, count="auto"))) == (30, "exact")


def test_a_page_behind_a_cursor_counts_the_whole_list(tags: World) -> None:
    assert totals(tags.read(tags.plan("tag", limit=50, after=(20,), count="auto"))) == (30, "exact")


def test_only_what_the_condition_finds_is_counted(tags: World) -> None:
    where = tags.compare("tag", "name", "starts", "t1")
    assert totals(tags.read(tags.plan("tag", where, limit=1, count="exact"))) == (11, "exact")


def test_counting_stops_at_the_cap(tags: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "COUNT_CAP", 29)
    assert totals(tags.read(tags.plan("tag", limit=5, count="auto"))) == (29, "at_least")
    assert totals(tags.read(tags.plan("tag", limit=5, count="exact"))) == (30, "exact")
    monkeypatch.setattr(read, "COUNT_CAP", 30)
    assert totals(tags.read(tags.plan("tag", limit=5, count="auto"))) == (30, "exact")
