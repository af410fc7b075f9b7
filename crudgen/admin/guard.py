"""Guard: what holds for every request to the panel: same origin for whatever changes something, headers, no bare 500."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crudgen.errors import Forbidden

log = logging.getLogger("crudgen.admin")

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
STATICS = "/statics/"

Fail = Callable[[Request, Exception, str], Awaitable[Response]]


class Guard:
    """ASGI middleware around the panel. `fail` makes the page of an error: (request, error, request id) -> Response."""

    def __init__(self, app: ASGIApp, fail: Fail, public_url: str = "") -> None:
        self.app = app
        self.fail = fail
        self.public_host = urlsplit(public_url).netloc

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                add_headers(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            if scope["method"] not in SAFE and not is_same_origin(Headers(scope=scope), self.public_host):
                raise Forbidden("this did not come from a page of the panel", code="cross_origin")
            await self.app(scope, receive, send_guarded)
        except Exception as exc:  # the last door: whatever went wrong becomes a page, and a line in the log
            if started:
                raise
            response = await self._explain(scope, receive, exc)
            await response(scope, receive, send_guarded)

    async def _explain(self, scope: Scope, receive: Receive, exc: Exception) -> Response:
        request = Request(scope, receive)
        number = request_id(request)
        if not isinstance(exc, Forbidden):
            log.error("%s %s failed (request %s)", scope["method"], scope["path"], number, exc_info=exc)
        return await self.fail(request, exc, number)


def request_id(request: Request) -> str:
    """Return the id that the log knows this request by: the server's own, else a new one."""
    return str(getattr(request.state, "request_id", "") or secrets.token_hex(8))


def is_same_origin(headers: Headers, public_host: str) -> bool:
    """Tell whether an unsafe request comes from our own pages. A client that is no browser sends neither header; its token decides."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc in {headers.get("host", ""), public_host} - {""}


def add_headers(scope: Scope, headers: MutableHeaders) -> None:
    """Add what every answer of the panel says; only files whose address names their content may be kept."""
    for name, value in HEADERS.items():
        headers[name] = value
    if STATICS not in scope["path"]:
        headers["cache-control"] = "no-store"
    elif scope.get("query_string", b"").startswith(b"v="):
        headers["cache-control"] = "public, max-age=31536000, immutable"
    else:
        headers["cache-control"] = "no-cache"
