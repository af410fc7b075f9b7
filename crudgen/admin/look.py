"""The page on which an administrator borrows the eyes of a role or a person, and gives them back."""

from collections.abc import Mapping

from starlette.responses import Response

from crudgen.admin.eyes import EYES_COOKIE, Eyes
from crudgen.admin.form import Sent
from crudgen.admin.forms import first
from crudgen.admin.language import Language
from crudgen.admin.tokens import seal
from crudgen.admin.visit import Visit
from crudgen.admin.words import humanize
from crudgen.plan.rights import ADMIN
from crudgen.schema.catalog import Text
from crudgen.service.context import Context


def name_roles(context: Context, language: Language) -> Mapping[str, str]:
    """Return the roles whose eyes can be borrowed, in words; the one that sees everything is left out."""
    roles = context.settings.roles.items()
    return {name: language.of(Text(one.label)) or humanize(name) for name, one in roles if name != ADMIN}


def name_eyes(context: Context, visit: Visit) -> str:
    """Return whose eyes the visitor looks through, in words; "" where these are their own."""
    if visit.eyes is None:
        return ""
    return name_roles(context, visit.language).get(visit.eyes.name, visit.eyes.name) if visit.eyes.kind == "role" else visit.eyes.name


def read_eyes_asked(sent: Sent) -> Eyes | None:
    """Return the eyes that a form asks for, None where it asks for one's own."""
    role, person = first(sent, "role"), first(sent, "person").strip()
    if role:
        return Eyes("role", role)
    return Eyes("person", person) if person else None


async def are_there(context: Context, eyes: Eyes) -> bool:
    """Tell whether there is such a role, or such a person who may sign in."""
    if eyes.kind == "role":
        return eyes.name in context.settings.roles
    return await context.signin.actor_of(eyes.name) is not None


def keep_eyes(response: Response, visit: Visit, eyes: Eyes | None) -> None:
    """Let the browser look through these eyes until it gives them back or signs out; None gives them back."""
    cookie = visit.cookie_name(EYES_COOKIE)
    if eyes is None:
        response.delete_cookie(cookie, **visit.cookie)
    else:
        response.set_cookie(cookie, seal(visit.seed, {"eyes": eyes.kind, "name": eyes.name}), **visit.cookie)
