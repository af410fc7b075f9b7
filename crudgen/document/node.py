"""A YAML document as values that know where they stand."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

Scalar: TypeAlias = None | bool | int | float | str


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a document. `value` is a scalar, a tuple of nodes, or a dict of nodes by key; counts from 1.

    `keys` holds the position of each key of a mapping, as (line, column); `source` a text as it is written, where that
    differs from the value: with quotes, escapes, or over several lines.
    """

    value: "Scalar | tuple[Node, ...] | dict[str, Node]"
    line: int
    column: int
    keys: dict[str, tuple[int, int]]
    source: str = field(default="", compare=False, repr=False)


def plain(node: Node) -> Any:
    """Return the value without positions: scalars, lists and dicts. A document's depth is bounded, so recursion is safe.

    >>> plain(Node((Node(1, 1, 2, {}), Node("a", 1, 5, {})), 1, 1, {}))
    [1, 'a']
    """
    match node.value:
        case dict() as members:
            return {key: plain(member) for key, member in members.items()}
        case tuple() as items:
            return [plain(item) for item in items]
        case scalar:
            return scalar
