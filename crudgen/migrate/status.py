"""Where a database stands against the revisions, and the revisions against the schema files."""

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from crudgen.migrate.apply import unknown_revisions, unknown_text
from crudgen.migrate.changes import Change
from crudgen.migrate.environment import current_revisions
from crudgen.migrate.revisions import pending_changes
from crudgen.migrate.scripts import BUILTIN, Scripts, project_scripts
from crudgen.schema.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Status:
    """The answer for one database. `uncovered` are the changes in the schema files that no revision has yet.

    `problem` says in words what keeps a server from starting, and what to do; "" when nothing does.
    """

    current: str | None
    head: str | None
    is_unknown: bool
    is_behind: bool
    uncovered: tuple[Change, ...]
    problem: str

    @property
    def is_ready(self) -> bool:
        """Tell whether the tables are what the schema files say."""
        return not self.problem


def read_status(connection: sa.Connection, root: Path, catalog: Catalog) -> Status:
    """Return where the database of `connection` stands. Reads two small tables and the last snapshot."""
    scripts = project_scripts(root)
    unknown = [(stream, revisions) for stream in (BUILTIN, scripts) if (revisions := unknown_revisions(connection, stream))]
    current = {stream.table: current_revisions(connection, stream) for stream in (BUILTIN, scripts)}
    is_behind = any(not _is_at(current[stream.table], stream) for stream in (BUILTIN, scripts))
    uncovered, heads, head = pending_changes(scripts, catalog), current[scripts.table], scripts.head()
    lines = [unknown_text(revisions, stream) for stream, revisions in unknown]
    if not unknown and is_behind:
        lines += _behind(heads, head)
    if not unknown and uncovered:
        lines += _uncovered(uncovered)
    return Status(heads[0] if heads else None, head, bool(unknown), is_behind and not unknown, uncovered, "\n".join(lines))


def _is_at(current: tuple[str, ...], scripts: Scripts) -> bool:
    head = scripts.head()
    return current == (() if head is None else (head,))


def _behind(current: tuple[str, ...], head: str | None) -> list[str]:
    place = f"the database is at revision {', '.join(current) or 'none'}, the last one is {head or 'none'}"
    return [f"{place}: run `crudgen upgrade`, or `crudgen serve --migrate`"]


def _uncovered(changes: tuple[Change, ...]) -> list[str]:
    lines = [line for change in changes for line in str(change).splitlines()]
    cure = 'run `crudgen revise -m "…"`, then `crudgen upgrade`; or `crudgen serve --dev`'
    return ["the schemas have changes that no revision has:", *(f"  {line}" for line in lines), cure]
