"""What holds for every request: our own pages only, and headers."""

from pathlib import Path

import pytest

from tests.admin.conftest import PASSWORD, Shop

UNSAFE = ["/login", "/logout", "/tag/create", "/tag/edit/1", "/tag/delete/1"]


@pytest.mark.parametrize("path", UNSAFE)
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver:81"},
    ],
)
def test_a_form_from_elsewhere_is_refused(filled: Shop, path: str, headers: dict[str, str]) -> None:
    visitor = filled.visitor()
    visitor.get("/tag/edit/1")
    assert visitor.post(path, {"name": "changed"}, headers=headers).status_code == 403
    assert filled.read("tag", 1)["name"] == "rush"


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}, {}])
def test_a_form_of_ours_is_taken(filled: Shop, headers: dict[str, str]) -> None:
    assert filled.visitor().send("/tag/edit/1", {"name": "changed"}, headers=headers).status_code == 303
    assert filled.read("tag", 1)["name"] == "changed"


@pytest.mark.parametrize("path", UNSAFE)
@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_wrong_token_is_refused_in_words(filled: Shop, path: str, token: str) -> None:
    visitor = filled.visitor()
    response = visitor.post(path, {"_token": token, "name": "changed"})
    assert response.status_code == 403
    assert "This form is too old" in response.text
    assert filled.read("tag", 1)["name"] == "rush"


def test_the_token_of_another_session_is_refused(filled: Shop) -> None:
    one, other = filled.visitor(), filled.visitor("mia")
    one.get("/tag/edit/1")
    assert other.post("/tag/edit/1", {"_token": one.token(), "name": "changed"}).status_code == 403


def test_signing_in_needs_a_token_too(shop: Shop) -> None:
    visitor = shop.visitor(None)
    visitor.get("/login")
    visitor.client.cookies.clear()
    assert visitor.post("/login", {"login": "ann", "password": PASSWORD}).status_code == 403


def test_signing_out_by_get_does_nothing(shop: Shop) -> None:
    visitor = shop.visitor()
    assert visitor.get("/logout").status_code == 405
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/tag/edit/1", "/tag/delete/1", "/tag/delete?pks=1", "/tag/create"])
def test_other_methods_are_not_taken(filled: Shop, method: str, path: str) -> None:
    assert filled.visitor().client.request(method, f"/admin{path}").status_code in (404, 405)
    assert filled.read("tag", 1)["name"] == "rush"


def test_only_forms_are_taken(filled: Shop) -> None:
    visitor = filled.visitor()
    visitor.get("/tag/edit/1")
    headers = {"x-crudgen-token": visitor.token()}
    assert visitor.client.post("/admin/tag/edit/1", json={"name": "changed"}, headers=headers).status_code == 415
    bad = {**headers, "content-type": "application/x-www-form-urlencoded"}
    assert visitor.client.post("/admin/tag/edit/1", content=b"name=%ff%fe", headers=bad).status_code == 400
    assert visitor.client.post("/admin/tag/edit/1", content=b"a=" + b"x" * 10_100_000, headers=bad).status_code == 413


@pytest.mark.parametrize(
    "path", ["/", "/login", "/tag/list", "/tag/create", "/nope/list", "/statics/crudgen/base.css", "/tag/ajax/lookup?name=x"]
)
def test_every_answer_carries_the_headers(shop: Shop, path: str) -> None:
    for visitor in (shop.visitor(), shop.visitor(None)):
        headers = visitor.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "statics" in path or headers["cache-control"] == "no-store"


def test_files_named_by_their_content_may_be_kept(shop: Shop) -> None:
    assert "immutable" in shop.visitor(None).get("/statics/crudgen/base.css?v=123").headers["cache-control"]


def test_templates_hold_no_inline_code_and_name_no_other_host() -> None:
    import crudgen.admin

    root = Path(crudgen.admin.__file__).parent
    for file in [*root.glob("templates/**/*.html"), *root.glob("static/crudgen/*")]:
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert " style=" not in text, file
        assert "<style" not in text, file
        assert "http://" not in text.replace("http://,", ""), file
        assert "https://" not in text, file
        assert "javascript:" not in text, file
        assert not [word for word in (" onclick", " onload", " onchange", " onsubmit", " onerror") if word in text], file
        assert "<script>" not in text, file


def test_what_people_typed_is_shown_as_text(shop: Shop) -> None:
    evil = "<img src=x onerror=alert(1)>"
    shop.create("customer", name=evil)
    shop.create("order", number="<script>1", customer=1, note=evil)
    visitor = shop.visitor()
    for path in (
        "/customer/list",
        "/customer/details/1",
        "/customer/edit/1",
        "/customer/delete/1",
        "/order/list",
        "/order/details/1",
        "/order/edit/1",
    ):
        page = visitor.get(path).text
        assert "<img src=x" not in page, path
        assert "<script>1" not in page, path
    assert "<img" not in visitor.get(f"/customer/list?q={evil}&{evil}=1").text
