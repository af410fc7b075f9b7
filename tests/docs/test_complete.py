"""Nothing exists that no page names: settings, keys, types, operators, error codes, commands and their options."""

import ast
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from pydantic import BaseModel

from crudgen import errors
from crudgen.cli.main import build
from crudgen.config import Settings
from crudgen.document.codes import CODES as FILE_CODES
from crudgen.plan.nodes import Operator
from crudgen.plan.request import PARAMETERS
from crudgen.schema import TYPES
from crudgen.schema.expression import CODES as EXPRESSION_CODES
from crudgen.schema.expression.functions import FUNCTIONS
from crudgen.schema.expression.nodes import AGGREGATES
from crudgen.schema.keys.entity import ENTITY
from crudgen.schema.keys.field import FIELD
from crudgen.schema.types.codes import CODES as VALUE_CODES
from tests.docs.pages import DOCS, ROOT, code_of

COMPUTED = {"root", "database_url"}
"""Attributes of the settings that are no keys of the file."""


def setting_names(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from setting_names(field.annotation, f"{prefix}{name}.")
        elif name not in COMPUTED:
            yield f"{prefix}{name}"


def test_every_setting_is_documented() -> None:
    assert set(setting_names(Settings)) - code_of(DOCS / "config.md") == set()


def test_every_documented_setting_exists() -> None:
    sections = {name.partition(".")[0] for name in setting_names(Settings)}
    named = {text for text in code_of(DOCS / "config.md") if text.partition(".")[0] in sections and "." in text}
    known = set(setting_names(Settings)) | {"config.yaml"}
    assert {name for name in named if name.replace(".", "").replace("_", "").isalpha()} - known == set()


def test_every_field_type_is_documented() -> None:
    assert set(TYPES) - {"reference", "links"} - code_of(DOCS / "schema.md") == set()


def test_every_key_of_an_entity_is_documented() -> None:
    assert set(ENTITY.shapes) - code_of(DOCS / "schema.md") == set()


def test_every_key_of_a_field_is_documented() -> None:
    assert set(FIELD.shapes) - code_of(DOCS / "schema.md") == set()


def test_every_parameter_and_operator_of_a_list_is_documented() -> None:
    named = {text.partition("=")[0] for text in code_of(DOCS / "api.md")}
    assert {*PARAMETERS, *(operator.value for operator in Operator)} - named == set()


def test_every_function_and_code_of_expressions_is_documented() -> None:
    named = code_of(DOCS / "expressions.md")
    assert {*FUNCTIONS, *AGGREGATES, "if"} - {text.partition("(")[0] for text in named} == set()
    assert set(EXPRESSION_CODES) - named == set()


def codes_in_the_code() -> set[str]:
    """Return every code that the code writes down: `code="…"` of a refusal, and the second argument of a FieldError."""
    found: set[str] = set()
    for path in (ROOT / "crudgen").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found |= {name for keyword in node.keywords if keyword.arg == "code" for name in code_texts(keyword.value)}
                if isinstance(node.func, ast.Name) and node.func.id == "FieldError" and len(node.args) > 1:
                    found |= code_texts(node.args[1])
    return found


def code_texts(node: ast.expr) -> set[str]:
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def test_every_error_code_is_documented() -> None:
    refusals = {kind.code for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.Refusal)}
    codes = refusals | codes_in_the_code() | set(FILE_CODES) | set(VALUE_CODES) | {"internal_error"}
    assert codes - code_of(DOCS / "errors.md") == set()


def commands() -> Iterator[tuple[str, Any]]:
    def walk(group: Any, prefix: str) -> Iterator[tuple[str, Any]]:
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from walk(command, f"{prefix}{name} ")
            else:
                yield f"{prefix}{name}", command

    return walk(typer.main.get_command(build()), "")


def test_every_command_is_documented() -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    shown = [f"`crudgen {name}" for name, command in commands() if not command.hidden]
    hidden = [f"`{name}`" for name, command in commands() if command.hidden]
    assert [name for name in (*shown, *hidden) if name not in page] == []


def test_every_option_is_documented() -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    options = {option for _, command in commands() for one in command.params for option in one.opts if option.startswith("--")}
    assert {option for option in options if f"`{option}" not in page} == set()


@pytest.mark.parametrize("name", [name for name, command in commands() if not command.hidden])
def test_the_help_of_every_command_has_an_example(name: str) -> None:
    command = dict(commands())[name]
    assert "Example: " in (command.help or "")
    assert f"crudgen {name}" in (command.help or "")
