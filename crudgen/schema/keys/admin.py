"""The section `admin` of an entity: how the panel shows it."""

from crudgen.document import Node
from crudgen.schema.draft import Word
from crudgen.schema.keys.key import Key, Section, Shape
from crudgen.schema.keys.shapes import word_or_words, words
from crudgen.schema.reader import Reader


def read_admin(reader: Reader, node: Node) -> dict[str, tuple[Word, ...]]:
    """Return the lists of names by key."""
    return reader.section(node, ADMIN)


ADMIN = Section(
    "admin",
    (
        Key("list", words("field"), "the columns of the list", "admin: {list: [number, customer]}", "the first few fields"),
        Key("filters", words("field"), "the fields that the list can be filtered by", "admin: {filters: [customer]}", "none"),
        Key("sort", word_or_words("sort"), "what the list is sorted by; `-` turns the order around", "admin: {sort: -number}", "the id"),
        Key("form", None, "the form's sections, with fields in rows", "admin: {form: [{section: Order, fields: [[number, customer]]}]}"),
        Key("views", None, "saved views, shown as tabs", "admin: {views: {Paid: {filter: \"status = 'paid'\"}}}"),
        Key("layouts", None, "other ways to show the list", "admin: {layouts: [table, {kanban: status}]}"),
    ),
)

ADMIN_SHAPE = Shape(read_admin, ADMIN.schema())
