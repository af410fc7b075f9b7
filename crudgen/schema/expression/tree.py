"""The typed tree: few operations, each on values of one type, with every conversion said. Made by `check`, read by the renderers.

A value is whole numbers and texts inside: a decimal its units of 10^-scale, a duration its microseconds, a day its
number from 0001-01-01 (1), an instant its microseconds since then in UTC, a time its microseconds since midnight, a
UUID its 32 hexadecimal digits.

| operation | is |
|---|---|
| `literal` | `value` |
| `path` | the value at the `Place` `value` |
| `clock` | `now` or `today` |
| `aggregate` | over the rows of `value`, a `Rows`; with at most one argument, on the places of root `each`, or of a group's row |
| `and` `or` `not` `is_null` | three-valued logic |
| `eq` `ne` `lt` `lte` `gt` `gte` `in` `in_values` | comparisons of values of one type; `in` of the first with the others |
| `add` `sub` `mul` `div` `neg` | units; both sides of `add` and `sub` have one scale; `div` has a scale of its own, half up |
| `rescale` | units of the argument's scale to those of the type's, half up |
| `guard` | null where the units are beyond the type's limit |
| `float_add` … | doubles; null where the result is none |
| `concat` `lower` `upper` `fold` `length` `contains` `icontains` `starts` `ends` | texts |
| `if` `coalesce` | the first argument decides; the first that is not null |
| `a_to_b` | conversions; null where the value is not one of the target |
| `date_add` `datetime_add` `date_diff` `datetime_diff` | with a duration; the duration between. Null beyond the years 1 to 9999 |
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from crudgen.schema.catalog import Entity, Field, Relation
from crudgen.schema.expression.types import Type

Root = Literal["", "each", "user", "old", "input"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value comes from: from the row itself, an aggregate's row (`each`), or beside it; over to-one steps."""

    root: Root
    steps: tuple[Relation, ...]
    field: Field

    @property
    def name(self) -> str:
        """Return the dotted name, from the row that it belongs to; `user`, `old` and `input` are part of it."""
        first = () if self.root in ("", "each") else (self.root,)
        return ".".join([*first, *(step.name for step in self.steps), self.field.name])


@dataclass(frozen=True, slots=True)
class Rows:
    """What an aggregate goes over: a path whose last step is to-many, from the row itself; no steps: the rows of the group."""

    aggregate: str
    steps: tuple[Relation, ...]

    @property
    def name(self) -> str:
        """Return the dotted name."""
        return ".".join(step.name for step in self.steps)


@dataclass(frozen=True, slots=True)
class Typed:
    """A node: an operation, the type of its value, and its arguments."""

    op: str
    type: Type
    args: tuple["Typed", ...] = ()
    value: Any = None
    offset: int = field(default=0, compare=False)


def walk(tree: Typed) -> Iterator[Typed]:
    """Yield every node, each before its arguments, from left to right."""
    pending = [tree]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(node.args))


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression.

    `paths` are the dotted names that it reads of the row itself, those of aggregates with the rows' path before them
    (`items.quantity`), and `items` itself for `count(items)`. `context` holds which of `user`, `old`, `input` it reads.
    `is_row_local` tells that the row's own columns are enough.
    """

    text: str
    entity: Entity
    tree: Typed
    paths: tuple[str, ...]
    context: frozenset[str]
    uses_clock: bool
    has_aggregate: bool
    is_row_local: bool

    @property
    def type(self) -> Type:
        """Return the type of the value."""
        return self.tree.type

    @property
    def scale(self) -> int:
        """Return the number of digits after the point; 0 but for a decimal."""
        return self.tree.type.scale


def reroot(tree: Typed, before: Root, after: Root) -> Typed:
    """Return the tree with the places of one root as those of another."""
    value = tree.value
    if tree.op == "path" and value.root == before:
        value = replace(value, root=after)
    return replace(tree, args=tuple(reroot(argument, before, after) for argument in tree.args), value=value)
