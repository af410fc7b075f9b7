"""Every door through which a value comes in, and every one through which it is read, over one project on SQLite."""

import asyncio
import html
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI
from httpx import Response
from starlette.testclient import TestClient

from crudgen.admin import Panel, build_admin
from crudgen.api import mount
from crudgen.errors import Refusal
from crudgen.plan.actor import SYSTEM
from crudgen.schema import TYPES
from crudgen.service.importer import import_csv
from crudgen.service.records import Records
from tests.api.world import build_context

CONFIG = "title: Values\nadmin: {timezone: %s}\n"
PASSWORD = "correct horse battery"
SEEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def schemas_of(kinds: Mapping[str, str]) -> dict[str, str]:
    """Return an entity for each kind, whose `value` is of it, and a child of `box` that has one too."""
    made = {"box": "fields: {name: string}\n"}
    for name, text in kinds.items():
        made[f"v_{name}"] = f"timestamps: false\nfields:\n  value: {text}\n"
        made[f"p_{name}"] = f"fields:\n  box: {{type: box, part_of: true, inverse: {name}_rows}}\n  value: {text}\n"
    return made


@dataclass
class Doors:
    """A project with its API and its panel; everything is sent as an administrator."""

    context: Any
    client: TestClient
    panel: Panel
    headers: dict[str, str] = field(default_factory=dict)

    def run(self, work: Any) -> Any:
        """Run a coroutine on the application's event loop."""

        async def call() -> Any:
            return await work

        assert self.client.portal is not None
        return self.client.portal.call(call)

    def call(self, method: str, path: str, body: str | None = None) -> Response:
        """Send a request to the API; the body is JSON text, as it is."""
        content = None if body is None else body.encode()
        return self.client.request(method, f"/api/{path}", content=content, headers={**self.headers, "content-type": "application/json"})

    def made(self, kind: str) -> int:
        """Return the id of an empty record."""
        return int(self.call("POST", f"v_{kind}", "{}").json()["id"])

    def last(self, kind: str) -> tuple[int, Any]:
        """Return the id of the newest record and its value; (0, None) where there is none."""
        items = self.call("GET", f"v_{kind}?sort=-id&limit=1&count=none").json()["items"]
        return (items[0]["id"], items[0]["value"]) if items else (0, None)

    def value(self, kind: str, key: int) -> Any:
        """Return a record's value as a get answers it."""
        return self.call("GET", f"v_{kind}/{key}").json()["value"]

    # The doors in. Each takes a kind and the JSON text of a value, and returns what is then read of it, or the code of the error.

    def create(self, kind: str, sent: str) -> Any:
        answer = self.call("POST", f"v_{kind}", f'{{"value": {sent}}}')
        if answer.status_code != 201:
            return code_of(answer, "/value")
        return agree(answer.json()["value"], self.value(kind, answer.json()["id"]))

    def create_many(self, kind: str, sent: str) -> Any:
        answer = self.call("POST", f"v_{kind}", f'[{{}}, {{"value": {sent}}}]')
        if answer.status_code != 201:
            return code_of(answer, "/1/value")
        return agree(answer.json()[1]["value"], self.value(kind, answer.json()[1]["id"]))

    def patch(self, kind: str, sent: str) -> Any:
        key = self.made(kind)
        answer = self.call("PATCH", f"v_{kind}/{key}", f'{{"value": {sent}}}')
        if answer.status_code != 200:
            return code_of(answer, "/value")
        return agree(answer.json()["value"], self.value(kind, key))

    def put(self, kind: str, sent: str) -> Any:
        key = self.made(kind)
        answer = self.call("PUT", f"v_{kind}/{key}", f'{{"value": {sent}}}')
        if answer.status_code != 200:
            return code_of(answer, "/value")
        return agree(answer.json()["value"], self.value(kind, key))

    def nested(self, kind: str, sent: str) -> Any:
        answer = self.call("POST", "box", f'{{"{kind}_rows": [{{"value": {sent}}}]}}')
        if answer.status_code != 201:
            return code_of(answer, f"/{kind}_rows/0/value")
        made = answer.json()[f"{kind}_rows"][0]
        return agree(made["value"], self.call("GET", f"p_{kind}/{made['id']}").json()["value"])

    def python(self, kind: str, value: Any) -> Any:
        """Create from Python, with a value of Python's own or in JSON form."""
        records = Records(self.context.service, SYSTEM)
        try:
            made = self.run(records.create(f"v_{kind}", {"value": value}))
        except Refusal as refusal:
            return "!" + " ".join(error.code for error in refusal.errors if error.pointer == "/value")
        field = self.context.catalog.entities[f"v_{kind}"].fields["value"]
        known = self.run(records.get(f"v_{kind}", made["id"]))["value"]
        return agree(TYPES[field.type].to_json(field, made["value"]), TYPES[field.type].to_json(field, known), self.value(kind, made["id"]))

    def from_csv(self, kind: str, cell: str) -> Any:
        before, _ = self.last(kind)
        text = 'id,value\n,"' + cell.replace('"', '""') + '"\n'
        entity = self.context.catalog.entities[f"v_{kind}"]
        result = self.run(import_csv(self.context.service, SYSTEM, entity, io.BytesIO(text.encode())))
        key, value = self.last(kind)
        if result.errors:
            assert key == before
            return f"!{result.errors[0].code}"
        assert key > before
        return value

    def form(self, kind: str, typed: str) -> Any:
        """Type into the form of a new record; of an error only that there is one is known."""
        before, _ = self.last(kind)
        answer = self._send(f"v_{kind}/create", {"value": typed})
        key, value = self.last(kind)
        if answer.status_code != 303:
            assert answer.status_code < 500
            assert key == before
            assert 'class="error"' in answer.text
            return "!"
        assert key > before
        return value

    def _send(self, path: str, typed: Mapping[str, str]) -> Response:
        page = self.client.get(f"/admin/{path}")
        assert page.status_code == 200, page.text[:500]
        main = page.text[page.text.find("<main") :]
        hidden = {name: html.unescape(value) for name, value in SEEN.findall(main)}
        token = re.search(r'name="_token" value="(\w+)"', page.text)
        assert token is not None
        return self.client.post(f"/admin/{path}", data={**hidden, "_token": token[1], **typed})

    # The doors out.

    def read_back(self, kind: str, key: int, sent: str, stored: str) -> list[str]:
        """Return the doors that lose a value, given as JSON text as sent and as stored: lists, filters, the panel's pages."""
        value = json.loads(stored)
        found = {
            "list": repr(self.call("GET", f"v_{kind}?id={key}").json()["items"][0]["value"]) == repr(value),
            "filter": self._finds(kind, key, value),
            "filter as sent": sent == stored or sent in NO_TEXTS or self._finds(kind, key, json.loads(sent)),
            "expression": self._finds_by_expression(kind, key, value),
            "pages": all(self.client.get(f"/admin/v_{kind}/{page}").status_code == 200 for page in ("list?sort=-id", f"details/{key}")),
            "untouched form": self._send_as_shown(kind, key) and repr(self.value(kind, key)) == repr(value),
        }
        return [door for door, is_right in found.items() if not is_right]

    def page_through(self, kind: str, sort: str, most: int = 300) -> Iterator[int]:
        """Yield the ids of a list, fetched by cursor, a few at a time."""
        cursor, seen = "", 0
        while cursor is not None and seen < most:
            answer = self.call("GET", f"v_{kind}?sort={sort}&limit=3&count=none&fields=id" + (f"&cursor={cursor}" if cursor else ""))
            assert answer.status_code == 200, answer.text
            for item in answer.json()["items"]:
                seen += 1
                yield item["id"]
            cursor = answer.json()["next"]

    def _finds(self, kind: str, key: int, value: Any) -> bool:
        type_ = self.context.catalog.entities[f"v_{kind}"].fields["value"].type
        if "eq" not in TYPES[type_].operators:
            return True
        return self._has(kind, key, f"value={quote(text_of(value), safe='')}")

    def _finds_by_expression(self, kind: str, key: int, value: Any) -> bool:
        type_ = self.context.catalog.entities[f"v_{kind}"].fields["value"].type
        if type_ in ("json", "list", "float"):
            return True
        plain = text_of(value) if type_ in ("int", "decimal", "bool") else "'" + text_of(value).replace("'", "''") + "'"
        return self._has(kind, key, f"filter={quote(f'id = {key} and value = {plain}', safe='')}")

    def _has(self, kind: str, key: int, query: str) -> bool:
        answer = self.call("GET", f"v_{kind}?{query}&limit=1000&fields=id")
        return answer.status_code == 200 and any(item["id"] == key for item in answer.json()["items"])

    def _send_as_shown(self, kind: str, key: int) -> bool:
        """Send the form of a record as a browser shows it."""
        shown = self.shown(kind, key)
        return shown is None or self._send(f"v_{kind}/edit/{key}", {"value": shown}).status_code == 303

    def shown(self, kind: str, key: int) -> Any:
        """Return what a browser sends of a form that nobody touched: CR LF for line ends, none in a line; None for a choice of few."""
        page = self.client.get(f"/admin/v_{kind}/edit/{key}").text
        area = re.search(r'<textarea[^>]*name="value"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
        line = re.search(r'<input class="input" type="[a-z-]+"[^>]*name="value"[^>]*value="([^"]*)"', page)
        if area is not None:
            return re.sub(r"\r\n|\r|\n", "\r\n", html.unescape(area[1]))
        return None if line is None else re.sub(r"[\r\n]", "", html.unescape(line[1]))


NO_TEXTS = frozenset({"-0", "0e999"})
"""JSON numbers that Python's own writes otherwise."""


def text_of(value: Any) -> str:
    """Return a JSON value as a URL, a cell or an input spells it."""
    return value if isinstance(value, str) else json.dumps(value)


def agree(*values: Any) -> Any:
    """Return the value that several doors show; they must show the same."""
    assert len({repr(value) for value in values}) == 1, values
    return values[0]


def code_of(answer: Response, pointer: str) -> str:
    """Return the error of an answer as `!code`: that of the field at `pointer`, or of the whole body."""
    body = answer.json()
    assert answer.status_code in (400, 422), answer.text
    if answer.status_code == 400:
        return f"!{body['code']}"
    at = [error["code"] for error in body["errors"] if error["pointer"].startswith(pointer)]
    assert at, (pointer, body)
    return f"!{at[0]}"


@contextmanager
def open_doors(root: Path, kinds: Mapping[str, str], zone: str = "UTC", **more: str) -> Iterator[Doors]:
    """Serve a project of an entity for each kind, and those of `more`, while the block runs."""
    context = build_context(root, {**schemas_of(kinds), **more}, CONFIG % zone)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    mount(app, context)
    panel = build_admin(app, context)
    token, key = asyncio.run(_admit(context))
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
        client.cookies.set("crudgen", token, domain="testserver.local", path="/")
        yield Doors(context, client, panel, {"authorization": f"Bearer {key}"})
    panel.close()
    context.service.database.close_now()


async def _admit(context: Any) -> tuple[str, str]:
    await context.signin.create_user("ann", PASSWORD, ["admin"])
    session = await context.signin.login("ann", PASSWORD, "")
    return session.token, await context.signin.create_key("k", roles=["admin"])


JSON_DOORS: dict[str, Callable[[Doors, str, str], Any]] = {
    "create": Doors.create,
    "create many": Doors.create_many,
    "patch": Doors.patch,
    "put": Doors.put,
    "nested": Doors.nested,
}
"""The doors that take JSON text."""
