"""One route for every entity: the entity is looked up by its path, so that a thousand cost what one does."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote, unquote

from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from crudgen.api.actor import find_actor
from crudgen.api.answer import Answer, Headers, read_headers, send_answer
from crudgen.api.body import Gone
from crudgen.api.call import Call, unknown_entity
from crudgen.api.encode import Encoder
from crudgen.api.entities import COLLECTION, RECORD, SINGLE, Handler, Table, encode_current
from crudgen.api.paths import decode_key, decode_segment, raw_path
from crudgen.api.problems import Problems
from crudgen.api.requestid import request_id
from crudgen.errors import BadRequest, Forbidden, MethodNotAllowed, NotFound, PreconditionFailed, Refusal, Unauthenticated
from crudgen.plan.actor import Actor
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Action, Entity
from crudgen.service.context import Context

LATER_PATHS = frozenset({"batch", "events", "upload", "auth/refresh", "auth/password", "auth/reset"})
"""What a later version will answer; no entity can have these paths."""

LATER_ENDINGS = frozenset({"aggregate", "export", "import", "search"})
"""What may follow an entity in place of an id in a later version."""

LATER_METHODS = frozenset({"PATCH", "PUT", "DELETE"})
"""Methods on a list that a later version will take: bulk changes and upsert."""

LATER_RECORD_PATHS = frozenset({"restore", "history", "revert"})
"""What may follow a record in a later version, beside the name of a file field."""

PRIVATE = ((b"cache-control", b"no-store"), (b"vary", b"Authorization"))
SHARED = ((b"cache-control", b"no-cache"), (b"vary", b"Authorization"))


class Door:
    """Answers requests to entities; the contexts are asked for at each, so that a reload reaches routers that live on."""

    def __init__(self, find_context: Callable[[], Context], problems: Problems) -> None:
        self._find_context = find_context
        self._problems = problems
        self._encoder: tuple[Context, Encoder] | None = None

    def _encoder_of(self, context: Context) -> Encoder:
        if self._encoder is None or self._encoder[0] is not context:
            self._encoder = (context, Encoder(context.catalog))
        return self._encoder[1]

    async def answer(self, scope: Scope, receive: Receive, send: Send, *, segments: list[bytes], base: str) -> None:
        """Answer a request to `segments` below the address `base`: an entity's path and perhaps a key."""
        headers = read_headers(scope["headers"])
        try:
            answer = await self._answer(scope, receive, headers, segments, base)
        except Gone:
            return
        except Refusal as exc:
            answer = self._problems.refuse(scope, exc)
        except Exception as exc:  # noqa: BLE001 - in a foreign application nothing else would keep its text inside
            answer = self._problems.fail(scope, exc)
        shared = SHARED if "authorization" not in headers else PRIVATE
        await send_answer(scope, send, Answer(answer.status, answer.body, (*answer.headers, *shared)))

    async def _answer(self, scope: Scope, receive: Receive, headers: Headers, segments: list[bytes], base: str) -> Answer:
        context = self._find_context()
        actor = replace(await find_actor(context.signin, headers), request=request_id(scope))
        rights = context.service.rights(actor)
        entity = rights.entity_at(decode_segment(segments[0]) or "")
        if entity is None:
            raise _unknown_path(actor, segments)
        handler = _find_handler(scope["method"], entity, segments)
        if handler is None:
            return Answer(204, headers=((b"allow", ", ".join(allowed_methods(entity, find_table(entity, segments))).encode()),))
        parts = decode_key(segments[1]) if len(segments) > 1 else ()
        if parts is None:
            raise NotFound("there is no such record")
        call = Call(context, self._encoder_of(context), actor, rights, entity, headers,
                    f"{base}/{quote(entity.path, safe='')}", parts, scope["query_string"], receive)  # fmt: skip
        try:
            return await handler(call)
        except PreconditionFailed as exc:
            return self._problems.refuse(scope, exc, **encode_current(call, exc))
        except (Forbidden, NotFound) as exc:
            raise _for_caller(actor, rights, entity, exc) from exc


def _unknown_path(actor: Actor, segments: list[bytes]) -> Refusal:
    if not actor.is_authenticated:
        return Unauthenticated()
    path = decode_segment(b"/".join(segments))
    if path in LATER_PATHS:
        return BadRequest(f'"{path}" is not supported yet', code="not_supported")
    return unknown_entity()


def _for_caller(actor: Actor, rights: Rights, entity: Entity, refusal: Refusal) -> Refusal:
    """Return what the caller is told: somebody who is not signed in is asked to, unless the thing itself is public and missing."""
    if actor.is_authenticated or (isinstance(refusal, NotFound) and rights.may(Action.READ, entity)):
        return refusal
    return Unauthenticated()


def _find_handler(method: str, entity: Entity, segments: list[bytes]) -> Handler | None:
    """Return what answers `method` at the address, or None for OPTIONS. Raises NotFound, MethodNotAllowed, BadRequest."""
    table = find_table(entity, segments)
    if table is COLLECTION and method in LATER_METHODS and entity.view is None:
        raise BadRequest(f"{method} on a list is not supported yet", code="not_supported")
    operation, handler = table.get("GET" if method == "HEAD" else method, ("", None))
    if handler is not None and operation in entity.api.operations:
        return handler
    if method == "OPTIONS":
        return None
    raise MethodNotAllowed(allowed_methods(entity, table))


def find_table(entity: Entity, segments: list[bytes]) -> Table:
    """Return what the address takes, by method. Raises NotFound, and BadRequest for what a later version takes."""
    match segments[1:]:
        case []:
            return SINGLE if entity.single else COLLECTION
        case [b""]:
            raise unknown_entity()
        case _ if entity.single:
            raise NotFound("there is no such record")
        case [name] if (ending := name.decode("ascii", "replace")) in LATER_ENDINGS:
            raise _later(ending)
        case [_]:
            return RECORD
        case [_, name, *_] if name.decode("ascii", "replace") in LATER_RECORD_PATHS:
            raise _later(name.decode())
        case _:
            raise unknown_entity()


def _later(name: str) -> BadRequest:
    return BadRequest(f'"{name}" is not supported yet', code="not_supported")


def allowed_methods(entity: Entity, table: Table) -> tuple[str, ...]:
    """Return the methods of a table that an entity takes, by its `api.operations`."""
    found = [method for method, (operation, _) in table.items() if operation in entity.api.operations]
    return (*found, *(["HEAD"] if "GET" in found else []), "OPTIONS")


class EntityRoute(BaseRoute):
    """Takes every address below the API's prefix that is not one of `fixed`, the paths of the host's own routes."""

    def __init__(self, door: Door, prefix: str, fixed: frozenset[str]) -> None:
        self._door = door
        self._prefix = prefix
        self._start = f"{prefix}/".encode()
        self._fixed = fixed

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Tell whether the request is ours; the answer carries the cut path to `handle`."""
        if scope["type"] != "http":
            return Match.NONE, {}
        root, raw = raw_path(scope)
        depth = self._prefix.count("/") + 1
        segments = raw.split(b"/")
        if len(segments) <= depth or not self._begins(raw, segments[:depth]) or _decode(raw) in self._fixed:
            return Match.NONE, {}
        return Match.FULL, {"crudgen.route": (quote(root) + self._prefix, segments[depth:])}

    def _begins(self, raw: bytes, segments: list[bytes]) -> bool:
        return raw.startswith(self._start) or "/".join(map(_decode, segments)) == self._prefix

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request."""
        base, segments = scope["crudgen.route"]
        await self._door.answer(scope, receive, send, segments=segments, base=base)


def _decode(raw: bytes) -> str:
    return unquote(raw.decode("latin-1"))
