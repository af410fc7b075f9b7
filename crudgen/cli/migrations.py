"""Commands about migrations: diff, revise, upgrade, downgrade, history, sql."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from crudgen.app.project import Project
from crudgen.cli.options import HERE, AsJson, Folder
from crudgen.errors import UserError

if TYPE_CHECKING:
    from crudgen.migrate import Change

DIFFERENCES = 2
Revision = Annotated[str, typer.Argument(metavar="[REV]")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (diff, revise, upgrade, downgrade, history, sql):
        app.command()(command)


def diff(project: Folder = HERE, as_json: AsJson = False) -> None:
    """Tell what the schema files change in the tables: each change is safe, needs an answer, or destroys data. Exit code 2 if any.

    Example: crudgen diff --json
    """
    from crudgen.migrate import find_changes

    loaded = Project(project)
    found = find_changes(loaded.root, loaded.catalog)
    if as_json:
        print(json.dumps([describe(change) for change in found], ensure_ascii=False, indent=2))
    else:
        print("\n".join(map(str, found)) or "no changes: the revisions say what the schema files say")
    if found:
        raise typer.Exit(DIFFERENCES)


def describe(change: "Change") -> dict[str, str]:
    """Return one change as JSON tells it."""
    return {"entity": change.entity, "kind": change.kind.value, "text": change.text, "cure": change.cure, "place": change.place}


def revise(
    message: Annotated[str, typer.Option("-m", "--message", help="What the change is, in a few words.")] = "",
    project: Folder = HERE,
) -> None:
    """Write a revision file for the changes in the schema files. Review it, commit it, then upgrade.

    Example: crudgen revise -m "orders have a discount"
    """
    from crudgen.migrate import revise as write_revision

    loaded = Project(project)
    path = write_revision(loaded.root, loaded.catalog, message)
    print(f"wrote {path.relative_to(loaded.root)}" if path else "nothing to do: the revisions say what the schema files say")


def upgrade(
    revision: Revision = "head",
    drop: Annotated[bool, typer.Option("--drop", help="Drop what fields under `removed` have left; not supported yet.")] = False,
    project: Folder = HERE,
) -> None:
    """Bring the database to a revision; default: the last one. All of it happens, or nothing.

    Example: crudgen upgrade
    """
    from crudgen.migrate import upgrade as bring_up

    if drop:
        raise UserError("`--drop` is not supported yet: what fields under `removed` have left stays in the tables")
    loaded = Project(project)
    applied = bring_up(loaded.root, loaded.settings.database_url, revision)
    print("\n".join(f"applied {one}" for one in applied) or "nothing to do: the database is there already")


def downgrade(revision: Revision = "-1", project: Folder = HERE) -> None:
    """Take the database back to a revision, `base` for before the first; default: one step.

    Example: crudgen downgrade
    """
    from crudgen.migrate import downgrade as take_back

    loaded = Project(project)
    print("\n".join(f"took back {one}" for one in take_back(loaded.root, loaded.settings.database_url, revision)))


def history(project: Folder = HERE, as_json: AsJson = False) -> None:
    """List the revisions, the last one first, and which of them the database has.

    Example: crudgen history
    """
    from crudgen.migrate import database_exists, open_for_reading
    from crudgen.migrate import history as list_history

    loaded = Project(project)
    url = loaded.settings.database_url
    if database_exists(url):
        with open_for_reading(url) as connection:
            steps = list_history(loaded.root, connection)
    else:
        steps = list_history(loaded.root)
    if as_json:
        rows = [{"revision": one.revision, "message": one.message, "parent": one.parent, "applied": bool(one.is_applied)} for one in steps]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    marks = {True: "applied", False: "pending", None: "pending"}
    print("\n".join(f"{one.revision}  {marks[one.is_applied]}  {one.message}" for one in steps) or "there are no revisions")


def sql(
    revisions: Annotated[str, typer.Argument(metavar="[FROM:TO]", help="Default: from nothing to head.")] = "head",
    dialect: Annotated[str, typer.Option(help="sqlite, postgresql or mysql (MariaDB too).")] = "sqlite",
    project: Folder = HERE,
) -> None:
    """Print the SQL of the revisions, for whoever applies it by hand; no database is needed.

    Example: crudgen sql --dialect postgresql > upgrade.sql
    """
    from crudgen.migrate import write_sql

    loaded = Project(project)
    sys.stdout.write(write_sql(loaded.root, dialect, revisions))
