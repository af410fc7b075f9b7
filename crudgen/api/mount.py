"""The API as part of a FastAPI application: one route for all entities, the host's own for the rest, and what wraps them."""

from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import Response

from crudgen.api.actor import find_actor
from crudgen.api.answer import JSON, Answer, read_headers
from crudgen.api.auth import PRIVATE, build_auth
from crudgen.api.cache import Cache
from crudgen.api.docs import PAGES, answer_page
from crudgen.api.encode import to_bytes
from crudgen.api.envelope import Cors, Envelope
from crudgen.api.health import build_health
from crudgen.api.meta import describe_model
from crudgen.api.openapi import write_openapi
from crudgen.api.problems import Problems, install_handlers, to_response
from crudgen.api.query import refuse_parameters
from crudgen.api.route import Door, EntityRoute
from crudgen.errors import Unauthenticated
from crudgen.plan.rights import Rights
from crudgen.service.context import Context

READ = ["GET", "HEAD"]


def mount(app: FastAPI, context: Context) -> None:
    """Add the API to `app`, which is best made without pages of its own: `openapi_url=None`.

    Whatever `app` refuses or fails at, on any of its routes, becomes a problem document.
    """
    server, prefix = context.settings.server, context.settings.api.prefix.rstrip("/")
    problems = Problems(prefix)
    app.include_router(build_health(context.readiness), include_in_schema=False)
    api = APIRouter(prefix=prefix, include_in_schema=False)
    api.include_router(build_auth(context))
    _add_pages(api, context)
    app.include_router(api)
    fixed = frozenset(f"{prefix}/{path}" for path in ("auth/login", "auth/logout", "auth/me", "meta", "openapi.json", "docs", *PAGES))
    # First, so that a request to an entity is not compared with every other route before.
    app.router.routes.insert(0, EntityRoute(Door(lambda: context, problems), prefix, fixed))
    install_handlers(app, problems)
    app.add_middleware(Envelope, problems=problems, allowed_hosts=server.allowed_hosts)
    if server.cors_origins:
        app.add_middleware(Cors, problems=problems, origins=server.cors_origins)


def _add_pages(api: APIRouter, context: Context) -> None:
    """Add what the API tells of itself, to each caller as much as they may know."""
    documents = Cache(lambda rights, root: write_openapi(rights, context.settings, root))
    models = Cache(lambda rights, _: to_bytes(describe_model(rights)))

    async def find_rights(request: Request) -> Rights:
        refuse_parameters(request.scope["query_string"])
        return context.service.rights(await find_actor(context.signin, read_headers(request.scope["headers"])))

    @api.api_route("/openapi.json", methods=READ, name="openapi")
    async def openapi(request: Request) -> Response:
        """Describe the API in OpenAPI 3.1."""
        return to_response(Answer(200, await documents.get(await find_rights(request), root_of(request)), (*JSON, *PRIVATE)))

    @api.api_route("/meta", methods=READ, name="meta")
    async def meta(request: Request) -> Response:
        """Describe the model."""
        rights = await find_rights(request)
        if not rights.is_authenticated and not rights.entities():
            raise Unauthenticated
        return to_response(Answer(200, await models.get(rights), (*JSON, *PRIVATE)))

    for path in ("docs", *PAGES):
        api.add_api_route(f"/{path}", answer_page(path), methods=READ, name=path)


def root_of(request: Request) -> str:
    """Return where the application is mounted, without a slash at the end."""
    root: str = request.scope.get("root_path", "")
    return root.rstrip("/")
