import ast
from pathlib import Path

import pytest

import crudgen
from crudgen import errors
from crudgen.api.codes import CODES

PACKAGES = ("api", "plan", "service", "store")
REFUSALS = tuple(name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, errors.Refusal))


def codes_in(file: Path) -> set[str]:
    """Return the codes that a module gives to refusals."""
    calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    refused = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in REFUSALS]
    given = [keyword.value for call in refused for keyword in call.keywords if keyword.arg == "code"]
    return {value.value for value in given if isinstance(value, ast.Constant)}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_code_is_documented(package):
    root = Path(crudgen.__file__).parent / package
    assert {code for file in root.rglob("*.py") for code in codes_in(file)} - set(CODES) == set()


def test_every_kind_of_refusal_is_documented():
    assert {getattr(errors, name).code for name in REFUSALS} - set(CODES) == set()
