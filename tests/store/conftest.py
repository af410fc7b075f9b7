"""Fixtures of the store's tests: real files, and golden statements."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.catalogs import shop
from tests.golden import compare
from tests.store.world import World


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Return what compares a text with `golden/<name>.sql`; CRUDGEN_REGENERATE=1 writes it."""
    return lambda name, text: compare(Path(__file__).parent / "golden" / f"{name}.sql", text)


@pytest.fixture
def shop_world(tmp_path: Path) -> Iterator[World]:
    """Return the empty shop."""
    world = World(shop(), tmp_path / "app.db")
    yield world
    world.close()
