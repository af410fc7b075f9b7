"""Numbers: 64-bit integers, floats, and exact decimals."""

import math
import re
from decimal import Decimal
from typing import Any

from crudgen.document import BadJson, read_double
from crudgen.schema.catalog import Field, Json
from crudgen.schema.types import codes
from crudgen.schema.types.base import BadValue, FieldType
from crudgen.schema.types.check import ORDER, check_bounds

MIN_INT, MAX_INT = -(2**63), 2**63 - 1

_INT = re.compile(r"-?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(?:\.([0-9]+))?")
_LONGEST = 400


def parse_int(field: Field, value: Any) -> int:
    """Return a 64-bit integer within the field's bounds."""
    if type(value) is not int:
        raise BadValue("type", codes.INTEGER)
    return int(check_bounds(field, check_range(value), int))


def check_range(value: int) -> int:
    """Return the integer when 64 bits hold it."""
    if not MIN_INT <= value <= MAX_INT:
        raise BadValue("range", codes.INT_RANGE)
    return value


def read_int(_field: Field, text: str) -> int:
    """Return the integer that a text spells in plain ASCII digits."""
    if not _INT.fullmatch(text):
        raise BadValue("type", codes.INTEGER)
    if len(text) > _LONGEST:
        raise BadValue("range", codes.INT_RANGE)
    return check_range(int(text))


def int_json_schema(field: Field) -> dict[str, Json]:
    """Return the JSON Schema of a 64-bit integer."""
    low = MIN_INT if field.min is None else field.min
    high = MAX_INT if field.max is None else field.max
    return {"type": "integer", "format": "int64", "minimum": low, "maximum": high}


def parse_float(field: Field, value: Any) -> float:
    """Return a finite float within the field's bounds."""
    if type(value) not in (int, float):
        raise BadValue("type", codes.NUMBER)
    number = from_int(value) if type(value) is int else float(value)
    if not math.isfinite(number):
        raise BadValue("range", codes.FLOAT_RANGE)
    return float(check_bounds(field, _unsigned_zero(number), float))


def from_int(value: int) -> float:
    """Return the float that a whole number is, or that is written with the same digits; one between two floats is refused.

    >>> from_int(2**53), from_int(590295810358705700000)
    (9007199254740992.0, 5.902958103587057e+20)
    """
    try:
        number = float(value)
    except OverflowError:
        raise BadValue("range", codes.FLOAT_RANGE) from None
    if int(number) != value and Decimal(repr(number)) != value:
        raise BadValue("precision", codes.FLOAT_DIGITS)
    return number


def _unsigned_zero(number: float) -> float:
    """Return 0.0 for -0.0, which no two databases keep alike."""
    return number + 0.0


def read_float(_field: Field, text: str) -> float:
    """Return the float that a text spells in ASCII: the nearest one, but a whole number must be it."""
    if not _FLOAT.fullmatch(text):
        raise BadValue("type", codes.NUMBER)
    if _INT.fullmatch(text) and len(text) <= _LONGEST:
        return from_int(int(text))
    try:
        return _unsigned_zero(read_double(text))
    except BadJson:
        raise BadValue("range", codes.FLOAT_RANGE) from None


def float_json_schema(field: Field) -> dict[str, Json]:
    """Return the JSON Schema of a float."""
    bounds: dict[str, Json] = {"minimum": field.min, "maximum": field.max}
    schema: dict[str, Json] = {"type": "number", "format": "double"}
    return schema | {key: value for key, value in bounds.items() if value is not None}


def parse_decimal(field: Field, value: Any) -> Decimal:
    """Return an exact decimal that fits the field's precision and scale, unrounded; JSON numbers are refused."""
    if not isinstance(value, str):
        raise BadValue("type", codes.DECIMAL_TYPE)
    number: Decimal = check_bounds(field, read_decimal(field, value), Decimal)
    return number


def read_decimal(field: Field, text: str) -> Decimal:
    """Return the decimal that a text spells: digits and a point, no exponent, no more digits than the field keeps."""
    found = _DECIMAL.fullmatch(text)
    if found is None:
        raise BadValue("format", codes.DECIMAL_FORMAT)
    whole, fraction = found[1], found[2] or ""
    if len(fraction) > field.scale:
        raise BadValue("precision", codes.DECIMAL_SCALE, scale=str(field.scale))
    digits = field.precision - field.scale
    if whole != "0" and len(whole) > digits:
        raise BadValue("precision", codes.DECIMAL_PRECISION, digits=str(digits))
    number = Decimal(text)
    return number if number else Decimal(0)


def dump_decimal(field: Field, value: Decimal) -> str:
    """Return the decimal in the field's scale."""
    return format(value, f".{field.scale}f")


def decimal_json_schema(field: Field) -> dict[str, Json]:
    """Return the JSON Schema of a decimal in a text."""
    digits, point = field.precision - field.scale, f"(\\.[0-9]{{1,{field.scale}}})?" if field.scale else ""
    whole = f"(0|[1-9][0-9]{{0,{digits - 1}}})" if digits else "0"
    return {"type": "string", "format": "decimal", "pattern": f"^-?{whole}{point}$"}


_BOUNDS = frozenset({"min", "max"})

TYPES: tuple[FieldType, ...] = (
    FieldType("int", _BOUNDS, ORDER, parse_int, read_int, None, int_json_schema),
    FieldType("float", _BOUNDS, ORDER, parse_float, read_float, None, float_json_schema),
    FieldType(
        name="decimal",
        keys=_BOUNDS | {"precision", "scale"},
        operators=ORDER,
        parse=parse_decimal,
        read=read_decimal,
        dump=dump_decimal,
        json_schema=decimal_json_schema,
        defaults={"precision": 12, "scale": 2},
    ),
)
