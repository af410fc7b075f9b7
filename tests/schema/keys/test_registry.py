"""The registry of keys: everything in it is described, its examples load, and nothing beside it is read."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from crudgen.document import load, plain
from crudgen.schema import TYPES, load_catalog
from crudgen.schema.keys import registry
from crudgen.schema.keys.key import Key
from crudgen.schema.keys.registry import SECTIONS
from crudgen.schema.keys.types import TYPE_TEXTS
from tests.docs.pages import ROOT
from tests.schema.conftest import ROLES, validator

KEYS = [(name, key) for name, section in SECTIONS.items() for key in section.keys]
SUPPORTED = [(name, key) for name, key in KEYS if key.takes is not None]

NEIGHBOURS: dict[str, Any] = {
    "customer": {"fields": {"name": "string!", "active": "bool", "user": "user"}},
    "invoice": {"fields": {"name": "string!"}},
    "tag": {"fields": {"name": "string"}},
    "order_tag": {"unique": [["order", "tag"]], "fields": {"order": "order!", "tag": "tag!", "position": "int"}},
}
ORDER: dict[str, Any] = {
    "fields": {"number": "string", "customer": "customer", "total": "decimal", "placed_at": "datetime"},
}
CODE = {"code": {"type": "string", "required": True, "unique": True}}
MIXIN = {"fields": {"street": "string", "city": "string"}}


def name_key(case: tuple[str, Key]) -> str:
    return f"{case[0]}.{case[1].name}"


def make_files(section: str, example: dict[str, Any]) -> dict[str, Any]:
    """Return the files of a project that shows an example: entities by name."""
    if section == "file":
        return {"several": example}
    if section.startswith("field"):
        return {**NEIGHBOURS, "order": {"fields": {"number": "string", "name": "string", "total": "decimal", **example}}}
    if "view" in example:
        return {**NEIGHBOURS, "order": ORDER, "report": example}
    neighbours = {name: one for name, one in NEIGHBOURS.items() if name != "order_tag" or "single" not in example}
    fields = ORDER["fields"] | (CODE if "rows" in example else {})
    return {**neighbours, "order": {"fields": fields, **example}}


@pytest.mark.parametrize("case", KEYS, ids=name_key)
def test_every_key_is_described(case: tuple[str, Key]) -> None:
    section, key = case
    assert key.help[:1].islower()
    assert not key.help.endswith(".")
    assert "\n" not in key.example
    example = plain(load(key.example.encode(), "example"))
    place = [key.name, *section.split(".")[1:2]]
    assert all(f"{part}:" in key.example for part in place)
    assert isinstance(example, dict)
    assert len(example) == 1


@pytest.mark.parametrize("case", SUPPORTED, ids=name_key)
def test_every_example_loads_and_an_editor_finds_nothing_wrong(case: tuple[str, Key], tmp_path: Path) -> None:
    section, key = case
    files = make_files(section, plain(load(key.example.encode(), "example")))
    (tmp_path / "schemas" / "_mixins").mkdir(parents=True)
    (tmp_path / "schemas" / "_mixins" / "address.yaml").write_text(json.dumps(MIXIN))
    for name, content in files.items():
        (tmp_path / "schemas" / f"{name}.yaml").write_text(json.dumps(content))
    catalog = load_catalog(tmp_path, ROLES)
    editor = validator(catalog.entities)
    assert [told.message for content in files.values() for told in editor.iter_errors(content)] == []


def test_no_key_is_there_twice() -> None:
    for section in SECTIONS.values():
        names = [key.name for key in section.keys]
        assert len(names) == len(set(names))


def test_every_section_is_in_the_registry() -> None:
    """`Reader.section` knows no keys but a Section's, so that a key that is read is a key that is described."""
    made = 0
    for path in (ROOT / "crudgen" / "schema").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            made += isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Section"
    assert made == len(SECTIONS) == len({id(section) for section in SECTIONS.values()})
    assert registry.SECTIONS is SECTIONS


def test_every_type_is_described() -> None:
    assert set(TYPE_TEXTS) == set(TYPES) - {"reference", "links"}


def test_every_key_that_a_type_takes_is_one_of_a_field() -> None:
    assert {key for kind in TYPES.values() for key in kind.keys} <= set(SECTIONS["field"].shapes)
