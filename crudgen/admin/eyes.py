"""Eyes: an administrator looks at the panel as a role, or a person, would see it. Nothing can be changed meanwhile.

What is looked through is kept in a cookie sealed with the session's own token: another session's is not ours, and a new
sign-in begins with one's own eyes. Rights come from the `Actor` alone, as everybody's do.
"""

from dataclasses import dataclass, replace
from typing import Literal

from starlette.requests import Request

from crudgen.admin.tokens import unseal
from crudgen.plan.actor import Actor
from crudgen.service.context import Context

EYES_COOKIE = "crudgen-eyes"


@dataclass(frozen=True, slots=True)
class Eyes:
    """Whose they are: a role's, or a person's by login."""

    kind: Literal["role", "person"]
    name: str


def read_eyes(request: Request, cookie: str, seed: str) -> Eyes | None:
    """Return the eyes that the session of `seed` has borrowed, None where it looks through its own."""
    match unseal(seed, request.cookies.get(cookie, "")):
        case {"eyes": "role", "name": str(name)}:
            return Eyes("role", name)
        case {"eyes": "person", "name": str(name)}:
            return Eyes("person", name)
        case _:
            return None


async def look_through(context: Context, person: Actor, eyes: Eyes) -> Actor:
    """Return who sees what these eyes see. Somebody who is not there any more sees nothing, rather than what `person` sees."""
    nobody = Actor(is_authenticated=True, door=person.door, is_onlooker=True)
    if eyes.kind == "role":
        return replace(nobody, roles=frozenset({eyes.name}))
    found = await context.signin.actor_of(eyes.name, person.door)
    return replace(found, is_onlooker=True) if found is not None else nobody
