"""The command `crudgen`: its commands put together, and every error of the user's turned into a text and an exit code."""

import sys
from collections.abc import Sequence

import typer

from crudgen.cli import data, editor, files, later, maintenance, migrations, people, rights
from crudgen.errors import Refusal, SchemaError, UserError

OK, MISTAKE, INTERRUPTED = 0, 1, 130


def build() -> typer.Typer:
    """Return the command with all its subcommands."""
    app = typer.Typer(
        name="crudgen",
        help="Write down your entities in YAML; get a database, a REST API, an admin panel and safe migrations.",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    for module in (files, editor, migrations, people, data, rights, maintenance, later):
        module.register(app)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 ok, 1 the user's mistake (told on standard error), 2 found differences."""
    try:
        given = list(sys.argv[1:] if arguments is None else arguments)
        code = build()(args=given or ["--help"], standalone_mode=False)
        return code if isinstance(code, int) else OK
    except typer.Exit as exc:
        return exc.exit_code
    except typer.TyperException as exc:
        return fail(f"crudgen: {exc}\n  `crudgen --help` lists the commands, `crudgen COMMAND --help` explains one")
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
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
