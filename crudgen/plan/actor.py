"""Who acts, and through which door."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """The caller of one request. `id` is the user's id; a key made for a role is nobody's: its `id` is None."""

    id: int | None = None
    login: str = ""
    roles: frozenset[str] = frozenset()
    is_authenticated: bool = False
    door: str = "api"

    @property
    def is_admin(self) -> bool:
        """Tell whether every `access` rule lets the caller pass."""
        return "admin" in self.roles


ANONYMOUS = Actor()
SYSTEM = Actor(login="system", roles=frozenset({"admin"}), is_authenticated=True, door="system")
