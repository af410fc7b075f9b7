"""A YAML document as values that know where they stand."""

from dataclasses import dataclass
from typing import TypeAlias

Scalar: TypeAlias = None | bool | int | float | str


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a document. `value` is a scalar, a tuple of nodes, or a dict of nodes by key; counts from 1.

    `keys` holds the position of each key of a mapping, as (line, column).
    """

    value: "Scalar | tuple[Node, ...] | dict[str, Node]"
    line: int
    column: int
    keys: dict[str, tuple[int, int]]
