"""What an editor says of a schema file: nothing of a right one, and of a wrong one whatever can be seen in that file alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from crudgen.schema import load_builtin
from crudgen.schema.editor import write_schema
from crudgen.schema.keys.registry import SECTIONS
from crudgen.schema.keys.types import TYPE_TEXTS
from crudgen.schema.load import BUILTIN, name_entities
from tests.docs.pages import ROOT
from tests.schema.broken.test_broken import ENTITY, FIELD, LATER, NEIGHBOURS, Case
from tests.schema.conftest import read, validator

CASES = (*ENTITY, *FIELD, *LATER)

BEYOND = frozenset(
    "bounds composite_reference conflict default duplicate_column duplicate_path duplicate_table inverse key_field part_of path pattern "
    "reserved_name title unknown_name".split()
)
"""Codes of mistakes that no JSON Schema sees in all their cases: they need other files, other keys, or names of fields."""

OUT_OF_SIGHT = frozenset(
    {
        *("a unique twice", "an index of links", "a search of a number", "a sort by links"),
        *("a search in secrets", "a sort by secrets", "an index of secrets"),
    }
)
"""Cases that need the types of other fields, or the comparison of two, though their codes can be seen elsewhere."""

EXAMPLES = [*ROOT.glob("schemas/*.yaml"), *ROOT.glob("examples/*/schemas/*.yaml"), *BUILTIN.glob("*.yaml")]


def is_right(text: str) -> bool:
    return validator(["user", "order", *NEIGHBOURS], ["clerk"]).is_valid(read(text))


@pytest.mark.parametrize("case", [case for case in CASES if case.code not in BEYOND], ids=lambda case: case.mistake)
def test_a_mistake_that_can_be_seen_is_refused(case: Case) -> None:
    assert is_right(case.text.replace("§", "")) == (case.mistake in OUT_OF_SIGHT)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_example_is_right(path: Path) -> None:
    roles = ("manager", "clerk", "sales", "editor", "staff", "boss")
    found = validator(name_entities(path.parents[1]), roles).iter_errors(read(path.read_text(encoding="utf-8")))
    assert [told.message for told in found] == []


def test_the_schema_is_one() -> None:
    schema = write_schema(["order"], ["clerk"])
    Draft7Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


def walk(schema: Any) -> Any:
    """Return every mapping of properties in a schema."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and "additionalProperties" in schema:
            yield schema["properties"]
        for member in schema.values():
            yield from walk(member)
    elif isinstance(schema, list):
        for member in schema:
            yield from walk(member)


def test_every_key_has_its_hover_text() -> None:
    told = {(name, text["description"], text["markdownDescription"]) for keys in walk(write_schema([], [])) for name, text in keys.items()}
    assert {name for name, _, _ in told} == {name for section in SECTIONS.values() for name in section.shapes}
    assert all(plain and "```yaml" in marked for _, plain, marked in told)


def test_keys_that_are_not_supported_yet_are_left_out() -> None:
    later = SECTIONS["field"].later
    options = write_schema([], [])["definitions"]["field_options"]["properties"]
    assert later.isdisjoint(options)
    assert set(options) == set(SECTIONS["field"].shapes)


def test_names_of_the_project_are_offered() -> None:
    definitions = write_schema(["customer"], ["clerk"])["definitions"]
    assert definitions["entity"]["enum"] == ["customer"]
    assert definitions["role"]["enum"] == ["admin", "clerk", "public", "authenticated", "owner", "nobody"]
    short = definitions["field_body"]["anyOf"][0]["enum"]
    assert {"string", "string!", "customer", "customer!"} <= set(short)
    assert set(TYPE_TEXTS) < set(short)


@pytest.mark.parametrize("text", ["fields: {a: string, b: customer!, c: [tag]}", "fields: {a: {type: string}, b: {type: [tag]}}"])
def test_both_spellings_are_right(text: str) -> None:
    assert is_right(text)


def test_any_role_is_right_where_roles_cannot_be_read() -> None:
    text = "fields: {a: string}\naccess: {read: [whoever]}"
    assert not validator([]).is_valid(read(text))
    assert Draft7Validator(write_schema([], None)).is_valid(read(text))


def test_names_are_found_in_files_that_are_broken(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "order.yaml").write_text("fields: {")
    assert name_entities(tmp_path) == [*load_builtin().entities, "order"]
