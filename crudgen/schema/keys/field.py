"""The keys of a field, in house order, and how those are read that no other section has."""

import pydantic_core

from crudgen.document import Node, hint_name
from crudgen.schema.keys.key import Key, Section, Shape
from crudgen.schema.keys.sequence import SEQUENCE_SHAPE
from crudgen.schema.keys.shapes import COLUMN, EXPRESSION, FLAG, LABEL, WORD, choice, count, leave, ref
from crudgen.schema.keys.values import VALUES_SHAPE
from crudgen.schema.reader import Reader, clip, read_text, read_word
from crudgen.schema.types.check import compile_pattern
from crudgen.schema.types.structured import ITEM_TYPES


def read_pattern(reader: Reader, node: Node) -> str:
    """Return a regular expression that the linear-time engine takes."""
    pattern = read_text(reader, node)
    try:
        compile_pattern(pattern)
    except pydantic_core.SchemaError as error:
        reason = str(error).rpartition("error: ")[2].splitlines()[0].strip()
        hint = "the engine is linear-time: it has neither look-around nor back-references" if "not supported" in reason else ""
        raise reader.wrong(node, "pattern", f"the pattern is wrong: {clip(reason)}", hint) from None
    return pattern


def read_of(reader: Reader, node: Node) -> str:
    """Return the type of a list's items."""
    name = read_text(reader, node)
    if name not in ITEM_TYPES:
        message = f'a list cannot be of "{clip(name)}"'
        hint = f"write [{name}]" if name in reader.entities else hint_name(name, ITEM_TYPES)
        raise reader.wrong(node, "unknown_type", message, hint)
    return name


_TYPE = Shape(leave, ref("type"))
_LITERAL = Shape(leave, {})
_BOUND = Shape(leave, {"type": ["number", "string"]})
_OF = Shape(read_of, {"enum": sorted(ITEM_TYPES)})
_PATTERN = Shape(read_pattern, {"type": "string", "pattern": r"\S"})
_INVERSE = Shape(read_word, ref("name"))
_ON_DELETE = choice("restrict", "cascade", "set_null")

FIELD = Section(
    "a field",
    (
        Key("type", _TYPE, "what the field holds: a type, an entity's name for a reference, `[entity]` for many", "tags: {type: [tag]}"),
        Key("of", _OF, "the type of a list's items", "sizes: {type: list, of: int}"),
        Key(
            "values",
            VALUES_SHAPE,
            "the values of an `enum`: a list, or names with `label` and `color`",
            "status: {type: enum, values: [draft, paid]}",
        ),
        Key("transitions", None, "which value may follow which", "status: {type: enum, values: [a, b], transitions: {a: [b]}}"),
        Key("new", None, "the values that a new record may have", "status: {type: enum, values: [a, b], transitions: {a: [b]}, new: [a]}"),
        Key("precision", count(1, 65), "how many digits a `decimal` has in all", "price: {type: decimal, precision: 10}", "12"),
        Key("scale", count(0, 30), "how many digits a `decimal` has after the point", "rate: {type: decimal, scale: 4}", "2"),
        Key("required", FLAG, "whether a value must be given; it can't be null then", "name: {type: string, required: true}", "`false`"),
        Key(
            "unique", FLAG, "whether no two records may share a value; several may be null", "code: {type: string, unique: true}", "`false`"
        ),
        Key("index", FLAG, "whether lists filtered or sorted by it are kept quick", "city: {type: string, index: true}", "`false`"),
        Key(
            "ci",
            FLAG,
            "whether equality, order and uniqueness ignore case",
            "login: {type: string, unique: true, ci: true}",
            "`false`",
        ),
        Key("min", _BOUND, "the smallest value", "quantity: {type: int, min: 1}", "none"),
        Key("max", _BOUND, "the largest value", 'discount: {type: decimal, max: "50"}', "none"),
        Key(
            "min_length",
            count(0, 10_000_000),
            "how many characters a text, or items a list, has at least",
            "code: {type: string, min_length: 3}",
            "0",
        ),
        Key(
            "max_length",
            count(1, 10_000_000),
            "how many characters a text, or items a list, has at most",
            "code: {type: string, max_length: 8}",
            "255 for a `string`, no bound for a `text`",
        ),
        Key(
            "pattern",
            _PATTERN,
            "a regular expression that must be found in the text; `^` and `$` tie it to both ends. It is run by an engine that can't be "
            "slowed down, so it has no look-around and no back-references",
            "code: {type: string, pattern: '^[A-Z]{3}$'}",
            "none",
        ),
        Key(
            "message",
            LABEL,
            "what is said when the pattern isn't found",
            "code: {type: string, pattern: '^[A-Z]{3}$', message: Three capital letters.}",
            "the pattern is told",
        ),
        Key(
            "default",
            _LITERAL,
            "what it holds when nothing is given; `now`, `today`, `uuid` and `user` are made at the time, where the type can hold them",
            "placed_at: {type: datetime, default: now}",
            "null",
        ),
        Key(
            "computed",
            EXPRESSION,
            "the expression that its value always is: read, sorted and filtered by as others are, and never written",
            'gross: {type: decimal, computed: "total * 1.2"}',
            "it is stored",
        ),
        Key(
            "from",
            WORD,
            "the field that a `slug` is made from when none is given",
            "path: {type: slug, from: name, unique: true}",
            "it must be given",
        ),
        Key(
            "sequence",
            SEQUENCE_SHAPE,
            "the number that a new record gets: `{seq}` counts, with leading zeros as `{seq:05}`; `{year}` is the year (UTC), with which "
            "the counting begins anew",
            'number: {type: string, unique: true, sequence: "ORD-{year}-{seq:05}"}',
            "none",
        ),
        Key("accept", None, "the kinds of file that are taken", "photo: {type: image, accept: [image/png]}"),
        Key("max_size", None, "how large a file may be", "photo: {type: image, max_size: 5MB}"),
        Key(
            "on_delete",
            _ON_DELETE,
            "what deleting the other record does: `restrict` refuses it, `cascade` deletes this one too, `set_null` empties the reference",
            "customer: {type: customer, on_delete: cascade}",
            "`restrict`",
        ),
        Key(
            "inverse",
            _INVERSE,
            "the name of the other side",
            "customer: {type: customer, inverse: orders}",
            "the name of the entity that refers",
        ),
        Key(
            "through",
            WORD,
            "the entity whose records are the links, with fields of their own; it refers to both sides",
            "tags: {type: [tag], through: order_tag}",
            "a table that crudgen keeps",
        ),
        Key(
            "part_of",
            FLAG,
            "whether the record is a part of the one it refers to: shown, written and deleted with it",
            "invoice: {type: invoice, part_of: true}",
            "`false`",
        ),
        Key(
            "options_filter",
            EXPRESSION,
            "the condition on a record of the other entity under which it can be chosen",
            'customer: {type: customer, options_filter: "active"}',
            "every record can be",
        ),
        Key("readonly", FLAG, "whether the server alone sets it", "number: {type: string, readonly: true}", "`false`"),
        Key("set_once", FLAG, "whether it can't be changed once it is set", "number: {type: string, set_once: true}", "`false`"),
        Key("write_only", FLAG, "whether it can be set and never read", "pin: {type: string, write_only: true}", "`false`"),
        Key("hidden", FLAG, "whether it never leaves the server, for anybody", "score: {type: int, hidden: true}", "`false`"),
        Key(
            "show_if",
            EXPRESSION,
            "the condition on its record under which forms and pages show it; a convenience, no right",
            'note: {type: text, show_if: "total > 100"}',
            "they always do",
        ),
        Key(
            "required_if",
            EXPRESSION,
            "the condition on its record under which a value must be given",
            'paid_at: {type: datetime, required_if: "total > 0"}',
            "as `required` says",
        ),
        Key("label", LABEL, "how people call it", "unit_price: {type: decimal, label: {en: Price, ru: Цена}}", "made from the name"),
        Key("help", LABEL, "a sentence about it, in the admin and in OpenAPI", "note: {type: text, help: The shop sees this.}", "none"),
        Key("placeholder", LABEL, "what an empty input shows", "phone: {type: phone, placeholder: +44 20 7946 0018}", "nothing"),
        Key("widget", None, "how the form shows it", "note: {type: text, widget: code}"),
        Key("column", COLUMN, "the column's name", "name: {type: string, column: Name}", "the field's name"),
        Key("was", None, "the former name, or a list of them", "placed_at: {type: datetime, was: ordered_at}"),
        Key("backfill", None, "what records that exist get", "name: {type: string, required: true, backfill: \"'none'\"}"),
        Key("convert", None, "how values of the former type become the new ones", 'size: {type: int, convert: "int(size)"}'),
    ),
)
"""Which of them a type takes is said by `FieldType.keys`; a key that no type claims goes with all."""
