"""Notices: one line that the next page shows once. They travel in a sealed cookie, as a template that is translated there."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from crudgen.admin.tokens import seal, unseal
from crudgen.admin.visit import NOTICE_COOKIE, Visit

MAX_PARAM = 120


@dataclass(frozen=True, slots=True)
class Notice:
    """A line for the next page: `kind` is "good" or "bad", `text` is in the reader's language."""

    kind: str
    text: str


def leave_notice(response: Response, visit: Visit, kind: str, template: str, **params: str) -> None:
    """Make the next page show an English template, translated and filled in."""
    cut = {name: value if len(value) <= MAX_PARAM else value[:MAX_PARAM] + "…" for name, value in params.items()}
    sealed = seal(visit.seed, [kind, template, cut])
    response.set_cookie(visit.cookie_name(NOTICE_COOKIE), sealed, max_age=60, **visit.cookie)


def take_notice(request: Request, visit: Visit) -> Notice | None:
    """Return the line that the page before left, if it is ours."""
    value = unseal(visit.seed, request.cookies.get(visit.cookie_name(NOTICE_COOKIE), ""))
    match value:
        case [str(kind), str(template), dict(params)]:
            return Notice(kind, visit.language.text(template, **params))
        case _:
            return None


def drop_notice(response: Response, visit: Visit) -> None:
    """Forget the line: it has been shown."""
    response.delete_cookie(visit.cookie_name(NOTICE_COOKIE), **visit.cookie)
