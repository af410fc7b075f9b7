"""One project as the service sees it, for tests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from crudgen.config import Settings, load_settings
from crudgen.model import Tables
from crudgen.plan.actor import SYSTEM
from crudgen.plan.request import parse_query
from crudgen.schema import load_catalog
from crudgen.schema.catalog import Catalog
from crudgen.service.records import flatten
from crudgen.service.service import Service
from crudgen.service.signin import SignIn
from crudgen.service.throttle import Throttle
from crudgen.store import Database, Keyring, Mode, Store
from tests.support.catalog import write_project
from tests.support.tables import create_tables


@dataclass
class World:
    """The parts of one project."""

    root: Path
    settings: Settings
    catalog: Catalog
    database: Database
    store: Store
    service: Service
    signin: SignIn

    async def rows(self, entity: str, query: str = "") -> list[dict[str, object]]:
        """Return the records of an entity as an administrator sees them."""
        pairs = [tuple(part.split("=", 1)) for part in query.split("&") if part]
        page = await self.service.list(SYSTEM, self.catalog.entities[entity], parse_query(pairs))
        return [flatten(record) for record in page.items]


def build_world(root: Path, config: str, schemas: Mapping[str, str]) -> World:
    """Return the World of schemas by name in a folder, its tables made; `world.database.close_now()` ends it."""
    write_project(root, schemas, config)
    settings = load_settings(root, {})
    (root / "data").mkdir(exist_ok=True)
    catalog = load_catalog(root, settings.roles)
    tables = Tables(catalog)
    database = Database(settings.database_url, create=True)
    store = Store(catalog, tables, Keyring([b"a secret of the tests"]))
    database.run_now(lambda connection: create_tables(connection, tables), Mode.SCHEMA)
    signin = SignIn(settings, catalog, database, store, Throttle())
    service = Service(settings, catalog, database, store, [b"a secret of the tests"], on_write=signin.notice_write)
    return World(root, settings, catalog, database, store, service, signin)


Build = Callable[..., World]
