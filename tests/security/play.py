"""A random world with its reference model, ready to be asked; for the tests that compare the two."""

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, note, settings

from crudgen.plan.actor import Actor
from crudgen.plan.check import key_order
from crudgen.plan.nodes import Insert, Read
from crudgen.schema.catalog import Entity
from crudgen.service.stored import stored_fields, stored_links
from crudgen.store import Mode
from tests.security.model import NOW, Model
from tests.security.random_worlds import CONFIG, Sketch, random_row, sketch_world, write_schemas
from tests.support.world import World, build_world

FUZZ = int(os.environ.get("CRUDGEN_FUZZ") or 0)
"""How many worlds `make fuzz-rights` plays; they are others at each run. Without it they are few, and the same."""

BOSS = Actor(None, "boss", frozenset({"admin"}), is_authenticated=True)
PROFILE = settings(
    max_examples=FUZZ or 20,
    deadline=None,
    derandomize=not FUZZ,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


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





Turn = Callable[[Play], Awaitable[None]]


def play(turn: Turn, turns: int, seed: int, entities: int, rows: int) -> None:
    """Make a random world, and take some turns in it; a failure is told with the schemas and all rows."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_play(turn, turns, Random(f"{seed} {entities} {rows}"), entities, rows, Path(folder)))


async def _play(turn: Turn, turns: int, random: Random, entities: int, rows: int, folder: Path) -> None:
    made = sketch_world(random, entities)
    files = write_schemas(random, made)
    world = build_world(folder, CONFIG, files)
    try:
        levels = fill(world, random, made, rows)
        table = Play(random, made, world, Model(world.catalog, read_all(world)), levels)
        for _ in range(turns):
            try:
                await turn(table)
            except BaseException:
                note("\n".join(f"--- {name}\n{text}" for name, text in files.items()))
                note(str(table.model.rows))
                raise
    finally:
        world.database.close_now()
