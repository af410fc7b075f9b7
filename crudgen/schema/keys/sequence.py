"""The key `sequence` of a field: the format of the number, or a mapping that holds it."""

from typing import Any

from crudgen.document import Node
from crudgen.schema.keys.key import Key, Section, Shape
from crudgen.schema.reader import Reader, read_text
from crudgen.schema.sequence import read_format


def _read_format(reader: Reader, node: Node) -> str:
    text = read_text(reader, node)
    try:
        read_format(text)
    except ValueError as error:
        raise reader.wrong(node, "value", f"the format of the number is wrong: {error}", 'write "ORD-{year}-{seq:05}"') from None
    return text


_FORMAT = Shape(_read_format, {"type": "string", "pattern": r"\{seq(:0[0-9]{1,2})?\}"})

SEQUENCE = Section(
    "a sequence",
    (
        Key("format", _FORMAT, "how the number is written", 'number: {type: string, sequence: {format: "{seq:06}"}}'),
        Key("gapless", None, "whether no number may be left out", 'number: {type: string, sequence: {format: "{seq:06}", gapless: true}}'),
    ),
)


def read_sequence(reader: Reader, node: Node) -> str:
    """Return the format of the number that a new record gets."""
    if not isinstance(node.value, dict):
        return _read_format(reader, node)
    parsed: dict[str, Any] = reader.section(node, SEQUENCE)
    if "format" not in node.value:
        raise reader.wrong(node, "missing", "a sequence needs a format", 'write {format: "{seq:06}"}')
    return str(parsed.get("format", "{seq}"))


SEQUENCE_SHAPE = Shape(read_sequence, {"anyOf": [_FORMAT.schema, SEQUENCE.schema()]})
