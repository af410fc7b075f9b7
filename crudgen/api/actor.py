"""Who is calling: the `Authorization` header, and nothing else. No cookie and no parameter signs anybody in here."""

from typing import Protocol

from crudgen.api.answer import Headers
from crudgen.errors import Unauthenticated
from crudgen.plan.actor import ANONYMOUS, Actor

MAX_TOKEN = 512


class Tokens(Protocol):
    """What this asks of sign-in."""

    async def actor_for(self, token: str) -> Actor | None:
        """Return whose token it is, or None for one that is unknown, expired or revoked."""
        ...


async def find_actor(tokens: Tokens, headers: Headers) -> Actor:
    """Return the caller of a request: of a session token or an API key, or ANONYMOUS where none was sent.

    Raises Unauthenticated for a token that is not valid; a caller who sends one never falls back to anonymous.
    """
    if "authorization" not in headers:
        return ANONYMOUS
    actor = await tokens.actor_for(read_token(headers))
    if actor is None:
        raise refuse_token()
    return actor


def read_token(headers: Headers) -> str:
    """Return the bearer token of a request. Raises Unauthenticated where there is none, or another scheme."""
    if "authorization" not in headers:
        raise Unauthenticated
    scheme, _, token = headers["authorization"].partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not 0 < len(token) <= MAX_TOKEN or not token.isascii() or " " in token:
        raise refuse_token()
    return token


def refuse_token() -> Unauthenticated:
    """Return the refusal of a token, the same for every reason."""
    return Unauthenticated("the token is not valid, or has expired; sign in again", code="invalid_token")
