"""Is the server alive, and is it ready: two addresses at the root, for whatever restarts or balances servers."""

import time
from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from starlette.responses import Response

from crudgen.api.answer import JSON, Answer
from crudgen.api.encode import to_bytes
from crudgen.api.problems import to_response
from crudgen.errors import Unavailable

KEEP_SECONDS = 1.0
"""How long an answer about readiness is given again, so that asking often costs the database nothing."""

NEVER_KEPT = ((b"cache-control", b"no-store"),)


def build_health(readiness: Callable[[], Awaitable[str]]) -> APIRouter:
    """Return the routes `/healthz` and `/readyz`; `readiness` says why requests cannot be served, "" when they can."""
    router = APIRouter(tags=["health"])
    kept: tuple[float, str] = (0.0, "")

    @router.api_route("/healthz", methods=["GET", "HEAD"], name="healthz")
    async def healthz() -> Response:
        """Answer as long as the process does anything at all."""
        return _ok()

    @router.api_route("/readyz", methods=["GET", "HEAD"], name="readyz")
    async def readyz() -> Response:
        """Answer 200 when requests can be served, else 503."""
        nonlocal kept
        if kept[0] <= time.monotonic():
            kept = (time.monotonic() + KEEP_SECONDS, await readiness())
        if kept[1]:
            raise Unavailable("the database is away, or not at the newest revision; the log of `crudgen serve` says more")
        return _ok()

    return router


def _ok() -> Response:
    return to_response(Answer(200, to_bytes({"status": "ok"}), (*JSON, *NEVER_KEPT)))
