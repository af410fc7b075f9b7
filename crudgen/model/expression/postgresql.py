"""Operations in PostgreSQL's SQL. Exact numbers are NUMERIC wherever 64 bits may not be enough."""

from collections.abc import Callable
from typing import Any

from crudgen.model.expression import common
from crudgen.model.expression.common import call, same
from crudgen.model.expression.shape import Shape
from crudgen.schema.expression.exact import write_decimal
from crudgen.schema.expression.types import WORD

DATE = (
    r"(?:(?!0000)[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    r"|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)-02-29)"
)
INSTANT = DATE + r"T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,6})?)?(?:Z|[-+](?:[01][0-9]|2[0-3]):[0-5][0-9])"


def whole(shape: Shape, place: int, value: str) -> str:
    """Write an argument as NUMERIC where it is a 64-bit integer that the operation could take beyond 64 bits."""
    is_integer = shape.args[place].kind in ("int", "duration")
    return f"CAST({value} AS NUMERIC)" if is_integer and not shape.is_native else value


def _arithmetic(sign: str) -> Callable[..., str]:
    return lambda shape, left, right: f"({whole(shape, 0, left)} {sign} {whole(shape, 1, right)})"


def _divide(shape: Shape, left: str, right: str) -> str:
    """Cut the quotient one digit below its scale, exactly, and round that: the digits cut cannot change the rounding."""
    scale = shape.type.scale
    digits = scale + 1
    cut = f"div(CAST({left} AS NUMERIC) * 1{'0' * digits}, NULLIF({right}, 0))"
    return f"round({cut} * 0.{'0' * scale}1, {scale})"


def guard(shape: Shape, value: str) -> str:
    """Write a number that is null beyond the limit, without writing the number twice."""
    limited = limit(shape, value)
    return f"CAST({limited} AS BIGINT)" if shape.type.kind in ("int", "duration") and shape.type.is_word else limited


def limit(shape: Shape, value: str) -> str:
    """Write a number that is null beyond the limit; that of 64 bits is one less above 0 than below."""
    highest = shape.type.limit + (0 if shape.type.limit == WORD else 1)
    above, below = write_units(highest, shape.type.scale), write_units(-shape.type.limit - 1, shape.type.scale)
    return f"NULLIF(NULLIF(LEAST(GREATEST({value}, {below}), {above}), {above}), {below})"


def write_units(units: int, scale: int) -> str:
    """Write a number of units of 10^-scale."""
    number = write_decimal(units, scale)
    return f"({number})" if units < 0 else number


def _limited(cast: str) -> Callable[..., str]:
    return lambda shape, value: guard(shape, f"round(CAST({cast.format(value)} AS NUMERIC), {shape.type.scale})")


def _between(shape: Shape, left: str, right: str) -> str:
    return f"CAST(EXTRACT(EPOCH FROM {left} - {right}) * 1000000 AS BIGINT)"


def _sum(shape: Shape, value: str) -> str:
    return f"coalesce(sum({value}), 0)"


def _write_exact(shape: Shape, value: str) -> str:
    (type_,) = shape.args
    exact = f"CAST({value} AS NUMERIC(38, {type_.scale}))" if type_.scale else value
    return f'(CAST({exact} AS TEXT) COLLATE "C")'


def _text(format: str) -> Callable[..., str]:
    return lambda _shape, value: f'(to_char({format.format(value)}) COLLATE "C")'


WRITERS: dict[str, Callable[..., Any]] = {
    **common.WRITERS,
    "add": _arithmetic("+"),
    "sub": _arithmetic("-"),
    "mul": _arithmetic("*"),
    "neg": lambda shape, value: f"(- {whole(shape, 0, value)})",
    "div": _divide,
    "rescale": lambda shape, value: value if shape.type.scale > shape.args[0].scale else f"round({value}, {shape.type.scale})",
    "guard": guard,
    # `lower` of a text in the collation "C" changes ASCII letters alone.
    "lower": lambda _shape, text: f'(lower({text} COLLATE "und-x-icu") COLLATE "C")',
    "fold": lambda _shape, text: f'(lower({text} COLLATE "und-x-icu") COLLATE "C")',
    "upper": lambda _shape, text: f'(upper({text} COLLATE "und-x-icu") COLLATE "C")',
    "contains": lambda _shape, text, part: f"(strpos({text}, {part}) > 0)",
    "icontains": lambda _shape, text, part: f'(strpos(lower({text} COLLATE "und-x-icu"), lower({part} COLLATE "und-x-icu")) > 0)',
    "starts": call("starts_with"),
    "ends": lambda _shape, text, part: f"starts_with(reverse({text}), reverse({part}))",
    "exact_to_float": lambda _shape, value: f"CAST({value} AS DOUBLE PRECISION)",
    "exact_to_text": _write_exact,
    # through its text: a cast of a double to NUMERIC keeps 15 digits
    "float_to_exact": _limited("CAST({} AS TEXT)"),
    "date_to_text": _text("{}, 'YYYY-MM-DD'"),
    "time_to_text": _text("{}, 'HH24:MI:SS.US'"),
    "datetime_to_text": _text("{} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'"),
    "uuid_to_text": lambda _shape, value: f'(CAST({value} AS TEXT) COLLATE "C")',
    "text_to_int": _limited("substring({} from '^-?[0-9]{{1,60}}$')"),
    "text_to_exact": _limited("substring({} from '^-?[0-9]{{1,60}}(?:[.][0-9]{{1,60}})?$')"),
    "text_to_date": lambda _shape, value: f"CAST(substring({value} from '^{DATE}$') AS DATE)",
    "text_to_datetime": lambda _shape, value: f"CAST(substring({value} from '^{INSTANT}$') AS TIMESTAMP WITH TIME ZONE)",
    "datetime_to_date": lambda _shape, value: f"CAST({value} AT TIME ZONE 'UTC' AS DATE)",
    "date_to_datetime": lambda _shape, value: f"(CAST({value} AS TIMESTAMP) AT TIME ZONE 'UTC')",
    "date_add": lambda _shape, day, span: f"({day} + CAST(floor(CAST({span} AS NUMERIC) / 86400000000) AS INTEGER))",
    "datetime_add": lambda _shape, instant, span: f"({instant} + {span} * INTERVAL '1 microsecond')",
    "date_diff": lambda _shape, left, right: f"(CAST({left} - {right} AS BIGINT) * 86400000000)",
    "datetime_diff": _between,
    "aggregate_sum": _sum,
    "aggregate_min": call("min"),
    "aggregate_max": call("max"),
    "unsortable": same,
    "stored": same,
}
