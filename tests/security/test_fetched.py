"""Rules are part of the statements: what is fetched is what is answered, and at most one row more, which tells whether there are more."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from crudgen.plan.actor import SYSTEM, Actor
from crudgen.plan.request import parse_query
from tests.support.world import Build, World

CONFIG = "roles: {clerk: {label: Clerk}}\napi: {page_size: 20}\n"
ANN = Actor(1, "ann", frozenset({"clerk"}), is_authenticated=True)
SCHEMAS = {
    "shop": 'fields: {name: string!, shut: bool}\naccess: {read: {role: clerk, when: "not shut"}}',
    "note": """
        search: [text]
        fields: {number: int!, text: string, secret: bool, shop: shop}
        access:
          read: [{role: clerk, when: "number < 50 and shop.name = 'open'", except: [text]}, {role: clerk, when: "secret and number < 10"}]
    """,
    "line": "fields: {note: {type: note, part_of: true, inverse: lines}, size: int}",
}
QUERIES = (
    "",
    "limit=7",
    "limit=7&offset=30",
    "sort=-number",
    "sort=text",
    "filter=number > 40 or number = 3",
    "number[gte]=45",
    "q=text",
    "text[null]=false",
    "shop.name=open",
    "filter=count(lines) > 0",
    "fields=number",
    "limit=50&offset=40",
    "count=exact",
)


@pytest.fixture
def fetched() -> Iterator[Counter[str]]:
    """Count the rows that the driver gives, by statement."""
    rows: Counter[str] = Counter()
    now = [""]

    def connect(connection: Any, _record: Any) -> None:
        def begin(statement: str) -> None:
            now[0] = statement

        def give(_cursor: Any, row: tuple[Any, ...]) -> tuple[Any, ...]:
            if now[0].startswith("SELECT"):
                rows[now[0]] += 1
            return row

        connection.set_trace_callback(begin)
        connection.row_factory = give

    event.listen(Pool, "connect", connect)
    yield rows
    event.remove(Pool, "connect", connect)


async def fill(world: World) -> None:
    shop, note = world.catalog.entities["shop"], world.catalog.entities["note"]
    await world.service.create_many(SYSTEM, shop, [{"name": "open", "shut": False}, {"name": "shut", "shut": True}])
    rows = [
        {"number": number, "text": "text", "secret": number % 2 == 0, "shop": 1 + number % 2, "lines": [{"size": 1}]}
        for number in range(200)
    ]
    await world.service.create_many(SYSTEM, note, rows)


@pytest.mark.parametrize("query", QUERIES)
async def test_rows_fetched_are_rows_answered_and_at_most_one(build: Build, fetched: Counter[str], query: str) -> None:
    world = build(CONFIG, **SCHEMAS)
    await fill(world)
    fetched.clear()
    pairs = [tuple(part.split("=", 1)) for part in query.split("&") if part]
    page = await world.service.list(ANN, world.catalog.entities["note"], parse_query(pairs))
    lists = {text: count for text, count in fetched.items() if "count(" not in text.lower().partition(" from ")[0]}
    assert len(lists) <= 1, lists
    assert sum(lists.values()) <= len(page.items) + 1
    assert fetched, "nothing was counted"


async def test_what_is_expanded_is_fetched_by_rules_too(build: Build, fetched: Counter[str]) -> None:
    world = build(CONFIG, **SCHEMAS)
    await fill(world)
    fetched.clear()
    page = await world.service.list(ANN, world.catalog.entities["shop"], parse_query([("expand", "note")]))
    (shop,) = page.items
    assert sum(fetched.values()) <= 1 + 1 + len(shop.values["note"]) + 1 + 1  # the shop, its count, the notes, one more of each
