"""Looking at the panel through the eyes of a role or a person: it shows what they see, and changes nothing."""

import pytest

from crudgen.admin.tokens import seal
from crudgen.plan.actor import SYSTEM
from tests.admin.conftest import PASSWORD, Shop, Visitor


def looking(shop: Shop, **asked: str) -> Visitor:
    """Return ann, the administrator, looking through other eyes."""
    visitor = shop.visitor("ann")
    assert visitor.send("/look", asked).status_code == 303
    return visitor


@pytest.mark.parametrize("asked", [{"role": "clerk"}, {"person": "cleo"}, {"person": " cleo "}])
def test_the_panel_shows_what_they_see(filled: Shop, asked: dict[str, str]) -> None:
    visitor, clerk = looking(filled, **asked), filled.visitor("cleo")
    for path, status in (("/tag/list", 404), ("/user/list", 404), ("/order/edit/1", 403), ("/order/list", 200), ("/customer/edit/1", 200)):
        assert visitor.get(path).status_code == clerk.get(path).status_code == status, path
        if status < 300:
            assert 'class="notice warn eyes"' in visitor.page
            assert 'class="notice warn eyes"' not in clerk.page
    assert ">ann<" in visitor.page


@pytest.mark.parametrize("asked", [{"role": "manager"}, {"person": "mia"}, {"person": "ann"}])
def test_nothing_can_be_changed(filled: Shop, asked: dict[str, str]) -> None:
    visitor = looking(filled, **asked)
    answer = visitor.send("/customer/edit/1", {"name": "Hacked", "email": "ann@example.org"})
    assert answer.status_code == 422
    assert "Nothing can be changed through the eyes of somebody else" in visitor.page
    assert 'value="Hacked"' in visitor.page
    assert visitor.send("/customer/create", {"name": "New"}).status_code == 422
    assert visitor.send("/customer/delete/2").status_code == 409
    assert "Nothing can be changed" in visitor.page
    assert (filled.read("customer", 1)["name"], filled.read("customer", 2)["name"]) == ("Ann Lee", "Bo Kim")


def test_one_click_gives_them_back(filled: Shop) -> None:
    visitor = looking(filled, role="clerk")
    assert visitor.get("/tag/list").status_code == 404
    visitor.get("/")
    visitor.post("/look")
    assert visitor.get("/tag/list").status_code == 200
    assert "Nothing can be changed" not in visitor.page
    assert visitor.send("/customer/edit/1", {"name": "Ann Long", "email": "ann@example.org"}).status_code == 303


def test_a_role_that_does_not_open_the_panel_can_be_looked_through(filled: Shop) -> None:
    visitor = looking(filled, role="courier")
    assert visitor.get("/").status_code == 200
    assert "Nothing is open to you yet" in visitor.page


@pytest.mark.parametrize("asked", [{"role": "king"}, {"person": "nobody"}])
def test_whoever_is_not_there_has_no_eyes(filled: Shop, asked: dict[str, str]) -> None:
    visitor = filled.visitor("ann")
    assert visitor.send("/look", asked).status_code == 422
    assert "Nobody with this login can sign in." in visitor.page or "king" in visitor.page
    assert "eyes" not in "".join(visitor.client.cookies)


def test_eyes_of_somebody_who_left_see_nothing_and_change_nothing(filled: Shop) -> None:
    visitor = looking(filled, person="mia")
    filled.run(filled.context.service.update(SYSTEM, filled.context.catalog.entities["user"], (2,), {"is_active": False}))
    assert visitor.get("/order/list").status_code == 404
    visitor.get("/")
    assert visitor.post("/customer/create", {"name": "New"}).status_code in (403, 404)


@pytest.mark.parametrize("name", ["mia", "cleo"])
def test_nobody_else_can_borrow_eyes(filled: Shop, name: str) -> None:
    visitor = filled.visitor(name)
    assert visitor.get("/look").status_code == 404
    visitor.get("/customer/list")
    assert "/admin/look" not in visitor.page
    visitor.get("/customer/edit/1")
    assert visitor.post("/look", {"person": "ann"}).status_code == 404
    for eyes in ({"eyes": "person", "name": "ann"}, {"eyes": "role", "name": "admin"}):
        visitor.client.cookies.set("crudgen-eyes", seal(filled.tokens[name], eyes), domain="testserver.local", path="/")
        assert visitor.get("/user/list").status_code == 404


def test_the_cookie_of_another_session_is_not_taken(filled: Shop) -> None:
    visitor = filled.visitor("ann")
    sealed = seal(filled.tokens["cleo"], {"eyes": "role", "name": "clerk"})
    for value in (sealed, sealed[:-1], "nonsense", ""):
        visitor.client.cookies.set("crudgen-eyes", value, domain="testserver.local", path="/")
        assert visitor.get("/tag/list").status_code == 200


def test_borrowing_needs_the_form_of_the_panel(filled: Shop) -> None:
    visitor = filled.visitor("ann")
    visitor.get("/look")
    assert visitor.client.post("/admin/look", data={"role": "clerk"}).status_code == 403


def test_signing_out_gives_them_back(filled: Shop) -> None:
    visitor = looking(filled, role="clerk")
    visitor.get("/")
    visitor.post("/logout")
    visitor.login("ann", PASSWORD)
    assert visitor.get("/tag/list").status_code == 200
