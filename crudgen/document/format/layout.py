"""The order that a file's keys are written in: given by the layers that know the keys."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Layout:
    """The order of a mapping's keys, and the layouts inside: of `members` by key, or of every member alike in `each`.

    A key that isn't in `order` stays behind the others, where it was among its like.
    """

    order: tuple[str, ...] = ()
    members: "Mapping[str, Layout]" = dataclasses.field(default_factory=dict)
    each: "Layout | None" = None

    def of(self, key: str) -> "Layout":
        """Return the layout of what stands under a key."""
        return self.members.get(key) or self.each or UNKNOWN

    def arrange(self, entries: Iterable[tuple[str, T]]) -> list[tuple[str, T]]:
        """Return a mapping's entries in order.

        >>> Layout(("type", "label")).arrange([("x", 1), ("label", 2), ("type", 3)])
        [('type', 3), ('label', 2), ('x', 1)]
        """
        places = {key: place for place, key in enumerate(self.order)}
        return sorted(entries, key=lambda entry: places.get(entry[0], len(places)))


UNKNOWN = Layout()


def arrange_plain(value: Any, layout: Layout) -> Any:
    """Return a plain document with the keys of every mapping in order."""
    match value:
        case dict():
            return {key: arrange_plain(member, layout.of(key)) for key, member in layout.arrange(value.items())}
        case list():
            return [arrange_plain(item, UNKNOWN) for item in value]
        case scalar:
            return scalar
