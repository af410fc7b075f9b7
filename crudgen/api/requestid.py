"""The id of a request: the caller's own where it is fit for a log, else a new one."""

import re
import secrets

from starlette.types import Scope

_FIT = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_KEY = "request_id"


def request_id(scope: Scope) -> str:
    """Return the request's id, the same one however often it is asked for; the panel reads it as `request.state.request_id`."""
    state = scope.setdefault("state", {})
    known: str | None = state.get(_KEY)
    if known is None:
        sent = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        known = sent.decode("ascii") if _FIT.fullmatch(sent) else secrets.token_hex(8)
        state[_KEY] = known
    return known
