"""Commands about people and keys: user create, user password, key create."""

import getpass
import sys
from typing import Annotated

import typer

from crudgen.cli.options import HERE, Folder, run_with
from crudgen.errors import UserError

Roles = Annotated[list[str] | None, typer.Option("--role", help="A role of config.yaml, or admin; may be repeated.")]
FromInput = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]
Name = Annotated[str, typer.Argument(metavar="NAME")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    user = typer.Typer(help="People who sign in.")
    user.command("create")(create_user)
    user.command("password")(change_password)
    app.add_typer(user, name="user")
    key = typer.Typer(help="Keys for programs.")
    key.command("create")(create_key)
    app.add_typer(key, name="key")


def create_user(name: Name, role: Roles = None, password_stdin: FromInput = False, project: Folder = HERE) -> None:
    """Make a user who can sign in.

    Example: echo "$PASSWORD" | crudgen user create ann --role manager --password-stdin
    """
    password = read_password(from_input=password_stdin)
    run_with(project, lambda loaded: loaded.snapshot.context.signin.create_user(name, password, role or []))
    print(f'made the user "{name}"')


def change_password(name: Name, password_stdin: FromInput = False, project: Folder = HERE) -> None:
    """Give a user another password and end their sessions.

    Example: crudgen user password ann
    """
    password = read_password(from_input=password_stdin)
    run_with(project, lambda loaded: loaded.snapshot.context.signin.set_password(name, password))
    print(f'changed the password of "{name}"')


def create_key(
    name: Name,
    role: Roles = None,
    user: Annotated[str | None, typer.Option(help="Act as this user, with no more than the roles given.")] = None,
    project: Folder = HERE,
) -> None:
    """Make an API key and print it, alone, on standard output; it cannot be shown again.

    Example: crudgen key create shop-window --role clerk
    """
    print(run_with(project, lambda loaded: loaded.snapshot.context.signin.create_key(name, roles=role or [], user=user)))


def read_password(*, from_input: bool) -> str:
    """Return a password: the first line of standard input, or what is typed twice on the terminal."""
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UserError("there is no terminal to ask for the password; give it with --password-stdin")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Again: "):
        raise UserError("the two passwords differ; nothing was changed")
    return password
