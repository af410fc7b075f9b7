"""A cache of rendered statements that forgets what was not used for long, without a lock."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Statements(Generic[T]):
    """Statements by shape, in two generations: what is found in the old one moves to the young one.

    When the young one is full it becomes the old one, and what was in that is forgotten. Threads may race here:
    at worst a statement is rendered twice.
    """

    def __init__(self, size: int = 512) -> None:
        self._size = size
        self._young: dict[Hashable, T] = {}
        self._old: dict[Hashable, T] = {}

    def get(self, shape: Hashable, render: Callable[[], T]) -> T:
        """Return the statement of `shape`, rendered now if it is not known."""
        found = self._young.get(shape)
        if found is None:
            found = self._old.get(shape)
            if found is None:
                found = render()
            self._keep(shape, found)
        return found

    def _keep(self, shape: Hashable, statement: T) -> None:
        if len(self._young) >= self._size:
            self._young, self._old = {}, self._young
        self._young[shape] = statement
