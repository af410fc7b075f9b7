"""The key `rows` of an entity: records that belong to the schema."""

from typing import Any

from crudgen.document import Node
from crudgen.schema.draft import RowsDraft
from crudgen.schema.keys.key import Key, Section, Shape
from crudgen.schema.keys.shapes import WORD, ref
from crudgen.schema.reader import Reader

_MOST = 10_000


def _read_values(reader: Reader, node: Node) -> tuple[Node, ...]:
    """Return the mappings of a list; what their fields hold is judged by a pass."""
    items = reader.items(node)
    if len(items) > _MOST:
        raise reader.wrong(node, "value", f"{len(items)} rows are more than {_MOST:,}", "import them from a file")
    return tuple(item for item in items if reader.attempt(_read_row, item, None) is not None)


def _read_row(reader: Reader, node: Node) -> Node:
    reader.members(node, "field: value")
    return node


_VALUES = Shape(
    _read_values,
    {"type": "array", "maxItems": _MOST, "items": {"type": "object", "propertyNames": ref("field")}},
)

ROWS = Section(
    "rows",
    (
        Key("key", WORD, "the field that tells the rows apart: a required unique one, or `id`", "rows: {key: code, values: [{code: new}]}"),
        Key("values", _VALUES, "the rows, each with the fields that the schema gives it", "rows: {key: code, values: [{code: new}]}"),
    ),
)


def read_rows(reader: Reader, node: Node) -> RowsDraft:
    """Return the rows as written."""
    parsed: dict[str, Any] = reader.section(node, ROWS)
    for key, example in (("key", "key: code"), ("values", "values: [{code: new, name: New}]")):
        if isinstance(node.value, dict) and key not in node.value:
            raise reader.wrong(node, "missing", f'"rows" needs "{key}"', f"add {example}")
    if len(parsed) < len(ROWS.keys):
        return RowsDraft(None, (), reader.at(node))
    return RowsDraft(parsed["key"], parsed["values"], reader.at(node))


ROWS_SHAPE = Shape(read_rows, ROWS.schema(required=["key", "values"]))
