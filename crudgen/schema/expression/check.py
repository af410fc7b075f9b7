"""Typing: a tree as it is written becomes a tree of operations on values of known types, or the first error in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from crudgen.schema.catalog import Relation
from crudgen.schema.expression import aggregates, literals, nodes
from crudgen.schema.expression.codes import ExpressionError
from crudgen.schema.expression.convert import adapt, guarded, to_scale
from crudgen.schema.expression.functions import check_call, choose, common_type, wrong_count
from crudgen.schema.expression.operators import calculate, compare, fold_where_ci, incomparable, negate
from crudgen.schema.expression.scope import Scope, resolve
from crudgen.schema.expression.tree import Typed
from crudgen.schema.expression.types import BOOL, WORD, Type, type_of

_CONVERSIONS = frozenset({"text", "int", "decimal", "date", "datetime"})
_RESULTS = {"enum": "choose among its values: `if(x > 0, 'a', 'b')`", "float": "make a number of it"}
_TO_MANY_CURE = "say which or how: `count(x)`, `any(x.field = 1)`, `sum(x.field)`"


@dataclass(frozen=True, slots=True)
class Frame:
    """The scope, and inside an aggregate the steps to its rows, or that it goes over the group's."""

    scope: Scope
    rows: tuple[Relation, ...] = ()
    is_grouped: bool = False


def check(tree: nodes.Node, scope: Scope) -> Typed:
    """Return the typed tree, its value of the type that the scope expects. Raises ExpressionError."""
    typed = _check(tree, Frame(scope))
    if scope.expects is not None:
        return fit(typed, scope.expects)
    if typed.type.kind == "null":
        raise ExpressionError("expression_null", "the expression is always null", "give it a value", typed.offset)
    return guarded(typed, WORD) if typed.type.kind in ("int", "duration") else typed


def fit(node: Typed, to: Type) -> Typed:
    """Return the node as a value of the type: a number rounded half up, null where the type cannot hold it. Raises ExpressionError."""
    if to.kind == "bool":
        return _condition(node)
    if node.type.is_exact and to.is_exact:
        made = to_scale(node, to.scale)
        return guarded(literals.retyped(made, replace(made.type, kind=to.kind, entity=to.entity)), to.limit)
    made_or_none = adapt(node, to)
    is_any_text = node.type.is_text and to.kind == "enum" and node.type != to and node.op != "literal"
    if made_or_none is None or is_any_text:
        cure = f"convert it: `{to.kind}(x)`" if to.kind in _CONVERSIONS else _RESULTS.get(to.kind, f"name a field whose values are {to}")
        raise ExpressionError("expression_result", f"the value is {node.type}, and {to} is wanted", cure, node.offset)
    return guarded(made_or_none, to.limit) if made_or_none.type.is_counted else made_or_none


def _check(node: nodes.Node, frame: Frame) -> Typed:
    typed: Typed = _CHECKS[type(node)](node, frame)
    return typed


def _condition(node: Typed) -> Typed:
    """Return the node when it is true or false."""
    if node.op == "literal" and node.value is None:
        return literals.literal(None, BOOL, node.offset)
    if node.type.kind != "bool":
        cure = "compare it, as in `x > 0` or `x is not null`"
        raise ExpressionError("expression_not_condition", f"a condition is wanted here, not {node.type}", cure, node.offset)
    return node


def _literal(node: nodes.Literal, _frame: Frame) -> Typed:
    return literals.plain(node.value, node.offset)


def _number(node: nodes.Number, _frame: Frame) -> Typed:
    return literals.number(node.units, node.scale, node.offset)


def _name(node: nodes.Name, frame: Frame) -> Typed:
    found = resolve(frame.scope, node)
    if found.field is None or found.prefix != (frame.rows if found.rows else ()):
        raise ExpressionError("expression_to_many", f'"{".".join(node.parts)}" leads to many records', _TO_MANY_CURE, node.offset)
    catalog = frame.scope.catalog
    return Typed("path", type_of(catalog, found.field), value=found.place(catalog), offset=node.offset)


def _unary(node: nodes.Unary, frame: Frame) -> Typed:
    operand = _check(node.operand, frame)
    if node.operator == "-":
        if operand.type.kind == "null":
            raise ExpressionError("expression_null", "`- null` is always null", "give a value", node.offset)
        return negate(operand, node.offset)
    return Typed("not", BOOL, (_condition(operand),), offset=node.offset)


def _logic(node: nodes.Logic, frame: Frame) -> Typed:
    return Typed(node.operator, BOOL, tuple(_condition(_check(part, frame)) for part in node.parts), offset=node.offset)


def _binary(node: nodes.Binary, frame: Frame) -> Typed:
    return calculate(node.operator, _check(node.left, frame), _check(node.right, frame), node.offset)


def _comparison(node: nodes.Comparison, frame: Frame) -> Typed:
    return compare(node.operator, _check(node.left, frame), _check(node.right, frame), node.offset)


def _text_test(node: nodes.TextTest, frame: Frame) -> Typed:
    sides = _check(node.left, frame), _check(node.right, frame)
    for side in sides:
        if side.type.kind == "null":
            raise ExpressionError("expression_null", f"`{node.operator} null` is never true", "write a text", side.offset)
        if not side.type.is_text:
            message = f"`{node.operator}` takes texts, not {side.type}"
            raise ExpressionError("expression_not_text", message, "write `text(x)`", side.offset)
    return Typed(node.operator, BOOL, sides, offset=node.offset)


def _in_list(node: nodes.InList, frame: Frame) -> Typed:
    operand = _check(node.operand, frame)
    made = _among(operand, node, frame)
    return Typed("not", BOOL, (made,), offset=node.offset) if node.is_negated else made


def _among(operand: Typed, node: nodes.InList, frame: Frame) -> Typed:
    if not isinstance(node.choices, nodes.List):
        return _among_values(operand, _check(node.choices, frame), node.offset)
    if not node.choices.items:
        raise ExpressionError("expression_list", "the list is empty, so nothing is in it", "put values in it", node.choices.offset)
    items = [_check(item, frame) for item in node.choices.items]
    null = next((item for item in (operand, *items) if item.type.kind == "null"), None)
    if null is not None:
        raise ExpressionError("expression_null", "null is in no list", "write `… or x is null`", null.offset)
    parts = choose([operand, *items], "the values of the list")
    if parts[0].type.kind in ("json", "list"):
        raise incomparable(operand, items[0], node.offset)
    return Typed("in", BOOL, fold_where_ci(tuple(parts)), offset=node.offset)


def _among_values(operand: Typed, choices: Typed, offset: int) -> Typed:
    """Return the test whether a value is in a list that is known beside the row, as in `'manager' in user.roles`."""
    if choices.type.kind != "list":
        raise ExpressionError("expression_list", "a list is wanted after `in`", "write `[a, b]`; for one value write `=`", choices.offset)
    if choices.value.root != "user":
        raise ExpressionError("expression_list", "lists of a row cannot be looked into yet", "only `user`'s lists can", choices.offset)
    if not (operand.type.is_text and choices.type.of == "text"):
        raise incomparable(operand, choices, offset)
    return Typed("in_values", BOOL, (operand, choices), offset=offset)


def _null_test(node: nodes.NullTest, frame: Frame) -> Typed:
    test = Typed("is_null", BOOL, (_check(node.operand, frame),), offset=node.offset)
    return Typed("not", BOOL, (test,), offset=node.offset) if node.is_negated else test


def _list(node: nodes.List, _frame: Frame) -> Typed:
    raise ExpressionError("expression_list", "a list can only follow `in`", "write `x in [a, b]`", node.offset)


def _call(node: nodes.Call, frame: Frame) -> Typed:
    function = check_call(node, frame.scope)
    return function.build(node, tuple(_check(argument, frame) for argument in node.arguments), frame.scope)


def _conditional(node: nodes.Conditional, frame: Frame) -> Typed:
    condition = _condition(_check(node.condition, frame))
    parts = choose([_check(node.then, frame), _check(node.otherwise, frame)], "the two values of if()")
    if all(part.type.kind == "null" for part in parts):
        raise ExpressionError("expression_null", "both values are null", "give a value", node.offset)
    return Typed("if", common_type(parts), (condition, *parts), offset=node.offset)


def _aggregate(node: nodes.Aggregate, frame: Frame) -> Typed:
    if frame.rows:
        raise ExpressionError("expression_nested_aggregate", "an aggregate cannot stand inside another", "take it apart", node.offset)
    if node.argument is None:
        if not frame.scope.group or frame.is_grouped:
            raise wrong_count(nodes.Call(node.name, (), node.offset))
        return aggregates.build(node, (), None)
    rows = _find_rows(node.argument, node, frame)
    is_bare = isinstance(node.argument, nodes.Name) and resolve(frame.scope, node.argument).field is None
    argument = None if is_bare else _check(node.argument, Frame(frame.scope, rows, is_grouped=not rows))
    return aggregates.build(node, rows, argument)


def _find_rows(argument: nodes.Node, node: nodes.Aggregate, frame: Frame) -> tuple[Relation, ...]:
    """Return the one path to many records that an aggregate's argument names; () for the rows of the group."""
    found = [(name, resolve(frame.scope, name)) for name in _names(argument)]
    if any(one.root and one.rows for _, one in found):
        raise ExpressionError("expression_context", "only the row's own records can be counted", "begin the path at the row", node.offset)
    prefixes = {one.prefix: name for name, one in found if one.rows}
    if not prefixes and frame.scope.group and not frame.is_grouped:
        return ()
    if not prefixes:
        message, cure = f"{node.name}() goes over many records", f"name a path to them: `{node.name}(items.price)`"
        raise ExpressionError("expression_aggregate_path", message, cure, node.offset)
    if len(prefixes) > 1:
        names = " and ".join(".".join(step.name for step in steps) for steps in prefixes)
        message = f"{node.name}() goes over one path, not over {names}"
        raise ExpressionError("expression_aggregate_path", message, "write one aggregate for each", node.offset)
    return next(iter(prefixes))


def _names(node: nodes.Node) -> Iterator[nodes.Name]:
    pending = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, nodes.Name):
            yield current
        if not isinstance(current, nodes.Aggregate):
            pending.extend(reversed(nodes.children(current)))


_CHECKS: dict[type, Callable[[Any, Frame], Typed]] = {
    nodes.Literal: _literal,
    nodes.Number: _number,
    nodes.Name: _name,
    nodes.Unary: _unary,
    nodes.Logic: _logic,
    nodes.Binary: _binary,
    nodes.Comparison: _comparison,
    nodes.TextTest: _text_test,
    nodes.InList: _in_list,
    nodes.NullTest: _null_test,
    nodes.List: _list,
    nodes.Call: _call,
    nodes.Conditional: _conditional,
    nodes.Aggregate: _aggregate,
}
