"""What `+ - * /` and the comparisons mean on the types of their sides."""

from collections.abc import Callable
from dataclasses import replace

from crudgen.schema.expression import calendar, literals
from crudgen.schema.expression.codes import ExpressionError
from crudgen.schema.expression.convert import adapt, guarded, to_scale, too_fine, unify
from crudgen.schema.expression.tree import Typed
from crudgen.schema.expression.types import BOOL, DATE, DATETIME, DURATION, FLOAT, MAX_SCALE, ORDERED, TEXT, Type, bounded

COMPARE = {"=": "eq", "!=": "ne", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_OPAQUE = frozenset({"json", "list"})
_DIVIDED_DIGITS = 6


def compare(sign: str, left: Typed, right: Typed, offset: int) -> Typed:
    """Return a comparison. Raises ExpressionError."""
    if "null" in (left.type.kind, right.type.kind):
        cure = {"=": "write `is null`", "!=": "write `is not null`"}.get(sign, "test it with `is null`")
        raise ExpressionError("expression_null", f"`{sign} null` is never true", cure, offset)
    common = unify((left, right))
    if common is None or common.kind in _OPAQUE:
        raise incomparable(left, right, offset)
    if sign not in ("=", "!=") and common.kind not in ORDERED:
        raise ExpressionError("expression_order", f"values of type {common} have no order", "compare with `=`, `!=` or `in`", offset)
    sides = adapt(left, common), adapt(right, common)
    if sides[0] is None or sides[1] is None:
        raise incomparable(left, right, offset)
    return Typed(COMPARE[sign], BOOL, fold_where_ci((sides[0], sides[1])), offset=offset)


def fold_where_ci(sides: tuple[Typed, ...]) -> tuple[Typed, ...]:
    """Return the sides of a comparison, all without case where one of them is a field that ignores it (`ci`)."""
    if not any(side.op == "path" and side.value.field.ci for side in sides):
        return sides
    return tuple(Typed("fold", TEXT, (side,), offset=side.offset) for side in sides)


def incomparable(left: Typed, right: Typed, offset: int) -> ExpressionError:
    """Return the error of two values of types that cannot be compared."""
    return ExpressionError("expression_incomparable", f"{left.type} and {right.type} cannot be compared", _cure(left, right), offset)


def _cure(left: Typed, right: Typed) -> str:
    kinds = {left.type.kind, right.type.kind}
    constant = next((side for side in (left, right) if side.op == "literal" and side.type.kind == "text"), None)
    if constant is not None and kinds & {"int", "decimal", "float", "bool"}:
        return f"write {constant.value} without quotes"
    if kinds == {"date", "datetime"}:
        return "convert one: `date(x)` is the day of an instant in UTC, `datetime(x)` the midnight of a day"
    return "convert one of them: `text(x)`, `int(x)`, `decimal(x)`, `bool(x)`"


def calculate(sign: str, left: Typed, right: Typed, offset: int) -> Typed:
    """Return a sum, difference, product or quotient. Raises ExpressionError."""
    if "null" in (left.type.kind, right.type.kind):
        raise ExpressionError("expression_null", f"`{sign} null` is always null", "give a value: `coalesce(x, 0)`", offset)
    left, right = _type_spans(sign, left, right)
    operation = _find_operation(sign, left.type, right.type)
    if operation is None:
        raise ExpressionError("expression_types", f"{left.type} `{sign}` {right.type} means nothing", _advise(sign, left, right), offset)
    return operation(left, right, offset)


def _advise(sign: str, left: Typed, right: Typed) -> str:
    kinds = {left.type.kind, right.type.kind}
    if sign == "+" and kinds & {"text", "enum"}:
        return "make both texts: `text(x)`"
    if kinds & {"date", "datetime"}:
        return "add or take away a duration, as in `x + '7d'`"
    return "numbers are calculated with; texts are joined by `+`; durations are added to days and instants"


def _type_spans(sign: str, left: Typed, right: Typed) -> tuple[Typed, Typed]:
    """Type a constant beside a day, instant or duration: it is a duration, or for `-` a point in time if it looks like one."""
    if literals.is_weak(right) and left.type.kind in _TEMPORAL:
        is_point = sign == "-" and left.type.kind != "duration" and "-" in right.value[1:]
        return left, literals.read(right, left.type if is_point else DURATION) or right
    if literals.is_weak(left) and right.type.kind in _TEMPORAL:
        is_point = sign == "-" and right.type.kind != "duration"
        return literals.read(left, right.type if is_point else DURATION) or left, right
    return left, right


_TEMPORAL = frozenset({"date", "datetime", "duration"})
Operation = Callable[[Typed, Typed, int], Typed]


def _find_operation(sign: str, left: Type, right: Type) -> Operation | None:
    if left.is_number and right.is_number:
        return (_FLOATS if "float" in (left.kind, right.kind) else _EXACT)[sign]
    if left.is_text and right.is_text and sign == "+":
        return _concat
    return _MIXED.get((left.kind, sign, right.kind))


def _concat(left: Typed, right: Typed, offset: int) -> Typed:
    return Typed("concat", TEXT, (left, right), offset=offset)


def _sum(op: str) -> Operation:
    def add(left: Typed, right: Typed, offset: int) -> Typed:
        scale = max(left.type.scale, right.type.scale)
        left, right = to_scale(left, scale), to_scale(right, scale)
        return guarded(Typed(op, bounded(_number(left, right, scale), left.type.limit + right.type.limit), (left, right), offset=offset))

    return add


def _number(left: Typed, right: Typed, scale: int) -> Type:
    return Type("int" if left.type.kind == right.type.kind == "int" else "decimal", scale)


def _multiply(left: Typed, right: Typed, offset: int) -> Typed:
    scale = left.type.scale + right.type.scale
    if scale > MAX_SCALE:
        raise too_fine(scale, offset)
    return guarded(Typed("mul", bounded(_number(left, right, scale), left.type.limit * right.type.limit), (left, right), offset=offset))


def _divide(left: Typed, right: Typed, offset: int) -> Typed:
    scale = max(left.type.scale, right.type.scale) + _DIVIDED_DIGITS
    if scale > MAX_SCALE:
        raise too_fine(scale, offset)
    limit = left.type.limit * 10 ** (scale - left.type.scale + right.type.scale)
    return guarded(Typed("div", bounded(Type("decimal", scale), limit), (left, right), offset=offset))


def _float(op: str) -> Operation:
    def calculate_float(left: Typed, right: Typed, offset: int) -> Typed:
        sides = tuple(adapt(side, FLOAT) or side for side in (left, right))
        return Typed(op, FLOAT, sides, offset=offset)

    return calculate_float


def _span(op: str) -> Operation:
    def add_spans(left: Typed, right: Typed, offset: int) -> Typed:
        return guarded(Typed(op, bounded(DURATION, left.type.limit + right.type.limit), (left, right), offset=offset))

    return add_spans


def _stretch(left: Typed, right: Typed, offset: int) -> Typed:
    return guarded(Typed("mul", bounded(DURATION, left.type.limit * right.type.limit), (left, right), offset=offset))


def _move(op: str, type_: Type, *, is_back: bool = False, is_turned: bool = False) -> Operation:
    def move(left: Typed, right: Typed, offset: int) -> Typed:
        point, span = (right, left) if is_turned else (left, right)
        if type_ is DATE and span.op == "literal" and span.value is not None and span.value % calendar.DAY:
            cure = "use whole days, or an instant: `datetime(x) + '12h'`"
            raise ExpressionError("expression_duration", "a day is moved by whole days", cure, span.offset)
        return Typed(op, type_, (point, negate(span, offset) if is_back else span), offset=offset)

    return move


def _between(op: str) -> Operation:
    def measure(left: Typed, right: Typed, offset: int) -> Typed:
        return Typed(op, replace(DURATION, limit=calendar.LAST_DAY * calendar.DAY), (left, right), offset=offset)

    return measure


def negate(node: Typed, offset: int) -> Typed:
    """Return minus the value. Raises ExpressionError."""
    if node.type.kind == "float":
        return Typed("float_neg", FLOAT, (node,), offset=offset)
    if not node.type.is_counted:
        raise ExpressionError("expression_types", f"`-` {node.type} means nothing", "numbers and durations have a minus", offset)
    if node.op == "literal" and node.value is not None:
        return replace(node, value=-node.value)
    type_ = replace(node.type, entity="")
    # -(-2^63) is one more than 64 bits hold
    return Typed("neg", bounded(type_, type_.limit), (node,), offset=offset)


_EXACT: dict[str, Operation] = {"+": _sum("add"), "-": _sum("sub"), "*": _multiply, "/": _divide}
_FLOATS: dict[str, Operation] = {"+": _float("float_add"), "-": _float("float_sub"), "*": _float("float_mul"), "/": _float("float_div")}
_MIXED: dict[tuple[str, str, str], Operation] = {
    ("date", "+", "duration"): _move("date_add", DATE),
    ("duration", "+", "date"): _move("date_add", DATE, is_turned=True),
    ("date", "-", "duration"): _move("date_add", DATE, is_back=True),
    ("date", "-", "date"): _between("date_diff"),
    ("datetime", "+", "duration"): _move("datetime_add", DATETIME),
    ("duration", "+", "datetime"): _move("datetime_add", DATETIME, is_turned=True),
    ("datetime", "-", "duration"): _move("datetime_add", DATETIME, is_back=True),
    ("datetime", "-", "datetime"): _between("datetime_diff"),
    ("duration", "+", "duration"): _span("add"),
    ("duration", "-", "duration"): _span("sub"),
    ("duration", "*", "int"): _stretch,
    ("int", "*", "duration"): _stretch,
}
