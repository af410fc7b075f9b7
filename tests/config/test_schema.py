"""What an editor says of config.yaml: every setting is described, and nothing that the loader takes is called wrong."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from crudgen.config import load_settings
from crudgen.config.later import LATER
from crudgen.config.schema import write_schema
from crudgen.config.settings import Options
from crudgen.document import load, plain
from tests.config.test_load import SPEC
from tests.docs.pages import ROOT
from tests.docs.test_complete import setting_names

EDITOR = Draft7Validator(write_schema())


def read(text: str) -> Any:
    return plain(load(text.encode(), "config.yaml"))


def find(name: str) -> dict[str, Any]:
    """Return the schema of a setting by its dotted name."""
    schema = write_schema()
    for key in name.split("."):
        schema = schema["properties"][key]
    return schema


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(write_schema())


@pytest.mark.parametrize("name", sorted(set(setting_names(Options)) - LATER.keys()))
def test_every_setting_has_its_hover_text(name: str) -> None:
    assert find(name)["description"]
    assert "Default: `" in find(name)["markdownDescription"]


@pytest.mark.parametrize("name", sorted(LATER))
def test_a_setting_that_is_not_supported_yet_is_not_offered_and_takes_its_default_alone(name: str) -> None:
    assert find(name)["doNotSuggest"]
    assert Draft7Validator(find(name)).is_valid(LATER[name][0])
    assert not Draft7Validator(find(name)).is_valid("another one")


@pytest.mark.parametrize("text", [SPEC, 'server: {port: "${PORT:80}", secret: "${S:}"}', 'server: {port: "80"}', "api: {max_body: 5120}"])
def test_what_the_loader_takes_is_right(text: str, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(text)
    assert load_settings(tmp_path, {})
    assert [told.message for told in EDITOR.iter_errors(read(text))] == []


@pytest.mark.parametrize("path", [*ROOT.glob("config.yaml"), *ROOT.glob("examples/*/config.yaml")], ids=lambda path: path.parent.name)
def test_every_example_is_right(path: Path) -> None:
    assert [told.message for told in EDITOR.iter_errors(read(path.read_text(encoding="utf-8")))] == []


@pytest.mark.parametrize(
    "text",
    [
        "titel: x",
        "title: 5",
        "server: {prt: 1}",
        "server: {port: abc}",
        "server: {port: 70000}",
        "server: 5",
        "roles: {x: {lable: y}}",
        "database: {statement_timeout: 15}",
        "database: {pgbouncer: true}",
        "api: {max_body: 10 megabytes}",
        "admin: {theme: pink}",
        "extensions: [shop]",
        "- a",
    ],
)
def test_a_mistake_that_can_be_seen_is_refused(text: str) -> None:
    assert not EDITOR.is_valid(read(text))


@pytest.mark.parametrize("name", sorted(set(setting_names(Options)) - LATER.keys() - {"roles"}))
def test_the_default_of_every_hover_text_is_the_default(name: str) -> None:
    section, _, key = name.rpartition(".")
    written = Options.model_json_schema()["$defs"]
    model: Any = Options.model_fields[section].annotation if section else Options
    default = (written[model.__name__] if section else Options.model_json_schema())["properties"][key]["default"]
    assert getattr(model.model_validate({key: default}), key) == getattr(model(), key)
