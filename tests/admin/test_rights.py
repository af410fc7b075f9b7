"""What a role may not see or do is not in the panel."""

import pytest

from tests.admin.conftest import Shop


def test_the_sidebar_shows_what_may_be_read(filled: Shop) -> None:
    page = filled.visitor("cleo").get("/").text
    assert "/admin/order/list" in page
    assert "/admin/tag/list" not in page
    assert "/admin/user/list" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/tag/list",
        "/tag/create",
        "/tag/details/1",
        "/tag/edit/1",
        "/tag/delete/1",
        "/sample/list",
        "/user/list",
        "/order/ajax/lookup?name=tags",
        "/tag/ajax/lookup?name=orders",
    ],
)
def test_what_may_not_be_seen_is_not_there(filled: Shop, path: str) -> None:
    visitor = filled.visitor("cleo")
    response, unknown = visitor.get(path), visitor.get("/nope/list")
    assert response.status_code == unknown.status_code == 404
    if "lookup" not in path:
        assert "Nothing here" in response.text


@pytest.mark.parametrize("path", ["/order/create", "/order/edit/1", "/order/delete/1", "/customer/create", "/customer/delete/1"])
def test_what_may_be_seen_but_not_done_is_forbidden(filled: Shop, path: str) -> None:
    visitor = filled.visitor("cleo")
    assert visitor.get(path).status_code == 403
    visitor.get("/customer/edit/1")
    assert visitor.post(path, {"number": "hacked", "name": "hacked"}).status_code == 403
    assert filled.read("order", 1)["number"] == "A-1"


def test_buttons_follow_the_rights(filled: Shop) -> None:
    page = filled.visitor("cleo").get("/order/details/1").text
    assert "/admin/order/edit/1" not in page
    assert "/admin/order/delete/1" not in page
    assert "/admin/order/create" not in filled.visitor("cleo").get("/order/list").text
    assert "/admin/customer/edit/1" in filled.visitor("cleo").get("/customer/details/1").text


def test_a_field_of_what_may_not_be_read_is_not_shown(filled: Shop) -> None:
    page = filled.visitor("cleo").get("/order/details/1").text
    assert "Tags" not in page
    assert "rush" not in page


def test_hidden_and_unknown_fields_cannot_be_written(filled: Shop) -> None:
    filled.visitor().send(
        "/customer/edit/1", {"name": "New", "email": "ann@example.org", "secret_note": "x", "id": "77", "created_at": "2020-01-01T00:00"}
    )
    values = filled.read("customer", 1)
    assert (values["name"], values["id"]) == ("New", 1)


def test_the_lookup_answers_titles_page_by_page(filled: Shop) -> None:
    for number in range(30):
        filled.create("customer", name=f"Zed {number:02}")
    visitor = filled.visitor("mia")
    first = visitor.get("/order/ajax/lookup?name=customer&term=zed").json()
    assert (len(first["results"]), first["more"], first["results"][0]["text"]) == (20, True, "Zed 00")
    second = visitor.get("/order/ajax/lookup?name=customer&term=zed&page=2").json()
    assert (len(second["results"]), second["more"]) == (10, False)
    assert visitor.get("/order/ajax/lookup?name=customer&term=%25").json()["results"] == []


@pytest.mark.parametrize("query", ["", "name=number", "name=nope", "name=secret_note"])
def test_the_lookup_of_what_is_no_reference_is_not_found(filled: Shop, query: str) -> None:
    assert filled.visitor().get(f"/order/ajax/lookup?{query}").status_code == 404
