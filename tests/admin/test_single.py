"""One record alone in the panel: its form is where its menu entry leads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from crudgen.admin import build_admin
from tests.admin.conftest import PASSWORD, Shop, open_context, write_project

SCHEMAS = {
    "settings": """
single: true
label: {en: Shop settings, ru: Настройки}
icon: settings
fields:
  name: {type: string, required: true, default: Corner shop}
  home: {type: tag, inverse: homes}
access: {read: [manager, clerk], update: manager}
""",
    "tag": "fields: {name: string!}\naccess: {read: [manager, clerk], delete: manager}\n",
}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    context = open_context(write_project(tmp_path, SCHEMAS))
    app = Starlette()
    panel = build_admin(app, context)
    tokens: dict[str, str] = {}
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
        made = Shop(context, app, panel, client, tokens)
        for name, role in (("mia", "manager"), ("cleo", "clerk")):
            made.run(context.signin.create_user(name, PASSWORD, [role]))
            tokens[name] = made.run(context.signin.login(name, PASSWORD, "")).token
        yield made
    panel.close()
    context.service.database.close_now()


@pytest.mark.parametrize(("name", "page"), [("mia", "edit"), ("cleo", "details")])
def test_the_menu_leads_to_the_record_itself(shop: Shop, name: str, page: str) -> None:
    visitor = shop.visitor(name)
    visitor.get("/")
    assert f'href="/admin/settings/{page}"' in visitor.page
    assert "/settings/list" not in visitor.page
    assert "/settings/create" not in visitor.page
    there = visitor.get(f"/settings/{page}")
    assert there.status_code == 200
    assert f'href="/admin/settings/{page}" aria-current="page"' in visitor.page
    assert visitor.get("/settings/list").headers["location"] == f"/admin/settings/{page}"


def test_the_form_has_the_defaults_saves_them_and_leads_to_the_record(shop: Shop) -> None:
    visitor = shop.visitor("mia")
    visitor.get("/settings/edit")
    assert 'value="Corner shop"' in visitor.page
    saved = visitor.send("/settings/edit", {"name": "Tea house"})
    assert (saved.status_code, saved.headers["location"]) == (303, "/admin/settings/details")
    visitor.get("/settings/details")
    assert "Tea house" in visitor.page
    assert "“Shop settings” has been saved" in visitor.page
    assert "/settings/delete" not in visitor.page


def test_of_two_forms_of_the_record_before_it_was_saved_the_second_sees_a_conflict(shop: Shop) -> None:
    first, second = shop.visitor("mia"), shop.visitor("mia")
    second.get("/settings/edit")
    late = {**second.hidden(), "name": "Second"}
    assert first.send("/settings/edit", {"name": "First"}).status_code == 303
    assert second.post("/settings/edit", late).status_code == 409
    assert "Somebody else changed this record" in second.page


@pytest.mark.parametrize(
    ("path", "status"), [("/settings/create", 403), ("/settings/delete/1", 403), ("/settings/details/1", 404), ("/settings/edit/1", 404)]
)
def test_there_is_nothing_else_to_open(shop: Shop, path: str, status: int) -> None:
    assert shop.visitor("mia").get(path).status_code == status


def test_it_names_itself_in_the_readers_language(shop: Shop) -> None:
    visitor = shop.visitor("cleo", "ru")
    visitor.get("/settings/details")
    assert "<h1>Настройки</h1>" in visitor.page


def test_what_it_refers_to_leads_back_to_it(shop: Shop) -> None:
    shop.create("tag", name="tea")
    visitor = shop.visitor("mia")
    visitor.send("/settings/edit", {"home": "1"})
    visitor.get("/settings/details")
    assert 'href="/admin/tag/details/1"' in visitor.page
    visitor.get("/tag/details/1")
    assert "homes" not in visitor.page
    visitor.get("/tag/delete/1")
    assert '<a href="/admin/settings/edit">Shop settings</a>' in visitor.page
