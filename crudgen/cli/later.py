"""Commands of the contract that are not built yet: each says so, rather than being unknown."""

from collections.abc import Callable

import typer

from crudgen.errors import UserError

NAMES = (
    "merge", "types", "export", "inspect", "doctor", "backup", "restore",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the names, hidden from the help, so that they are refused with a reason."""
    for name in NAMES:
        app.command(name, hidden=True, context_settings={"ignore_unknown_options": True, "allow_extra_args": True})(refuse(name))


def refuse(name: str) -> Callable[[typer.Context], None]:
    """Return a command that refuses."""

    def command(context: typer.Context) -> None:
        raise UserError(f"the command `{name}` is not supported yet")

    command.__doc__ = "Not supported yet."
    return command
