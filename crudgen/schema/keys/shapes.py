"""The shapes that many keys take: each is a reader of Nodes beside the JSON Schema of what it reads."""

from typing import Any

from crudgen.document import Node
from crudgen.schema.keys.key import Shape
from crudgen.schema.names import check_column
from crudgen.schema.reader import (
    Reader,
    read_choice,
    read_count,
    read_flag,
    read_formula,
    read_groups,
    read_label,
    read_text,
    read_word,
    read_word_or_words,
    read_words,
)

TEXT_SCHEMA: dict[str, Any] = {"type": "string", "pattern": r"\S"}
COLUMN_SCHEMA: dict[str, Any] = {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$", "maxLength": 63}
LABEL_SCHEMA: dict[str, Any] = {
    "anyOf": [
        TEXT_SCHEMA,
        {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
            "additionalProperties": TEXT_SCHEMA,
        },
    ]
}


def ref(name: str) -> dict[str, str]:
    """Return the schema of a name of the project: "entity", "field", "path", "sort" or "role"."""
    return {"$ref": f"#/definitions/{name}"}


def names(name: str) -> dict[str, Any]:
    """Return the schema of a list of names of the project, each once."""
    return {"type": "array", "items": ref(name), "uniqueItems": True}


def one_or_many(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list, or of the one item that stands for a list of one."""
    return {"anyOf": [schema["items"], schema]}


def choice(*choices: str) -> Shape:
    """Return the shape of one of a few words."""
    return Shape(read_choice(*choices), {"enum": list(choices)})


def count(low: int, high: int) -> Shape:
    """Return the shape of a whole number between two bounds, both allowed."""
    return Shape(read_count(low, high), {"type": "integer", "minimum": low, "maximum": high})


def words(name: str) -> Shape:
    """Return the shape of a list of names of the project."""
    return Shape(read_words, names(name))


def word_or_words(name: str) -> Shape:
    """Return the shape of a list of names of the project, or of one."""
    return Shape(read_word_or_words, one_or_many(names(name)))


def groups(name: str) -> Shape:
    """Return the shape of a list of lists of names of the project."""
    return Shape(read_groups, {"type": "array", "items": {**names(name), "minItems": 1}})


def read_column(reader: Reader, node: Node) -> str:
    """Return the name of a table or column."""
    name = read_text(reader, node)
    if problem := check_column(name):
        raise reader.wrong(node, "name", problem)
    return name


def leave(_reader: Reader, _node: Node) -> None:
    """Read nothing: a pass judges the value, since it depends on the rest."""


TEXT = Shape(read_text, TEXT_SCHEMA)
EXPRESSION = Shape(read_formula, TEXT_SCHEMA)
WORD = Shape(read_word, TEXT_SCHEMA)
FLAG = Shape(read_flag, {"type": "boolean"})
LABEL = Shape(read_label, LABEL_SCHEMA)
COLUMN = Shape(read_column, COLUMN_SCHEMA)
