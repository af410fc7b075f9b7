"""The usual mistakes with the further forms of an entity, each told at its place; see `test_broken`."""

from pathlib import Path

import pytest

from tests.schema.broken.test_broken import Case, diagnose, diagnose_order, entity, place_of


def single(extra: str) -> str:
    """Return an entity of one record that is right but for `extra`."""
    return f"single: true\n{entity(extra)}"


def single_field(spelling: str) -> str:
    """Return an entity of one record with one field that is wrong."""
    return f"single: true\nfields:\n  name: string\n  x: {spelling}\n"


CASES = (
    Case("a word for single", entity("single: §yes"), "expected", "write true or false"),
    Case("the id of one record", single("id: §uuid"), "single", "take id away"),
    Case("the title of one record", single('title: §"{name}"'), "single", "take title away"),
    Case("the plural of one record", single("plural: §Settings"), "single", "take plural away"),
    Case("the search in one record", single("search: §[name]"), "single", "take search away"),
    Case("the list of one record", single("admin: §{list: [name]}"), "single", "take admin away"),
    Case("a unique of one record", single("unique: [[§name]]"), "single", "take unique away"),
    Case("an index of one record", single("indexes: [[§-total]]"), "single", "take indexes away"),
    Case("pages of one record", single("api: §{page_size: 5}"), "single", "take page_size away"),
    Case("creating one record by the API", single("api: §{operations: [read, create]}"), "single", "take operations away"),
    Case("creating one record", single("access: {create: §admin}"), "single", "take create away"),
    Case("deleting one record", single("access: {delete: [§admin]}"), "single", "take delete away"),
    Case("a unique field of one record", single_field("{type: string, unique: §true}"), "single", "take unique away"),
    Case("an index on a field of one record", single_field("{type: string, index: §true}"), "single", "take index away"),
    Case("one record as a part", single_field("{type: customer, part_of: §true}"), "single", "take part_of away"),
    Case("a number of one record", single_field('{type: string, sequence: §"{seq}"}'), "single", "take sequence away"),
    Case("a slug of one record", single_field("{type: slug, from: §name}"), "single", "take from away"),
    Case("a value that nobody has given", single_field("§string!"), "single", "give it a default, or make it optional"),
    Case("a reference that nobody has given", single_field("{type: tag, required: §true}"), "single", "make it optional"),
    Case("a password that nobody has given", single_field("{type: password, required: §true}"), "single", "make it optional"),
    Case("a moment that nobody makes", single_field("{type: datetime, default: §now}"), "single", "give it a literal default, or none"),
    Case("a reference by default", single_field("{type: tag, default: §1}"), "single", "give it a literal default, or none"),
    Case("rows of one record", single("rows: §{key: total, values: []}"), "single", "take rows away"),
    Case("a field that is given up and not", entity("removed: [fax, §name]"), "conflict", "take it away from one of the two"),
    Case("an id that is given up", entity("removed: [§id]"), "conflict", "nothing can be without its id"),
    Case("a date that is given up and kept", entity("removed: [§created_at]"), "conflict", "write timestamps: false"),
    Case("a name given up that is none", entity("removed: [§Fax]"), "name", "write fax"),
    Case("a name given up twice", entity("removed: [fax, §fax]"), "duplicate_item", "take one of them away"),
    Case("one name given up without brackets", entity("removed: §fax"), "expected", "write it as [a, b]"),
    Case("one record that refers to itself", single_field("§order"), "single", "take the reference away, or single: true there"),
)


STATUS = """
fields:
  code: {type: string, required: true, unique: true, max_length: 5}
  name: string!
  rank: {type: int, min: 1}
  share: decimal
  customer: customer
  tags: [tag]
  word: password
  number: {type: string, sequence: "{seq}"}
"""


def rows(written: str, fields: str = STATUS) -> str:
    """Return an entity with rows that are right but for what is marked."""
    return f"rows: {written}{fields}"


ROWS = (
    Case("a list for rows", rows("§[{code: new}]"), "expected"),
    Case("rows without a key", rows("§{values: []}"), "missing", "add key: code"),
    Case("rows without values", rows("§{key: code}"), "missing", "add values: [{code: new, name: New}]"),
    Case("a key of rows that is no field", rows("{key: §cod, values: []}"), "unknown_name", 'did you mean "code"?'),
    Case("a key of rows that is not unique", rows("{key: §name, values: []}"), "key_field", "make name required and unique"),
    Case(
        "a key of rows that is counted",
        rows("{key: §id, values: []}"),
        "key_field",
        "the database counts it: take a field of its own, or write id: string",
    ),
    Case(
        "a key of rows of many parts",
        rows("{key: §share, values: []}"),
        "key_field",
        "take a field of its own, like code: {type: string, required: true, unique: true}",
    ),
    Case("an unknown key of rows", rows("{key: code, values: [], §more: 1}"), "unknown_key", "known: key, values"),
    Case("a row that is no mapping", rows("{key: code, values: [§new]}"), "expected"),
    Case(
        "a field that a row cannot have", rows("{key: code, values: [{code: a, §nam: A, name: A}]}"), "unknown_name", 'did you mean "name"?'
    ),
    Case("a row without what is required", rows("{key: code, values: [§{code: a}]}"), "missing", "add name: …"),
    Case("a row without its key", rows("{key: code, values: [§{name: A}]}"), "missing", "add code: …"),
    Case("null for what is required", rows("{key: code, values: [{code: a, name: §null}]}"), "value"),
    Case("a number for a text", rows("{key: code, values: [{code: a, name: §5}]}"), "value", "put it in quotes"),
    Case("a text too long", rows("{key: code, values: [{code: §abcdef, name: A}]}"), "value"),
    Case("a number below its bound", rows("{key: code, values: [{code: a, name: A, rank: §0}]}"), "value"),
    Case("too many digits", rows("{key: code, values: [{code: a, name: A, share: §1.005}]}"), "value"),
    Case(
        "two rows of one key",
        rows("{key: code, values: [{code: a, name: A}, §{code: a, name: B}]}"),
        "duplicate_item",
        "give one of them another, or take it away",
    ),
    Case("a reference in a row", rows("{key: code, values: [{code: a, name: A, §customer: 1}]}"), "not_supported"),
    Case("links in a row", rows("{key: code, values: [{code: a, name: A, §tags: [1]}]}"), "not_supported"),
    Case("a password in a row", rows("{key: code, values: [{code: a, name: A, §word: secret}]}"), "not_supported"),
    Case("a counted number in a row", rows("{key: code, values: [{code: a, name: A, §number: '1'}]}"), "unfit_key", "take number away"),
    Case("a counted id in a row", rows("{key: code, values: [{code: a, name: A, §id: 1}]}"), "unfit_key", "take id away"),
    Case(
        "a moment that is made in a row",
        rows("{key: code, values: [{code: a, name: A, §created_at: x}]}"),
        "unfit_key",
        "take created_at away",
    ),
)


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case.mistake)
def test_a_mistake_in_rows_is_told_at_its_place(case: Case, tmp_path: Path) -> None:
    found, place = diagnose_order(tmp_path, case.text)
    assert [(place_of(one), one.code, one.hint) for one in found][:1] == [(place, case.code, case.hint)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.mistake)
def test_a_mistake_is_told_at_its_place_with_its_code_and_cure(case: Case, tmp_path: Path) -> None:
    found, place = diagnose_order(tmp_path, case.text)
    assert [(place_of(one), one.code, one.hint) for one in found] == [(place, case.code, case.hint)]


def test_references_to_one_record_are_told_wherever_they_are(tmp_path: Path) -> None:
    files = {
        "settings.yaml": "single: true\nfields: {name: string}\n",
        "order.yaml": "fields: {a: settings, b: [settings], name: string}\ntitle: '{a.name}'\n",
    }
    assert [(one.column, one.code) for one in diagnose(tmp_path, files)] == [(13, "single"), (26, "single")]
