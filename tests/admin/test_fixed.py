"""Records that belong to the schema, in the panel: their fields are not in the form, and nothing offers to delete them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from crudgen.admin import build_admin
from tests.admin.conftest import PASSWORD, Shop, open_context, write_project

STATUS = """
rows: {key: code, values: [{code: new, name: New}]}
fields: {code: {type: string, required: true, unique: true}, name: string!, note: string}
access: {read: manager, create: manager, update: manager, delete: manager}
"""
NOTICE = "This record belongs to the schema"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    context = open_context(write_project(tmp_path, {"status": STATUS}))
    app = Starlette()
    panel = build_admin(app, context)
    tokens: dict[str, str] = {}
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
        made = Shop(context, app, panel, client, tokens)
        made.run(context.signin.create_user("mia", PASSWORD, ["manager"]))
        tokens["mia"] = made.run(context.signin.login("mia", PASSWORD, "")).token
        made.create("status", code="mine", name="Mine")
        yield made
    panel.close()
    context.service.database.close_now()


@pytest.mark.parametrize(("key", "is_fixed"), [(1, True), (2, False)])
def test_pages_offer_what_may_be_done(shop: Shop, key: int, is_fixed: bool) -> None:
    visitor = shop.visitor("mia")
    visitor.get(f"/status/details/{key}")
    assert (NOTICE in visitor.page, f"/status/delete/{key}" in visitor.page) == (is_fixed, not is_fixed)
    visitor.get(f"/status/edit/{key}")
    assert (NOTICE in visitor.page, 'name="name"' in visitor.page) == (is_fixed, not is_fixed)
    assert 'name="note"' in visitor.page


def test_other_fields_are_saved(shop: Shop) -> None:
    assert shop.visitor("mia").send("/status/edit/1", {"note": "ours"}).status_code == 303
    assert shop.read("status", 1)["note"] == "ours"


@pytest.mark.parametrize(
    ("language", "text"), [("en", "This record belongs to the schema, and cannot"), ("ru", "эта запись принадлежит схеме")]
)
def test_a_deletion_by_hand_is_refused_in_words(shop: Shop, language: str, text: str) -> None:
    visitor = shop.visitor("mia", language)
    assert visitor.send("/status/delete/1").status_code == 409
    assert text in visitor.page
    assert shop.read("status", 1)["name"] == "New"
