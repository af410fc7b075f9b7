"""One request to an entity, as the handlers see it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.types import Receive

from crudgen.api.answer import Headers
from crudgen.api.body import read_json
from crudgen.api.encode import Encoder
from crudgen.errors import NotFound
from crudgen.plan.actor import Actor
from crudgen.plan.nodes import Key
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Action, Entity
from crudgen.service.context import Context


@dataclass(frozen=True, slots=True)
class Call:
    """Who asks what of which entity.

    `address` is the path of the entity's list as the caller reaches it, percent-encoded; `parts` the texts of
    the key, none for the list; `query` the raw query string.
    """

    context: Context
    encoder: Encoder
    actor: Actor
    rights: Rights
    entity: Entity
    headers: Headers
    address: str
    parts: tuple[str, ...]
    query: bytes
    receive: Receive

    @property
    def key(self) -> Key:
        """Return the key that the address names. Raises NotFound where it cannot be one."""
        return self.context.service.read_key(self.entity, self.parts)

    async def read_body(self) -> Any:
        """Return the JSON value of the body."""
        return await read_json(self.receive, self.headers, max_body=self.context.settings.api.max_body)

    def expect(self, action: Action) -> None:
        """Refuse early, before a body is read, what the service would refuse after it."""
        self.context.service.allow(self.actor, action, self.entity)

    def locate(self, texts: tuple[str, ...]) -> str:
        """Return the path of the record whose key has these texts."""
        return f"{self.address}/{','.join(quote(text, safe='') for text in texts)}"


def unknown_entity() -> NotFound:
    """Return the refusal of an address that leads nowhere, or to what the caller may not know of."""
    return NotFound("there is no such entity")
