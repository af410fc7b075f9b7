"""Visit: who looks at the panel in one request, in which language, and under which address."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request

from crudgen.admin.eyes import EYES_COOKIE, Eyes, look_through, read_eyes
from crudgen.admin.language import Language, choose_language, read_accept_language
from crudgen.admin.tokens import make_token
from crudgen.plan.actor import ANONYMOUS, Actor
from crudgen.plan.rights import Rights
from crudgen.service.context import Context

THEMES = ("auto", "light", "dark")
LANGUAGE_COOKIE, THEME_COOKIE = "crudgen-language", "crudgen-theme"
SESSION_COOKIE, SEED_COOKIE, NOTICE_COOKIE = "crudgen", "crudgen-form", "crudgen-notice"
DOOR = "admin"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request's facts. `base` is the panel's address without a slash at the end; `seed` is the secret that its
    forms are bound to: the session's token, or for a browser that is not signed in a value of its own, "" if it has none yet.

    `person` is who is signed in, and `actor` who is asked for what to show: the same, but for an administrator who looks through
    other `eyes`."""

    actor: Actor
    rights: Rights
    language: Language
    theme: str
    base: str
    seed: str
    is_secure: bool
    person: Actor = ANONYMOUS
    eyes: Eyes | None = None

    def url(self, *parts: str) -> str:
        """Return an address of the panel; parts are already encoded. The key of one record alone is "", and is left out."""
        return "/".join((self.base, *(parts[:-1] if len(parts) > 1 and not parts[-1] else parts)))

    @property
    def token(self) -> str:
        """Return the token that this visitor's forms carry."""
        return make_token(self.seed)

    @property
    def cookie(self) -> dict[str, Any]:
        """Return how every cookie of the panel is set."""
        return {"path": "/", "httponly": True, "samesite": "lax", "secure": self.is_secure}

    def cookie_name(self, name: str) -> str:
        """Return a cookie's name, with the prefix that pins it to this host where the connection allows that."""
        return f"__Host-{name}" if self.is_secure else name


def visit_of(context: Context, request: Request) -> Visit:
    """Return the request's visit: the one that sign-in left, else that of a stranger."""
    known = getattr(request.state, "visit", None)
    if isinstance(known, Visit):
        return known
    visit = _stranger(context, request)
    visit = replace(visit, seed=request.cookies.get(visit.cookie_name(SEED_COOKIE), ""))
    request.state.visit = visit
    return visit


def _stranger(context: Context, request: Request) -> Visit:
    options = context.settings.admin
    wanted = [request.cookies.get(LANGUAGE_COOKIE, ""), *read_accept_language(request.headers.get("accept-language", ""))]
    theme = request.cookies.get(THEME_COOKIE, "")
    return Visit(
        actor=ANONYMOUS,
        rights=context.service.rights(ANONYMOUS),
        language=choose_language(tuple(options.languages), wanted),
        theme=theme if theme in THEMES else options.theme,
        base=request.scope.get("root_path", "").rstrip("/"),
        seed="",
        is_secure=request.url.scheme == "https",
    )


def session_token(context: Context, request: Request) -> str:
    """Return the token of the session cookie, "" where there is none."""
    return request.cookies.get(visit_of(context, request).cookie_name(SESSION_COOKIE), "")


async def recognise(context: Context, request: Request) -> Visit:
    """Find out who the session cookie stands for, and keep the visit with the request."""
    visit = visit_of(context, request)
    token = session_token(context, request)
    actor = await context.signin.actor_for(token, DOOR) if token else None
    if actor is not None and actor.id is not None:
        actor = replace(actor, request=str(getattr(request.state, "request_id", "")))
        eyes = read_eyes(request, visit.cookie_name(EYES_COOKIE), token) if actor.is_admin else None
        seer = await look_through(context, actor, eyes) if eyes is not None else actor
        visit = replace(visit, actor=seer, rights=context.service.rights(seer), seed=token, person=actor, eyes=eyes)
        request.state.visit = visit
    return visit


def may_open(context: Context, actor: Actor) -> bool:
    """Tell whether the actor's roles open the panel."""
    roles = context.settings.roles
    return actor.is_admin or any(name in roles and roles[name].admin for name in actor.roles)


def new_seed() -> str:
    """Return the secret for a browser that is not signed in yet."""
    return secrets.token_urlsafe(24)
