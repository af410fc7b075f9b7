"""What holds for every request of the application: its id, the Host that it names, a bound on its address, the last resort."""

import re
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crudgen.api.answer import Answer, send_answer
from crudgen.api.problems import Problems
from crudgen.api.requestid import request_id
from crudgen.errors import BadRequest, Refusal, UriTooLong

MAX_ADDRESS = 16 * 1024
"""The longest path and query together, in bytes."""

_HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")

EXPOSED = ("ETag", "Link", "Location", "Retry-After", "X-Request-ID", "X-Total-Count")
TAKEN = ("Authorization", "Content-Type", "If-Match", "If-None-Match", "X-Request-ID")
METHODS = ("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS")


class Envelope:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, *, problems: Problems, allowed_hosts: Sequence[str] = ()) -> None:
        self.app = app
        self._problems = problems
        self._hosts = frozenset(host.lower() for host in allowed_hosts)
        self._endings = tuple(host[1:] for host in self._hosts if host.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let the application do so."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        stamp = request_id(scope).encode()
        has_started = False

        async def send_stamped(message: Message) -> None:
            nonlocal has_started
            if message["type"] == "http.response.start":
                has_started = True
                message["headers"] = [*message["headers"], (b"x-request-id", stamp), *_missing_headers(message["headers"])]
            await send(message)

        refusal = self._refuse(scope)
        if refusal is not None:
            await send_answer(scope, send_stamped, self._problems.refuse(scope, refusal))
            return
        try:
            await self.app(scope, receive, send_stamped)
        except Exception as exc:  # the last resort: whatever it is, its text must not leave
            answer = self._problems.fail(scope, exc)
            if has_started:
                raise
            await send_answer(scope, send_stamped, answer)

    def _refuse(self, scope: Scope) -> Refusal | None:
        if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > MAX_ADDRESS:
            return UriTooLong(f"the address is longer than {MAX_ADDRESS} bytes")
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) > 1 or (hosts and not self.accepts(hosts[0].decode("latin-1"))):
            return BadRequest("this host is not served here", code="bad_host")
        return None

    def accepts(self, host: str) -> bool:
        """Tell whether a Host header names this server: well-formed, and one of `server.allowed_hosts` where that is set."""
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = found[1].lower()
        return not self._hosts or name in self._hosts or "*" in self._hosts or name.endswith(self._endings)


def _missing_headers(headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    if any(name == b"x-content-type-options" for name, _ in headers):
        return []
    return [(b"x-content-type-options", b"nosniff")]


class Cors(CORSMiddleware):
    """Starlette's CORS with our headers, whose refusals are problem documents."""

    def __init__(self, app: ASGIApp, *, problems: Problems, origins: Sequence[str]) -> None:
        super().__init__(app, allow_origins=origins, allow_methods=METHODS, allow_headers=TAKEN, expose_headers=EXPOSED)
        self._problems = problems

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight, or add the headers that let a foreign page read the answer."""
        if scope["type"] == "http" and scope["method"] == "OPTIONS":
            headers = Headers(scope=scope)
            if "origin" in headers and "access-control-request-method" in headers:
                await self._answer_preflight(scope, headers, send)
                return
        await super().__call__(scope, receive, send)

    async def _answer_preflight(self, scope: Scope, headers: Headers, send: Send) -> None:
        response = self.preflight_response(request_headers=headers)
        shared = tuple(pair for pair in response.raw_headers if pair[0] not in (b"content-length", b"content-type"))
        if response.status_code < 400:
            await send_answer(scope, send, Answer(204, headers=shared))
            return
        refusal = BadRequest("this origin, method or header is not allowed from other sites", code="bad_origin")
        answer = self._problems.refuse(scope, refusal)
        await send_answer(scope, send, Answer(answer.status, answer.body, (*answer.headers, *shared)))
