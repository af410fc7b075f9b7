"""Projects for tests: folders made of YAML texts, and catalogs loaded from them."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from crudgen.schema import load_catalog
from crudgen.schema.catalog import Catalog

ROLES = ("manager", "clerk")
CONFIG = "roles: {manager: {label: Manager, admin: true}, clerk: {label: Clerk}}\n"


def write_project(root: Path, schemas: Mapping[str, str], config: str = CONFIG) -> Path:
    """Write a project's files under `root`, and return it; `schemas` holds a YAML text for each entity."""
    (root / "schemas").mkdir(parents=True, exist_ok=True)
    (root / "config.yaml").write_text(config, encoding="utf-8")
    for name, text in schemas.items():
        (root / "schemas" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


def catalog_of(schemas: Mapping[str, str]) -> Catalog:
    """Return the Catalog of YAML texts, by the entity's name."""
    with tempfile.TemporaryDirectory() as folder:
        return load_catalog(write_project(Path(folder), schemas), ROLES)
