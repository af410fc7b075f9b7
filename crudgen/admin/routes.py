"""The panel's addresses, as sqladmin has them; what changes something is a POST."""

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from crudgen.admin.assets import STATIC

if TYPE_CHECKING:
    from crudgen.admin.panel import Panel

BOTH = ["GET", "POST"]


def make_routes(panel: "Panel") -> list[BaseRoute]:
    """Return the routes of a panel. Static files come last, so that an entity may be called as they are."""
    return [
        Route("/", panel.index, name="index"),
        Route("/login", panel.login, name="login", methods=BOTH),
        Route("/logout", panel.logout, name="logout", methods=["POST"]),
        Route("/look", panel.look, name="look", methods=BOTH),
        Route("/setup", panel.setup, name="setup", methods=BOTH),
        Route("/{identity}/list", panel.list, name="list"),
        Route("/{identity}/create", panel.create, name="create", methods=BOTH),
        Route("/{identity}/ajax/lookup", panel.ajax_lookup, name="ajax_lookup"),
        Route("/{identity}/details", panel.details, name="details_single"),
        Route("/{identity}/edit", panel.edit, name="edit_single", methods=BOTH),
        Route("/{identity}/details/{pk:path}", panel.details, name="details"),
        Route("/{identity}/edit/{pk:path}", panel.edit, name="edit", methods=BOTH),
        Route("/{identity}/delete/{pk:path}", panel.delete, name="delete", methods=BOTH),
        Mount("/statics", StaticFiles(directory=STATIC, packages=["sqladmin"]), name="statics"),
    ]
