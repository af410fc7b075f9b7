"""One project as the service sees it, for tests."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from crudgen.config import Settings
from crudgen.plan.actor import SYSTEM
from crudgen.plan.request import parse_query
from crudgen.schema.catalog import Catalog
from crudgen.service.records import flatten
from crudgen.service.service import Service
from crudgen.service.signin import SignIn
from crudgen.store import Database, Store


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


Build = Callable[..., World]
