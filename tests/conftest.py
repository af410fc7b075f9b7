"""Every answer that any test gets is looked at: no 5xx, nothing of SQL, stacks, paths or drivers, errors as problem documents.

The invariants U1 to U3 and U7 of `tests/security`. A test that plants a failure says so by the marker `plants_failure`.
"""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.security.watch import find_faults

_CLIENTS = {base for base in TestClient.__mro__ if "send" in vars(base) and base.__module__.startswith("httpx")}
_faults: list[str] = []


def _look(response: Any) -> None:
    if response.is_closed or getattr(response, "_content", None) is not None:  # one that is streamed is its reader's to look at
        _faults.extend(f"{response.request.method} {response.request.url}: {fault}" for fault in find_faults(
            response, is_api=response.request.url.path.startswith("/api/")))  # fmt: skip


def _watched(send: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(send)
    def watch(*args: Any, **options: Any) -> Any:
        response = send(*args, **options)
        _look(response)
        return response

    return watch


def _watched_async(send: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(send)
    async def watch(*args: Any, **options: Any) -> Any:
        response = await send(*args, **options)
        _look(response)
        return response

    return watch


def pytest_configure(config: pytest.Config) -> None:
    """Look at what the clients of the tests get."""
    import httpx

    for client in _CLIENTS | {httpx.Client}:
        client.send = _watched(client.send)  # type: ignore[method-assign, attr-defined]
    httpx.AsyncClient.send = _watched_async(httpx.AsyncClient.send)  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _no_answer_breaks_an_invariant(request: pytest.FixtureRequest) -> Iterator[None]:
    _faults.clear()
    yield
    found, _faults[:] = list(_faults), []
    if request.node.get_closest_marker("plants_failure") is None:
        assert not found, "\n".join(found)
