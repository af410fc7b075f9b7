"""The typed tree as JSON, for the interpreter in the browser (`admin/static/crudgen/expression.js`)."""

from crudgen.schema.catalog import Json
from crudgen.schema.expression.tree import Expression, Typed
from crudgen.schema.expression.types import Type

_NUMBERED = frozenset({"int", "decimal", "duration", "date", "time", "datetime"})


def to_json(expression: Expression) -> dict[str, Json]:
    """Return the tree: every node `{"op", "type", "scale"?, "limit"?, "args"?, "value"?}`; whole numbers are texts of digits.

    `value` is a constant, the dotted name of a path, the name of a clock; an aggregate has `aggregate` and `rows`, a dotted name.
    """
    return _node(expression.tree)


def _node(node: Typed) -> dict[str, Json]:
    made: dict[str, Json] = {"op": node.op, **_type(node.type)}
    if node.args:
        made["args"] = [_node(argument) for argument in node.args]
    match node.op:
        case "literal":
            made["value"] = str(node.value) if node.type.kind in _NUMBERED and node.value is not None else node.value
        case "path":
            made["value"] = node.value.name
            if node.value.root == "each":
                made["each"] = True
        case "clock":
            made["value"] = node.value
        case "aggregate":
            made["aggregate"], made["rows"] = node.value.aggregate, node.value.name
        case _:
            pass
    return made


def _type(type_: Type) -> dict[str, Json]:
    made: dict[str, Json] = {"type": type_.kind}
    if type_.scale:
        made["scale"] = type_.scale
    if type_.limit:
        made["limit"] = str(type_.limit)
    return made
