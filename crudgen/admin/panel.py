"""Panel: sqladmin's Admin with our addresses, pages and rights; it holds no data and opens no session."""

from collections.abc import Mapping
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqladmin import Admin
from sqladmin.authentication import login_required
from sqladmin.authorization import Action as Asked
from sqlalchemy.orm import registry
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from crudgen.admin.assets import TEMPLATES
from crudgen.admin.cells import Scene
from crudgen.admin.conditions import PERSON
from crudgen.admin.details import load_related, make_entries, shown_fields
from crudgen.admin.door import Door, drop_session, go, keep_session, safe_next
from crudgen.admin.editor import Saved, Sheet, open_sheet, save_sheet
from crudgen.admin.form import Sent
from crudgen.admin.forms import first, read_sent
from crudgen.admin.guard import Guard
from crudgen.admin.home import load_home
from crudgen.admin.keys import write_key
from crudgen.admin.look import are_there, keep_eyes, name_roles, read_eyes_asked
from crudgen.admin.lookup import look_up
from crudgen.admin.messages import PAGES, refusal_text, show_all
from crudgen.admin.notice import leave_notice
from crudgen.admin.pages import Pages
from crudgen.admin.preferences import Preferences
from crudgen.admin.references import Titles, want_all
from crudgen.admin.removal import load_removal
from crudgen.admin.routes import make_routes
from crudgen.admin.sidebar import home_url
from crudgen.admin.view import Authority, EntityView, NoSession, make_view
from crudgen.admin.visit import Visit, may_open, recognise, visit_of
from crudgen.admin.widgets import Desk
from crudgen.errors import Conflict, Forbidden, Invalid, NotFound, PreconditionFailed, Refusal, Unauthenticated
from crudgen.plan.nodes import Record
from crudgen.schema.catalog import Text
from crudgen.service.context import Context
from crudgen.service.fixed import fixed_fields

PAGES_ASKED = {"details": Asked.DETAILS, "edit": Asked.EDIT, "create": Asked.CREATE, "delete": Asked.DELETE, "list": Asked.LIST}


class Panel(Admin):
    """The panel of one Snapshot, mounted on `app` at `admin.prefix`. `close` forgets its shadow classes."""

    def __init__(self, app: Starlette, context: Context) -> None:
        options = context.settings.admin
        self.context = context
        self.door = Door(context)
        self.mappers = registry()
        self.zone = ZoneInfo(options.timezone)
        self._views_by_name: dict[str, EntityView] = {}
        super().__init__(
            app,
            session_maker=NoSession(),  # type: ignore[arg-type]
            base_url=options.prefix,
            title=context.settings.title,
            templates_dir=str(TEMPLATES),
            authentication_backend=self.door,
            authorization_backend=Authority(context),
            middlewares=[
                Middleware(Guard, fail=self.fail, public_url=context.settings.server.public_url),
                Middleware(Preferences, languages=tuple(options.languages)),
            ],
        )
        self.pages = Pages(context, self.templates, self.zone)
        self.admin.router.routes = make_routes(self)
        self.admin.router.redirect_slashes = False
        self.admin.exception_handlers = {HTTPException: self.explain_http, Refusal: self.explain}

    def close(self) -> None:
        """Forget the shadow classes; the panel must not be asked any more."""
        self.mappers.dispose()
        self._views_by_name.clear()
        self._views.clear()

    # What sqladmin asks of its Admin

    def _find_model_view(self, identity: str) -> EntityView:
        """Return the view of an entity, made when first asked for. Raises NotFound."""
        known = self._views_by_name.get(identity)
        if known is None:
            entity = self.context.service.catalog.entities.get(identity)
            if entity is None:
                raise NotFound("there is no such page")
            self.add_model_view(make_view(self.mappers, self.context, entity))
            known = self._views_by_name[identity] = cast(EntityView, self._views[-1])
        return known

    def view_for(self, request: Request, asked: str) -> EntityView:
        """Return the view that the address names. Raises NotFound, or Forbidden where it may be seen but this not be done."""
        view = self._find_model_view(request.path_params["identity"])
        if not self.visit(request).rights.knows(view.entity):
            raise NotFound("there is no such page")
        if not view.has_permission(request, PAGES_ASKED[asked]):
            raise (Forbidden if view.has_permission(request, Asked.LIST) or asked == "create" else NotFound)()
        return view

    def visit(self, request: Request) -> Visit:
        """Return who asks."""
        return visit_of(self.context, request)

    def scene(self, request: Request, *, is_short: bool = True) -> Scene:
        """Return what values are shown in."""
        return Scene(self.visit(request).language, self.zone, is_short)

    def desk(self, request: Request) -> Desk:
        """Return what typed values are read with."""
        language = self.visit(request).language
        roles = {name: language.of(Text(one.label)) for name, one in self.context.settings.roles.items()}
        return Desk(self.context.service.catalog, language, self.zone, roles)

    async def sent(self, request: Request) -> Sent:
        """Return the form that was sent, once its token is checked."""
        return await read_sent(request, self.visit(request), self.context.settings.api.max_body)

    # Pages

    @login_required
    async def index(self, request: Request) -> Response:
        """Show what there is, with numbers."""
        groups = await load_home(self.context.service, self.visit(request), self.pages.groups(self.visit(request)))
        return await self.pages.render(request, "home.html", groups=groups)

    @login_required
    async def list(self, request: Request) -> Response:
        """Show one page of an entity's list."""
        view = self.view_for(request, "list")
        if view.entity.single:
            return RedirectResponse(home_url(self.visit(request), view.entity), status_code=303)
        listing = await view.list(request, self.scene(request))
        return await self.pages.render(request, "list.html", 400 if listing.trouble else 200, view=view, listing=listing)

    @login_required
    async def details(self, request: Request) -> Response:
        """Show one record and what refers to it."""
        view = self.view_for(request, "details")
        visit, service = self.visit(request), self.context.service
        record = await view.get_object_for_details(request)
        titles = await self._titles(visit, record)
        permit = await view.permit(request, record)
        declared, made = make_entries(visit, self.scene(request, is_short=False), titles, record, permit.unshown)
        related = await load_related(service, visit, self.scene(request), view.entity, record.key, permit)
        title = titles.title(view.entity, record.key)
        context: dict[str, Any] = {
            "record": record,
            "title": title,
            "permit": permit,
            "entries": declared,
            "made": made,
            "related": related,
            "key": self._key(record),
            "fixed": fixed_fields(view.entity, record.values),
        }
        return await self.pages.render(request, "details.html", view=view, **context)

    async def _titles(self, visit: Visit, record: Record) -> Titles:
        titles = Titles(self.context.service, visit)
        want_all(titles, shown_fields(visit, record.entity), [record])
        titles.want_key(record.entity, record.key)
        await titles.load()
        return titles

    def _key(self, record: Record) -> str:
        return write_key(self.context.service.catalog, record.entity, record.key)

    @login_required
    async def create(self, request: Request) -> Response:
        """Show the form of a new record, or save it."""
        view = self.view_for(request, "create")
        desk = self.desk(request)
        if request.method != "POST":
            return await self._show(request, view, await open_sheet(view, request, desk, None))
        sent = await self.sent(request)
        outcome = await save_sheet(view, request, desk, sent, None)
        if isinstance(outcome, Sheet):
            return await self._show(request, view, outcome, 422)
        return await self._saved(request, view, outcome, first(sent, "_then"), "“{title}” has been created")

    @login_required
    async def edit(self, request: Request) -> Response:
        """Show the form of a record, or save it."""
        view = self.view_for(request, "edit")
        desk = self.desk(request)
        record = await view.get_object_for_edit(request)
        if not (await view.permit(request, record)).names:
            raise Forbidden
        if request.method != "POST":
            return await self._show(request, view, await open_sheet(view, request, desk, record))
        sent = await self.sent(request)
        outcome = await save_sheet(view, request, desk, sent, record)
        if isinstance(outcome, Sheet):
            return await self._show(request, view, outcome, 422 if outcome.clash is None else 409)
        template = "“{title}” has been saved" if outcome.is_changed else "“{title}”: nothing was changed"
        return await self._saved(request, view, outcome, first(sent, "_then"), template)

    async def _show(self, request: Request, view: EntityView, sheet: Sheet, status: int = 200) -> Response:
        title, key = "", ""
        context = self.visit(request).actor.context
        user = {name: context[name] for name in sorted(PERSON)}
        fixed = fixed_fields(view.entity, sheet.record.values) if sheet.record is not None else ()
        if sheet.record is not None:
            title = (await self._titles(self.visit(request), sheet.record)).title(view.entity, sheet.record.key)
            key = self._key(sheet.record)
        shown = {"sheet": sheet, "title": title, "key": key, "fixed": fixed, "user": user}
        return await self.pages.render(request, "form.html", status, view=view, **shown)

    async def _saved(self, request: Request, view: EntityView, saved: Saved, then: str, template: str) -> Response:
        visit = self.visit(request)
        key, is_seen = self._key(saved.record), saved.record.is_seen
        title = (await self._titles(visit, saved.record)).title(view.entity, saved.record.key) if is_seen else f"#{key}"
        where = f"{view.identity}/{'edit' if then == 'stay' else 'details'}" + (f"/{key}" if key else "")
        if then == "another" or not view.has_permission(request, Asked.LIST):
            where = f"{view.identity}/create"
        elif not is_seen:
            where = f"{view.identity}/list"
        response = go(visit, where)
        leave_notice(response, visit, "good", template if is_seen else "“{title}” has been created. You may not see it.", title=title)
        return response

    @login_required
    async def delete(self, request: Request) -> Response:
        """Show what deleting a record would meet, or delete it."""
        view = self.view_for(request, "delete")
        visit = self.visit(request)
        record = await view.get_object_for_details(request)
        if not (await view.permit(request, record)).may_delete:
            raise Forbidden
        title = (await self._titles(visit, record)).title(view.entity, record.key)
        refused = ""
        if request.method == "POST":
            sent = await self.sent(request)
            version = first(sent, "_version")
            try:
                await view.delete_model(request, record.key, int(version) if version.isdecimal() else None)
            except Conflict as exc:
                held = "It cannot be deleted while other records refer to it."
                refused = refusal_text(visit.language, exc) if exc.name == "schema_row" else visit.language.text(held)
            except PreconditionFailed:
                refused = visit.language.text(PAGES[412][1])
            except Forbidden as exc:
                refused = refusal_text(visit.language, exc)
            else:
                response = go(visit, f"{view.identity}/list")
                leave_notice(response, visit, "good", "“{title}” has been deleted", title=title)
                return response
        removal = await load_removal(self.context.service, visit, record)
        context = {"record": record, "title": title, "removal": removal, "refused": refused, "key": self._key(record)}
        return await self.pages.render(request, "delete.html", 409 if refused else 200, view=view, **context)

    @login_required
    async def ajax_lookup(self, request: Request) -> Response:
        """Answer a picker."""
        view = self._find_model_view(request.path_params["identity"])
        return JSONResponse(await look_up(self.context.service, self.visit(request), view.entity, request.query_params))

    @login_required
    async def look(self, request: Request) -> Response:
        """Show whose eyes an administrator can look through, borrow them, or give them back."""
        visit = self.visit(request)
        if not visit.person.is_admin:
            raise NotFound("there is no such page")
        unknown = ""
        if request.method == "POST":
            sent = await self.sent(request)
            eyes = read_eyes_asked(sent)
            if eyes is None or await are_there(self.context, eyes):
                response = go(visit, "")
                keep_eyes(response, visit, eyes)
                return response
            unknown = eyes.name
        roles = name_roles(self.context, visit.language)
        return await self.pages.render(request, "look.html", 422 if unknown else 200, roles=roles, unknown=unknown)

    # Sign-in

    async def login(self, request: Request) -> Response:
        """Show the sign-in page, or sign in."""
        visit = await recognise(self.context, request)
        if visit.person.id is not None and request.method == "GET" and may_open(self.context, visit.person):
            return go(visit, "")
        if request.method != "POST":
            if not await self.context.signin.has_users():
                return go(visit, "setup")
            return await self.pages.render_outside(request, "login.html", next=request.query_params.get("next", ""))
        sent = await self.sent(request)
        wanted = first(sent, "next")
        try:
            session = await self.door.open(request, visit, sent)
        except Refusal as exc:
            if not isinstance(exc, Unauthenticated) and exc.status != 429:
                raise
            typed = {"login": first(sent, "login"), "refused": self.pages.words(visit, exc)}
            return await self.pages.render_outside(request, "login.html", exc.status, next=wanted, **typed)
        response = RedirectResponse(safe_next(visit, wanted), status_code=303)
        keep_session(response, visit, session)
        return response

    async def setup(self, request: Request) -> Response:
        """Show the page that makes the first user, or make them."""
        visit = await recognise(self.context, request)
        if await self.context.signin.has_users():
            return go(visit, "login")
        if request.method != "POST":
            return await self.pages.render_outside(request, "setup.html", code=request.query_params.get("code", ""))
        sent = await self.sent(request)
        try:
            session = await self.door.set_up(request, sent)
        except (Invalid, Forbidden, Conflict) as exc:
            problems = show_all(visit.language, (), (), exc)[2]
            kept: Mapping[str, Any] = {"code": first(sent, "code"), "login": first(sent, "login"), "problems": problems}
            return await self.pages.render_outside(request, "setup.html", exc.status, **kept)
        response = go(visit, "")
        keep_session(response, visit, session)
        return response

    async def logout(self, request: Request) -> Response:
        """Sign out; by POST only, so that no picture on another site can."""
        visit = await recognise(self.context, request)
        await self.sent(request)
        await self.door.close(request)
        response = go(visit, "login")
        drop_session(response, visit)
        return response

    # What goes wrong

    async def explain(self, request: Request, exc: Exception) -> Response:
        """Show a refusal as a page."""
        if isinstance(exc, Unauthenticated):
            return go(self.visit(request), "login")
        refusal = cast(Refusal, exc)  # registered for no other
        return await self.pages.render_error(request, refusal.status, refusal)

    async def explain_http(self, request: Request, exc: Exception) -> Response:
        """Show what the router refuses as a page."""
        refused = cast(HTTPException, exc)  # registered for no other
        return await self.pages.render_error(request, refused.status_code, None, headers=refused.headers)

    async def fail(self, request: Request, exc: Exception, number: str) -> Response:
        """Show the page of a fault, with nothing of it but the number that the log has too."""
        status = exc.status if isinstance(exc, Refusal) else 500
        return await self.pages.render_error(request, status, exc if isinstance(exc, Refusal) else None, number=number)


def build_admin(app: Starlette, context: Context) -> Panel:
    """Mount the panel on `app` at `admin.prefix` and return it. Views are made when first asked for; `close` it after a reload."""
    return Panel(app, context)
