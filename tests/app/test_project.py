"""The faces of a project to Python: the application, its models, sessions, routers and records."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from crudgen import Project
from crudgen.errors import Invalid, SchemaError, UserError
from crudgen.migrate import revise, upgrade
from tests.support.catalog import write_project

SHOP = {
    "customer": "fields: {name: string!}\naccess: {read: public}\n",
    "order": "fields:\n  customer: {type: customer, required: true, inverse: orders}\n  total: decimal\n  tags: [tag]\n",
    "tag": "fields: {name: string!}\n",
}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    write_project(tmp_path, SHOP)
    project = Project(tmp_path)
    revise(project.root, project.catalog, "the first")
    upgrade(project.root, project.settings.database_url)
    yield project
    project.database.close_now()


async def get(app: object, path: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        return await client.get(path)


def test_a_mistake_in_a_file_is_the_located_one_of_check(tmp_path: Path) -> None:
    write_project(tmp_path, {"order": "fields:\n  total: decimel\n"})
    with pytest.raises(SchemaError) as caught:
        Project(tmp_path)
    assert str(caught.value).startswith('schemas/order.yaml:2:10: unknown type "decimel"')


def test_an_application_over_a_database_that_is_not_there_is_refused(tmp_path: Path) -> None:
    write_project(tmp_path, SHOP)
    with pytest.raises(UserError, match="there is no database yet"):
        Project(tmp_path).app()


def test_an_application_over_schemas_without_a_revision_is_refused(shop: Project) -> None:
    (shop.root / "schemas" / "tag.yaml").write_text("fields: {name: string!, color: color}\n")
    with pytest.raises(UserError, match="crudgen revise"):
        Project(shop.root).app()


async def test_the_application_is_mounted_in_another_one(shop: Project) -> None:
    async with shop.records() as records:
        await records.create("customer", {"name": "Ann"})
    host = FastAPI()
    host.mount("/shop", shop.app())
    answer = await get(host, "/shop/api/customer?limit=1")
    assert [item["name"] for item in answer.json()["items"]] == ["Ann"]
    assert (await get(host, "/shop/healthz")).status_code == 200
    assert (await get(host, "/shop/admin/login")).status_code in (200, 303)


@pytest.mark.parametrize(("path", "location"), [("/shop/", "/shop/admin/"), ("/shop/admin", "/shop/admin/")])
async def test_the_panel_is_found_from_the_root_without_the_host_header(shop: Project, path: str, location: str) -> None:
    host = FastAPI()
    host.mount("/shop", shop.app())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(host), base_url="http://evil.example") as client:
        answer = await client.get(path)
    assert answer.headers["location"] == location


async def test_a_router_of_one_entity_is_included_in_another_application(shop: Project) -> None:
    async with shop.records() as records:
        made = await records.create("customer", {"name": "Ann"})
    host = FastAPI()
    host.include_router(shop.router("customer"), prefix="/people")
    answer = await get(host, f"/people/customer/{made['id']}")
    assert answer.json()["name"] == "Ann"
    assert answer.headers["etag"]
    assert (await get(host, "/people/customer/999")).status_code == 404
    assert (await get(host, "/people/customer/999")).headers["content-type"] == "application/problem+json"


async def test_records_pass_the_same_validation_as_every_other_door(shop: Project) -> None:
    async with shop.records() as records:
        ann = await records.create("customer", {"name": "Ann"})
        order = await records.create("order", {"customer": ann["id"], "total": Decimal("12.5")})
        assert order["total"] == Decimal("12.50")
        assert (await records.get("order", order["id"], expand="customer"))["customer"]["name"] == "Ann"
        assert [one["id"] for one in await records.list("order", {"customer.name": "Ann"})] == [order["id"]]
        assert (await records.update("order", order["id"], {"total": None}))["total"] is None
        with pytest.raises(Invalid) as caught:
            await records.create("order", {"customer": 999})
        assert [error.pointer for error in caught.value.errors] == ["/customer"]
        await records.delete("order", order["id"])
        assert await records.count("order") == 0


async def test_records_of_an_unknown_entity_or_user_name_the_cure(shop: Project) -> None:
    async with shop.records() as records:
        with pytest.raises(UserError, match='did you mean "customer"'):
            await records.create("custmer", {"name": "Ann"})
    with pytest.raises(UserError, match='no active user "ann"'):
        async with shop.records(actor="ann"):
            pass


async def test_records_act_in_the_name_of_a_user(shop: Project) -> None:
    await shop.snapshot.context.signin.create_user("ann", "correct horse", [])
    async with shop.records(actor="ann") as records:
        assert await records.list("customer") == []
        with pytest.raises(Exception, match="you may not create"):
            await records.create("customer", {"name": "Bob"})


async def test_models_and_sessions_work_without_the_service(shop: Project) -> None:
    async with shop.records() as records:
        ann = await records.create("customer", {"name": "Ann"})
        tag = await records.create("tag", {"name": "new"})
        await records.create("order", {"customer": ann["id"], "total": "3.10", "tags": [tag["id"]]})
    order = shop.models["order"]
    with shop.session() as session:
        found = session.scalars(select(order)).one()
        assert (found.customer.name, found.total, [one.name for one in found.tags]) == ("Ann", Decimal("3.10"), ["new"])
        assert [one.total for one in found.customer.orders] == [Decimal("3.10")]
        found.total = Decimal("4.00")
        session.commit()
    async with shop.records() as records:
        assert [one["total"] for one in await records.list("order")] == [Decimal("4.00")]


async def test_readiness_says_what_is_wrong(shop: Project) -> None:
    assert await shop.readiness() == ""
    shop.root.joinpath("data/app.db").rename(shop.root / "elsewhere.db")
    assert "no database" in await shop.readiness()
