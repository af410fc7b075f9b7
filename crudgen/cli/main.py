"""The command `crudgen`: its commands put together, and every error of the user's turned into a text and an exit code."""

import sys
from collections.abc import Sequence

import click
import typer

from crudgen.cli import data, files, later, migrations, people
from crudgen.errors import Refusal, SchemaError, UserError

OK, MISTAKE, DIFFERENCES = 0, 1, 2


def build() -> typer.Typer:
    """Return the command with all its subcommands."""
    app = typer.Typer(
        name="crudgen",
        help="Write down your entities in YAML; get a database, a REST API, an admin panel and safe migrations.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    for module in (files, migrations, people, data, later):
        module.register(app)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 ok, 1 the user's mistake (told on standard error), 2 found differences."""
    try:
        code = build()(args=list(arguments) if arguments is not None else None, standalone_mode=False)
        return code if isinstance(code, int) else OK
    except click.exceptions.Exit as exc:
        return exc.exit_code
    except click.exceptions.NoArgsIsHelpError as exc:
        print(exc.format_message())
        return OK
    except click.ClickException as exc:
        exc.show()
        return MISTAKE
    except (click.Abort, KeyboardInterrupt):
        return 130
    except SchemaError as exc:
        count = len(exc.diagnostics)
        return fail(f"{exc}\n{count} mistake{'' if count == 1 else 's'}")
    except Refusal as exc:
        return fail("\n".join([f"crudgen: {exc.detail}", *(f"  {error.pointer.lstrip('/')}: {error.message}" for error in exc.errors)]))
    except UserError as exc:
        return fail(f"crudgen: {exc}")


def fail(text: str) -> int:
    """Print a mistake of the user's on standard error and return its exit code."""
    print(text, file=sys.stderr)
    return MISTAKE
