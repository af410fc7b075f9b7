"""Values made fit for each other: one type for several, and the conversions to it, said in the tree."""

from collections.abc import Sequence
from dataclasses import replace

from crudgen.schema.expression import exact, literals
from crudgen.schema.expression.codes import ExpressionError
from crudgen.schema.expression.tree import Typed
from crudgen.schema.expression.types import FLOAT, MAX_SCALE, MOST, TEXT, Type, bounded


def unify(parts: Sequence[Typed]) -> Type | None:
    """Return the type that all parts can have, or None. Constants of text and null fit themselves to the others."""
    types = [part.type for part in parts if not literals.is_weak(part)] or [part.type for part in parts if part.type.kind == "text"]
    if not types:
        return parts[0].type
    first, kinds = types[0], {type_.kind for type_ in types}
    if all(type_.is_number for type_ in types):
        return _unify_numbers(types)
    if all(type_.is_text for type_ in types):
        return first if all(type_ == first for type_ in types) else TEXT
    if len(kinds) > 1:
        return None
    limit = max(type_.limit for type_ in types)
    return replace(first, limit=limit)


def _unify_numbers(types: Sequence[Type]) -> Type:
    if any(type_.kind == "float" for type_ in types):
        return FLOAT
    scale = max(type_.scale for type_ in types)
    limit = max(_widen(type_, scale) for type_ in types)
    if any(type_.kind == "decimal" for type_ in types):
        return Type("decimal", scale, min(limit, MOST))
    entity = types[0].entity if len({type_.entity for type_ in types}) == 1 else ""
    return Type("int", 0, limit, entity=entity)


def _widen(type_: Type, scale: int) -> int:
    """Return the limit in a larger scale."""
    return bounded(type_, type_.limit * 10 ** (scale - type_.scale)).limit if scale > type_.scale else type_.limit


def adapt(node: Typed, to: Type) -> Typed | None:
    """Return the node as a value of the type, or None where nothing fits. Raises ExpressionError for a bad constant."""
    kind = node.type.kind
    if node.op == "literal" and kind == "null":
        return literals.literal(None, to, node.offset)
    if node.op == "literal" and kind == "text" and not to.is_text:
        return literals.read(node, to)
    if node.op == "literal" and kind == "text" and to.kind == "enum":
        return literals.read(node, to)
    if node.type.is_exact and to.is_exact:
        return to_scale(node, to.scale)
    if node.type.is_exact and to.kind == "float":
        return Typed("exact_to_float", FLOAT, (node,), offset=node.offset)
    if node.type.is_text and to.is_text:
        return node
    return node if kind == to.kind else None


def to_scale(node: Typed, scale: int) -> Typed:
    """Return the number in a scale, rounded half up where that is smaller."""
    shift = scale - node.type.scale
    if shift == 0:
        return node
    if scale > MAX_SCALE:
        raise too_fine(scale, node.offset)
    if node.op == "literal" and node.value is not None:
        return literals.number(exact.rescale(node.value, shift), scale, node.offset, is_decimal=True)
    limit = node.type.limit * 10**shift if shift > 0 else node.type.limit // 10**-shift + 1
    return guarded(Typed("rescale", bounded(Type("decimal", scale), limit), (node,), offset=node.offset))


def guarded(node: Typed, limit: int = MOST) -> Typed:
    """Return the node, null where it is beyond the limit, if it can be."""
    if node.type.limit <= limit:
        return node
    args = node.args if node.op == "guard" else (node,)  # the narrower guard is enough
    return Typed("guard", replace(node.type, limit=limit), args, offset=node.offset)


def too_fine(scale: int, offset: int) -> ExpressionError:
    """Return the error of a number with too many digits after the point."""
    return ExpressionError(
        "expression_scale", f"the number would have {scale} digits after the point", "round on the way: `decimal(x, 2)`", offset
    )
