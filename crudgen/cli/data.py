"""Commands about the rows: import a file, seed made-up ones."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from crudgen.app.project import Project
from crudgen.cli.options import HERE, Folder, run_with
from crudgen.errors import UserError
from crudgen.plan.actor import SYSTEM

if TYPE_CHECKING:
    from crudgen.service.importer import ImportResult

SHOWN_ERRORS = 50


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("import")(import_file)
    app.command("seed")(seed)


def import_file(
    entity: Annotated[str, typer.Argument(metavar="ENTITY")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file; its headers are field names, labels or column names.")],
    project: Folder = HERE,
) -> None:
    """Create a record for each row of a CSV file, keeping ids; all or nothing.

    Example: crudgen import customer customers.csv
    """
    if file.suffix.lower() != ".csv":
        raise UserError(f'importing "{file.suffix or file.name}" files is not supported yet; save the sheet as CSV')
    try:
        stream = file.open("rb")
    except OSError as exc:
        raise UserError(f"cannot read {file}: {exc.strerror}") from exc
    with stream:
        result = run_with(project, lambda loaded: _import(loaded, entity, stream))
    if result.errors:
        shown = [f"  row {error.row}, {error.field or 'the row'}: {error.message}" for error in result.errors[:SHOWN_ERRORS]]
        more = len(result.errors) - len(shown)
        rest = [f"  … and {more} more"] if more > 0 else []
        raise UserError("\n".join(["nothing was imported:", *shown, *rest]))
    print(f"imported {result.created} {'record' if result.created == 1 else 'records'} into {entity}")


async def _import(project: Project, name: str, stream: BinaryIO) -> "ImportResult":
    from crudgen.service.importer import import_csv
    from crudgen.service.records import find_entity

    entity = find_entity(project.catalog, name)
    with showing(f"import {name}") as report:
        return await import_csv(project.snapshot.context.service, SYSTEM, entity, stream, report)


def seed(
    rows: Annotated[list[str] | None, typer.Option(help="How many rows the largest entities get, or ENTITY=NUMBER; repeatable.")] = None,
    number: Annotated[int, typer.Option("--seed", help="The same number makes the same rows.")] = 1,
    force: Annotated[bool, typer.Option("--force", help="Add rows even where there are some.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Do nothing where there are rows already.")] = False,
    project: Folder = HERE,
) -> None:
    """Fill every entity with believable made-up rows.

    Example: crudgen seed --rows 500 --rows category=12
    """
    from crudgen.app.seed import parse_rows
    from crudgen.app.seed import seed as fill

    most, named = parse_rows(rows or [])

    async def work(loaded: Project) -> dict[str, int]:
        async with loaded.records() as records:
            with showing("seed") as report:
                return await fill(
                    records,
                    loaded.catalog,
                    rows=most,
                    named=named,
                    seed=number,
                    when_filled="add" if force else "skip" if once else "refuse",
                    report=lambda name, done, total: report(done, f"seed {name}", total),
                )

    written = run_with(project, work)
    print("\n".join(f"{name}: {count} rows" for name, count in written.items()) or "there are rows already; nothing was added")


@contextmanager
def showing(text: str) -> Iterator[Callable[..., None]]:
    """Show a line of progress while the block runs, on a terminal only. The block gets `report(done, text=None, total=None)`."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(text, total=None)

        def report(done: int, description: str | None = None, total: int | None = None) -> None:
            progress.update(task, completed=done, description=description or text, total=total)

        yield report
