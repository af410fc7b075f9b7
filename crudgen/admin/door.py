"""The panel's door: sign in, sign out, and the first user's set-up, on sqladmin's authentication hooks."""

from urllib.parse import urlencode

from sqladmin.authentication import AuthenticationBackend
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from crudgen.admin.eyes import EYES_COOKIE
from crudgen.admin.form import Sent
from crudgen.admin.forms import first
from crudgen.admin.visit import DOOR, NOTICE_COOKIE, SEED_COOKIE, SESSION_COOKIE, Visit, may_open, recognise, session_token
from crudgen.errors import Forbidden
from crudgen.service.context import Context
from crudgen.service.signin import Session


class Door(AuthenticationBackend):
    """Sign-in by the service's sessions; the cookie holds nothing but the token."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.middlewares = []  # sqladmin's own cookie sessions are not used

    async def authenticate(self, request: Request) -> Response | bool:
        """Let in whom the cookie stands for; send others to sign in. Raises Forbidden for whom no role opens the panel."""
        visit = await recognise(self.context, request)
        if visit.person.id is None:
            return go(visit, "login", {"next": _wanted(request)} if request.method == "GET" else {})
        if not may_open(self.context, visit.person):
            raise Forbidden("your role does not open the panel", code="no_panel")
        return True

    async def get_user_id(self, request: Request) -> int | None:
        """Return the id of the user who is signed in."""
        return (await recognise(self.context, request)).person.id

    async def open(self, request: Request, visit: Visit, sent: Sent) -> Session:
        """Sign in with the login and password of a form; the session that the browser had before ends."""
        return await self.context.signin.login(
            first(sent, "login"),
            first(sent, "password"),
            address_of(request),
            user_agent=request.headers.get("user-agent", "")[:255],
            previous=session_token(self.context, request) or None,
            door=DOOR,
        )

    async def set_up(self, request: Request, sent: Sent) -> Session:
        """Make the first user with the code of the server's log, and sign them in."""
        agent = request.headers.get("user-agent", "")[:255]
        code, login, password = first(sent, "code"), first(sent, "login"), first(sent, "password")
        return await self.context.signin.complete_setup(code, login, password, address_of(request), user_agent=agent)

    async def close(self, request: Request) -> None:
        """End the session that the cookie stands for."""
        await self.context.signin.logout(session_token(self.context, request))


def address_of(request: Request) -> str:
    """Return the address that the browser connects from."""
    return request.client.host if request.client else ""


def _wanted(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.scope['path']}{query}"


def safe_next(visit: Visit, wanted: str) -> str:
    """Return where to go after signing in: an address of the panel, whatever was asked for."""
    is_ours = wanted.startswith(visit.base + "/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if is_ours else visit.url("")


def go(visit: Visit, where: str, params: dict[str, str] | None = None) -> RedirectResponse:
    """Return the answer that leads to another page of the panel."""
    query = "?" + urlencode(params, safe="/") if params else ""
    return RedirectResponse(visit.url(where) + query, status_code=303)


def keep_session(response: Response, visit: Visit, session: Session) -> None:
    """Put the new session's token into the browser; forms of before do not hold any more."""
    response.set_cookie(visit.cookie_name(SESSION_COOKIE), session.token, expires=session.expires_at, **visit.cookie)
    response.delete_cookie(visit.cookie_name(SEED_COOKIE), **visit.cookie)


def drop_session(response: Response, visit: Visit) -> None:
    """Take the session's token out of the browser."""
    for name in (SESSION_COOKIE, NOTICE_COOKIE, EYES_COOKIE):
        response.delete_cookie(visit.cookie_name(name), **visit.cookie)
