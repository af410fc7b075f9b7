import pytest

from crudgen.schema import load_builtin
from crudgen.schema.snapshot import dump_catalog, read_catalog
from tests.schema.conftest import Compile

SCHEMAS = {
    "customer": "label: {ru: Покупатель, en: Customer}\nfields: {name: string!, boss: {type: customer, inverse: staff}}\n",
    "order": """
title: "{number}"
id: {type: uuid, column: order_id}
fields:
  number: {type: string, max_length: 20, pattern: "^[A-Z]+$", message: {en: "Capitals.", ru: "Заглавные."}}
  customer: {type: customer, required: true, on_delete: cascade, inverse: orders}
  tags: [tag]
  total: {type: decimal, min: 0, default: 12.5}
  is_paid: {type: bool, default: false}
  placed_at: {type: datetime, default: now}
  status: {type: enum, values: {draft: {color: grey}, done: {label: {en: Done}}}}
  more: {type: json, default: {a: [1, null, "x"]}}
unique: [[customer, number]]
indexes: [[status, -placed_at]]
access: {read: [public], update: [manager]}
admin: {sort: -total}
api: {page_size: 5}
""",
    "tag": "fields: {name: string}\n",
    "status": """
rows: {key: code, values: [{code: new, rank: "1.5", on: true, more: {a: [1, null]}}, {code: old, note: null}]}
removed: [fax, phone]
fields: {code: {type: string, required: true, unique: true}, rank: decimal, "on": bool, more: json, note: text}
""",
    "settings": "single: true\nfields: {name: string}\n",
    "entry": "id: [customer, tag]\nfields: {customer: customer!, tag: {type: tag, required: true, inverse: entries}}\n",
}


def test_a_catalog_survives_the_way_there_and_back(compile_schema: Compile) -> None:
    catalog = compile_schema(SCHEMAS)
    again = read_catalog(dump_catalog(catalog))
    assert again == catalog
    assert dump_catalog(again) == dump_catalog(catalog)


def test_the_order_of_fields_is_kept(compile_schema: Compile) -> None:
    catalog = compile_schema(SCHEMAS)
    again = read_catalog(dump_catalog(catalog))
    assert [list(one.fields) for one in again.entities.values()] == [list(one.fields) for one in catalog.entities.values()]


def test_a_field_and_its_entity_share_the_relation(compile_schema: Compile) -> None:
    order = read_catalog(dump_catalog(compile_schema(SCHEMAS))).entities["order"]
    assert order.fields["tags"].relation is order.relations["tags"]


def test_defaults_and_places_are_left_out(compile_schema: Compile) -> None:
    text = dump_catalog(compile_schema({"tag": "fields: {name: string}\n"})).decode()
    tag = text[text.index('"tag": {') :]
    assert (
        '"name": {\n          "type": "string",\n          "column": "name",\n          "max_length": 255,\n          "label": "Name"\n'
        in tag
    )
    assert "schemas/" not in text


def test_a_comment_and_a_moved_line_change_nothing(compile_schema: Compile) -> None:
    before = dump_catalog(compile_schema({"tag": "fields: {name: string}\n"}))
    assert dump_catalog(compile_schema({"tag": "# more\n\nfields:\n    name: string # less\n"})) == before


def test_the_bytes_are_stable() -> None:
    assert dump_catalog(load_builtin()) == dump_catalog(load_builtin())


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"format": 2}', b'{"format": 1}', b'{"format": 1, "roles": [], "entities": {"a": {"tabel": "a"}}}']
)
def test_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"snapshot|empty document"):
        read_catalog(content)
