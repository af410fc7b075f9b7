"""Secrets in the panel: never on a page, kept by an empty input, cleared by a tick, encrypted whatever form they came from."""

import pytest

from crudgen.plan.actor import SYSTEM
from crudgen.schema.types import MASK
from tests.admin.conftest import Shop

PAGES = ("/sample/list", "/sample/details/1", "/sample/edit/1")


def reveal(shop: Shop, entity: str, key: int, field: str) -> str | None:
    return shop.run(shop.context.service.reveal(SYSTEM, shop.context.catalog.entities[entity], (key,), field))


@pytest.fixture
def sample(shop: Shop) -> Shop:
    """Return the shop with one sample that has a secret."""
    assert shop.visitor().send("/sample/create", {"name": "a", "token": " the token "}).status_code == 303
    return shop


def test_no_page_holds_a_secret(sample: Shop) -> None:
    visitor = sample.visitor()
    for path in PAGES:
        page = visitor.get(path).text
        assert "the token" not in page, path
        assert "sealed:" not in page, path
    assert f">{MASK}<" in visitor.get("/sample/details/1").text
    assert "set, never shown" in visitor.page
    assert "задано, не показывается" in sample.visitor(language="ru").get("/sample/details/1").text


def test_an_empty_input_keeps_and_a_typed_one_replaces(sample: Shop) -> None:
    assert reveal(sample, "sample", 1, "token") == " the token "
    visitor = sample.visitor()
    assert visitor.send("/sample/edit/1", {"name": "b", "token": ""}).status_code == 303
    assert reveal(sample, "sample", 1, "token") == " the token "
    assert visitor.send("/sample/edit/1", {"name": "c", "token": " \r\n"}).status_code == 303
    assert reveal(sample, "sample", 1, "token") == " the token "
    assert visitor.send("/sample/edit/1", {"token": "another one", "_clear.token": "1"}).status_code == 303
    assert reveal(sample, "sample", 1, "token") == "another one"  # what is typed goes before the tick


def test_a_key_of_several_lines_is_kept_as_it_is(sample: Shop) -> None:
    assert sample.visitor().send("/sample/edit/1", {"token": "\r\n--begin--\r\nAbc=\r\n--end--\r\n"}).status_code == 303
    assert reveal(sample, "sample", 1, "token") == "--begin--\nAbc=\n--end--"


def test_a_tick_removes_what_is_there(sample: Shop) -> None:
    visitor = sample.visitor()
    assert 'name="_clear.token"' in visitor.get("/sample/edit/1").text
    assert visitor.send("/sample/edit/1", {"token": "", "_clear.token": "1"}).status_code == 303
    assert sample.read("sample", 1)["token"] is None
    assert 'name="_clear.token"' not in visitor.get("/sample/edit/1").text
    assert 'name="_clear.token"' not in visitor.get("/sample/create").text


def test_a_form_with_mistakes_asks_for_the_secret_again(sample: Shop) -> None:
    visitor = sample.visitor()
    assert visitor.send("/sample/edit/1", {"name": "", "token": "typed in vain"}).status_code == 422
    assert "typed in vain" not in visitor.page
    assert "Type it again" in visitor.page
    assert visitor.send("/sample/edit/1", {"name": "", "token": "", "_clear.token": "1"}).status_code == 422
    assert 'name="_clear.token" value="1" checked' in visitor.page
    assert "Type it again" not in visitor.page


def test_a_mistake_in_a_secret_is_told_without_it(sample: Shop) -> None:
    visitor = sample.visitor()
    assert visitor.send("/sample/edit/1", {"token": "shrt"}).status_code == 422
    assert "shrt" not in visitor.page
    assert "at least 5 characters" in visitor.page
    assert visitor.send("/sample/create", {"name": "b", "token": MASK}).status_code == 422
    assert "not the mask" in visitor.page


def test_somebody_else_s_save_in_between_loses_no_tick(sample: Shop) -> None:
    visitor = sample.visitor()
    visitor.get("/sample/edit/1")
    sent = {**visitor.hidden(), "name": "mine", "token": "", "_clear.token": "1"}
    sample.run(sample.context.service.update(SYSTEM, sample.context.catalog.entities["sample"], (1,), {"size": 5}))
    assert visitor.post("/sample/edit/1", sent).status_code == 409
    assert 'name="_clear.token" value="1" checked' in visitor.page


def test_rows_of_a_child_list_have_secrets_too(shop: Shop) -> None:
    customer = shop.create("customer", name="Ann").key[0]
    rows = [{"what": "x", "voucher": "v-one"}, {"what": "y", "voucher": "v-two"}]
    shop.create("order", number="A-1", customer=customer, lines=rows)
    visitor = shop.visitor()
    assert "v-one" not in visitor.get("/order/edit/1").text
    sent = {"customer": str(customer), "lines.0.what": "z", "lines.0.voucher": "", "lines.1.what": "y", "lines.1.voucher": ""}
    assert visitor.send("/order/edit/1", {**sent, "_clear.lines.1.voucher": "1"}).status_code == 303, visitor.page
    assert shop.read("line", 1)["what"] == "z"
    assert reveal(shop, "line", 1, "voucher") == "v-one"
    assert reveal(shop, "line", 2, "voucher") is None


def test_a_list_can_be_filtered_by_whether_there_is_one(sample: Shop) -> None:
    assert sample.visitor().get("/sample/list?token[null]=false").status_code == 200
    assert sample.visitor().get("/sample/list?token=the+token").status_code == 400
