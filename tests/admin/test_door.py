"""Signing in and out, the first user, and whom the panel lets in."""

import asyncio
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from crudgen.admin import build_admin
from tests.admin.conftest import PASSWORD, SHOP, Shop, Visitor, open_context, write_project


def test_the_cookie_is_kept_from_scripts_and_other_sites(shop: Shop) -> None:
    cookie = shop.visitor(None).login().headers["set-cookie"].lower()
    assert cookie.startswith("crudgen=crs_")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_over_tls_the_cookie_is_pinned_to_the_host(shop: Shop) -> None:
    visitor = shop.visitor(None)
    visitor.client.base_url = "https://testserver"  # type: ignore[assignment]
    cookie = visitor.login().headers["set-cookie"]
    assert cookie.startswith("__Host-crudgen=")
    assert "Secure" in cookie
    assert visitor.get("/").status_code == 200


def test_a_wrong_password_says_nothing_more(shop: Shop) -> None:
    wrong, unknown = shop.visitor(None).login("ann", "wrong password"), shop.visitor(None).login("nobody", "wrong password")
    assert wrong.status_code == unknown.status_code == 401
    assert "The login or the password is wrong" in wrong.text
    assert 'value="ann"' in wrong.text
    assert wrong.text.replace("ann", "").count("wrong") == unknown.text.count("wrong")


def test_too_many_tries_have_to_wait(shop: Shop) -> None:
    visitor = shop.visitor(None, "ru")
    for _ in range(12):
        response = visitor.login("ann", "wrong password")
    assert response.status_code == 429
    assert "Подождите" in response.text


def test_the_token_is_new_at_every_sign_in_and_the_old_one_ends(shop: Shop) -> None:
    visitor = shop.visitor()
    first = visitor.client.cookies["crudgen"]
    visitor.get("/")
    visitor.post("/logout")
    visitor.client.cookies.clear()
    visitor.login()
    assert visitor.client.cookies["crudgen"] != first
    visitor.client.cookies.clear()
    visitor.client.cookies.set("crudgen", first)
    assert visitor.get("/tag/list").status_code == 303


def test_a_role_without_the_panel_is_kept_out_and_may_sign_out(shop: Shop) -> None:
    visitor = shop.visitor("carl")
    response = visitor.get("/")
    assert response.status_code == 403
    assert "Not allowed" in response.text
    assert "Orders" not in response.text
    assert visitor.post("/logout").headers["location"] == "/admin/login"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example", "//evil.example", "/admin/../x", "/other", "/admin/\\evil", "javascript:alert(1)", "/adminx"]
)
def test_signing_in_leads_nowhere_else(shop: Shop, wanted: str) -> None:
    visitor = shop.visitor(None)
    response = visitor.send("/login", {"login": "ann", "password": PASSWORD, "next": wanted})
    assert response.headers["location"] in ("/admin/", "/admin/../x")


@pytest.mark.parametrize("path", ["//evil.example/?lang=ru", "/\\evil.example?lang=ru"])
def test_choosing_a_language_leads_nowhere_else(shop: Shop, path: str) -> None:
    response = shop.visitor(None).client.get(f"http://testserver/admin{path}")
    assert response.headers.get("location", "/admin").startswith("/admin")


def test_locking_somebody_out_holds_at_once(shop: Shop) -> None:
    mia = shop.visitor("mia")
    assert mia.get("/").status_code == 200
    page = shop.visitor().send("/user/edit/2", {"login": "mia", "roles": ["manager"]})
    assert page.status_code == 303
    assert mia.get("/").status_code == 303


def test_roles_of_a_user_are_ticked(shop: Shop) -> None:
    page = shop.visitor(language="ru").get("/user/edit/2").text
    assert 'name="roles" value="manager" checked' in page
    assert "Менеджер" in page
    assert shop.visitor().send("/user/edit/2", {"login": "mia", "roles": ["manager", "clerk"], "is_active": "true"}).status_code == 303
    assert set(shop.read("user", 2)["roles"]) == {"manager", "clerk"}


def test_the_first_user_is_made_with_the_code_of_the_log(tmp_path: Path) -> None:
    context = open_context(write_project(tmp_path, SHOP))
    app = Starlette()
    build_admin(app, context)
    code = asyncio.run(context.signin.setup_code())
    with TestClient(app, follow_redirects=False) as client:
        visitor = Visitor(client)
        assert visitor.get("/login").headers["location"] == "/admin/setup"
        assert visitor.send("/setup", {"code": "wrong", "login": "eve", "password": PASSWORD}).status_code == 403
        response = visitor.send("/setup", {"code": code, "login": "eve", "password": "short"})
        assert response.status_code == 422
        assert "characters" in response.text
        assert visitor.send("/setup", {"code": code, "login": "eve", "password": PASSWORD}).headers["location"] == "/admin/"
        assert "eve" in visitor.get("/").text
        assert visitor.get("/setup").status_code == 303
    context.service.database.close_now()
