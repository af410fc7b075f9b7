"""Expressions on a group of rows: what goes over all of them, and what may differ from row to row."""

from collections.abc import Collection, Iterator

from crudgen.schema.expression.tree import Typed, walk

_FIXED = frozenset({"literal", "clock"})


def gathers(tree: Typed) -> bool:
    """Tell whether some part is an aggregate over the rows of the group."""
    return any(_is_over_group(node) for node in walk(tree))


def find_loose(tree: Typed, alike: Collection[Typed] = ()) -> Iterator[Typed]:
    """Yield the parts that may differ from row to row: paths, and aggregates over what a row leads to.

    `alike` are trees that are the same in all rows of a group.
    """
    pending = [tree]
    while pending:
        node = pending.pop()
        if node in alike or _is_over_group(node):
            continue
        if node.op in ("path", "aggregate"):
            yield node
        else:
            pending.extend(reversed(node.args))


def is_plain(tree: Typed) -> bool:
    """Tell whether it holds no constant, so that every database finds it again where it is written a second time."""
    return not any(node.op in _FIXED or (node.op == "path" and node.value.field.computed) for node in walk(tree))


def _is_over_group(node: Typed) -> bool:
    return node.op == "aggregate" and not node.value.steps
