"""Pages: templates filled with what every page needs, for people inside the panel and in front of its door."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup
from sqladmin.templating import Jinja2Templates
from starlette.requests import Request
from starlette.responses import Response

from crudgen.admin import words
from crudgen.admin.assets import asset
from crudgen.admin.guard import request_id
from crudgen.admin.icons import draw_icon
from crudgen.admin.language import load_language
from crudgen.admin.look import name_eyes
from crudgen.admin.messages import OLD_FORM, PAGES, refusal_text
from crudgen.admin.notice import drop_notice, take_notice
from crudgen.admin.sidebar import Group, home_url, make_groups
from crudgen.admin.visit import SEED_COOKIE, Visit, may_open, new_seed, recognise, visit_of
from crudgen.errors import Refusal, TooManyRequests, Unavailable
from crudgen.schema.catalog import Action
from crudgen.service.context import Context

MAX_SIDEBARS = 200


class Pages:
    """The templates of one panel, with a sidebar kept for each set of roles and language."""

    def __init__(self, context: Context, templates: Jinja2Templates, zone: ZoneInfo) -> None:
        self.context = context
        self.templates = templates
        self.zone = zone
        self._groups: dict[object, list[Group]] = {}
        self._sidebars: dict[object, str] = {}
        templates.env.trim_blocks = templates.env.lstrip_blocks = True
        languages = [load_language(code) for code in context.settings.admin.languages]
        templates.env.globals.update(icon=draw_icon, words=words, Action=Action, languages=languages, zone=zone)
        templates.env.globals["project"] = context.settings.title

    def groups(self, visit: Visit) -> list[Group]:
        """Return the sidebar's groups for a visitor."""
        key = (visit.rights.kind, visit.language.code, visit.base)
        if key not in self._groups:
            if len(self._groups) >= MAX_SIDEBARS:
                self._groups.clear()
                self._sidebars.clear()
            self._groups[key] = make_groups(self.context.service.catalog, visit)
        return self._groups[key]

    async def sidebar(self, visit: Visit, current: str) -> Markup:
        """Return the sidebar, drawn once, with the entry marked that leads to the address `current`."""
        groups = self.groups(visit)
        key = (visit.rights.kind, visit.language.code, visit.base)
        if key not in self._sidebars:
            template = self.templates.env.get_template("panel/sidebar.html")
            self._sidebars[key] = await template.render_async(groups=groups, visit=visit, t=visit.language.text)
        link = f'href="{current}"'
        return Markup(self._sidebars[key].replace(link, f'{link} aria-current="page"', 1))  # noqa: S704 - a template's own output

    async def render(self, request: Request, name: str, status: int = 200, **context: Any) -> Response:
        """Return a page of the panel for who is signed in."""
        visit = visit_of(self.context, request)
        view = context.get("view")
        notice = take_notice(request, visit)
        here = visit.url("") if name == "home.html" else ""
        sidebar = await self.sidebar(visit, here if view is None else home_url(visit, view.entity))
        response = await self._fill(request, visit, name, status, {"sidebar": sidebar, "notice": notice, **context})
        if notice is not None:
            drop_notice(response, visit)
        return response

    async def render_outside(self, request: Request, name: str, status: int = 200, **context: Any) -> Response:
        """Return a page for a browser that is not signed in, with a secret of its own for the form on it."""
        visit = visit_of(self.context, request)
        fresh = not visit.seed
        if fresh:
            visit = replace(visit, seed=new_seed())
        response = await self._fill(request, visit, name, status, context)
        if fresh:
            response.set_cookie(visit.cookie_name(SEED_COOKIE), visit.seed, **visit.cookie)
        return response

    async def render_error(
        self, request: Request, status: int, refusal: Refusal | None, *, number: str = "", headers: Mapping[str, str] | None = None
    ) -> Response:
        """Return the page of an error, inside the panel where somebody is signed in. It tells nothing of the cause but a number."""
        visit = await self._visitor(request)
        head, text = self._explain(visit, status, refusal)
        shown = {"code": status, "head": head, "text": text, "number": number or (request_id(request) if status >= 500 else "")}
        if visit.person.id is None or not may_open(self.context, visit.person):
            response = await self._fill(request, visit, "error.html", status, {**shown, "sidebar": None})
        else:
            response = await self.render(request, "error.html", status, **shown)
        response.headers.update(headers or {})
        if isinstance(refusal, TooManyRequests | Unavailable):
            response.headers["retry-after"] = str(refusal.retry_after)
        return response

    async def _visitor(self, request: Request) -> Visit:
        try:
            return await recognise(self.context, request)
        except Refusal:  # the database is away: the page can still be shown
            return visit_of(self.context, request)

    def _explain(self, visit: Visit, status: int, refusal: Refusal | None) -> tuple[str, str]:
        head, text = PAGES.get(status, PAGES[500 if status >= 500 else 400])
        if refusal is not None and refusal.name == "old_form":
            head, text = OLD_FORM
        seconds = str(refusal.retry_after) if isinstance(refusal, TooManyRequests) else ""
        return visit.language.text(head), visit.language.text(text, seconds=seconds)

    def words(self, visit: Visit, refusal: Refusal) -> str:
        """Return a refusal at the door in words."""
        if isinstance(refusal, TooManyRequests):
            return visit.language.text(PAGES[429][1], seconds=str(refusal.retry_after))
        return refusal_text(visit.language, refusal)

    async def _fill(self, request: Request, visit: Visit, name: str, status: int, context: Mapping[str, Any]) -> Response:
        values = {
            "visit": visit,
            "eyes": name_eyes(self.context, visit),
            "t": visit.language.text,
            "count": visit.language.count,
            "of": visit.language.of,
            "url": visit.url,
            "home_of": lambda entity: home_url(visit, entity),
            "asset": lambda file: visit.url(asset(file)),
            "address": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            **context,
        }
        return await self.templates.TemplateResponse(request, f"panel/{name}", values, status)
