"""The keys of an entity, in house order, and how those are read that no other section has."""

import re

from crudgen.document import Node
from crudgen.schema.draft import Word
from crudgen.schema.keys.access import ACCESS_SHAPE
from crudgen.schema.keys.admin import ADMIN_SHAPE
from crudgen.schema.keys.api import API_SHAPE
from crudgen.schema.keys.checks import CHECKS_SHAPE
from crudgen.schema.keys.id import ID_SHAPE
from crudgen.schema.keys.key import Key, Section, Shape
from crudgen.schema.keys.rows import ROWS_SHAPE
from crudgen.schema.keys.shapes import COLUMN, EXPRESSION, FLAG, LABEL, WORD, groups, names, ref, word_or_words, words
from crudgen.schema.keys.view import VIEW_SHAPE
from crudgen.schema.names import MAX_BYTES, RESERVED_PATHS, check_path
from crudgen.schema.parse_field import read_fields
from crudgen.schema.reader import Reader, clip, read_text, read_words

_ICON = re.compile(r"[a-z0-9][a-z0-9-]*")


def _read_path(reader: Reader, node: Node) -> str:
    path = read_text(reader, node)
    if problem := check_path(path):
        raise reader.wrong(node, "reserved_name" if "taken" in problem else "name", problem)
    return path


def _read_icon(reader: Reader, node: Node) -> str:
    icon = read_text(reader, node)
    if not _ICON.fullmatch(icon):
        raise reader.wrong(node, "name", f'"{clip(icon)}" is not the name of an icon', "names are like shopping-cart")
    return icon


def _read_search(reader: Reader, node: Node) -> tuple[Word, ...]:
    if isinstance(node.value, dict):
        raise reader.wrong(node, "not_supported", "a mapping under search is not supported yet", "write search: [name]")
    return read_words(reader, node)


_ICON_SHAPE = Shape(_read_icon, {"type": "string", "pattern": f"^{_ICON.pattern}$"})
_PATH = Shape(
    _read_path,
    {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]*$", "maxLength": MAX_BYTES, "not": {"enum": sorted(RESERVED_PATHS)}},
)
_SEARCH = Shape(_read_search, names("path"))
_FIELDS = Shape(
    read_fields,
    {"type": "object", "minProperties": 1, "propertyNames": ref("name"), "additionalProperties": ref("field_body")},
)

ENTITY = Section(
    "an entity",
    (
        Key("label", LABEL, "what people call one of them", "label: {en: Order, ru: Заказ}", "made from the name"),
        Key("plural", LABEL, "what people call many of them", "plural: {en: Orders, ru: Заказы}", "made from the label"),
        Key(
            "title",
            WORD,
            "how one record is named: text with fields in braces, also over references; it shows only what the reader may read",
            'title: "{number} · {customer.name}"',
            "its first string field",
        ),
        Key("icon", _ICON_SHAPE, "the menu's icon, by name", "icon: shopping-cart", "a plain one"),
        Key("group", LABEL, "the menu's heading that it stands under", "group: {en: Sales, ru: Продажи}", "none"),
        Key("help", LABEL, "a sentence about it, in the admin and in OpenAPI", "help: A customer's order.", "none"),
        Key("extends", word_or_words("mixin"), "sets of fields from `schemas/_mixins/`, after its own", "extends: [address]", "none"),
        Key("single", FLAG, "whether there is one record alone, always there, without an id: settings", "single: true", "`false`"),
        Key(
            "view",
            VIEW_SHAPE,
            "makes it read-only: it has no table, and shows rows of another entity, one by one or in groups",
            "view: {from: order, group: [customer], fields: {customer: customer, total: sum(total), orders: count()}}",
            "a table of its own",
        ),
        Key(
            "id",
            ID_SHAPE,
            "its key: `int` (64 bit, counted), `uuid` (version 7), `string`, a list of fields, or `{type: int, column: order_id}`",
            "id: uuid",
            "`int`",
        ),
        Key("table", COLUMN, "the table's name", "table: shop_order", "the entity's name"),
        Key("path", _PATH, "its segment in URLs; nothing is made plural", "path: sales-order", "the entity's name"),
        Key(
            "owner",
            EXPRESSION,
            "the path to the user whose record it is, over references: what the rule `owner` of `access` means",
            "owner: customer.user",
            "nobody owns a record",
        ),
        Key("timestamps", FLAG, "whether `created_at` and `updated_at` are kept", "timestamps: false", "`true`"),
        Key("authors", None, "whether `created_by` and `updated_by` are kept", "authors: true"),
        Key("soft_delete", None, "whether deleted records go to a trash", "soft_delete: {purge_after: 30d}"),
        Key("history", None, "whether each change is kept", "history: true"),
        Key("comments", None, "whether people can comment on records", "comments: true"),
        Key(
            "search",
            _SEARCH,
            "the fields that `q=` and the admin's search look into, also over references",
            "search: [number, customer.name]",
            "no search",
        ),
        Key("fields", _FIELDS, "the fields, in the order that people see them in", "fields: {name: string!, email: email}"),
        Key("removed", words("field"), "former fields that are given up; their columns stay in the table", "removed: [fax]", "none"),
        Key(
            "rows",
            ROWS_SHAPE,
            "records that belong to the schema: migrations write them, and only the schema changes them",
            "rows: {key: code, values: [{code: new}, {code: paid}]}",
            "none",
        ),
        Key(
            "checks",
            CHECKS_SHAPE,
            "rules that each record obeys: conditions, with a `message` and a `field` to tell it at",
            'checks: [{rule: "total >= 0", message: Below zero., field: total}]',
            "none",
        ),
        Key(
            "unique",
            groups("field"),
            "groups of fields that no two records may share: a list of lists",
            "unique: [[customer, number]]",
            "none",
        ),
        Key(
            "indexes",
            groups("sort"),
            "groups of fields that are read in that order; `-` turns one around",
            "indexes: [[customer, -number]]",
            "none; references and unique fields have one anyway",
        ),
        Key(
            "access",
            ACCESS_SHAPE,
            "who may do what: by action a role or a rule, or a list of them",
            "access: {read: [manager, clerk], update: manager}",
            "administrators alone",
        ),
        Key("admin", ADMIN_SHAPE, "how the admin panel shows it", "admin: {list: [number, customer], sort: -number}"),
        Key("api", API_SHAPE, "what of it the API has", "api: {page_size: 20, operations: [list, read]}"),
        Key("hooks", None, "what is called when a record changes", 'hooks: {created: {webhook: "${ORDER_HOOK}"}}'),
        Key("from", None, "where the first records come from", "from: {entity: customer, fields: {name: name}}"),
        Key("was", None, "the former name, or a list of them", "was: purchase"),
        Key("convert", None, "how former records become the new ones", "convert: {}"),
    ),
)
