"""Catalogs and projects from YAML that stands in a test."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from crudgen.schema import load_catalog
from crudgen.schema.catalog import Catalog


def write_project(root: Path, schemas: Mapping[str, str], config: str = "title: Test\n") -> Path:
    """Write a project's config and schema files into a folder, and return it."""
    (root / "schemas").mkdir(parents=True, exist_ok=True)
    (root / "config.yaml").write_text(config, encoding="utf-8")
    for name, text in schemas.items():
        (root / "schemas" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


def catalog_of(schemas: Mapping[str, str], roles: tuple[str, ...] = ()) -> Catalog:
    """Return the Catalog of schema texts by entity name."""
    with tempfile.TemporaryDirectory() as folder:
        return load_catalog(write_project(Path(folder), schemas), roles)
