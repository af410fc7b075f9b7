"""A Snapshot: everything that follows from the files at one moment, made together and never changed."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from crudgen.admin import Panel, build_admin
from crudgen.api import mount
from crudgen.config import Settings
from crudgen.model import Models, Tables
from crudgen.schema.catalog import Catalog
from crudgen.service.context import Context
from crudgen.service.service import Service
from crudgen.service.signin import SignIn
from crudgen.store import Database, Keyring, Store


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of a project, compiled. `asgi` answers requests; the others are what it is made of."""

    context: Context
    tables: Tables
    models: Models
    panel: Panel
    asgi: FastAPI

    def close(self) -> None:
        """Forget the mapped classes, when another snapshot serves."""
        self.panel.close()
        self.models.dispose()


def compile_snapshot(
    settings: Settings,
    catalog: Catalog,
    database: Database,
    secrets: Sequence[bytes],
    readiness: Callable[[], Awaitable[str]],
    before: Snapshot | None = None,
) -> Snapshot:
    """Return the snapshot of a catalog over an open database.

    `secrets` are the server's, newest first. `readiness` says why requests cannot be served, "" when they can. `before` is the
    snapshot that this one follows: what people must not lose by a reload, such as the count of failed sign-ins, is taken over from it.
    """
    tables = Tables(catalog)
    store = Store(catalog, tables, Keyring(secrets))
    signin = SignIn(settings, catalog, database, store, before.context.signin.throttle if before else None)
    context = Context(
        settings=settings,
        catalog=catalog,
        service=Service(settings, catalog, database, store, secrets, on_write=signin.notice_write),
        signin=signin,
        readiness=readiness,
    )
    app = FastAPI(title=settings.title, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    mount(app, context)
    panel = build_admin(app, context)
    for path in dict.fromkeys(("/", settings.admin.prefix)):
        app.router.routes.append(Route(path, open_panel(settings.admin.prefix), methods=["GET"], include_in_schema=False))
    return Snapshot(context, tables, Models(catalog, tables), panel, app)


def open_panel(prefix: str) -> Callable[[Request], Awaitable[Response]]:
    """Return what sends a browser to the panel, by a path alone: an address is never made from the Host header."""

    async def redirect(request: Request) -> Response:
        return RedirectResponse(f"{request.scope.get('root_path', '').rstrip('/')}{prefix}/")

    return redirect
