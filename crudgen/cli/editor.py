"""Commands about writing schema files: schema (what editors know of them) and fmt (house order)."""

import json
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from crudgen.app.editor import MODELINE, SCHEMA, VSCODE, read_names, render_schemas, save_schemas
from crudgen.cli.options import HERE, Folder
from crudgen.config.layout import LAYOUT as CONFIG_LAYOUT
from crudgen.document.format import format_file
from crudgen.errors import Diagnostic, SchemaError, UserError
from crudgen.schema.layout import LAYOUT as SCHEMA_LAYOUT

DIFFERENCES = 2
CONFIG = "config.yaml"


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("schema")(schema)
    app.command("fmt")(fmt)


def schema(
    project: Folder = HERE,
    stdout: Annotated[bool, typer.Option("--stdout", help="Print the JSON Schema of schema files; write nothing.")] = False,
) -> None:
    """Write the JSON Schemas that give editors completion, hover texts and checks of every key.

    Example: crudgen schema --project shop
    """
    root = find_root(project)
    entities, roles = read_names(root)
    if stdout:
        sys.stdout.write(render_schemas(root, entities, roles)[SCHEMA].decode())
        return
    try:
        paths = save_schemas(root, entities, roles)
    except OSError as exc:
        raise UserError(f"cannot write {exc.filename}: {exc.strerror}") from exc
    print(f"wrote {' and '.join(str(path.relative_to(root)) for path in paths)}")
    print(f"to switch it on, begin a file under schemas/ with\n  {MODELINE}")
    print(f'or say in .vscode/settings.json, for the extension "YAML" of Red Hat\n  "yaml.schemas": {json.dumps(VSCODE)}')


def fmt(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILES]", help="Which files; default: the project's.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit code 2 where something would change.")] = False,
    project: Folder = HERE,
) -> None:
    """Write schema files and config.yaml in house order and style; comments stay where they belong, and no meaning changes.

    Example: crudgen fmt schemas/order.yaml
    """
    root = find_root(project)
    wrong: list[Diagnostic] = []
    changed: list[str] = []
    own = [path for path in (root / CONFIG, root / "schemas", root / "schemas" / "_mixins") if path.exists()]
    for path in find_files(files or own):
        name = str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
        try:
            if format_one(path, name, is_check=check):
                changed.append(name)
        except SchemaError as exc:
            wrong.extend(exc.diagnostics)
    print("\n".join(f"{'would change' if check else 'changed'} {name}" for name in changed) or "no changes")
    if wrong:
        raise SchemaError(tuple(wrong))
    if changed and check:
        raise typer.Exit(DIFFERENCES)


def find_root(folder: Path) -> Path:
    """Return the project's folder. Raises UserError when there is none."""
    if not folder.is_dir():
        raise UserError(f"there is no folder {folder}; `crudgen init {folder}` makes a project there")
    return folder.resolve()


def find_files(named: list[Path]) -> list[Path]:
    """Return the files that are named, and the schema files of the folders that are."""
    found = [sorted(path.glob("*.yaml")) if path.is_dir() else [path] for path in named]
    return [path.resolve() for paths in found for path in paths]


def format_one(path: Path, name: str, *, is_check: bool) -> bool:
    """Format a file, unless `is_check`; return whether that changes it. Raises SchemaError for one that cannot be read."""
    try:
        content = path.read_bytes()
        formatted = format_file(content, name, CONFIG_LAYOUT if path.name == CONFIG else SCHEMA_LAYOUT)
        if formatted == content:
            return False
        if not is_check:
            replace_content(path, formatted)
    except OSError as exc:
        raise UserError(f"cannot format {name}: {exc.strerror}") from exc
    return True


def replace_content(path: Path, content: bytes) -> None:
    """Write a file's new content in one step, so that nobody ever reads the half of it."""
    fresh = path.with_name(f".{path.name}.tmp")
    fresh.write_bytes(content)
    shutil.copymode(path, fresh)
    fresh.replace(path)
