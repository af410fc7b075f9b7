"""A project on SQLite, made of the YAML in a test, as the service sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.world import Build, World, build_world

CONFIG = "roles: {manager: {label: Manager, admin: true}, clerk: {label: Clerk}}\n"


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Return what makes a World of schemas by name, its tables made."""
    made: list[World] = []

    def make(config: str = CONFIG, **schemas: str) -> World:
        made.append(build_world(tmp_path, config, schemas))
        return made[-1]

    yield make
    for world in made:
        world.database.close_now()
