from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from crudgen.errors import SchemaError
from crudgen.schema import load_catalog
from crudgen.schema.catalog import Catalog

ROLES = ("manager", "clerk")

Compile = Callable[[Mapping[str, str]], Catalog]
Diagnose = Callable[[Mapping[str, str]], list[str]]


@pytest.fixture
def compile_schema(tmp_path: Path) -> Compile:
    """Give the function that makes a Catalog of YAML texts by entity."""

    def compile_schema(texts: Mapping[str, str]) -> Catalog:
        folder = tmp_path / "schemas"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return load_catalog(tmp_path, ROLES)

    return compile_schema


@pytest.fixture
def diagnose(compile_schema: Compile) -> Diagnose:
    """Give the function that returns the mistakes of wrong YAML texts, as they are printed."""

    def diagnose(texts: Mapping[str, str]) -> list[str]:
        with pytest.raises(SchemaError) as caught:
            compile_schema(texts)
        return [str(one) for one in caught.value.diagnostics]

    return diagnose
