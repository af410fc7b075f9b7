"""The key `id` of an entity: a type, a list of fields, or a mapping."""

from crudgen.document import Node
from crudgen.schema.draft import IdDraft
from crudgen.schema.keys.key import Key, Section, Shape
from crudgen.schema.keys.shapes import COLUMN, choice, count, names
from crudgen.schema.reader import Reader, clip, read_words

TYPE = choice("int", "uuid", "string")

ID = Section(
    "id",
    (
        Key("type", TYPE, "what the id holds", "id: {type: uuid}", "`int`"),
        Key("column", COLUMN, "the column's name", "id: {type: int, column: order_id}", "`id`"),
        Key("max_length", count(1, 255), "how many characters a `string` may have", "id: {type: string, max_length: 20}", "255"),
        Key("was", None, "the former name of the column", "id: {type: int, was: number}"),
        Key("convert", None, "how the former ids become the new ones", "id: {type: uuid, convert: uuid}"),
    ),
)


def read_id(reader: Reader, node: Node) -> IdDraft:
    """Return what is said of an entity's key."""
    at = reader.at(node)
    match node.value:
        case str():
            return IdDraft(type=TYPE.read(reader, node), at=at, max_length=None)
        case tuple():
            return _read_composite(reader, node)
        case dict():
            parsed = reader.section(node, ID)
            if "max_length" in parsed and parsed.get("type") != "string":
                reader.refuse(reader.at_key(node, "max_length"), "unfit_key", '"max_length" goes with an id of type string only')
            return IdDraft(**parsed, at=at)
        case _:
            raise reader.unexpected(node, "int, uuid, string or a list of fields")


def _read_composite(reader: Reader, node: Node) -> IdDraft:
    words = read_words(reader, node)
    if len(words) == 1:
        hint = f"write id: string, and unique: true at {clip(words[0].text)}"
        raise reader.wrong(node, "value", "a key made of fields needs two or more", hint)
    if not words:
        raise reader.wrong(node, "empty", "a key made of fields needs two or more")
    return IdDraft(fields=words, column="", at=reader.at(node))


ID_SHAPE = Shape(read_id, {"anyOf": [TYPE.schema, {**names("field"), "minItems": 2}, ID.schema()]})
