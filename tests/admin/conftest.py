"""A panel over a small shop on SQLite, and a visitor who walks through it as a browser without scripts would."""

import asyncio
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from crudgen.admin import Panel, build_admin
from crudgen.config import load_settings
from crudgen.model import Tables
from crudgen.plan.actor import SYSTEM
from crudgen.plan.nodes import Key, Record
from crudgen.schema import load_catalog
from crudgen.schema.catalog import Catalog
from crudgen.service.context import Context
from crudgen.service.service import Service
from crudgen.service.signin import SignIn
from crudgen.store import Database, Keyring, Mode, Store
from tests.support.tables import create_tables

PASSWORD = "correct horse battery"
CHROMIUM = "/usr/bin/chromium"
CONFIG = """
title: Corner shop
roles: {manager: {label: {en: Manager, ru: Менеджер}, admin: true}, clerk: {label: Clerk, admin: true}, courier: {label: Courier}}
"""
SHOP = {
    "customer": """
label: {en: Customer, ru: Покупатель}
plural: {en: Customers, ru: Покупатели}
group: {en: Sales, ru: Продажи}
icon: users
help: {en: People who buy., ru: Наши покупатели.}
search: [name, email]
fields:
  name: {type: string, required: true, max_length: 60, label: {en: Name, ru: Имя}, help: {en: As on the parcel., ru: Как на посылке.}}
  email: {type: email, unique: true, label: {en: E-mail, ru: Почта}}
  secret_note: {type: string, hidden: true}
access: {read: [manager, clerk], create: manager, update: [manager, clerk], delete: manager}
""",
    "order": """
label: {en: Order, ru: Заказ}
plural: {en: Orders, ru: Заказы}
group: {en: Sales, ru: Продажи}
title: "{number} · {customer.name}"
search: [number, customer.name]
fields:
  number: {type: string, required: true, unique: true, max_length: 20, label: {en: Number, ru: Номер}}
  customer: {type: customer, required: true, inverse: orders, label: {en: Customer, ru: Покупатель}}
  status:
    type: enum
    values: {draft: {label: {en: Draft, ru: Черновик}}, paid: {label: {en: Paid, ru: Оплачен}, color: green}}
    default: draft
  total: {type: decimal, label: {en: Total, ru: Сумма}}
  placed_at: {type: datetime, label: {en: Placed, ru: Оформлен}}
  gift: {type: bool, required: true, default: false, label: {en: Gift, ru: Подарок}}
  note: {type: text, label: {en: Note, ru: Заметка}}
  tags: {type: [tag], inverse: orders, label: {en: Tags, ru: Метки}}
access: {read: [manager, clerk], create: manager, update: manager, delete: manager}
admin: {list: [number, customer, status, total, placed_at], filters: [status, customer, total, placed_at, gift], sort: number}
""",
    "line": """
label: {en: Line, ru: Строка}
plural: {en: Lines, ru: Строки}
fields:
  order: {type: order, part_of: true, inverse: lines, label: {en: Order, ru: Заказ}}
  what: {type: string, required: true, max_length: 40, label: {en: What, ru: Что}}
  tag: {type: tag, inverse: lines, label: {en: Tag, ru: Метка}}
  amount: {type: int, min: 1, required: true, default: 1, label: {en: Amount, ru: Число}}
  voucher: {type: secret, label: {en: Voucher, ru: Ваучер}}
  fixed: {type: string, readonly: true, label: {en: Fixed, ru: Постоянное}}
""",
    "tag": "fields: {name: string!}\naccess: {read: manager, create: manager, update: manager, delete: manager}\n",
    "sample": """
fields:
  name: string!
  weight: float
  size: int
  sure: bool
  day: date
  at: time
  spent: duration
  code: uuid
  extra: json
  words: {type: list, of: string}
  counts: {type: list, of: int}
  tint: color
  link: url
  phone: phone
  short: slug
  story: markdown
  secret: password
  token: {type: secret, min_length: 5}
""",
    "shelf": "id: [room, place]\nfields: {room: int!, place: string!, label: string}\n",
    "turnover": """
label: {en: Turnover, ru: Оборот}
plural: {en: Turnover by customer, ru: Оборот по покупателям}
help: {en: What customers bought., ru: Что купили покупатели.}
search: [customer.name]
view:
  from: order
  group: [customer, placed_at]
  fields:
    customer: customer
    placed_at: placed_at
    total: {value: sum(total), label: {en: Sum, ru: Сумма}}
    orders: count()
access: {read: [manager, clerk]}
admin: {list: [customer, placed_at, total, orders], filters: [customer, total], sort: -total}
""",
    "statics": "fields: {name: string!}\n",
}


@dataclass
class Visitor:
    """A browser: it keeps cookies, and sends a form's hidden fields along with what is typed."""

    client: TestClient
    page: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **options: Any) -> Response:
        """Fetch a page of the panel and keep its text."""
        response = self.client.get(f"/admin{path}", headers=self.headers, **options)
        self.page = response.text
        return response

    def hidden(self) -> dict[str, list[str]]:
        """Return the hidden fields of the page's main form."""
        main = self.page[self.page.find("<main") :]
        found: dict[str, list[str]] = {}
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main):
            found.setdefault(name, []).append(value)
        return {**found, "_token": [self.token()]}

    def token(self) -> str:
        """Return the token of the page's forms."""
        found = re.search(r'name="_token" value="(\w+)"', self.page)
        return found[1] if found else ""

    def send(self, path: str, values: Mapping[str, Any] = {}, **options: Any) -> Response:
        """Open the form at a path, type values into it and send it."""
        self.get(path)
        return self.post(path, {**self.hidden(), **values}, **options)

    def post(self, path: str, values: Mapping[str, Any] = {}, **options: Any) -> Response:
        """Send exactly these fields, and the page's token."""
        data = {"_token": self.token(), **values}
        response = self.client.post(f"/admin{path}", data=data, headers={**self.headers, **options.pop("headers", {})}, **options)
        self.page = response.text
        return response

    def login(self, name: str = "ann", password: str = PASSWORD) -> Response:
        """Sign in."""
        return self.send("/login", {"login": name, "password": password})


@dataclass(frozen=True)
class Template:
    """A shop's folder, made once; each test works on a copy. `tokens` are open sessions by login."""

    root: Path
    catalog: Catalog
    tokens: Mapping[str, str]


@dataclass
class Shop:
    """A panel and what is behind it. `tokens` are open sessions by login."""

    context: Context
    app: Starlette
    panel: Panel
    client: TestClient
    tokens: Mapping[str, str]

    def run(self, work: Any) -> Any:
        """Run a coroutine on the panel's event loop."""

        async def call() -> Any:
            return await work

        assert self.client.portal is not None
        return self.client.portal.call(call)

    def create(self, entity: str, **values: Any) -> Record:
        """Make a record as the system."""
        return self.run(self.context.service.create(SYSTEM, self.context.catalog.entities[entity], values))

    def read(self, entity: str, *key: Any) -> Mapping[str, Any]:
        """Return a record's values as the system sees them."""
        found: Key = key
        return self.run(self.context.service.get(SYSTEM, self.context.catalog.entities[entity], found)).values

    def visitor(self, name: str | None = "ann", language: str = "en") -> Visitor:
        """Return a new browser, signed in as `name`."""
        client = TestClient(self.app, follow_redirects=False, raise_server_exceptions=False)
        client.portal = self.client.portal
        visitor = Visitor(client, headers={"accept-language": language})
        if name:
            client.cookies.set("crudgen", self.tokens[name], domain="testserver.local", path="/")
        return visitor


async def _ready() -> str:
    return ""


def write_project(root: Path, schemas: Mapping[str, str], config: str = CONFIG) -> Path:
    """Write a project of YAML texts, and return its folder."""
    (root / "schemas").mkdir()
    (root / "data").mkdir()
    (root / "config.yaml").write_text(config, encoding="utf-8")
    for name, text in schemas.items():
        (root / "schemas" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


def open_context(root: Path, catalog: Catalog | None = None) -> Context:
    """Return the context of a project, its tables made where they are not there yet. Its catalog need not be loaded twice."""
    settings = load_settings(root, {})
    catalog = catalog or load_catalog(root, settings.roles)
    tables = Tables(catalog)
    database = Database(settings.database_url, create=True)
    store = Store(catalog, tables, Keyring([b"a secret of the tests"]))
    database.run_now(lambda connection: create_tables(connection, tables), Mode.SCHEMA)
    signin = SignIn(settings, catalog, database, store)
    service = Service(settings, catalog, database, store, [b"a secret of the tests"], on_write=signin.notice_write)
    return Context(settings, catalog, service, signin, _ready)


async def make_people(context: Context) -> dict[str, str]:
    """Make ann (admin), mia (manager), cleo (clerk) and carl (courier), of the ids 1 to 4, and return a session of each."""
    tokens = {}
    for name, role in (("ann", "admin"), ("mia", "manager"), ("cleo", "clerk"), ("carl", "courier")):
        await context.signin.create_user(name, PASSWORD, [role])
        tokens[name] = (await context.signin.login(name, PASSWORD, "")).token
    return tokens


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Return a shop's folder with ann (admin), mia (manager), cleo (clerk) and carl (courier), and a session of each."""
    root = tmp_path_factory.mktemp("shop")
    context = open_context(write_project(root, SHOP))

    tokens = asyncio.run(make_people(context))
    context.service.database.close_now()
    return Template(root, context.catalog, tokens)


@pytest.fixture
def context(tmp_path: Path, template: Template) -> Iterator[Context]:
    """Return the context of a fresh copy of the shop."""
    shutil.copytree(template.root, tmp_path, dirs_exist_ok=True)
    made = open_context(tmp_path, template.catalog)
    yield made
    made.service.database.close_now()


@pytest.fixture
def shop(context: Context, template: Template) -> Iterator[Shop]:
    """Return a panel over the shop."""
    app = Starlette()
    panel = build_admin(app, context)
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
        yield Shop(context, app, panel, client, template.tokens)
    panel.close()


@pytest.fixture
def filled(shop: Shop) -> Shop:
    """Return the shop with two customers, three orders and two tags."""
    for name in ("Ann Lee", "Bo Kim"):
        shop.create("customer", name=name, email=f"{name.split()[0].lower()}@example.org")
    for name in ("rush", "gift wrap"):
        shop.create("tag", name=name)
    shop.create("order", number="A-1", customer=1, total="10.00", placed_at="2026-03-01T12:30:00Z", tags=[1, 2], note="ring\ntwice")
    shop.create("order", number="A-2", customer=2, total="1234.50", status="paid")
    shop.create("order", number="A-3", customer=1)
    return shop


@pytest.fixture
def open_shop(tmp_path: Path) -> Iterator[Callable[[Mapping[str, str]], Shop]]:
    """Return what opens a panel over a project of other schemas, with the same people."""
    with ExitStack() as closing:

        def make(schemas: Mapping[str, str]) -> Shop:
            context = open_context(write_project(tmp_path, schemas))
            closing.callback(context.service.database.close_now)
            app = Starlette()
            panel = build_admin(app, context)
            closing.callback(panel.close)
            client = closing.enter_context(TestClient(app, follow_redirects=False, raise_server_exceptions=False))
            shop = Shop(context, app, panel, client, {})
            shop.tokens = shop.run(make_people(context))
            return shop

        yield make


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start one Chromium for the module."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()
