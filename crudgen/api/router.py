"""One entity as a FastAPI router, for somebody's own application: the same handlers behind their addresses."""

from urllib.parse import quote, unquote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from crudgen.api.entities import COLLECTION, RECORD, SINGLE
from crudgen.api.paths import raw_path
from crudgen.api.problems import Problems
from crudgen.api.route import Door, allowed_methods
from crudgen.errors import UserError
from crudgen.service.context import Context


def entity_router(context: Context, name: str) -> APIRouter:
    """Return the routes of one entity, `/<path>` and, unless it is one record alone, `/<path>/{key}`, for `include_router`.

    Rights, errors and answers are those of the project's own API; addresses in `Location` and `Link` are the
    router's own. Raises UserError for an entity that there is not.
    """
    entity = context.catalog.entities.get(name)
    if entity is None:
        raise UserError(f'there is no entity "{name}"; there are {", ".join(context.catalog.entities)}')
    door = Door(lambda: context, Problems(context.settings.api.prefix.rstrip("/")))
    segment = quote(entity.path, safe="").encode()
    router = APIRouter(prefix=f"/{entity.path}", tags=[entity.label.to("en") or entity.name])

    async def answer(request: Request) -> Response:
        base, segments = _cut(request)
        return DoorResponse(door, base, [segment, *segments])

    for path, table in {"": SINGLE}.items() if entity.single else {"": COLLECTION, "/{key:path}": RECORD}.items():
        methods = list(allowed_methods(entity, table))
        router.add_api_route(path, answer, methods=methods, include_in_schema=False, response_model=None, name=f"{name}{path}")
    return router


class DoorResponse(Response):
    """A response that the door sends by itself, behind the dependencies that the router was included with."""

    def __init__(self, door: Door, base: str, segments: list[bytes]) -> None:
        super().__init__()
        self._door = door
        self._base = base
        self._segments = segments

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request."""
        await self._door.answer(scope, receive, send, segments=self._segments, base=self._base)


def _cut(request: Request) -> tuple[str, list[bytes]]:
    """Return the address above the entity's, and what follows the entity's segment, still encoded."""
    root, raw = raw_path(request.scope)
    above = raw.split(b"/")
    key: str | None = request.path_params.get("key")
    below: list[bytes] = []
    while key is not None and len(above) > 1:
        below.insert(0, above.pop())
        if unquote(b"/".join(below).decode("latin-1")) == key:
            break
    return quote(root + unquote(b"/".join(above[:-1]).decode("latin-1"))), below
