"""Serve a project with uvicorn, in this process, and say when it answers."""

import asyncio
import contextlib
import logging
import socket
import sys
from collections.abc import AsyncIterator

import uvicorn

from crudgen.app.editor import tell_editors
from crudgen.app.project import Project
from crudgen.app.reload import Reloader
from crudgen.errors import UserError
from crudgen.migrate import dev_apply

GRACE_SECONDS = 10
MAX_REQUEST_LINE = 64 * 1024


def serve(project: Project, host: str, port: int, *, is_dev: bool) -> None:
    """Serve until interrupted. With `is_dev`, apply safe edits of the schemas at the start and at every edit.

    Raises UserError when the port is taken, and when the database is not at head.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    logging.getLogger("crudgen").setLevel(logging.INFO)
    if is_dev:
        project.database.become_server()  # before the tables are touched
        applied = dev_apply(project.root, project.settings.database_url, project.catalog)
        if applied.refusal:
            raise UserError(applied.refusal)
        for change in applied.changes:
            say(f"applied: {change}")
        tell_editors(project.root, project.settings, project.catalog)
    application = project.app()
    listening = listen(host, port)
    config = uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        h11_max_incomplete_event_size=MAX_REQUEST_LINE,
        proxy_headers=bool(project.settings.server.trusted_proxies),
        forwarded_allow_ips=list(project.settings.server.trusted_proxies),
        root_path=project.settings.server.root_path,
    )
    reloader = Reloader(application, project) if is_dev else None
    asyncio.run(_run(_Server(config, project), listening, reloader))


async def _run(server: "_Server", listening: socket.socket, reloader: Reloader | None) -> None:
    async with _watching(reloader):
        await server.serve(sockets=[listening])


@contextlib.asynccontextmanager
async def _watching(reloader: Reloader | None) -> AsyncIterator[None]:
    """Reload in the background while the block runs."""
    if reloader is None:
        yield
        return
    stop = asyncio.Event()
    task = asyncio.create_task(reloader.run(stop))
    try:
        yield
    finally:
        stop.set()
        await task


class _Server(uvicorn.Server):
    """A server that says on standard error where it answers, and how to make the first user."""

    def __init__(self, config: uvicorn.Config, project: Project) -> None:
        super().__init__(config)
        self._project = project

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.started or not sockets:
            return
        address = url_of(sockets[0])
        say(f"serving on {address}")
        code = await self._project.snapshot.context.signin.setup_code()
        if code is not None:
            setup = f"{address}{self._project.settings.server.root_path}{self._project.settings.admin.prefix}/setup"
            say(f"nobody can sign in yet: open {setup} and enter the code {code}")


def say(text: str) -> None:
    """Tell the person at the terminal something, at once."""
    sys.stderr.write(f"crudgen: {text}\n")
    sys.stderr.flush()


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one. Raises UserError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted connections inherit it; without it the body of an answer waits 40 ms for the client to acknowledge the head.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)
    except (OSError, OverflowError) as exc:
        listening.close()
        raise UserError(f"cannot listen on {host}:{port}: {exc}; choose another with --host and --port (0: any free one)") from exc
    listening.setblocking(False)
    return listening


def url_of(listening: socket.socket) -> str:
    """Return the address that a listening socket answers at."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
