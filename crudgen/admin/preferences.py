"""Language and theme: `?lang=ru` and `?theme=dark` on any page are kept in cookies, and leave the address."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from crudgen.admin.visit import LANGUAGE_COOKIE, THEME_COOKIE, THEMES

YEAR = 365 * 86400


class Preferences:
    """ASGI middleware: answers a page's address that carries a choice by the same address without it."""

    def __init__(self, app: ASGIApp, languages: tuple[str, ...]) -> None:
        self.app = app
        self.choices = {"lang": (LANGUAGE_COOKIE, languages), "theme": (THEME_COOKIE, THEMES)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["method"] == "GET":
            request = Request(scope)
            chosen = {name: value for name, value in request.query_params.items() if self._offers(name, value)}
            if chosen:
                await self._answer(request, chosen)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _offers(self, name: str, value: str) -> bool:
        return name in self.choices and value in self.choices[name][1]

    def _answer(self, request: Request, chosen: dict[str, str]) -> RedirectResponse:
        rest = [pair for pair in request.query_params.multi_items() if pair[0] not in chosen]
        path = "/" + request.url.path.lstrip("/\\")
        response = RedirectResponse(path + (f"?{urlencode(rest)}" if rest else ""), status_code=303)
        is_secure = request.url.scheme == "https"
        for name, value in chosen.items():
            response.set_cookie(self.choices[name][0], value, max_age=YEAR, path="/", samesite="lax", secure=is_secure, httponly=True)
        return response
