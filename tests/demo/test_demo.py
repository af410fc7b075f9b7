"""The demo shop: its files are whole, its made-up rows are believable, and visitors see what they may."""

import contextlib
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from crudgen import Project
from crudgen.cli import main
from crudgen.schema.catalog import Catalog, Text

pytestmark = pytest.mark.xdist_group("demo")

ROOT = Path(__file__).parents[2]
ROWS = ("--rows", "400", "--rows", "customer=60", "--rows", "supplier=12", "--rows", "product=90")


def run(*arguments: str) -> tuple[int, str]:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = main(list(arguments))
    return code, printed.getvalue()


def copy_demo(folder: Path) -> Path:
    for name in ("config.yaml", "schemas", "migrations"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / name)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the demo, migrated by its committed revisions, and filled."""
    folder = copy_demo(tmp_path_factory.mktemp("demo") / "shop")
    for command in (("upgrade",), ("seed", *ROWS)):
        code, printed = run(*command, "--project", str(folder))
        assert code == 0, printed
    return folder


@pytest.fixture(scope="module")
def visitor(folder: Path) -> Iterator[TestClient]:
    with TestClient(Project(folder).app()) as client:
        yield client


@pytest.fixture(scope="module")
def clerk(folder: Path, visitor: TestClient) -> dict[str, str]:
    code, key = run("key", "create", "till", "--role", "clerk", "--project", str(folder))
    assert code == 0
    return {"Authorization": f"Bearer {key.strip()}"}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Project(ROOT).catalog


def own_texts(catalog: Catalog) -> Iterator[tuple[str, Text]]:
    for entity in catalog.entities.values():
        if entity.is_builtin:
            continue
        yield from ((f"{entity.name}.{name}", getattr(entity, name)) for name in ("label", "plural", "group"))
        for field in entity.fields.values():
            if not field.is_implicit:
                yield f"{entity.name}.{field.name}", field.label
            yield from ((f"{entity.name}.{field.name}.{value.name}", value.label) for value in field.values)


def test_the_demo_has_eight_to_ten_entities(catalog: Catalog) -> None:
    assert 8 <= sum(not entity.is_builtin for entity in catalog.stored) <= 10


def test_every_text_of_the_demo_is_there_in_both_languages(catalog: Catalog) -> None:
    assert [name for name, text in own_texts(catalog) if not {"en", "ru"} <= set(text.languages)] == []


def test_the_committed_revisions_cover_the_schemas() -> None:
    assert run("diff", "--project", str(ROOT))[0] == 0


def test_a_visitor_sees_products_and_nothing_of_the_customers(visitor: TestClient) -> None:
    answer = visitor.get("/api/product?limit=5&expand=category,tags")
    assert answer.status_code == 200
    assert len(answer.json()["items"]) == 5
    assert visitor.get("/api/customer").status_code == 401
    assert visitor.get("/api/product?expand=movements").status_code == 400


def test_every_entity_is_filled(visitor: TestClient, clerk: dict[str, str], catalog: Catalog) -> None:
    for entity in catalog.entities.values():
        if not entity.is_builtin:
            assert visitor.get(f"/api/{entity.path}?limit=1", headers=clerk).json()["total"] > 5, entity.name


def test_named_numbers_of_rows_are_kept(visitor: TestClient, clerk: dict[str, str]) -> None:
    wanted = {"customer": 60, "supplier": 12, "product": 90, "order_item": 400}
    assert {name: visitor.get(f"/api/{name}?limit=1", headers=clerk).json()["total"] for name in wanted} == wanted


def test_orders_go_to_their_own_customers_and_keep_the_products_price(visitor: TestClient, clerk: dict[str, str]) -> None:
    def items(path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = visitor.get(path, headers=clerk).json()["items"]
        return found

    sent = [order for order in items("/api/order?limit=100&expand=ship_to") if order["ship_to"]]
    assert sent
    assert all(order["ship_to"]["customer"] == order["customer"] for order in sent)
    assert all(line["unit_price"] == line["product"]["price"] for line in items("/api/order_item?limit=100&expand=product"))


def test_categories_stand_inside_one_another(visitor: TestClient) -> None:
    categories = visitor.get("/api/category?limit=100").json()["items"]
    assert any(category["parent"] for category in categories)
    assert any(category["parent"] is None for category in categories)


def test_seeding_again_is_refused_and_seeding_once_does_nothing(folder: Path, visitor: TestClient) -> None:
    before = visitor.get("/api/product?limit=1").json()["total"]
    code, printed = run("seed", "--project", str(folder))
    assert code == 1
    assert "--force" in printed
    assert run("seed", "--once", "--project", str(folder))[0] == 0
    assert visitor.get("/api/product?limit=1").json()["total"] == before


def test_the_same_seed_makes_the_same_shop(folder: Path, tmp_path: Path, visitor: TestClient) -> None:
    other = copy_demo(tmp_path / "other")
    for command in (("upgrade",), ("seed", *ROWS)):
        assert run(*command, "--project", str(other))[0] == 0
    fields = "fields=name,sku,price,category,tags&limit=500"
    with TestClient(Project(other).app()) as client:
        assert client.get(f"/api/product?{fields}").json()["items"] == visitor.get(f"/api/product?{fields}").json()["items"]


def test_more_rows_can_be_added_beside_those_that_are_there(tmp_path: Path) -> None:
    folder = copy_demo(tmp_path / "more")
    for command in (("upgrade",), ("seed", "--rows", "60"), ("seed", "--rows", "60", "--force")):
        code, printed = run(*command, "--project", str(folder))
        assert code == 0, printed
