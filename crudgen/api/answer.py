"""HTTP without a framework's objects: the headers that we read, an answer as a value, and how it is sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from starlette.types import Scope, Send

Headers: TypeAlias = Mapping[str, str]
HeaderList: TypeAlias = tuple[tuple[bytes, bytes], ...]

JSON: HeaderList = ((b"content-type", b"application/json"),)
PROBLEM: HeaderList = ((b"content-type", b"application/problem+json"),)

READ_HEADERS = frozenset(
    {
        b"authorization", b"content-encoding", b"content-length", b"content-type", b"host", b"idempotency-key",
        b"if-match", b"if-none-match", b"x-request-id",
    }
)  # fmt: skip
"""The request headers that mean something to us; all others are not even decoded."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back: a status, a body and its headers (lower-case names)."""

    status: int
    body: bytes = b""
    headers: HeaderList = ()


def read_headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return the request headers that we know, by lower-case name; a repeated one is joined with commas.

    >>> read_headers([(b"if-match", b'"1-a"'), (b"if-match", b'"2-b"'), (b"x-other", b"1")])
    {'if-match': '"1-a", "2-b"'}
    """
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in READ_HEADERS:
            key, text = name.decode("ascii"), value.decode("latin-1")
            found[key] = f"{found[key]}, {text}" if key in found else text
    return found


async def send_answer(scope: Scope, send: Send, answer: Answer) -> None:
    """Send an answer; a HEAD request gets its headers alone."""
    headers = [*answer.headers]
    if answer.status not in (204, 304):
        headers.append((b"content-length", str(len(answer.body)).encode()))
    body = b"" if scope["method"] == "HEAD" else answer.body
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
