"""A text compiled: parsed, checked, and what is known about the result."""

from dataclasses import replace

from crudgen.schema.expression.check import check
from crudgen.schema.expression.parse import parse
from crudgen.schema.expression.scope import Scope
from crudgen.schema.expression.tree import Expression, Place, Rows, Typed, walk
from crudgen.schema.expression.types import BOOL


def compile_expression(text: str, scope: Scope) -> Expression:
    """Return the checked expression of a text. Raises ExpressionError, with the offset of the mistake in the text."""
    tree = check(parse(text), scope)
    places = [node.value for node in walk(tree) if node.op == "path"]
    has_aggregate = any(node.op == "aggregate" for node in walk(tree))
    uses_clock = any(node.op == "clock" for node in walk(tree))
    context = frozenset(place.root for place in places if place.root in ("user", "old", "input"))
    is_near = not any(place.steps or place.field.computed for place in places)
    return Expression(
        text=text,
        entity=scope.entity,
        tree=tree,
        paths=tuple(dict.fromkeys(_paths(tree, None))),
        context=context,
        uses_clock=uses_clock,
        has_aggregate=has_aggregate,
        is_row_local=is_near and not (has_aggregate or uses_clock or context),
    )


def both(one: Expression, other: Expression) -> Expression:
    """Return the condition that holds where two conditions on the same row hold."""
    return replace(
        one,
        text=f"({one.text}) and ({other.text})",
        tree=Typed("and", BOOL, (one.tree, other.tree)),
        paths=tuple(dict.fromkeys((*one.paths, *other.paths))),
        context=one.context | other.context,
        uses_clock=one.uses_clock or other.uses_clock,
        has_aggregate=one.has_aggregate or other.has_aggregate,
        is_row_local=one.is_row_local and other.is_row_local,
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
