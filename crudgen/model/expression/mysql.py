"""Operations in the SQL of MySQL and MariaDB. Exact numbers are DECIMAL wherever 64 bits may not be enough."""

from collections.abc import Callable
from typing import Any

from crudgen.model.expression import common
from crudgen.model.expression.common import call, same
from crudgen.model.expression.postgresql import DATE, INSTANT, limit
from crudgen.model.expression.shape import Shape

_WIDE = "DECIMAL(65, 0)"
_FINEST = "DECIMAL(65, 30)"


def _whole(shape: Shape, place: int, value: str) -> str:
    is_integer = shape.args[place].kind in ("int", "duration")
    return f"CAST({value} AS {_WIDE})" if is_integer and not shape.is_native else value


def _arithmetic(sign: str) -> Callable[..., str]:
    return lambda shape, left, right: f"({_whole(shape, 0, left)} {sign} {_whole(shape, 1, right)})"


def _divide(shape: Shape, left: str, right: str) -> str:
    scale = shape.type.scale
    return f"round(truncate(CAST({left} AS {_FINEST}) / NULLIF({right}, 0), {scale + 1}), {scale})"


def _guard(shape: Shape, value: str) -> str:
    limited = limit(shape, value)
    return f"CAST({limited} AS SIGNED)" if shape.type.kind in ("int", "duration") and shape.type.is_word else limited


def _limited(cast: str) -> Callable[..., str]:
    def write(shape: Shape, value: str) -> str:
        return _guard(shape, f"round(CAST({cast.format(value)} AS {_FINEST}), {shape.type.scale})")

    return write


def _matching(pattern: str, value: str = "{}") -> str:
    return f"NULLIF(REGEXP_SUBSTR({value}, '{pattern}'), '')"


def _between(_shape: Shape, left: str, right: str) -> str:
    return f"TIMESTAMPDIFF(MICROSECOND, {right}, {left})"


def _write_exact(shape: Shape, value: str) -> str:
    (type_,) = shape.args
    return f"CAST(CAST({value} AS DECIMAL(65, {type_.scale})) AS CHAR)"


WRITERS: dict[str, Callable[..., Any]] = {
    **common.WRITERS,
    "add": _arithmetic("+"),
    "sub": _arithmetic("-"),
    "mul": _arithmetic("*"),
    "neg": lambda shape, value: f"(- {_whole(shape, 0, value)})",
    "div": _divide,
    "rescale": lambda shape, value: value if shape.type.scale > shape.args[0].scale else f"round({value}, {shape.type.scale})",
    "guard": _guard,
    "concat": call("concat"),
    "lower": call("lower"),
    "fold": call("lower"),
    "upper": call("upper"),
    "contains": lambda _shape, text, part: f"(instr({text}, {part}) > 0)",
    "icontains": lambda _shape, text, part: f"(instr(lower({text}), lower({part})) > 0)",
    "starts": lambda _shape, text, part: f"(locate({part}, {text}) = 1)",
    "ends": lambda _shape, text, part: f"(locate(reverse({part}), reverse({text})) = 1)",
    "exact_to_float": lambda _shape, value: f"({value} + 0e0)",
    "exact_to_text": _write_exact,
    "float_to_exact": _limited("CAST({} AS CHAR)"),
    "date_to_text": lambda _shape, value: f"CAST({value} AS CHAR)",
    "time_to_text": lambda _shape, value: f"CAST(CAST({value} AS TIME(6)) AS CHAR)",
    "datetime_to_text": lambda _shape, value: f"concat(replace(CAST(CAST({value} AS DATETIME(6)) AS CHAR), ' ', 'T'), 'Z')",
    "uuid_to_text": lambda _shape, value: f"insert(insert(insert(insert({value}, 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-')",
    "text_to_int": _limited(_matching("^-?[0-9]{{1,60}}$")),
    "text_to_exact": _limited(_matching("^-?[0-9]{{1,60}}([.][0-9]{{1,60}})?$")),
    "text_to_date": lambda _shape, value: f"CAST({_matching(f'^{DATE}$', value)} AS DATE)",
    "text_to_datetime": lambda _shape, value: f"CAST({_matching(f'^{INSTANT}$', value)} AS DATETIME(6))",
    "datetime_to_date": lambda _shape, value: f"CAST({value} AS DATE)",
    "date_to_datetime": lambda _shape, value: f"CAST({value} AS DATETIME(6))",
    "date_add": lambda _shape, day, span: f"({day} + INTERVAL floor({span} / 86400000000) DAY)",
    "datetime_add": lambda _shape, instant, span: f"({instant} + INTERVAL {span} MICROSECOND)",
    "date_diff": lambda _shape, left, right: f"(datediff({left}, {right}) * 86400000000)",
    "datetime_diff": _between,
    "aggregate_sum": lambda _shape, value: f"coalesce(sum({value}), 0)",
    "aggregate_min": call("min"),
    "aggregate_max": call("max"),
    "unsortable": same,
    "stored": same,
}
