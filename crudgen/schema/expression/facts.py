"""A text compiled: parsed, checked, and what is known about the result."""

from crudgen.schema.catalog import Entity
from crudgen.schema.expression.check import check
from crudgen.schema.expression.parse import parse
from crudgen.schema.expression.scope import Scope
from crudgen.schema.expression.tree import Expression, Place, Root, Rows, Typed, walk
from crudgen.schema.expression.types import BOOL


def compile_expression(text: str, scope: Scope) -> Expression:
    """Return the checked expression of a text. Raises ExpressionError, with the offset of the mistake in the text."""
    return _describe(text, scope.entity, check(parse(text), scope))


def both(one: Expression, other: Expression) -> Expression:
    """Return the condition that holds where two conditions on the same row hold."""
    return _describe(f"({one.text}) and ({other.text})", one.entity, Typed("and", BOOL, (one.tree, other.tree)))


def without(expression: Expression, root: Root) -> Expression | None:
    """Return the most of a condition that can be known without the values of a root: where that is not true, nor is the whole.

    None where every part asks for them.
    """
    kept = [part for part in _conjuncts(expression.tree) if all(place.root != root for place in _places(part))]
    if not kept:
        return None
    tree = kept[0] if len(kept) == 1 else Typed("and", BOOL, tuple(kept))
    return _describe(expression.text, expression.entity, tree)


def _conjuncts(tree: Typed) -> list[Typed]:
    return [part for argument in tree.args for part in _conjuncts(argument)] if tree.op == "and" else [tree]


def _places(tree: Typed) -> list[Place]:
    return [node.value for node in walk(tree) if node.op == "path"]


def _describe(text: str, entity: Entity, tree: Typed) -> Expression:
    places = _places(tree)
    has_aggregate = any(node.op == "aggregate" for node in walk(tree))
    uses_clock = any(node.op == "clock" for node in walk(tree))
    context = frozenset(place.root for place in places if place.root in ("user", "old", "input"))
    is_near = not any(place.steps or place.field.computed for place in places)
    return Expression(
        text=text,
        entity=entity,
        tree=tree,
        paths=tuple(dict.fromkeys(_paths(tree, None))),
        context=context,
        uses_clock=uses_clock,
        has_aggregate=has_aggregate,
        is_row_local=is_near and not (has_aggregate or uses_clock or context),
    )


def _paths(node: Typed, rows: Rows | None) -> list[str]:
    if node.op == "path":
        place: Place = node.value
        if place.root == "each" and rows is not None:
            return [f"{rows.name}.{place.name}"]
        return [place.name] if place.root == "" else []
    if node.op == "aggregate" and node.value.steps:
        rows = node.value
        if not node.args:
            return [node.value.name]
    return [path for argument in node.args for path in _paths(argument, rows)]
