"""Conditions made plain: each leaf as a variant, which is part of the statement's shape, and the values to bind.

The statement is rendered from the variant alone, so two requests of one shape share one statement. Values that a column
cannot hold (more digits, out of range) are settled here: such a comparison always or never holds.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Any, Literal, NamedTuple

from crudgen.model.fold import fold
from crudgen.model.types import microseconds
from crudgen.plan.nodes import Compare, Links, Operator, Path, Search
from crudgen.schema.catalog import Field

Way = Literal["floor", "ceiling", "exact"]

_INT64 = 2**63
_WIDE = Context(prec=2000)
_LAST = chr(0x10FFFF)


class Leaf(NamedTuple):
    """What is left of a comparison: a variant, and its values in the order of the statement's parameters."""

    variant: str
    values: tuple[Any, ...] = ()


NEVER = Leaf("never")
ALWAYS = Leaf("not_null")  # true for every value, unknown for NULL


def plain_compare(compare: Compare) -> Leaf:
    """Return the leaf of a comparison."""
    value = fold_compared(compare) if compare.path.field.ci else compare.value
    return _PLAIN[compare.operator](compare.path, value)


FOLDED = frozenset({"eq", "ne", "in", "nin", "lt", "lte", "gt", "gte", "between"})
"""Variants of a leaf that compare whole texts: of a `ci` field these take the folded text."""


def fold_compared(compare: Compare) -> Any:
    """Return the value of a comparison with a `ci` field as its folded texts are compared; parts of texts heed case."""
    if compare.operator not in FOLDED:
        return compare.value
    return tuple(map(fold, compare.value)) if isinstance(compare.value, tuple) else fold(compare.value)


def plain_links(links: Links) -> Leaf:
    """Return the leaf of a condition on a to-many relation."""
    match links.operator:
        case Operator.NULL:
            return Leaf("unlinked" if links.value else "linked")
        case Operator.IN:
            keys = links.value
        case _:
            keys = (links.value,)
    held = [key for key in keys if not isinstance(key, int) or -_INT64 <= key < _INT64]
    return Leaf("linked_in", (held,)) if held else NEVER


def plain_search(search: Search) -> Leaf:
    """Return the leaf of a search: one folded text for all its paths."""
    return Leaf("search", (fold(search.text),))


class Unfit(Exception):
    """A value that the column cannot hold."""


class Outside(Unfit):
    """A value beyond what the column holds; `is_above` tells on which side."""

    def __init__(self, *, is_above: bool) -> None:
        super().__init__()
        self.is_above = is_above


class Between(Unfit):
    """A value between two that the column holds: equal to none."""


def settle(field: Field, value: Any, way: Way) -> Any:
    """Return the value as the column can hold it, rounded the given way. Raises Outside or Between."""
    convert = _SETTLE.get(type(value))
    return value if convert is None else convert(field, value, way)


def _settle_int(field: Field, value: int, way: Way) -> int:
    if not -_INT64 <= value < _INT64:
        raise Outside(is_above=value > 0)
    return value


def _settle_decimal(field: Field, value: Decimal, way: Way) -> Decimal:
    limit = Decimal(1).scaleb(field.precision - field.scale, _WIDE)
    if not -limit < value < limit:
        raise Outside(is_above=value > 0)
    rounding = ROUND_CEILING if way == "ceiling" else ROUND_FLOOR
    settled = value.quantize(Decimal(1).scaleb(-field.scale), rounding, _WIDE)
    if way == "exact" and settled != value:
        raise Between
    if not -limit < settled < limit:
        raise Outside(is_above=settled > 0)
    return settled


def _settle_duration(field: Field, value: timedelta, way: Way) -> timedelta:
    if not -_INT64 <= microseconds(value) < _INT64:
        raise Outside(is_above=value.days > 0)
    return value


_SETTLE: dict[type, Callable[[Field, Any, Way], Any]] = {int: _settle_int, Decimal: _settle_decimal, timedelta: _settle_duration}
"""By the kind of the value, so that a reference is settled as the key that it holds."""


def _equal(path: Path, value: Any) -> Leaf:
    try:
        return Leaf("eq", (settle(path.field, value, "exact"),))
    except Unfit:
        return NEVER


def _unequal(path: Path, value: Any) -> Leaf:
    try:
        return Leaf("ne", (settle(path.field, value, "exact"),))
    except Unfit:
        return ALWAYS


def _ordered(variant: str, way: Way, *, holds_below: bool) -> Callable[[Path, Any], Leaf]:
    def plain(path: Path, value: Any) -> Leaf:
        try:
            return Leaf(variant, (settle(path.field, value, way),))
        except Outside as exc:
            return ALWAYS if exc.is_above == holds_below else NEVER

    return plain


def _among(variant: str, nothing: Leaf) -> Callable[[Path, Any], Leaf]:
    def plain(path: Path, value: Any) -> Leaf:
        held = []
        for one in value:
            try:
                held.append(settle(path.field, one, "exact"))
            except Unfit:
                continue
        return Leaf(variant, (held,)) if held else nothing

    return plain


def _between(path: Path, value: Any) -> Leaf:
    low, high = value
    lower, upper = _PLAIN[Operator.GTE](path, low), _PLAIN[Operator.LTE](path, high)
    if NEVER in (lower, upper):
        return NEVER
    if lower is ALWAYS:
        return upper
    return lower if upper is ALWAYS else Leaf("between", (*lower.values, *upper.values))


def _starts(path: Path, value: str) -> Leaf:
    """Compare with a range, which an index serves: from the text up to the next text that does not begin with it."""
    return Leaf("starts", (value, following(value))) if value else ALWAYS


def following(text: str) -> str:
    r"""Return the least text, by code points, that is above every text beginning with `text`.

    >>> following("ab"), following("a\U0010ffff")
    ('ac', 'b')
    """
    kept = text.rstrip(_LAST)
    if not kept:
        return text + _LAST * 256  # nothing but the last code point: no text is above them all
    code = ord(kept[-1]) + 1
    return kept[:-1] + chr(0xE000 if 0xD800 <= code <= 0xDFFF else code)


_PLAIN: dict[Operator, Callable[[Path, Any], Leaf]] = {
    Operator.EQ: _equal,
    Operator.NE: _unequal,
    Operator.LT: _ordered("lt", "ceiling", holds_below=True),
    Operator.LTE: _ordered("lte", "floor", holds_below=True),
    Operator.GT: _ordered("gt", "floor", holds_below=False),
    Operator.GTE: _ordered("gte", "ceiling", holds_below=False),
    Operator.IN: _among("in", NEVER),
    Operator.NIN: _among("nin", ALWAYS),
    Operator.BETWEEN: _between,
    Operator.CONTAINS: lambda path, value: Leaf("contains", (value,)) if value else ALWAYS,
    Operator.ICONTAINS: lambda path, value: Leaf("icontains", (fold(value),)) if value else ALWAYS,
    Operator.STARTS: _starts,
    Operator.ENDS: lambda path, value: Leaf("ends", (value,)) if value else ALWAYS,
    Operator.NULL: lambda path, value: Leaf("null" if value else "not_null"),
}
