"""sqladmin as a shell: the private names that we rely on, no session ever, quick at any size, nothing left after a reload."""

import gc
import inspect
import time
import weakref
from dataclasses import replace

import pytest
import sqladmin.application
import sqladmin.models
from sqlalchemy.orm import Session
from starlette.applications import Starlette
from starlette.routing import Route

from crudgen.admin import build_admin
from crudgen.admin.view import EntityView, SessionOpenedError
from crudgen.model import Tables
from crudgen.service.context import Context
from crudgen.service.service import Service
from crudgen.store import Keyring, Store
from tests.admin.conftest import Shop
from tests.catalogs import catalog, entity, field


@pytest.mark.parametrize("name", ["_run_query", "_run_query_sync", "_run_arbitrary_query", "_run_arbitrary_query_sync"])
def test_sqladmin_still_reads_by_the_names_that_are_tripwires(name: str) -> None:
    assert callable(getattr(sqladmin.models.ModelView, name))
    with pytest.raises(SessionOpenedError):
        getattr(EntityView, name)(None, None)


@pytest.mark.parametrize(
    "name",
    (
        "get_model_objects get_object_for_details get_object_for_edit get_object_for_delete get_form_data_for_edit "
        "insert_model update_model delete_model list scaffold_form export_data"
    ).split(),
)
def test_sqladmin_still_asks_its_views_by_these_names(name: str) -> None:
    assert name in vars(sqladmin.models.ModelView)
    assert name in vars(EntityView)


def test_sqladmin_still_has_the_private_names_of_its_admin() -> None:
    source = inspect.getsource(sqladmin.application.BaseAdmin)
    assert "self._views: list" in source
    assert "def _find_model_view(self, identity: str)" in source
    assert "self._views.append(view_instance)" in source
    assert "session_maker.configure(" in source


def test_a_session_cannot_be_opened_by_the_panel(shop: Shop) -> None:
    with pytest.raises(SessionOpenedError):
        shop.panel.session_maker()


def test_walking_every_route_opens_no_session(filled: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise SessionOpenedError

    monkeypatch.setattr(Session, "__init__", refuse)
    visitor = filled.visitor()
    filled.create("sample", name="x")
    filled.create("shelf", room=1, place="a")
    filled.create("statics", name="x")
    keys = {"shelf": "1,a", "crudgen_session": "1", "crudgen_api_key": "1"}
    seen: dict[str, set[int]] = {}
    for route in [route for route in filled.panel.admin.router.routes if isinstance(route, Route)]:
        for name in filled.context.catalog.entities:
            path = route.path.replace("{identity}", name).replace("{pk:path}", keys.get(name, "1"))
            for method in route.methods or ():
                if path == "/logout":
                    continue
                visitor.get("/")
                data = {"_token": visitor.token()} if method == "POST" else None
                response = visitor.client.request(method, f"/admin{path}", data=data)
                seen.setdefault(route.path, set()).add(response.status_code)
                assert response.status_code < 500, (method, path)
    assert {status for statuses in seen.values() for status in statuses} <= {200, 303, 401, 403, 404, 405, 409, 422, 429}
    assert 200 in seen["/{identity}/list"]


def test_views_are_made_when_first_asked_for(shop: Shop) -> None:
    assert shop.panel.views == []
    shop.visitor().get("/order/list")
    assert [view.identity for view in shop.panel.views] == ["order"]


def test_a_reload_leaves_nothing_behind(filled: Shop) -> None:
    app = Starlette()
    panel = build_admin(app, filled.context)
    views = [panel._find_model_view(name) for name in filled.context.catalog.entities]
    marks = [weakref.ref(type(view)) for view in views] + [weakref.ref(view.model) for view in views] + [weakref.ref(panel)]
    panel.close()
    del app, panel, views
    gc.collect()
    assert [mark for mark in marks if mark() is not None] == []


def test_a_thousand_entities_cost_the_start_nothing_and_a_view_little(context: Context) -> None:
    many = catalog(*(entity(f"e{number}", *(field(f"f{place}") for place in range(20))) for number in range(1000)))
    service = Service(context.settings, many, context.service.database, Store(many, Tables(many), Keyring([])), [])
    started = time.process_time()
    panel = build_admin(Starlette(), replace(context, catalog=many, service=service))
    built = time.process_time() - started
    panel._find_model_view("e999")
    viewed = time.process_time() - started - built
    panel.close()
    assert built < 0.5
    assert viewed < 0.1
