"""What a door needs of a snapshot: settings, catalog, service and sign-in, together and frozen."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from crudgen.config import Settings
from crudgen.schema.catalog import Catalog
from crudgen.service.service import Service
from crudgen.service.signin import SignIn


@dataclass(frozen=True, slots=True)
class Context:
    """The parts of one Snapshot that the doors (API, admin, commands) work with; a reload makes another one.

    `readiness` says why requests cannot be served now, "" when they can.
    """

    settings: Settings
    catalog: Catalog
    service: Service
    signin: SignIn
    readiness: Callable[[], Awaitable[str]]
