"""Arithmetic on whole numbers of units, as the tree means it. `None` is null; a value beyond the limit is none."""

import re
from decimal import Decimal

from crudgen.schema.expression.types import WORD

_INT = re.compile(r"-?[0-9]{1,60}")
_DECIMAL = re.compile(r"(-?)([0-9]{1,60})(?:\.([0-9]{1,60}))?")


def round_half_up(number: int, divisor: int) -> int:
    """Return the quotient rounded to the nearest whole number, halves away from zero; the divisor is not 0.

    >>> round_half_up(5, 2), round_half_up(-5, 2), round_half_up(7, 3)
    (3, -3, 2)
    """
    quotient = (2 * abs(number) + abs(divisor)) // (2 * abs(divisor))
    return -quotient if (number < 0) != (divisor < 0) else quotient


def divide(dividend: int, divisor: int, shift: int) -> int | None:
    """Return the quotient in units 10^-shift of it, half up; None for a division by zero."""
    return round_half_up(dividend * 10**shift, divisor) if divisor else None


def rescale(units: int, shift: int) -> int:
    """Return the units in a scale that is larger by `shift`, or smaller, half up.

    >>> rescale(125, 1), rescale(125, -1)
    (1250, 13)
    """
    return units * 10**shift if shift >= 0 else round_half_up(units, 10**-shift)


def guard(units: int, limit: int) -> int | None:
    """Return the units unless they are beyond the limit; a limit of 2^63 is that of 64 bits, whose upper end is one less."""
    if limit == WORD:
        return units if -WORD <= units < WORD else None
    return units if abs(units) <= limit else None


def read_int(text: str) -> int | None:
    """Return the whole number that a text spells in plain digits, or None."""
    return int(text) if _INT.fullmatch(text) else None


def read_decimal(text: str, scale: int) -> int | None:
    """Return the units of the decimal that a text spells in digits and a point, half up, or None.

    >>> read_decimal("-1.005", 2), read_decimal("1e5", 2)
    (-101, None)
    """
    found = _DECIMAL.fullmatch(text)
    if found is None:
        return None
    sign, whole, fraction = found[1], found[2], found[3] or ""
    units = rescale(int(whole + fraction), scale - len(fraction))
    return -units if sign else units


def write_decimal(units: int, scale: int) -> str:
    """Return the number with all the digits of its scale.

    >>> write_decimal(-5, 2), write_decimal(7, 0)
    ('-0.05', '7')
    """
    digits = str(abs(units)).rjust(scale + 1, "0")
    sign = "-" if units < 0 else ""
    return f"{sign}{digits[:-scale]}.{digits[-scale:]}" if scale else sign + digits


def from_float(number: float, scale: int) -> int:
    """Return the units nearest to the shortest decimal that reads back as the double, half up.

    >>> from_float(1.005, 2)
    101
    """
    sign, digits, exponent = Decimal(repr(number)).as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 -- no double of ours is infinite
    units = rescale(int("".join(map(str, digits))), scale + exponent)
    return -units if sign else units


def to_float(units: int, scale: int) -> float | None:
    """Return the double nearest to the number."""
    return float(write_decimal(units, scale))
