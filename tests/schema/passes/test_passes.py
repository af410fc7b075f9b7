"""Each pass by itself: what it refuses, and what it settles. The pass, its test and its fixture share a name."""

import pytest

from crudgen.schema import PASSES
from crudgen.schema.catalog import Default
from tests.schema.conftest import Compile, Diagnose

TAG = "fields: {name: string}\n"

FIXTURES: dict[str, dict[str, str]] = {
    "check_names": {"order": "fields: {query: string}\n"},
    "check_singles": {"order": "fields: {tag: tag}\n", "tag": f"single: true\n{TAG}"},
    "add_implicit_fields": {"order": "id: uuid\nfields: {name: string}\n"},
    "check_keys": {"order": "id: [a, b]\nfields: {a: int!, b: float!}\n"},
    "check_removed": {"order": "removed: [name]\nfields: {name: string}\n"},
    "link_relations": {"order": "fields: {tag: tag}\n", "tag": "id: [a, b]\nfields: {a: int!, b: int!}\n"},
    "name_inverses": {"order": "fields: {one: tag, two: tag}\n", "tag": TAG},
    "check_parts": {"order": "fields: {up: {type: order, part_of: true, inverse: parts}}\n"},
    "resolve_views": {"order": "view: {from: tag, group: [name], fields: {name: name, id_of: id}}\n", "tag": TAG},
    "check_columns": {"order": "fields: {a: {type: int, column: x}, b: {type: int, column: X}}\n"},
    "check_tables": {"order": "table: tag\nfields: {name: string}\n", "tag": TAG},
    "check_bounds": {"order": "fields: {total: {type: decimal, min: 0.001}}\n"},
    "check_defaults": {"order": "fields: {total: {type: decimal, default: 1e30}}\n"},
    "check_made": {"order": "fields: {name: int, path: {type: slug, from: name}}\n"},
    "check_rows": {"order": "rows: {key: code, values: [{code: 1}]}\nfields: {code: {type: string, required: true, unique: true}}\n"},
    "check_groups": {"order": "fields: {note: text}\nunique: [[note]]\n"},
    "check_titles": {"order": 'title: "{more}"\nfields: {more: json}\n'},
    "check_lists": {"order": "search: [placed]\nfields: {placed: date}\n"},
    "check_access": {"order": "access: {read: boss}\nfields: {name: string}\n"},
    "check_checks": {"order": "checks: [{rule: total > 0, field: totl}]\nfields: {total: int}\n"},
}

TOLD = {
    "check_names": 'schemas/order.yaml:1:10: a field cannot be named "query"\n  choose another name',
    "check_singles": 'schemas/order.yaml:1:15: "tag" is one record alone, so nothing can refer to it\n'
    "  take the reference away, or single: true there",
    "check_keys": 'schemas/order.yaml:1:9: "b" cannot be part of a key: its type is float',
    "check_removed": 'schemas/order.yaml:1:11: "name" is a field, and cannot be given up at once\n  take it away from one of the two',
    "link_relations": 'schemas/order.yaml:1:15: "tag" has a key of several fields, so nothing can refer to it\n'
    "  give it id: int and unique: [[…]] for those fields",
    "name_inverses": 'schemas/order.yaml:1:25: "tag" already has "order", the other side of order.one\n'
    "  name it: two: {type: tag, inverse: …}",
    "check_parts": 'schemas/order.yaml:1:37: "order" cannot be part of itself: the first one would have no parent\n'
    "  for a tree use a plain reference",
    "resolve_views": 'schemas/order.yaml:1:62: "id" may differ from row to row of a group\n  add it to group, or write max(id)',
    "check_columns": 'schemas/order.yaml:1:60: "b" and "a" have one column, "X"\n  give b another column',
    "check_tables": 'schemas/order.yaml:1:8: the entity "order" and the entity "tag" have one table, "tag"\n  add table: with another name',
    "check_bounds": 'schemas/order.yaml:1:38: "min" must have at most 2 digits after the point',
    "check_defaults": 'schemas/order.yaml:1:42: the default of "total" must have at most 10 digits before the point',
    "check_made": 'schemas/order.yaml:1:46: a slug cannot be made from "name"\n'
    "  its type must be one of email, enum, markdown, slug, string, text",
    "check_rows": 'schemas/order.yaml:1:35: "code" must be a text\n  put it in quotes',
    "check_groups": 'schemas/order.yaml:2:11: "note" cannot stand under unique: its type is text',
    "check_titles": 'schemas/order.yaml:1:8: "more" cannot be part of a title: its type is json',
    "check_lists": 'schemas/order.yaml:1:10: "placed" cannot be searched: it is no text but date',
    "check_access": 'schemas/order.yaml:1:16: there is no role "boss"\n'
    "  known: admin, authenticated, clerk, manager, nobody, owner, public; roles are named in config.yaml",
    "check_checks": 'schemas/order.yaml:1:35: "order" has no field "totl"\n  did you mean "total"?',
}


def test_every_pass_has_its_fixture() -> None:
    assert [one.__name__ for one in PASSES] == list(FIXTURES)
    assert FIXTURES.keys() - TOLD.keys() == {"add_implicit_fields"}


@pytest.mark.parametrize("name", TOLD)
def test_a_pass_refuses_its_fixture(name: str, diagnose: Diagnose) -> None:
    assert diagnose(FIXTURES[name]) == [TOLD[name]]


def test_add_implicit_fields_puts_the_id_first_and_the_timestamps_last(compile_schema: Compile) -> None:
    fields = compile_schema(FIXTURES["add_implicit_fields"]).entities["order"].fields
    assert list(fields) == ["id", "name", "created_at", "updated_at"]
    assert fields["id"].default == Default("uuid")
    assert (fields["created_at"].readonly, fields["created_at"].default) == (True, Default("now"))


def test_name_inverses_takes_the_name_that_is_written(compile_schema: Compile) -> None:
    catalog = compile_schema({"order": "fields: {one: tag, two: {type: tag, inverse: seconds}}\n", "tag": TAG})
    assert list(catalog.entities["tag"].relations) == ["order", "seconds"]


def test_link_relations_tells_both_sides_of_links_to_itself_apart(compile_schema: Compile) -> None:
    person = compile_schema({"person": "fields: {friends: {type: [person], inverse: friend_of}}\n"}).entities["person"]
    there, back = person.relations["friends"].link, person.relations["friend_of"].link
    assert there is not None
    assert back is not None
    assert (there.table, there.near, there.far) == ("person_friends", "person_id", "friends_id")
    assert (back.table, back.near, back.far) == ("person_friends", "friends_id", "person_id")


def test_link_relations_names_stay_within_63_bytes(compile_schema: Compile) -> None:
    long = "x" * 60
    product = compile_schema({long: f"fields: {{{'y' * 60}: [tag]}}\n", "tag": TAG}).entities[long]
    link = product.relations["y" * 60].link
    assert link is not None
    assert max(len(link.table), len(link.near), len(link.far)) <= 63


def test_check_tables_knows_the_tables_of_links(diagnose: Diagnose) -> None:
    found = diagnose({"product": "fields: {tags: [tag]}\n", "tag": TAG, "product_tags": "fields: {name: string}\n"})
    assert found == [
        'schemas/product.yaml:1:10: the links of "product.tags" and the entity "product_tags" have one table, "product_tags"\n'
        "  rename the field"
    ]


def test_check_bounds_and_check_defaults_keep_the_json_form(compile_schema: Compile) -> None:
    fields = (
        compile_schema(
            {
                "order": "fields:\n  total: {type: decimal, min: 0, max: 99.5, default: 12.5}\n"
                "  day: {type: date, min: 2020-01-01, default: today}\n"
                "  at: {type: datetime, default: '2026-01-01T12:00:00+02:00'}\n  names: {type: list, of: decimal, default: ['1']}\n"
                "  customer: {type: user, default: user}\n  tag: {type: tag, default: 3}\n  span: {type: duration, max: P1D}\n",
                "tag": TAG,
            }
        )
        .entities["order"]
        .fields
    )
    assert (fields["total"].min, fields["total"].max, fields["total"].default) == ("0.00", "99.50", Default(value="12.50"))
    assert (fields["day"].min, fields["day"].default) == ("2020-01-01", Default("today"))
    assert fields["at"].default == Default(value="2026-01-01T10:00:00Z")
    assert fields["names"].default == Default(value=["1.00"])
    assert (fields["customer"].default, fields["tag"].default) == (Default("user"), Default(value=3))
    assert fields["span"].max == "P1D"


def test_check_defaults_takes_words_for_texts_where_they_are_not_special(compile_schema: Compile) -> None:
    field = compile_schema({"order": "fields: {kind: {type: string, default: now}}\n"}).entities["order"].fields["kind"]
    assert field.default == Default(value="now")


def test_check_defaults_takes_a_reference_by_the_key_of_its_target(diagnose: Diagnose) -> None:
    (found,) = diagnose({"order": "fields: {tag: {type: tag, default: x}}\n", "tag": TAG})
    assert found == 'schemas/order.yaml:1:36: the default of "tag" must be a whole number'


@pytest.mark.parametrize(
    ("template", "pieces"),
    [
        ("{name}", ("", "name", "")),
        ("No {name}!", ("No ", "name", "!")),
        ("{{{name}}}", ("{", "name", "}")),
        ("{ name }{id}", ("", "name", "", "id", "")),
    ],
)
def test_check_titles_splits_a_template(template: str, pieces: tuple[str, ...], compile_schema: Compile) -> None:
    assert compile_schema({"tag": f'title: "{template}"\n{TAG}'}).entities["tag"].title == pieces


def test_check_titles_chooses_a_string_that_may_be_seen(compile_schema: Compile) -> None:
    catalog = compile_schema(
        {"a": "fields: {code: {type: string, hidden: true}, note: text, name: string}\n", "b": "fields: {note: text}\n"}
    )
    assert catalog.entities["a"].title == ("", "name", "")
    assert catalog.entities["b"].title == ("", "id", "")


def test_check_parts_refuses_a_second_parent_and_a_circle(diagnose: Diagnose) -> None:
    part = "{{type: {}, part_of: true, inverse: {}}}"
    assert diagnose({
        "a": f"fields: {{b: {part.format('b', 'parts')}, tag: {part.format('tag', 'parts')}}}\n",
        "b": f"fields: {{c: {part.format('c', 'parts')}}}\n",
        "c": f"fields: {{a: {part.format('a', 'parts')}}}\n",
        "tag": TAG,
    }) == [
        "schemas/a.yaml:1:32: these are parts of each other in a circle: a → b → c → a\n  take part_of away from one of them",
        'schemas/a.yaml:1:81: "a" is part of "b" already, by "b"\n'
        "  a child has one parent: take part_of away from one of them",
    ]  # fmt: skip


def test_check_parts_refuses_a_parent_that_only_the_server_writes(diagnose: Diagnose) -> None:
    assert diagnose({"note": "fields: {s: {type: crudgen_session, part_of: true, inverse: notes}}\n"}) == [
        'schemas/note.yaml:1:46: nothing can be part of "crudgen_session", which only the server writes\n  take part_of away'
    ]


def test_a_part_is_required_and_goes_with_its_parent(compile_schema: Compile) -> None:
    part = "fields: {order: {type: order, part_of: true, inverse: lines}}\n"
    catalog = compile_schema({"line": part, "order": "fields: {name: string}\n"})
    line, order = catalog.entities["line"], catalog.entities["order"]
    assert line.parent is not None
    assert (line.parent.target, line.parent.on_delete, line.fields["order"].required) == ("order", "cascade", True)
    assert list(order.parts) == ["lines"]
    assert order.parent is None
