"""A project on SQLite, made of the YAML in a test, as the service sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crudgen.config import load_settings
from crudgen.model import Tables
from crudgen.schema import load_catalog
from crudgen.service.service import Service
from crudgen.service.signin import SignIn
from crudgen.service.throttle import Throttle
from crudgen.store import Database, Keyring, Mode, Store
from tests.support.tables import create_tables
from tests.support.world import Build, World

CONFIG = "roles: {manager: {label: Manager, admin: true}, clerk: {label: Clerk}}\n"


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Return what makes a World of schemas by name, its tables made."""
    made: list[World] = []

    def make(config: str = CONFIG, **schemas: str) -> World:
        (tmp_path / "schemas").mkdir()
        (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
        for name, text in schemas.items():
            (tmp_path / "schemas" / f"{name}.yaml").write_text(text, encoding="utf-8")
        settings = load_settings(tmp_path, {})
        (tmp_path / "data").mkdir(exist_ok=True)
        catalog = load_catalog(tmp_path, settings.roles)
        tables = Tables(catalog)
        database = Database(settings.database_url, create=True)
        store = Store(catalog, tables, Keyring([b"a secret of the tests"]))
        database.run_now(lambda connection: create_tables(connection, tables), Mode.SCHEMA)
        signin = SignIn(settings, catalog, database, store, Throttle())
        service = Service(settings, catalog, database, store, [b"a secret of the tests"], on_write=signin.notice_write)
        made.append(World(tmp_path, settings, catalog, database, store, service, signin))
        return made[-1]

    yield make
    for world in made:
        world.database.close_now()
