"""A client that looks at every answer for what must never be in one: the invariants of SECURITY 1."""

import hashlib
import json
import logging
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

LEAK = re.compile(
    r"\b(SELECT|INSERT INTO|UPDATE) .{1,80}\b(FROM|VALUES|SET)\b|Traceback|sqlalchemy|sqlite3|aiosqlite|asyncpg|pymysql|IntegrityError"
    r"|OperationalError|\.py\b|/site-packages/|/crudgen/(service|store|api)/",
    re.IGNORECASE,
)
"""What tells of SQL, of a stack, of a path or of a driver."""

SEEN = {
    "ada": ("admin", "ann", "bob"),
    "max": ("admin",),
    "ann": ("ann",),
    "bob": ("bob",),
    "writer": ("admin", "ann", "bob"),
    "panel:ann": ("ann",),
}
"""Whose canaries each may be shown; those of `hidden` are for nobody."""

NUMBER = re.compile(r"(?<![0-9a-z])9021\d{2,}(?![0-9a-z])")
CANARY = re.compile(r"canary-([a-z]+)", re.IGNORECASE)
HINT = re.compile(r'; (?:did you mean \\"([^"\\]*)\\"\?|known: [^"\\?]*)')
"""What is near an unknown name, of what the caller may name: it follows from the letters."""

UNCOUNTED = ("crudgen_session", "crudgen_api_key", "crudgen_audit", "sqlite_sequence")
"""Tables that change without a write of anybody's: the times of last use."""


def find_faults(response: httpx.Response, *, is_api: bool = True) -> list[str]:
    """Return which of the invariants U1, U3 and U7 an answer breaks, as far as an answer alone tells; of any project whatever.

    A 503 is no fault: it is said by a server whose database is away, and is tested where that is planted.
    """
    text = "\n".join(f"{name}: {value}" for name, value in response.headers.items()) + "\n" + response.text
    faults = [f"U1: {response.status_code} {text[:500]}"] if response.status_code >= 500 and response.status_code != 503 else []
    leak = LEAK.search(text) if "html" not in response.headers.get("content-type", "") and response.status_code >= 400 else None
    faults += [f"U3: {leak[0]!r} in {text[:500]}"] if leak else []
    kind = response.headers.get("content-type", "")
    if is_api and response.status_code >= 400 and kind != "application/problem+json" and response.request.method != "HEAD":
        faults.append(f"U7: {response.status_code} as {kind!r}")
    return faults


class Log(logging.Handler):
    """Keeps what the server logs, to be looked at after each request."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line, with its traceback."""
        if record.name.startswith(("crudgen", "uvicorn", "starlette", "fastapi")):
            self.lines.append(logging.Formatter().format(record))


@dataclass
class Watch:
    """Asks as somebody, and fails where an answer breaks an invariant. `folder` is that of the project, whose tables are looked at."""

    client: httpx.Client
    passes: Mapping[str, str]
    folder: Path
    log: Log = field(default_factory=Log)
    asked: int = 0

    def ask(
        self, who: str, request: str, body: Any = None, *, raw: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Send `"GET /api/doc"` as somebody ("" is nobody, `panel:NAME` a session of the panel) and return the answer, looked at."""
        method, _, url = request.partition(" ")
        assert url, request
        sent = dict(headers or {})
        cookies = {}
        if who.startswith("panel:"):
            cookies["crudgen"] = self.passes[who]
        elif who:
            sent["Authorization"] = f"Bearer {self.passes[who]}"
        content = json.dumps(body).encode() if body is not None else raw
        if content is not None:
            sent = {"Content-Type": "application/json"} | sent
        is_write = method not in ("GET", "HEAD", "OPTIONS")
        before = self.look() if is_write else ("", 0)
        self.log.lines.clear()
        self.client.cookies.clear()
        if cookies:
            sent["Cookie"] = f"crudgen={cookies['crudgen']}"
        response = self.client.request(method, url, content=content, headers=sent)
        self.asked += 1
        faults = find_faults(response, is_api=url.startswith("/api"))
        faults += self._find_canaries(who, url, body, response)
        faults += self._find_traces(before, response) if is_write else []
        assert not faults, f"{who or 'nobody'}: {request} {body or raw or ''}\n" + "\n".join(faults)
        return response

    def _find_canaries(self, who: str, url: str, body: Any, response: httpx.Response) -> list[str]:
        text = str(response.headers) + response.text
        allowed = SEEN.get(who, ())
        echoed = f"{url} {json.dumps(body, default=str)}".lower()
        found = [one[0] for one in CANARY.finditer(text) if one[1].lower() not in allowed and one[0].lower() not in echoed]
        if "admin" not in allowed:
            found += [one for one in NUMBER.findall(text) if one not in echoed]
        told = [f"U2: {one} in {text[:800]}" for one in found[:1]]
        return told + [f"U2: the log says {line[:300]}" for line in self.log.lines if CANARY.search(line)]

    def _find_traces(self, before: tuple[str, int], response: httpx.Response) -> list[str]:
        """Return what a write left behind that it may not: U4, U9 and U10."""
        (old, entries), (new, noted) = before, self.look()
        is_changed = new != old
        if response.status_code >= 400:
            told = {"U4: it was refused, and changed a table": is_changed, "U10: it was refused, and is in the audit": noted != entries}
        else:
            told = {"U10: it changed a table, and is not in the audit": is_changed and noted == entries}
        return [fault for fault, is_there in told.items() if is_there]

    def look(self) -> tuple[str, int]:
        """Return a sum of all that is stored, and the number of entries in the audit. Fails where a transaction was left open (U9)."""
        path = self.folder / "data" / "app.db"
        with sqlite3.connect(path, timeout=2, isolation_level=None) as connection:
            connection.execute("BEGIN IMMEDIATE")  # nothing is being written between two requests
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
            rows = [(name, list(connection.execute(f'SELECT * FROM "{name}"'))) for name in tables if name not in UNCOUNTED]  # noqa: S608
            (entries,) = connection.execute("SELECT count(*) FROM crudgen_audit").fetchone()
            connection.execute("ROLLBACK")
        connection.close()
        return hashlib.sha256(repr(rows).encode()).hexdigest(), entries


def plain(response: httpx.Response, *names: str) -> tuple[int, str, tuple[str, ...]]:
    """Return what two answers must have in common: status, body and headers, without what is each request's own and the echoed names."""
    text = re.sub(r'"request_id":\s*"[^"]*"', "", response.text)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<![a-zA-Z0-9_]){re.escape(name)}(?![a-zA-Z0-9_])", "NAME", text)
    text = HINT.sub("", text)
    kept = ("content-type", "cache-control", "vary", "allow", "www-authenticate")
    return response.status_code, text, tuple(response.headers.get(name, "") for name in kept)
