"""The ASGI application of a project: it holds the current Snapshot, and swaps it without dropping a request."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from starlette.types import Receive, Scope, Send

from crudgen.app.snapshot import Snapshot
from crudgen.errors import Refusal

log = logging.getLogger("crudgen")

DRAIN_SECONDS = 5.0
SWEEP_SECONDS = 60.0


class Application:
    """Answer every request by the snapshot that is current when it arrives.

    While the server's lifespan lasts, expired sessions are swept once a minute; at its end `on_shutdown` runs.
    Mounted in another application, which runs no lifespan of ours, everything else works without it.
    """

    def __init__(self, snapshot: Snapshot, on_shutdown: Callable[[], Awaitable[None]]) -> None:
        self.snapshot = snapshot
        self._on_shutdown = on_shutdown
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._open = asyncio.Event()
        self._open.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run one ASGI connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        await self._open.wait()
        self._running += 1
        self._idle.clear()
        try:
            await self.snapshot.asgi(scope, receive, send)
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Let new requests wait, and those under way finish (for at most 5 s), while the block runs.

        A migration of `--dev` and the swap after it happen in such a block, so that no request meets half of them.
        """
        self._open.clear()
        try:
            with suppress(TimeoutError):  # a slow download must not hold up the reload; it goes on with the snapshot it began with
                await asyncio.wait_for(self._idle.wait(), DRAIN_SECONDS)
            yield
        finally:
            self._open.set()

    async def _live(self, receive: Receive, send: Send) -> None:
        """Answer the lifespan protocol: start, wait, stop."""
        await receive()
        sweeping = asyncio.create_task(self._sweep())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        sweeping.cancel()
        await self._on_shutdown()
        await send({"type": "lifespan.shutdown.complete"})

    async def _sweep(self) -> None:
        """Delete expired sessions, now and every minute; a database that is away is tried again the next time."""
        while True:
            try:
                await self.snapshot.context.signin.sweep()
            except Refusal as exc:
                log.warning("expired sessions could not be swept: %s", exc)
            await asyncio.sleep(SWEEP_SECONDS)
