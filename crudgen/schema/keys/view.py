"""The key `view` of an entity: the query whose rows it shows."""

from typing import Any

from crudgen.document import Node
from crudgen.schema.catalog import Field, Text
from crudgen.schema.draft import FieldDraft, Formula, ViewDraft
from crudgen.schema.keys.key import Key, Section, Shape
from crudgen.schema.keys.shapes import EXPRESSION, LABEL, TEXT_SCHEMA, ref
from crudgen.schema.reader import Reader, clip, read_formula, read_word, read_words

_ENTITY = Shape(read_word, ref("entity"))
_GROUP = Shape(read_words, {"type": "array", "items": TEXT_SCHEMA, "minItems": 1, "uniqueItems": True})

VIEW_FIELD = Section(
    "a field of a view",
    (
        Key("value", EXPRESSION, "the expression", 'view: {from: order, fields: {placed: {value: "count()"}}}'),
        Key("label", LABEL, "what people call it", "view: {from: order, fields: {n: {value: count(), label: Orders}}}", "the name's"),
        Key("help", LABEL, "a sentence about it", "view: {from: order, fields: {n: {value: count(), help: Drafts too.}}}", "none"),
    ),
)


def read_values(reader: Reader, node: Node) -> dict[str, tuple[FieldDraft, Formula]]:
    """Return the fields by name, each still without a type, with what its values are."""
    members = reader.members(node, "name: expression")
    if not members:
        raise reader.wrong(node, "empty", '"fields" is empty', "write customer: customer, or orders: count()")
    found: dict[str, tuple[FieldDraft, Formula]] = {}
    for name, member in members.items():
        parsed: dict[str, Any] = reader.attempt(_read_value, member, {})
        if "value" in parsed:
            label, text = parsed.get("label", Text()), parsed.get("help", Text())
            found[name] = FieldDraft(Field(name, "", label=label, help=text, at=reader.at_key(node, name))), parsed["value"]
    return found


def _read_value(reader: Reader, node: Node) -> dict[str, Any]:
    if not isinstance(node.value, dict):
        return {"value": read_formula(reader, node)}
    parsed = reader.section(node, VIEW_FIELD)
    if "value" not in node.value:
        raise reader.wrong(node, "missing", "the field has no value", 'write {value: "sum(total)", label: …}')
    return parsed


_VALUES = Shape(
    read_values,
    {
        "type": "object",
        "minProperties": 1,
        "propertyNames": ref("name"),
        "additionalProperties": {"anyOf": [TEXT_SCHEMA, VIEW_FIELD.schema(required=["value"])]},
    },
)

VIEW = Section(
    "a view",
    (
        Key("from", _ENTITY, "the entity whose rows it is made of", "view: {from: order, fields: {number: number}}"),
        Key(
            "filter",
            EXPRESSION,
            "the condition on these rows",
            'view: {from: order, filter: "total > 0", fields: {number: number}}',
            "all rows",
        ),
        Key(
            "group",
            _GROUP,
            "the fields that rows have in common, for one record each; they are its key",
            "view: {from: order, group: [customer], fields: {customer: customer, orders: count()}}",
            "a record for each row, with the row's key; one for all of them where every field is an aggregate",
        ),
        Key(
            "fields",
            _VALUES,
            "what a record shows: expressions on a row, or aggregates over a group of rows, by name",
            'view: {from: order, fields: {number: number, customer: "customer.name"}}',
        ),
    ),
)


def read_view(reader: Reader, node: Node) -> ViewDraft:
    """Return what is said of a view."""
    parsed: dict[str, Any] = reader.section(node, VIEW)
    for key, cure in (("from", "add from: with the name of an entity"), ("fields", "add fields: {orders: count()}")):
        if key not in reader.members(node, "a view"):
            raise reader.wrong(node, "missing", f'the view has no "{clip(key)}"', cure)
    source = parsed.get("from")
    return ViewDraft(source, parsed.get("filter"), parsed.get("group", ()), parsed.get("fields", {}), reader.at(node))


VIEW_SHAPE = Shape(read_view, VIEW.schema(required=["from", "fields"]))
