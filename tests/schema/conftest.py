from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from crudgen.document import load, plain
from crudgen.errors import SchemaError
from crudgen.schema import load_catalog
from crudgen.schema.catalog import Catalog
from crudgen.schema.editor import write_schema

ROLES = ("manager", "clerk")

Compile = Callable[[Mapping[str, str]], Catalog]
Diagnose = Callable[[Mapping[str, str]], list[str]]


@pytest.fixture
def compile_schema(tmp_path: Path) -> Compile:
    """Give the function that makes a Catalog of YAML texts by entity, and sees that an editor finds nothing wrong with them."""

    def compile_schema(texts: Mapping[str, str]) -> Catalog:
        folder = tmp_path / "schemas"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        catalog = load_catalog(tmp_path, ROLES)
        editor = validator(catalog.entities)
        assert [(name, told.message) for name, text in texts.items() for told in editor.iter_errors(read(text))] == []
        return catalog

    return compile_schema


def validator(entities: Iterable[str], roles: Iterable[str] = ROLES) -> Draft7Validator:
    """Return what an editor checks a schema file of a project by."""
    return Draft7Validator(write_schema(entities, roles))


def read(text: str) -> Any:
    """Return what a YAML text says, as an editor sees it."""
    return plain(load(text.encode(), "test.yaml"))


@pytest.fixture
def diagnose(compile_schema: Compile) -> Diagnose:
    """Give the function that returns the mistakes of wrong YAML texts, as they are printed."""

    def diagnose(texts: Mapping[str, str]) -> list[str]:
        with pytest.raises(SchemaError) as caught:
            compile_schema(texts)
        return [str(one) for one in caught.value.diagnostics]

    return diagnose
