"""What editors are told of a project: the JSON Schemas of its files, under `.crudgen/`."""

import logging
import os
from collections.abc import Iterable
from pathlib import Path

import orjson

from crudgen.config import Settings, load_settings
from crudgen.config.schema import write_schema as write_config_schema
from crudgen.errors import SchemaError
from crudgen.schema.catalog import Catalog
from crudgen.schema.editor import write_schema
from crudgen.schema.load import name_entities, name_mixins

log = logging.getLogger("crudgen")

FOLDER = ".crudgen"
SCHEMA, CONFIG = "schema.json", "config.schema.json"

MODELINE = f"# yaml-language-server: $schema=../{FOLDER}/{SCHEMA}"
"""The first line of a file under schemas/ that switches its JSON Schema on."""

VSCODE = {f"{FOLDER}/{SCHEMA}": "schemas/**/*.yaml", f"{FOLDER}/{CONFIG}": "config.yaml"}
"""The setting "yaml.schemas" of VS Code that switches both on for the whole project."""


def read_names(root: Path) -> tuple[list[str], list[str] | None]:
    """Return the names of a project's entities and roles, whatever is wrong with its files; None for roles that cannot be read."""
    try:
        roles = list(load_settings(root, os.environ).roles)
    except SchemaError:
        roles = None
    return name_entities(root), roles


def render_schemas(root: Path, entities: Iterable[str], roles: Iterable[str] | None) -> dict[str, bytes]:
    """Return the contents of the files under `.crudgen/` by name."""
    written = {SCHEMA: write_schema(entities, roles, name_mixins(root)), CONFIG: write_config_schema()}
    return {name: orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE) for name, schema in written.items()}


def save_schemas(root: Path, entities: Iterable[str], roles: Iterable[str] | None) -> list[Path]:
    """Write the files under `.crudgen/` and return their paths; one that says so already is left alone. Raises OSError."""
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    contents = {folder / name: content for name, content in render_schemas(root, entities, roles).items()}
    for path, content in contents.items():
        if not path.exists() or path.read_bytes() != content:
            fresh = path.with_suffix(".tmp")
            fresh.write_bytes(content)
            fresh.replace(path)
    return list(contents)


def tell_editors(root: Path, settings: Settings, catalog: Catalog) -> None:
    """Write the files under `.crudgen/` of a project that is being served; where that is impossible, say so and go on."""
    try:
        save_schemas(root, catalog.entities, settings.roles)
    except OSError as exc:
        log.warning("editors are not told of the schemas: cannot write %s: %s", exc.filename, exc.strerror)
