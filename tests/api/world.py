"""A project with its API over a real database, called through ASGI as any client would."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
from fastapi import FastAPI

from crudgen.api import mount
from crudgen.config import load_settings
from crudgen.model import Tables
from crudgen.schema import load_catalog
from crudgen.service.context import Context
from crudgen.service.service import Service
from crudgen.service.signin import SignIn
from crudgen.store import Database, Keyring, Mode, Store
from tests.support.tables import create_tables

CONFIG = "title: Test shop\nroles: {manager: {label: Manager, admin: true}, clerk: {label: Clerk}, guest: {label: Guest}}\n"


@dataclass
class Api:
    """A running API, and a key for each role."""

    context: Context
    app: FastAPI
    base: str = "http://test"
    keys: dict[str, str] = field(default_factory=dict)

    async def call(
        self, request: str, body: Any = None, *, as_: str | None = None, headers: Mapping[str, str] | None = None, raw: bytes | None = None
    ) -> httpx.Response:
        """Send `"POST /api/doc"` as a role (None: nobody); `body` goes as JSON, `raw` as it is."""
        method, _, path = request.partition(" ")
        sent = dict(headers or {})
        if as_ is not None:
            sent["Authorization"] = f"Bearer {await self.key(as_)}"
        content = raw
        if body is not None:
            content = json.dumps(body).encode()
        if content is not None:
            sent = {"Content-Type": "application/json"} | sent
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=self.base) as client:
            return await client.request(method, path, content=content, headers=sent)

    async def call_raw(self, method: str, raw_path: bytes, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        """Send a path as it is, which clients would tidy; return status and body."""
        sent: list[dict[str, Any]] = []
        pairs = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
        path, _, query = raw_path.partition(b"?")
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http", "root_path": "",
            "path": unquote(path.decode("latin-1")), "raw_path": path, "query_string": query, "headers": [(b"host", b"test"), *pairs],
            "client": ("127.0.0.1", 1), "server": ("test", 80),
        }  # fmt: skip

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])

    async def key(self, role: str) -> str:
        """Return an API key of a role."""
        if role not in self.keys:
            self.keys[role] = await self.context.signin.create_key(role, roles=[role])
        return self.keys[role]


def build_context(root: Path, schemas: Mapping[str, str], config: str = CONFIG) -> Context:
    """Return the context of a project written to `root`, its tables made."""
    (root / "schemas").mkdir(parents=True)
    (root / "data").mkdir()
    (root / "config.yaml").write_text(config, encoding="utf-8")
    for name, text in schemas.items():
        (root / "schemas" / f"{name}.yaml").write_text(text, encoding="utf-8")
    settings = load_settings(root, {})
    catalog = load_catalog(root, settings.roles)
    tables = Tables(catalog)
    database = Database(settings.database_url, create=True)
    database.run_now(lambda connection: create_tables(connection, tables), Mode.SCHEMA)
    store = Store(catalog, tables, Keyring([b"a secret of the tests"]))
    service = Service(settings, catalog, database, store, [b"a secret of the tests"])

    async def readiness() -> str:
        return ""

    return Context(settings, catalog, service, SignIn(settings, catalog, database, store), readiness)


def build_api(context: Context) -> Api:
    """Return the API of a context."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    mount(app, context)
    return Api(context, app)
