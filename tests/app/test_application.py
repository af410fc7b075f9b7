"""The application: it answers by the snapshot of the moment, and lets nobody meet half of a change."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

from crudgen.app.application import Application
from crudgen.app.snapshot import Snapshot


class Stand:
    """Something that answers connections when it is told to."""

    def __init__(self) -> None:
        self.answered: list[str] = []
        self.go = asyncio.Event()

    async def asgi(self, scope: dict[str, Any], receive: object, send: object) -> None:
        await self.go.wait()
        self.answered.append(scope["path"])


async def nothing() -> None:
    """Do nothing."""


def application_of(stand: Stand) -> Application:
    return Application(cast(Snapshot, stand), nothing)


def ask(application: Application, path: str) -> "asyncio.Task[None]":
    return asyncio.create_task(application({"type": "http", "path": path}, cast(Any, None), cast(Any, None)))


async def test_a_pause_waits_for_requests_under_way_and_holds_new_ones() -> None:
    stand = Stand()
    application = application_of(stand)
    early = ask(application, "/early")
    await asyncio.sleep(0)
    seen: list[str] = []

    async def change() -> None:
        async with application.paused():
            seen.extend(stand.answered)
            late = ask(application, "/late")
            await asyncio.sleep(0.01)
            assert not late.done()

    changing = asyncio.create_task(change())
    await asyncio.sleep(0.01)
    assert not changing.done()
    stand.go.set()
    await changing
    await early
    await asyncio.sleep(0.01)
    assert seen == ["/early"]
    assert stand.answered == ["/early", "/late"]


async def test_expired_sessions_are_swept_while_the_server_lives() -> None:
    told: list[str] = []

    class SignIn:
        async def sweep(self) -> int:
            told.append("sweep")
            return 0

    async def stop() -> None:
        told.append("stop")

    snapshot = SimpleNamespace(context=SimpleNamespace(signin=SignIn()))
    messages = iter(["lifespan.startup", "lifespan.shutdown"])
    sent: list[str] = []

    async def receive() -> Any:
        await asyncio.sleep(0.01)
        return {"type": next(messages)}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    await Application(cast(Snapshot, snapshot), stop)({"type": "lifespan"}, receive, send)
    assert told == ["sweep", "stop"]
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
