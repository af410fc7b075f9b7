"""Literals of the YAML in their JSON form, which is what field types parse."""

from decimal import Decimal

from crudgen.document import Node, plain
from crudgen.schema.catalog import Field, Json

_EXACT_DIGITS = 15


def read_literal(field: Field, node: Node) -> Json:
    """Return a literal in JSON form. A decimal may be written without quotes as long as a float keeps its digits exactly.

    >>> read_literal(Field("price", "decimal"), Node(12.5, 1, 1, {}))
    '12.5'
    """
    value: Json = plain(node)
    if field.type != "decimal" or isinstance(value, bool) or not isinstance(value, int | float):
        return value
    number = Decimal(repr(value))
    if not number.is_finite() or len(number.as_tuple().digits) > _EXACT_DIGITS:
        return value
    return format(number, "f").removesuffix(".0")
