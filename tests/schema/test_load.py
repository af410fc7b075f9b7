import os
from pathlib import Path

import pytest

from crudgen.errors import SchemaError
from crudgen.schema import load_builtin, load_catalog
from crudgen.schema.catalog import Action, Default, SortKey, Text
from tests.schema.conftest import Compile, Diagnose

CUSTOMER = "fields:\n  name: string!\n  email: email!\n"


def test_four_lines_make_an_entity(compile_schema: Compile) -> None:
    customer = compile_schema({"customer": CUSTOMER}).entities["customer"]
    assert list(customer.fields) == ["id", "name", "email", "created_at", "updated_at"]
    assert (customer.table, customer.path, customer.key, customer.title) == ("customer", "customer", ("id",), ("", "name", ""))
    assert (customer.label.to("en"), customer.plural.to("en")) == ("Customer", "Customers")
    assert customer.fields["name"].required
    assert customer.fields["name"].max_length == 255


def test_every_key_of_an_entity_is_kept(compile_schema: Compile) -> None:
    order = compile_schema(
        {
            "customer": CUSTOMER,
            "order": """
label: Order
plural: {en: Orders, ru: Заказы}
title: "{number} · {customer.name}"
icon: shopping-cart
group: Sales
help: A customer's order.
id: {type: int, column: order_id}
table: orders
path: sales-order
timestamps: false
search: [number, customer.name]
fields:
  number: {type: string, max_length: 20, unique: true}
  customer: {type: customer, required: true, on_delete: cascade, inverse: orders}
unique: [[customer, number]]
indexes: [[number, -customer]]
access: {read: [public, clerk], create: authenticated, delete: nobody}
admin: {list: [number, customer], filters: [customer], sort: -number}
api: {page_size: 20, max_page_size: 200, operations: [read, list], require_if_match: true}
""",
        }
    ).entities["order"]
    assert order.title == ("", "number", " · ", "customer.name", "")
    assert (order.table, order.path, order.icon, order.timestamps) == ("orders", "sales-order", "shopping-cart", False)
    assert (order.plural.to("ru"), order.group.to("en"), order.help.to("en")) == ("Заказы", "Sales", "A customer's order.")
    assert order.fields["id"].column == "order_id"
    assert order.search == ("number", "customer.name")
    assert order.unique == (("customer", "number"),)
    assert [(one.field, one.descending) for one in order.indexes[0]] == [("number", False), ("customer", True)]
    assert {action: [rule.role for rule in rules] for action, rules in order.access.items()} == {
        Action.READ: ["public", "clerk"],
        Action.CREATE: ["authenticated"],
        Action.DELETE: ["nobody"],
    }
    assert order.admin.sort == (SortKey("number", True),)
    assert (order.admin.list, order.admin.filters) == (("number", "customer"), ("customer",))
    assert (order.api.page_size, order.api.max_page_size, order.api.require_if_match) == (20, 200, True)
    assert order.api.operations == ("list", "read")


def test_a_reference_goes_both_ways(compile_schema: Compile) -> None:
    catalog = compile_schema({"customer": CUSTOMER, "order": "fields: {customer: {type: customer, column: cid, on_delete: cascade}}\n"})
    there = catalog.entities["order"].relations["customer"]
    back = catalog.entities["customer"].relations["order"]
    assert (there.source, there.target, there.many, there.column, there.on_delete, there.inverse) == (
        "order",
        "customer",
        False,
        "cid",
        "cascade",
        "order",
    )
    assert (back.source, back.target, back.many, back.column, back.field, back.inverse) == (
        "customer",
        "order",
        True,
        "cid",
        "customer",
        "customer",
    )
    assert catalog.entities["order"].fields["customer"].relation is there
    assert (there.is_owned, back.is_owned) == (True, False)


def test_links_go_both_ways(compile_schema: Compile) -> None:
    catalog = compile_schema({"tag": "fields: {name: string}\n", "product": "table: goods\nfields: {tags: [tag]}\n"})
    there, back = catalog.entities["product"].relations["tags"], catalog.entities["tag"].relations["product"]
    assert there.link is not None
    assert back.link is not None
    assert (there.link.table, there.link.near, there.link.far) == ("goods_tags", "product_id", "tag_id")
    assert (back.link.table, back.link.near, back.link.far) == ("goods_tags", "tag_id", "product_id")
    assert (there.is_owned, back.is_owned) == (True, False)
    assert catalog.entities["product"].fields["tags"].column == ""


def test_self_and_circular_references_are_fine(compile_schema: Compile) -> None:
    catalog = compile_schema(
        {
            "category": "fields: {name: string, parent: {type: category, inverse: children},\n"
            "  related: {type: [category], inverse: related_to}}\n",
            "a": "fields: {b: {type: b, inverse: of_b}}\n",
            "b": "fields: {a: {type: a, required: true, inverse: of_a}}\n",
        }
    )
    assert set(catalog.entities["category"].relations) == {"parent", "children", "related", "related_to"}
    assert set(catalog.entities["a"].relations) == {"b", "of_a"}


def test_a_composite_key_has_no_id(compile_schema: Compile) -> None:
    entry = compile_schema(
        {
            "playlist": "fields: {name: string}\n",
            "track": "fields: {name: string}\n",
            "entry": "id: [playlist, track]\nfields: {playlist: playlist!, track: track!, position: int}\n",
        }
    ).entities["entry"]
    assert entry.key == ("playlist", "track")
    assert "id" not in entry.fields
    assert [field.name for field in entry.fields.values() if field.is_key] == ["playlist", "track"]
    assert entry.title == ("", "playlist", ", ", "track", "")


@pytest.mark.parametrize(
    ("written", "type_name", "default"), [("int", "int", None), ("uuid", "uuid", Default("uuid")), ("string", "string", None)]
)
def test_an_id_has_one_of_three_types(written: str, type_name: str, default: Default | None, compile_schema: Compile) -> None:
    key = compile_schema({"thing": f"id: {written}\nfields: {{name: string}}\n"}).entities["thing"].fields["id"]
    assert (key.type, key.default, key.is_key, key.is_implicit, key.required) == (type_name, default, True, True, True)


def test_a_project_adds_fields_to_the_user(compile_schema: Compile) -> None:
    user = compile_schema({"user": "fields:\n  phone: phone\n  staff: {type: bool, required: true, default: false}\n"}).entities["user"]
    assert user.is_builtin
    assert user.table == "crudgen_user"
    assert user.fields["login"].is_builtin
    assert not user.fields["phone"].is_builtin
    assert list(user.fields)[-4:] == ["phone", "staff", "created_at", "updated_at"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "label: Person\nfields: {phone: phone}\n",
            'schemas/user.yaml:1:8: only fields and rights can be added to the built-in "user"\n  take "label" away',
        ),
        ("fields: {login: int}\n", 'schemas/user.yaml:1:10: the built-in "user" has a field "login" already\n  choose another name'),
        (
            "fields: {phone: phone!}\n",
            'schemas/user.yaml:1:17: a field added to the built-in "user" cannot be required without a default\n'
            "  give it a default, or make it optional",
        ),
    ],
)
def test_nothing_else_of_the_user_changes(text: str, told: str, diagnose: Diagnose) -> None:
    assert diagnose({"user": text}) == [told]


def test_all_mistakes_of_all_files_come_at_once_and_in_order(diagnose: Diagnose) -> None:
    found = diagnose(
        {
            "b": "fields:\n  x: decimel\n  y: custmer\nsearch: [z]\n",
            "a": "lable: A\nfields:\n  name: strng\n",
            "c": "fields: {a: a\n",
            "d": "fields: {c: c, e: nothing_like_it}\n",
        }
    )
    assert [one.split(": ")[0] for one in found] == [
        "schemas/a.yaml:1:1",
        "schemas/a.yaml:3:9",
        "schemas/b.yaml:2:6",
        "schemas/b.yaml:3:6",
        "schemas/b.yaml:4:10",
        "schemas/c.yaml:1:9",
        "schemas/d.yaml:1:19",
    ]


def test_a_mistake_in_a_field_is_not_told_again_where_the_field_is_named(diagnose: Diagnose) -> None:
    found = diagnose(
        {
            "order": 'title: "{number} · {customer.name}"\nsearch: [number]\nunique: [[number]]\nadmin: {list: [number], sort: number}\n'
            "fields:\n  number: strng\n  customer: customer\n",
            "customer": "fields: {name: string\n",
        }
    )
    assert [one.split(": ")[0] for one in found] == ["schemas/customer.yaml:1:9", "schemas/order.yaml:6:11"]


def test_without_a_folder_there_are_the_built_in_entities(tmp_path: Path) -> None:
    assert load_catalog(tmp_path, []) == load_builtin()
    assert set(load_builtin().entities) == {"user", "crudgen_session", "crudgen_api_key", "crudgen_audit"}


def test_entities_come_built_in_first_then_by_name(compile_schema: Compile) -> None:
    names = list(compile_schema({"zebra": CUSTOMER, "apple": CUSTOMER}).entities)
    assert names == ["crudgen_api_key", "crudgen_audit", "crudgen_session", "user", "apple", "zebra"]


def test_the_catalog_is_read_only(compile_schema: Compile) -> None:
    catalog = compile_schema({"customer": CUSTOMER})
    with pytest.raises(TypeError):
        catalog.entities["x"] = catalog.entities["customer"]  # type: ignore[index]
    with pytest.raises(TypeError):
        catalog.entities["customer"].fields["x"] = None  # type: ignore[index]


def test_roles_are_known_with_admin_first(compile_schema: Compile) -> None:
    assert compile_schema({"customer": CUSTOMER}).roles == ("admin", "manager", "clerk")


def test_enum_values_are_a_list_or_a_mapping(compile_schema: Compile) -> None:
    fields = (
        compile_schema(
            {
                "thing": "fields:\n  a: {type: enum, values: [yes, in_work]}\n"
                "  b: {type: enum, values: {on: {label: {en: Go}, color: green}, off: }}\n"
            }
        )
        .entities["thing"]
        .fields
    )
    assert [(value.name, value.label) for value in fields["a"].values] == [("yes", Text({"": "Yes"})), ("in_work", Text({"": "In work"}))]
    assert [(value.name, value.color) for value in fields["b"].values] == [("on", "green"), ("off", "")]


def test_a_link_inside_the_folder_is_followed_and_one_out_of_it_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    folder.mkdir()
    (tmp_path / "secret.yaml").write_text("fields: {name: string}\n")
    (folder / "..data").mkdir()
    (folder / "..data" / "customer.yaml").write_text(CUSTOMER)
    (folder / "customer.yaml").symlink_to(folder / "..data" / "customer.yaml")
    assert "customer" in load_catalog(tmp_path, []).entities
    (folder / "order.yaml").symlink_to(tmp_path / "secret.yaml")
    with pytest.raises(SchemaError, match=r"^schemas/order.yaml:1:1: the link leads out of schemas/"):
        load_catalog(tmp_path, [])


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    os.mkfifo(tmp_path / "schemas" / "order.yaml")
    with pytest.raises(SchemaError, match=r"^schemas/order.yaml:1:1: this is no ordinary file"):
        load_catalog(tmp_path, [])


def test_a_broken_link_is_told(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "order.yaml").symlink_to(tmp_path / "schemas" / "gone.yaml")
    with pytest.raises(SchemaError, match=r"^schemas/order.yaml:1:1: the file cannot be read: No such file"):
        load_catalog(tmp_path, [])


@pytest.mark.parametrize("name", [".order.yaml.swp", "order.yaml~", ".#order.yaml", "#order.yaml#", "README.md", "order.yaml.bak"])
def test_what_an_editor_leaves_behind_is_no_schema(name: str, tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / name).write_text("\0 nonsense")
    assert load_catalog(tmp_path, []) == load_builtin()


def test_folders_of_schemas_are_not_silently_left_out(tmp_path: Path) -> None:
    (tmp_path / "schemas" / "sales").mkdir(parents=True)
    (tmp_path / "schemas" / "sales" / "order.yaml").write_text(CUSTOMER)
    (tmp_path / "schemas" / "_mixins").mkdir()
    with pytest.raises(SchemaError) as caught:
        load_catalog(tmp_path, [])
    assert [(one.file, one.code) for one in caught.value.diagnostics] == [("schemas/sales", "not_a_file")]
