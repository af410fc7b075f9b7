"""Arguments that several commands share, and the async work that they start."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from crudgen.app.project import Project

T = TypeVar("T")

Folder = Annotated[Path, typer.Option("--project", metavar="DIR", help="The project's folder; default: the current one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
HERE = Path()


def run_with(folder: Path, work: Callable[[Project], Awaitable[T]]) -> T:
    """Load the project, require its database at head, run the work, close the database, and return the work's result."""
    project = Project(folder)
    project.require_head()

    async def run() -> T:
        try:
            return await work(project)
        finally:
            await project.close()

    return asyncio.run(run())
