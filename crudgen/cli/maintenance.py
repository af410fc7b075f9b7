"""Commands that look after a database: maintenance rotate-secret."""

from typing import TYPE_CHECKING

import typer

from crudgen.app.project import Project
from crudgen.cli.data import showing
from crudgen.cli.options import HERE, Folder, run_with
from crudgen.errors import UserError

if TYPE_CHECKING:
    from crudgen.service.rotate import Rotation

SHOWN = 50


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    maintenance = typer.Typer(help="Work on a database that is in use.")
    maintenance.command("rotate-secret")(rotate_secret)
    maintenance.callback()(lambda: None)  # keeps it a group while it has one command
    app.add_typer(maintenance, name="maintenance")


def rotate_secret(project: Folder = HERE) -> None:
    """Encrypt every stored secret with server.secret, so that server.old_secrets can go; beside a running server, and again at will.

    Example: crudgen maintenance rotate-secret
    """
    done = run_with(project, _rotate)
    told = f"{done.sealed} {'secret was' if done.sealed == 1 else 'secrets were'} encrypted with the new key"
    if done.closed:
        shown = [f"  {one.entity} {','.join(map(str, one.key))}, {one.field}: {one.reason}" for one in done.closed[:SHOWN]]
        more = len(done.closed) - len(shown)
        rest = [f"  … and {more} more"] if more else []
        raise UserError("\n".join([f"{told}, but {len(done.closed)} cannot be opened:", *shown, *rest, "  add the key, or set them anew"]))
    print(f"{told}; server.old_secrets can be taken away")


async def _rotate(project: Project) -> "Rotation":
    from crudgen.service.rotate import rotate_secrets

    with showing("encrypt") as report:
        return await rotate_secrets(project.snapshot.context.service, report)
