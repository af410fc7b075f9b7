"""What an edit is said to be."""

import pytest

from crudgen.migrate.changes import Kind
from crudgen.migrate.diff import compare
from crudgen.migrate.essence import NOTHING, extract
from tests.support.catalog import catalog_of

BASE = {
    "tag": "timestamps: false\nfields: {name: string}\n",
    "thing": """\
timestamps: false
fields:
  name: {type: string, max_length: 50}
  size: int
  price: {type: decimal, precision: 10, scale: 2, min: "0"}
  state: {type: enum, values: [new, old]}
  tag: tag
""",
}


def texts(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str]]:
    changes = compare(extract(catalog_of(before)), extract(catalog_of(after)))
    return [(change.kind.value, change.text) for change in changes]


def edited(old: str, new: str) -> dict[str, str]:
    assert old in BASE["thing"]
    return {**BASE, "thing": BASE["thing"].replace(old, new)}


SAFE = [
    ("  size: int\n", "  size: int\n  note: text\n", "new field thing.note (text)"),
    ("  size: int\n", "  size: int\n  vip: {type: bool, required: true, default: false}\n", "new field thing.vip (bool)"),
    ("  size: int\n", "  size: int\n  parent: {type: thing, inverse: children}\n", "new field thing.parent (thing)"),
    ("  size: int\n", "  size: int\n  tags: {type: [tag], inverse: tagged}\n", "new links thing.tags to tag"),
    ("max_length: 50", "max_length: 80", "field thing.name has max_length 80, it had 50"),
    ("type: string, max_length: 50", "type: text", "field thing.name is text, it was string"),
    ("values: [new, old]", "values: [new, old, odd]", "field thing.state takes odd too"),
    ('min: "0"', 'min: "-10"', "field thing.price has min -10.00, it had 0.00"),
    ("precision: 10", "precision: 12", "field thing.price has precision 12 and scale 2, it had 10 and 2"),
    ("  size: int\n", "  size: {type: int, index: true}\n", "new index in thing: size"),
    ("  size: int\n", "  size: {type: int, unique: true}\n", "unique in thing: size"),
    ("  size: int\n", "  size: {type: int, default: 7}\n", "field thing.size has another default"),
    ("  tag: tag\n", "  tag: {type: tag, on_delete: cascade}\n", "field thing.tag has on_delete cascade, it had restrict"),
    ("fields:", "indexes: [[size, -name]]\nfields:", "new index in thing: size, -name"),
    ("fields:", "unique: [[size, name]]\nfields:", "unique in thing: size, name"),
]


@pytest.mark.parametrize(("old", "new", "text"), SAFE, ids=[text for _, _, text in SAFE])
def test_what_loses_nothing_is_safe(old: str, new: str, text: str) -> None:
    assert ("safe", text) in texts(BASE, edited(old, new))
    assert {kind for kind, _ in texts(BASE, edited(old, new))} == {"safe"}


REFUSED = [
    ("  size: int\n", "", "destroys", "field thing.size is gone, and its values would go too"),
    ("  size: int\n", "  amount: int\n", "destroys", "field thing.size is gone, and its values would go too"),
    ("  size: int\n", "  size: string\n", "needs_answer", "field thing.size is string, it was int"),
    ("  size: int\n", "  size: {type: int, required: true}\n", "needs_answer", "field thing.size is required now"),
    ("  size: int\n", "  size: {type: int, max: 5}\n", "needs_answer", "field thing.size has max 5, it had none"),
    ("  size: int\n", "  size: {type: int, column: how_big}\n", "needs_answer", "field thing.size has the column how_big, it had size"),
    ("max_length: 50", "max_length: 40", "needs_answer", "field thing.name has max_length 40, it had 50"),
    ("values: [new, old]", "values: [new]", "needs_answer", "field thing.state takes old no longer"),
    ("scale: 2", "scale: 3", "needs_answer", "field thing.price has precision 10 and scale 3, it had 10 and 2"),
    ("precision: 10", "precision: 19", "needs_answer", "field thing.price has precision 19 and scale 2, it had 10 and 2"),
    ("  tag: tag\n", "  tag: thing\n", "needs_answer", "field thing.tag refers to thing, it referred to tag"),
    ("fields:", "table: things\nfields:", "needs_answer", "the table of thing is things, it was thing"),
    ("fields:", "id: uuid\nfields:", "needs_answer", "field thing.id is uuid, it was int"),
    ("  size: int\n", "  size: int\n  age: int!\n", "needs_answer",
     "new field thing.age (int) is required, and the rows that exist have no value for it"),
    ("  size: int\n", "  size: int\n  age: {type: int, unique: true, default: 1}\n", "needs_answer",
     "new field thing.age (int) is unique, and the rows that exist would all get its default"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "kind", "text"), REFUSED, ids=[text for *_, text in REFUSED])
def test_what_may_lose_data_is_not_safe(old: str, new: str, kind: str, text: str) -> None:
    assert (kind, text) in texts(BASE, edited(old, new))


def test_an_entity_that_is_gone_destroys() -> None:
    after = {"tag": BASE["tag"]}
    assert texts(BASE, after) == [("destroys", "entity thing is gone, and its table would go with all rows")]


def test_what_changes_no_table_is_no_change() -> None:
    after = edited("fields:", "label: Ding\nhelp: A thing.\ntitle: '{name}'\nsearch: [name]\naccess: {read: public}\nicon: box\nfields:")
    after["thing"] = after["thing"].replace("  size: int", "  size: {type: int, label: Size, readonly: true, help: How big}")
    assert texts(BASE, after) == []


def test_the_bounds_of_a_secret_are_not_the_table_s() -> None:
    before, after = ({"thing": f"fields: {{token: {{type: secret, max_length: {most}}}}}\n"} for most in (200, 20))
    assert texts(before, after) == []


@pytest.mark.parametrize(("old", "new"), [("secret", "string"), ("string", "secret"), ("password", "secret"), ("secret", "text")])
def test_a_secret_becomes_nothing_else_nor_anything_a_secret(old: str, new: str) -> None:
    before, after = ({"thing": f"fields: {{name: string, token: {{type: {one}}}}}\n"} for one in (old, new))
    assert ("needs_answer", f"field thing.token is {new}, it was {old}") in texts(before, after)


def test_a_required_secret_for_rows_that_exist_is_told_no_default() -> None:
    (change,) = compare(extract(catalog_of(BASE)), extract(catalog_of(edited("  size: int\n", "  size: int\n  token: secret!\n"))))
    assert (change.kind, change.cure) == (Kind.NEEDS_ANSWER, "leave `required` out: `token: secret`")


def test_the_order_of_fields_and_values_is_no_change() -> None:
    after = edited("  size: int\n", "")
    after["thing"] = after["thing"].replace("[new, old]", "[old, new]") + "  size: int\n"
    assert texts(BASE, after) == []


def test_a_change_knows_its_place_and_its_cure() -> None:
    after = compare(extract(catalog_of(BASE)), extract(catalog_of(edited("  size: int\n", "  age: int!\n  size: int\n"))))
    (change,) = after
    assert change.kind is Kind.NEEDS_ANSWER
    assert str(change) == (
        "schemas/thing.yaml:4:3: new field thing.age (int) is required, and the rows that exist have no value for it (needs an answer)\n"
        "  give it a literal `default`, or leave `required` out: `age: int`"
    )
    assert change.to_json()["line"] == 4


def test_a_drop_beside_a_new_field_of_its_type_names_the_rename() -> None:
    changes = compare(extract(catalog_of(BASE)), extract(catalog_of(edited("  size: int\n", "  amount: int\n"))))
    assert "if amount is its new name: renaming is not supported yet; call it `size` again" in changes[0].cure


def test_nothing_to_everything_is_every_entity_and_no_built_in() -> None:
    changes = compare(NOTHING, extract(catalog_of(BASE)))
    assert [change.text for change in changes] == ["new entity tag", "new entity thing"]


def test_fields_added_to_the_user_belong_to_the_project() -> None:
    after = {**BASE, "user": "fields: {phone: {type: string, unique: true}}\n"}
    assert texts(BASE, after) == [("safe", "new field user.phone (string)")]
    assert texts(after, BASE) == [("destroys", "field user.phone is gone, and its values would go too")]


def test_a_reference_that_becomes_part_of_asks_what_becomes_of_rows_without_it() -> None:
    changed = texts(BASE, edited("  tag: tag\n", "  tag: {type: tag, part_of: true, inverse: things}\n"))
    assert changed == [
        ("safe", "field thing.tag has on_delete cascade, it had restrict"),
        ("needs_answer", "field thing.tag is required now"),
    ]
    before = edited("  tag: tag\n", "  tag: {type: tag, required: true, on_delete: cascade}\n")
    assert texts(before, edited("  tag: tag\n", "  tag: {type: tag, part_of: true, inverse: things}\n")) == []
