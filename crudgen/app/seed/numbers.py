"""Numbers by what a field is called, and always within its bounds."""

import math
from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal

from crudgen.app.seed.draw import Draw
from crudgen.app.seed.texts import suffix_of
from crudgen.schema.catalog import Field

LARGEST = 2**63 - 1


def make_int(draw: Draw, field: Field) -> int:
    """Return a whole number within the field's bounds."""
    low, high = _bound(field.min, -LARGEST), _bound(field.max, LARGEST)
    return int(min(max(Decimal(round(_wish(draw, field))), low.to_integral_value("ROUND_CEILING")), high.to_integral_value("ROUND_FLOOR")))


def make_float(draw: Draw, field: Field) -> float:
    """Return a number with two decimals within the field's bounds."""
    return float(min(max(Decimal(str(round(_wish(draw, field), 2))), _bound(field.min, -LARGEST)), _bound(field.max, LARGEST)))


def make_decimal(draw: Draw, field: Field) -> str:
    """Return a decimal text in the field's scale, within its bounds and its precision."""
    step = Decimal(1).scaleb(-field.scale)
    most = Decimal(1).scaleb(field.precision - field.scale) - step
    low, high = max(_bound(field.min, -LARGEST), -most), min(_bound(field.max, LARGEST), most)
    value = Decimal(str(_wish(draw, field))).quantize(step, ROUND_DOWN)
    return str(min(max(value, low), high).quantize(step))


def _bound(value: object, otherwise: int) -> Decimal:
    return Decimal(otherwise) if value is None else Decimal(str(value))


def _wish(draw: Draw, field: Field) -> float:
    """Return the number that the name suggests, before the bounds; without a suggestion, small numbers are likelier."""
    maker = suffix_of(field.name, NUMBERS)
    if maker is not None:
        value = maker(draw)
    else:
        low, high = float(_bound(field.min, 1)), float(_bound(field.max, 1000))
        value = low + (math.exp(draw.random.random() * math.log1p(max(high - low, 0.0))) - 1)
    is_signed = field.min is not None and _bound(field.min, 0) < 0
    return -value if is_signed and draw.happens(0.4) else value


def _price(draw: Draw) -> float:
    whole = math.floor(draw.random.lognormvariate(2.6, 0.8)) + 1
    return whole - draw.random.choice((0.01, 0.01, 0.05, 0.5, 0.0))


NUMBERS: dict[str, Callable[[Draw], float]] = {
    "price": _price,
    "cost": _price,
    "fee": _price,
    "amount": lambda draw: _price(draw) * draw.random.randint(1, 8),
    "total": lambda draw: _price(draw) * draw.random.randint(1, 8),
    "salary": lambda draw: draw.random.randint(24, 90) * 1000,
    "quantity": lambda draw: min(12, 1 + int(draw.random.expovariate(0.7))),
    "stock": lambda draw: int(draw.random.expovariate(0.03)),
    "discount": lambda draw: draw.random.choice((0, 0, 0, 0, 5, 10, 15, 20)),
    "percent": lambda draw: draw.random.randint(0, 100),
    "rating": lambda draw: draw.random.choice((5, 5, 5, 4, 4, 4, 3, 3, 2, 1)),
    "stars": lambda draw: draw.random.choice((5, 5, 5, 4, 4, 4, 3, 3, 2, 1)),
    "score": lambda draw: draw.random.randint(0, 100),
    "age": lambda draw: draw.random.randint(18, 80),
    "year": lambda draw: draw.random.randint(1990, 2026),
    "position": lambda draw: draw.index,
    "order": lambda draw: draw.index,
    "lead_days": lambda draw: draw.random.choice((1, 2, 3, 5, 7, 7, 10, 14, 21)),
    "days": lambda draw: draw.random.choice((1, 2, 3, 5, 7, 7, 10, 14, 21)),
    "milliseconds": lambda draw: draw.random.randint(95_000, 520_000),
    "bytes": lambda draw: draw.random.randint(40_000, 12_000_000),
    "height_cm": lambda draw: draw.random.randint(2, 36) * 5,
    "width_cm": lambda draw: draw.random.randint(2, 36) * 5,
    "weight_kg": lambda draw: draw.random.lognormvariate(0.6, 0.9),
    "weight": lambda draw: draw.random.lognormvariate(0.6, 0.9),
    "latitude": lambda draw: draw.random.uniform(35, 60),
    "longitude": lambda draw: draw.random.uniform(-10, 30),
}
"""The number that suits a field, by the ending of its name."""
