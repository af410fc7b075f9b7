"""Random worlds against the reference model: no row, field or count more than it allows, and none less."""

import asyncio
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from crudgen.errors import BadRequest, Forbidden, NotFound, Refusal
from crudgen.plan.actor import Actor
from crudgen.plan.check import key_order
from crudgen.plan.nodes import Insert, Read
from crudgen.plan.request import parse_query
from crudgen.schema.catalog import Action, Entity
from crudgen.service.records import flatten
from crudgen.service.stored import stored_fields, stored_links
from crudgen.store import Mode
from tests.security.model import NOW, Model
from tests.security.random_worlds import CONFIG, Asked, Sketch, random_actor, random_list, random_row, sketch_world, write_schemas
from tests.support.world import World, build_world

IS_LONG = bool(os.environ.get("CRUDGEN_FUZZ"))
WORLDS = int(os.environ.get("CRUDGEN_FUZZ") or 40)
REQUESTS = 40
SHARES: Counter[str] = Counter()


@dataclass
class Play:
    """One world with its model, and the source of what is asked."""

    random: Random
    made: list[Sketch]
    world: World
    model: Model
    levels: Mapping[int, int | None]

    @property
    def entities(self) -> list[Entity]:
        return [self.world.catalog.entities[one.name] for one in self.made]


def read_all(world: World) -> dict[str, dict[int, dict[str, Any]]]:
    """Return every row as it is stored."""

    def work(connection: Any) -> dict[str, dict[int, dict[str, Any]]]:
        found = {}
        for entity in world.catalog.entities.values():
            if entity.name.startswith("crudgen_"):
                continue
            plan = Read(entity, stored_fields(entity), stored_links(world.catalog, entity), order=key_order(entity))
            found[entity.name] = {record.key[0]: record.values for record in world.store.read(connection, plan).items}
        return found

    return world.database.run_now(work, Mode.SCAN)


def fill(world: World, random: Random, made: list[Sketch], count: int) -> dict[int, int | None]:
    """Store random rows, and return the levels of the users."""
    ids: dict[str, list[int]] = {}
    levels = {1: 1, 2: 2, 3: None}

    def work(connection: Any) -> None:
        user = world.catalog.entities["user"]
        people = [Insert(user, {"login": f"user{key}", "is_active": True, "level": level, "created_at": NOW, "updated_at": NOW})
                  for key, level in levels.items()]  # fmt: skip
        ids["user"] = [key[0] for key in world.store.insert_many(connection, people)]
        for one in made:
            entity = world.catalog.entities[one.name]
            if one.parent and not ids[one.parent]:
                ids[one.name] = []
                continue
            rows = [Insert(entity, *random_row(random, entity, ids)) for _ in range(random.randint(count // 2, count))]
            ids[one.name] = [key[0] for key in world.store.insert_many(connection, rows)] if rows else []

    world.database.run_now(work, Mode.WRITE)
    return levels





def tell(actor: Actor, what: object, files: Mapping[str, str]) -> str:
    schemas = "\n".join(f"--- {name}\n{text}" for name, text in files.items())
    return f"{actor}\n{what}\n{schemas}"


# --- reading ----------------------------------------------------------------------------------------------------------


def compare(value: Any, operator: str, other: Any) -> bool:
    """Tell whether a filter of the URL holds for a value."""
    if operator == "null":
        return (value is None) is other
    if value is None:
        return False
    match operator:
        case "eq" | "in":
            return value in (other if isinstance(other, tuple) else (other,))
        case "ne" | "nin":
            return value not in (other if isinstance(other, tuple) else (other,))
        case "lt":
            return value < other
        case "gt":
            return value > other
        case "gte":
            return value >= other
        case "between":
            return other[0] <= value <= other[1]
        case "contains":
            return other in value
        case "icontains":
            return other.casefold() in value.casefold()
        case "starts":
            return value.startswith(other)
    raise AssertionError(operator)


def term_holds(model: Model, actor: Actor, entity: Entity, row: dict[str, Any], term: tuple[str, str, Any]) -> bool:
    name, operator, other = term
    relation = entity.relations.get(name)
    if relation is not None and relation.many:
        if not model.names_list(actor, entity, row, relation):
            return False
        found = {each["id"] for _, each in model.reached(actor, entity, row, relation)}
        if operator == "null":
            return (not found) is other
        return bool(found & set(other if isinstance(other, tuple) else (other,)))
    *steps, last = name.split(".")
    ways, here = [], entity
    for step in steps:
        ways.append(here.relations[step])
        here = model.catalog.entities[here.relations[step].target]
    if not model.reads_path(actor, entity, row, tuple(ways), last):
        return False
    return compare(model.value(entity, row, name, {}, actor), operator, other)


def path_is_known(model: Model, actor: Actor, entity: Entity, name: str) -> bool:
    relation = entity.relations.get(name)
    if relation is not None and relation.many:
        return model.follows_ever(actor, entity, name)
    *steps, last = name.split(".")
    return model.allows_path(actor, entity, steps, last)


def path_reads(model: Model, actor: Actor, entity: Entity, row: dict[str, Any], name: str) -> bool:
    *steps, last = name.split(".")
    ways, here = [], entity
    for step in steps:
        ways.append(here.relations[step])
        here = model.catalog.entities[here.relations[step].target]
    return model.reads_path(actor, entity, row, tuple(ways), last)


def tree_of(names: tuple[str, ...]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name in names:
        branch = tree
        for step in name.split("."):
            branch = branch.setdefault(step, {})
    return tree


def tree_is_known(model: Model, actor: Actor, entity: Entity, tree: Mapping[str, Any]) -> bool:
    return all(
        model.follows_ever(actor, entity, name)
        and tree_is_known(model, actor, model.catalog.entities[entity.relations[name].target], below)
        for name, below in tree.items()
    )


def fields_known(model: Model, actor: Actor, entity: Entity, asked: Asked) -> bool:
    names = [name for name in asked.fields or () if name not in tree_of(asked.expand)]
    return all(model.reads_ever(actor, entity, name) for name in names) and tree_is_known(model, actor, entity, tree_of(asked.expand))


def is_known(model: Model, actor: Actor, entity: Entity, asked: Asked) -> bool:
    """Tell whether every name of a request exists for the actor."""
    paths = [term[0] for term in asked.terms] + [name.removeprefix("-") for name in asked.sort]
    if not (all(path_is_known(model, actor, entity, name) for name in paths) and fields_known(model, actor, entity, asked)):
        return False
    if asked.search and not any(path_is_known(model, actor, entity, name) for name in entity.search):
        return False
    return not asked.filter or model.allows_names(actor, model.compile(entity, asked.filter))


def matches(model: Model, actor: Actor, entity: Entity, row: dict[str, Any], asked: Asked) -> bool:
    if not model.sees(actor, entity, row) or not all(term_holds(model, actor, entity, row, term) for term in asked.terms):
        return False
    if asked.filter and not model.filters(actor, entity, row, model.compile(entity, asked.filter)):
        return False
    if asked.search:
        open_paths = [name for name in entity.search if path_is_known(model, actor, entity, name) and path_reads(model, actor, entity, row, name)]
        texts = [model.value(entity, row, name, {}, actor) for name in open_paths]
        if not any(text is not None and asked.search.casefold() in text.casefold() for text in texts):
            return False
    return all(path_reads(model, actor, entity, row, name.removeprefix("-")) for name in asked.sort)


def arrange(model: Model, actor: Actor, entity: Entity, rows: list[dict[str, Any]], asked: Asked) -> list[dict[str, Any]]:
    rows = sorted(rows, key=lambda row: row["id"])
    for name in reversed(asked.sort):
        path = name.removeprefix("-")
        known = {row["id"]: model.value(entity, row, path, {}, actor) for row in rows}
        some = sorted((row for row in rows if known[row["id"]] is not None), key=lambda row: known[row["id"]], reverse=name[0] == "-")
        rows = [*some, *(row for row in rows if known[row["id"]] is None)]
    return rows


async def check_list(play: Play, actor: Actor, entity: Entity, asked: Asked) -> None:
    model = play.model
    try:
        page = await play.world.service.list(actor, entity, parse_query(asked.pairs()))
    except NotFound:
        assert not model.may_ever(actor, Action.READ, entity)
        return
    except Forbidden:
        raise AssertionError("a read is never forbidden") from None
    except BadRequest as refused:
        assert model.may_ever(actor, Action.READ, entity) and not is_known(model, actor, entity, asked), refused.detail
        SHARES["refused"] += 1
        return
    assert model.may_ever(actor, Action.READ, entity) and is_known(model, actor, entity, asked)
    rows = [row for row in model.rows[entity.name].values() if matches(model, actor, entity, row, asked)]
    wanted = [model.show(actor, entity, row, asked.fields, tree_of(asked.expand)) for row in arrange(model, actor, entity, rows, asked)]
    assert [flatten(record) for record in page.items] == wanted
    assert page.total == len(wanted)
    boss = Actor(None, "boss", frozenset({"admin"}), is_authenticated=True)
    every = [row for row in model.rows[entity.name].values() if matches(model, boss, entity, row, asked)]
    whole = [model.show(boss, entity, row, asked.fields, tree_of(asked.expand)) for row in arrange(model, boss, entity, every, asked)]
    SHARES["all" if wanted == whole else "partly" if wanted else "nothing"] += 1


async def check_get(play: Play, actor: Actor, entity: Entity, key: int, asked: Asked) -> None:
    model, row = play.model, play.model.rows[entity.name].get(key)
    pairs = [pair for pair in asked.pairs() if pair[0] in ("fields", "expand")]
    try:
        record = await play.world.service.get(actor, entity, (key,), parse_query(pairs))
    except NotFound:
        assert row is None or not model.sees(actor, entity, row)
        SHARES["nothing"] += 1
        return
    except BadRequest as refused:
        assert model.may_ever(actor, Action.READ, entity) and not fields_known(model, actor, entity, asked), refused.detail
        return
    assert row is not None and model.sees(actor, entity, row) and fields_known(model, actor, entity, asked)
    wanted = model.show(actor, entity, row, asked.fields, tree_of(asked.expand), lists=True)
    assert flatten(record) == wanted
    boss = Actor(None, "boss", frozenset({"admin"}), is_authenticated=True)
    SHARES["all" if wanted == model.show(boss, entity, row, asked.fields, tree_of(asked.expand), lists=True) else "partly"] += 1


async def check_titles(play: Play, actor: Actor, entity: Entity) -> None:
    model, rows = play.model, play.model.rows[entity.name]
    found = await play.world.service.titles(actor, entity, [(key,) for key in [*rows, 99]])
    assert found == {(key,): model.title(actor, entity, row) for key, row in rows.items() if model.sees(actor, entity, row)}


# --- the test ---------------------------------------------------------------------------------------------------------


async def play_once(seed: int, entities: int, rows: int, folder: Path) -> None:
    random = Random(seed)
    made = sketch_world(random, entities)
    files = write_schemas(random, made)
    world = build_world(folder, CONFIG, files)
    try:
        levels = fill(world, random, made, rows)
        play = Play(random, made, world, Model(world.catalog, read_all(world)), levels)
        for _ in range(REQUESTS):
            actor, entity = random_actor(random, levels), random.choice([*play.entities, world.catalog.entities["user"]])
            await ask(play, actor, entity, files)
    finally:
        world.database.close_now()


async def ask(play: Play, actor: Actor, entity: Entity, files: Mapping[str, str]) -> None:
    random = play.random
    asked = random_list(random, play.world.catalog, play.made, entity)
    kind = random.random()
    key = random.randint(1, 7)
    try:
        if kind < 0.7:
            await check_list(play, actor, entity, asked)
        elif kind < 0.9:
            await check_get(play, actor, entity, key, asked)
        else:
            await check_titles(play, actor, entity)
    except BaseException:
        note(tell(actor, (entity.name, asked, kind, key), files))
        note(str(play.model.rows))
        raise


@settings(
    max_examples=WORLDS, deadline=None, derandomize=not IS_LONG, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(seed=st.integers(0, 2**32 - 1), entities=st.integers(2, 4), rows=st.integers(3, 6))
def test_every_answer_is_what_the_reference_model_says(seed: int, entities: int, rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play_once(seed, entities, rows, Path(folder)))


def test_much_is_seen_in_part() -> None:
    total = sum(SHARES.values())
    print(SHARES)
    assert total == 0 or SHARES["partly"] / total > 1 / 3
