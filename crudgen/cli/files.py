"""Commands about the project's files and about serving them: init, check, serve, openapi."""

import json
import sys
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from crudgen.app.editor import read_names, save_schemas
from crudgen.app.project import Project
from crudgen.cli.options import HERE, AsJson, Folder
from crudgen.errors import SchemaError, UserError
from crudgen.plan.rights import Rights

TEMPLATE = {"config.yaml": "config.yaml", "schemas/customer.yaml": "schemas/customer.yaml", "gitignore": ".gitignore"}
"""The files of a new project: the packaged name, and the name that each gets."""


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (init, check, serve, openapi):
        app.command()(command)


def init(folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to make it; default: here.")] = HERE) -> None:
    """Make a new project: settings, one example entity, a folder for migrations.

    Example: crudgen init shop
    """
    from crudgen.migrate import init_migrations

    root = folder.resolve()
    template = resources.files("crudgen.cli") / "template"
    for target in TEMPLATE.values():
        if (root / target).exists():
            raise UserError(f"{root / target} is there already; init only makes new projects")
    for name, target in TEMPLATE.items():
        path = root / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((template / name).read_text(encoding="utf-8"), encoding="utf-8")
    init_migrations(root)
    save_schemas(root, *read_names(root))
    where = "" if root == Path.cwd() else f" --project {folder}"
    print(f"made a project in {root}\nnext: crudgen serve --dev{where}")


def check(project: Folder = HERE, as_json: AsJson = False) -> None:
    """Read every file and tell every mistake, with its file, line, column and cure.

    Example: crudgen check --project shop
    """
    try:
        loaded = Project(project)
    except SchemaError as exc:
        if not as_json:
            raise
        fields = ("file", "line", "column", "code", "message", "hint")
        print(json.dumps([{name: getattr(one, name) for name in fields} for one in exc.diagnostics], ensure_ascii=False, indent=2))
        raise typer.Exit(1) from exc
    own = [entity for entity in loaded.catalog.entities.values() if not entity.is_builtin]
    print("[]" if as_json else f"{len(own)} {'entity' if len(own) == 1 else 'entities'}, no mistakes")


def serve(
    project: Folder = HERE,
    host: Annotated[str | None, typer.Option(help="The address to listen on; default: server.host.")] = None,
    port: Annotated[int | None, typer.Option(help="The port, 0 for any free one; default: server.port.")] = None,
    dev: Annotated[bool, typer.Option("--dev", help="Apply safe edits of the schemas at once, and reload.")] = False,
    migrate: Annotated[bool, typer.Option("--migrate", help="Apply the committed revisions first.")] = False,
) -> None:
    """Serve the API and the admin panel.

    Example: crudgen serve --dev --port 8080
    """
    from crudgen.app.serve import serve as run_server
    from crudgen.migrate import upgrade

    if dev and migrate:
        raise UserError("--dev and --migrate cannot be used together: --dev applies revisions too")
    loaded = Project(project)
    if migrate:
        for revision in upgrade(loaded.root, loaded.settings.database_url):
            print(f"crudgen: applied {revision}", file=sys.stderr)
    run_server(loaded, host or loaded.settings.server.host, loaded.settings.server.port if port is None else port, is_dev=dev)


def openapi(
    project: Folder = HERE,
    role: Annotated[list[str] | None, typer.Option(help="Describe what this role may see; default: everything.")] = None,
) -> None:
    """Print the OpenAPI 3.1 document of the API.

    Example: crudgen openapi --role clerk > openapi.json
    """
    from crudgen.api import write_openapi

    loaded = Project(project)
    rights = Rights(loaded.catalog, frozenset(role or ["admin"]), is_authenticated=True)
    sys.stdout.write(write_openapi(rights, loaded.settings).decode() + "\n")
