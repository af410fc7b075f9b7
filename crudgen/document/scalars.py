"""YAML 1.2 core schema for plain scalars, but that an integer with a leading zero is a text."""

import math
import re
from decimal import Decimal

from crudgen.document.json_text import BadJson, read_double
from crudgen.document.node import Scalar

_CONSTANTS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+[eE][-+]?[0-9]+)")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_NUMERIC_START = frozenset("+-.0123456789")
_LONGEST_NUMBER = 100


def resolve(text: str) -> Scalar:
    """Return what a plain scalar means.

    Raises OverflowError for a number that cannot be kept.

    >>> [resolve(text) for text in ("yes", "007", "5:30", "0x1F", "0o17", "1e3", "null", "true", "2024-01-01")]
    ['yes', '007', '5:30', 31, 15, 1000.0, None, True, '2024-01-01']
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    return _resolve_number(text) if text[0] in _NUMERIC_START else text


def _resolve_number(text: str) -> Scalar:
    convert = next((convert for pattern, convert in _NUMBERS if pattern.fullmatch(text)), None)
    if convert is None:
        return text
    if len(text) > _LONGEST_NUMBER:
        raise OverflowError(f"a number of {len(text)} characters is too long")
    try:
        value = convert(text)
    except BadJson:
        raise OverflowError(f"the number {text} is too large, or too near to 0") from None
    if isinstance(value, float) and Decimal(repr(value)) != Decimal(text):
        raise OverflowError(f"the number {text} has more digits than are kept")
    return value


_NUMBERS = (
    (_INT, int),
    (_LEADING_ZERO, str),
    (_OCTAL, lambda text: int(text[2:], 8)),
    (_HEXADECIMAL, lambda text: int(text[2:], 16)),
    (_FLOAT, read_double),
)
