"""Several companies in one database by rules alone (`examples/tenants`): at every door, the other company is not there."""

import contextlib
import io
import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient

from crudgen import Project
from crudgen.cli import main
from tests.golden import compare

EXAMPLE = Path(__file__).parents[2] / "examples" / "tenants"
PASSWORD = "correct horse battery"
ROWS: list[tuple[str, dict[str, Any]]] = [
    ("company", {"name": "Acorn"}),
    ("company", {"name": "Birch"}),
    ("tag", {"company": 1, "name": "early"}),
    ("tag", {"company": 2, "name": "birchtag"}),
    ("customer", {"company": 1, "name": "Alice", "email": "alice@example.org", "tags": [1]}),
    ("customer", {"company": 2, "name": "Birchman", "email": "birchman@example.org", "tags": [2]}),
    ("order", {"number": "A-1", "customer": 1, "items": [{"work": "saw", "price": "10.00"}]}),
    ("order", {"number": "B-1", "customer": 2, "items": [{"work": "birchwork", "price": "20.00"}]}),
    ("user", {"login": "ann", "password": PASSWORD, "roles": ["staff", "boss"], "company": 1}),
    ("user", {"login": "ben", "password": PASSWORD, "roles": ["staff", "boss"], "company": 2, "name": "Birchben"}),
    ("user", {"login": "nora", "password": PASSWORD, "roles": ["staff"]}),
]
"""What is Birch's is called so, that one may search answers for it; its records have the id 2, ann has user 1."""
ENTITIES = ("company", "tag", "customer", "order", "order_item", "user")


@dataclass
class Door:
    """The API as one person, and the panel in their browser."""

    client: TestClient
    headers: dict[str, str]

    def ask(self, request: str, body: Any = None) -> Response:
        """Send `"GET /order"` below /api."""
        method, _, path = request.partition(" ")
        return self.client.request(method, f"/api{path}", json=body, headers=self.headers)

    def items(self, path: str) -> list[dict[str, Any]]:
        """Return the records of a list, whose total says as many."""
        answer = self.ask(f"GET {path}")
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert page["total"] == len(page["items"])
        return page["items"]

    def names(self, path: str, name: str) -> list[Any]:
        """Return one field of the records of a list."""
        return [item[name] for item in self.items(path)]


@dataclass(frozen=True)
class Workshops:
    """The example: its folder, the API, and the tokens of the people in it; `admin` is an administrator's."""

    folder: Path
    client: TestClient
    tokens: Mapping[str, str]

    def as_(self, login: str) -> Door:
        """Return somebody's way in."""
        return Door(self.client, {"Authorization": f"Bearer {self.tokens[login]}"})


@contextlib.contextmanager
def running(folder: Path, tokens: Mapping[str, str]) -> Iterator[Workshops]:
    with TestClient(Project(folder).app(), follow_redirects=False) as client:
        yield Workshops(folder, client, tokens)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, str]]:
    """Return a copy of the example, filled, and the tokens of its people."""
    folder = tmp_path_factory.mktemp("tenants") / "project"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("data", ".crudgen", "__pycache__"))
    printed = io.StringIO()
    assert main(["upgrade", "--project", str(folder)]) == 0
    with contextlib.redirect_stdout(printed):
        assert main(["key", "create", "tests", "--role", "admin", "--project", str(folder)]) == 0
    tokens = {"admin": printed.getvalue().strip()}
    with running(folder, tokens) as workshops:
        for entity, body in ROWS:
            answer = workshops.as_("admin").ask(f"POST /{entity}", body)
            assert answer.status_code == 201, answer.text
            if entity == "user":
                signed_in = workshops.client.post("/api/auth/login", json={"login": body["login"], "password": PASSWORD})
                tokens[body["login"]] = signed_in.json()["access_token"]
    return folder, tokens


@pytest.fixture(scope="module")
def standing(template: tuple[Path, Mapping[str, str]]) -> Iterator[Workshops]:
    """Return the example running, for tests that change nothing."""
    with running(*template) as workshops:
        yield workshops


@pytest.fixture
def shop(template: tuple[Path, Mapping[str, str]], tmp_path: Path) -> Iterator[Workshops]:
    """Return the example running on rows of its own."""
    shutil.copytree(template[0], tmp_path / "project")
    with running(tmp_path / "project", template[1]) as workshops:
        yield workshops


@pytest.fixture
def ann(standing: Workshops) -> Door:
    return standing.as_("ann")


def test_the_revisions_cover_the_schemas(template: tuple[Path, Mapping[str, str]]) -> None:
    assert main(["diff", "--project", str(template[0])]) == 0


def test_the_file_of_rights_is_true(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["access", "--json", "--project", str(EXAMPLE)]) == 0
    compare(EXAMPLE / "access.json", capsys.readouterr().out)


@pytest.mark.parametrize("entity", ENTITIES)
def test_lists_and_their_totals_are_of_ones_own_company(ann: Door, entity: str) -> None:
    assert ann.names(f"/{entity}", "id") == [1]


@pytest.mark.parametrize("entity", ENTITIES)
@pytest.mark.parametrize("method", ["GET", "PATCH", "PUT", "DELETE"])
def test_the_others_records_are_answered_as_those_that_are_not_there(ann: Door, entity: str, method: str) -> None:
    answers = []
    for key in (2, 99):
        answer = ann.ask(f"{method} /{entity}/{key}", {} if method in ("PATCH", "PUT") else None)
        told = {name: value for name, value in answer.json().items() if name not in ("request_id", "instance")}
        answers.append((answer.status_code, told))
    assert answers[0] == answers[1]
    assert answers[0][0] in (404, 403)
    if method == "GET":
        assert answers[0][0] == 404


@pytest.mark.parametrize(
    "path",
    [
        "/customer?q=birch",
        "/customer?name[icontains]=birch",
        "/customer?company=2",
        "/customer?company.name=Birch",
        "/customer?tags=2",
        "/customer?filter=company.name = 'Birch'",
        "/order?customer=2",
        "/order?q=birch",
        "/order?customer.name=Birchman",
        "/order?filter=total > 15",
        "/order_item?work=birchwork",
        "/order_item?order.customer.name=Birchman",
        "/company?filter=count(people) > 1 or count(customers) > 1",
        "/order?filter=count(customer.company.people) > 1 or count(customer.company.customers.orders) > 1",
        "/tag?customers=2",
        "/company?customers=2",
        "/company?people=2",
        "/company?filter=any(people.login = 'ben')",
        "/user?login=ben",
    ],
)
def test_no_filter_and_no_search_finds_the_others(ann: Door, path: str) -> None:
    assert ann.items(path) == []


def test_expanded_records_are_ones_own(ann: Door) -> None:
    (company,) = ann.items("/company?expand=people,customers.orders.items,tags")
    assert [person["login"] for person in company["people"]] == ["ann"]
    assert [customer["name"] for customer in company["customers"]] == ["Alice"]
    assert "irch" not in str(company)


def test_references_cannot_lead_to_the_others(ann: Door) -> None:
    bodies = [
        ("POST /order", {"number": "A-2", "customer": None}, "customer"),
        ("PATCH /order/1", {"customer": None}, "customer"),
        ("POST /customer", {"company": None, "name": "X"}, "company"),
        ("PATCH /customer/1", {"tags": None}, "tags"),
        ("PATCH /order/1", {"items": None}, "items"),
        ("PUT /order/1", {"number": "A-1", "customer": None}, "customer"),
        ("POST /order_item", {"order": None, "work": "w", "price": "1.00"}, "order"),
        ("PATCH /order_item/1", {"order": None}, "order"),
    ]
    shapes = {"tags": lambda key: [key], "items": lambda key: [{"id": key, "work": "mine"}]}
    for request, body, field in bodies:
        told = []
        for key in (2, 99):
            answer = ann.ask(request, {**body, field: shapes.get(field, lambda one: one)(key)})
            told.append((answer.status_code, str(answer.json()["errors"]).replace(str(key), "N")))
        assert told[0] == told[1]
        assert told[0][0] == 422, told


def test_one_works_with_what_is_ones_own(shop: Workshops) -> None:
    ann = shop.as_("ann")
    made = ann.ask("POST /order", {"number": "A-2", "customer": 1, "items": [{"work": "plane", "price": "5.00"}]})
    assert made.status_code == 201
    assert made.json()["total"] == "5.00"
    assert ann.ask(f"PATCH /order/{made.json()['id']}", {"status": "done"}).status_code == 200
    assert ann.ask(f"DELETE /order/{made.json()['id']}").status_code == 204
    assert ann.ask("PATCH /company/1", {"name": "Acorn & Sons"}).json()["name"] == "Acorn & Sons"


def test_unique_values_of_the_others_are_not_told(shop: Workshops) -> None:
    ann = shop.as_("ann")
    taken = ann.ask("POST /customer", {"company": 1, "name": "Twin", "email": "birchman@example.org"})
    assert taken.status_code == 201
    assert ann.ask("POST /tag", {"company": 1, "name": "birchtag"}).status_code == 201
    assert ann.ask("POST /tag", {"company": 1, "name": "early"}).status_code == 409


def test_nobody_moves_themselves_to_another_company(shop: Workshops) -> None:
    ann = shop.as_("ann")
    assert ann.ask("PATCH /user/1", {"company": 2}).status_code in (403, 422)
    assert ann.ask("PATCH /user/1", {"name": "Ann A."}).status_code == 200
    assert shop.as_("admin").ask("GET /user/1").json()["company"] == 1
    assert shop.as_("admin").ask("GET /user/2").json()["name"] == "Birchben"


def test_without_a_company_one_sees_nothing_and_makes_nothing(shop: Workshops) -> None:
    nora = shop.as_("nora")
    for entity in ENTITIES:
        assert nora.items(f"/{entity}") == []
    assert nora.ask("POST /customer", {"company": 1, "name": "X"}).status_code == 422
    assert nora.ask("POST /tag", {"company": None, "name": "X"}).status_code == 422
    shop.as_("admin").ask("POST /user", {"login": "nils", "password": PASSWORD, "roles": ["staff"]})
    assert nora.items("/user") == []


def test_a_key_of_a_role_has_no_company(shop: Workshops, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["key", "create", "robot", "--role", "staff", "--project", str(shop.folder)]) == 0
    robot = Door(shop.client, {"Authorization": f"Bearer {capsys.readouterr().out.strip()}"})
    assert robot.items("/order") == []


def test_a_key_of_a_user_is_of_their_company(shop: Workshops, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["key", "create", "robot", "--user", "ben", "--project", str(shop.folder)]) == 0
    robot = Door(shop.client, {"Authorization": f"Bearer {capsys.readouterr().out.strip()}"})
    assert robot.names("/order", "number") == ["B-1"]


def test_whoever_moves_sees_the_other_company_at_once(shop: Workshops) -> None:
    ann = shop.as_("ann")
    assert ann.names("/order", "number") == ["A-1"]
    assert shop.as_("admin").ask("PATCH /user/1", {"company": 2}).status_code == 200
    assert ann.names("/order", "number") == ["B-1"]
    shop.as_("admin").ask("PATCH /user/1", {"company": None})
    assert ann.items("/order") == []


def test_a_move_that_another_process_made_acts_within_a_second(shop: Workshops) -> None:
    ann = shop.as_("ann")
    assert ann.names("/order", "number") == ["A-1"]
    with contextlib.closing(sqlite3.connect(shop.folder / "data" / "app.db")) as other, other:
        other.execute("update crudgen_user set company = 2 where login = 'ann'")
    time.sleep(1.05)
    assert ann.names("/order", "number") == ["B-1"]


@pytest.fixture
def panel(standing: Workshops) -> TestClient:
    """Return the panel as ann sees it."""
    standing.client.cookies.set("crudgen", standing.tokens["ann"], domain="testserver.local", path="/")
    return standing.client


@pytest.mark.parametrize(("entity", "field"), [("order", "customer"), ("customer", "company"), ("customer", "tags")])
@pytest.mark.parametrize("term", ["", "birch"])
def test_pickers_offer_ones_own_alone(panel: TestClient, entity: str, field: str, term: str) -> None:
    answer = panel.get(f"/admin/{entity}/ajax/lookup?name={field}&term={term}")
    assert answer.status_code == 200
    assert "irch" not in answer.text.replace(f"term={term}", "")
    assert len(answer.json()["results"]) == (0 if term else 1)


@pytest.mark.parametrize(
    "page", ["company/list", "customer/list", "order/list", "order/details/1", "order/edit/1", "customer/edit/1", "user/list"]
)
def test_pages_show_ones_own_alone(panel: TestClient, page: str) -> None:
    answer = panel.get(f"/admin/{page}")
    assert answer.status_code == 200
    assert "irch" not in answer.text


@pytest.mark.parametrize("page", ["order/details/2", "order/edit/2", "customer/details/2", "company/details/2", "user/details/2"])
def test_pages_of_the_others_are_not_there(panel: TestClient, page: str) -> None:
    assert panel.get(f"/admin/{page}").status_code == 404
