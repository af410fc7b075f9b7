"""Who acts, and through which door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """The caller of one request. `id` is the user's id; a key made for a role is nobody's: its `id` is None.

    `request` is the id by which the log and the audit know the request. `values` are what the project's expressions ask of the
    user, by dotted name (`user.company`), beside the id and the roles. An `is_onlooker` sees what such a caller sees, and
    changes nothing.
    """

    id: int | None = None
    login: str = ""
    roles: frozenset[str] = frozenset()
    is_authenticated: bool = False
    door: str = "api"
    request: str = field(default="", compare=False)
    values: Mapping[str, Any] = field(default_factory=dict, compare=False)
    is_onlooker: bool = False

    @property
    def context(self) -> Mapping[str, Any]:
        """Return what expressions know of the caller, by dotted name."""
        return {**self.values, "user.id": self.id, "user.roles": sorted(self.roles)}

    @property
    def is_admin(self) -> bool:
        """Tell whether every `access` rule lets the caller pass."""
        return "admin" in self.roles


ANONYMOUS = Actor()
SYSTEM = Actor(login="system", roles=frozenset({"admin"}), is_authenticated=True, door="system")
