"""The further forms of an entity, from the files to the browser: one record alone, fields given up, rows of the schema."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Response
from starlette.testclient import TestClient

from crudgen import Project
from crudgen.cli.main import main
from tests.support.catalog import write_project

CONFIG = "roles: {manager: {label: Manager, admin: true}}\n"
SHOP = {
    "settings": "single: true\nfields: {name: {type: string, required: true, default: Shop}, first: status}\naccess: {read: public}\n",
    "status": """
rows: {key: code, values: [{code: new, name: New}, {code: paid, name: Paid}]}
fields: {code: {type: string, required: true, unique: true}, name: string!, note: string}
access: {read: public, create: manager, update: manager, delete: manager}
""",
    "order": "fields: {number: string!, status: {type: status, required: true}, fax: string}\naccess: {read: public}\n",
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write_project(tmp_path / "shop", SHOP, CONFIG)


def run(folder: Path, *arguments: str) -> int:
    return main([*arguments, "--project", str(folder)])


@pytest.fixture
def client(shop: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[TestClient]:
    assert run(shop, "revise") == run(shop, "upgrade") == run(shop, "seed", "--rows", "20") == 0
    capsys.readouterr()
    assert run(shop, "key", "create", "boss", "--role", "manager") == 0
    headers = {"Authorization": f"Bearer {capsys.readouterr().out.strip()}"}
    with TestClient(Project(shop).app(), headers=headers, follow_redirects=False) as client:
        yield client


def code_of(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def test_made_up_orders_refer_to_the_rows_of_the_schema(client: TestClient) -> None:
    assert client.get("/api/status").json()["total"] == 2
    orders = client.get("/api/order?limit=100").json()
    assert orders["total"] == 20
    assert {order["status"] for order in orders["items"]} == {1, 2}


def test_the_api_keeps_what_the_schema_gives_and_takes_other_records(client: TestClient) -> None:
    assert code_of(client.delete("/api/status/1")) == (409, "schema_row")
    refused = client.patch("/api/status/1", json={"name": "x", "note": "y"})
    assert code_of(refused) == (422, "invalid")
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [("/name", "schema_row")]
    assert client.patch("/api/status/1", json={"note": "y"}).json()["note"] == "y"
    made = client.post("/api/status", json={"code": "late", "name": "Late"})
    assert made.status_code == 201
    assert client.delete(made.headers["location"]).status_code == 204
    assert code_of(client.post("/api/status", json={"code": "new", "name": "x"})) == (409, "unique")
    model = client.get("/api/meta").json()["entities"]
    assert next(one for one in model if one["name"] == "status")["rows"] == {"key": "code", "values": ["new", "paid"]}


def test_what_is_given_up_is_gone_at_every_door_and_back_with_its_values(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "revise") == run(shop, "upgrade") == run(shop, "seed", "--rows", "20") == 0
    with TestClient(Project(shop).app()) as client:
        before = [order["fax"] for order in client.get("/api/order?sort=id&limit=100").json()["items"]]
    assert any(before)
    order = shop / "schemas" / "order.yaml"
    order.write_text("removed: [fax]\n" + SHOP["order"].replace(", fax: string", ""))
    assert run(shop, "diff") == 2
    assert "field order.fax is given up, and its values are kept (safe)" in capsys.readouterr().out
    assert run(shop, "revise") == run(shop, "upgrade") == run(shop, "seed", "--force", "--rows", "5") == run(shop, "diff") == 0
    with TestClient(Project(shop).app()) as client:
        assert "fax" not in client.get("/api/order/1").json()
        assert client.get("/api/order?fax=1").status_code == 400
    order.write_text(SHOP["order"])
    assert run(shop, "revise") == run(shop, "upgrade") == 0
    with TestClient(Project(shop).app()) as client:
        items = client.get("/api/order?sort=id&limit=100").json()["items"]
    assert [one["fax"] for one in items] == [*before, None, None, None, None, None]


def test_seed_refuses_and_skips_where_there_are_more_rows_than_the_schemas(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shop, "revise") == run(shop, "upgrade") == 0
    assert run(shop, "seed", "--once", "--rows", "5") == 0
    assert "order: 5 rows" in capsys.readouterr().out
    assert run(shop, "seed", "--once", "--rows", "5") == 0
    assert "nothing was added" in capsys.readouterr().out
    assert run(shop, "seed", "--rows", "5") == 1
    assert "there are rows already (order)" in capsys.readouterr().err
