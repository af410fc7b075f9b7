"""Bring a database up or down, and say where it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory

from crudgen.errors import UserError
from crudgen.migrate.connect import open_for_change
from crudgen.migrate.environment import CONNECTION, current_revisions, run_builtin
from crudgen.migrate.graph import walk_back
from crudgen.migrate.scripts import BUILTIN, Scripts, init_migrations, located, project_scripts

Move = Callable[[ScriptDirectory, str, Any], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One revision, for people: its id, message, the one before, and whether the database has it (None: not looked)."""

    revision: str
    message: str
    parent: str | None
    path: Path
    is_applied: bool | None = None
    is_head: bool = False


def upgrade(root: Path, url: str, revision: str = "head") -> tuple[str, ...]:
    """Bring the package's tables to their head and the project's to `revision`, and return the revisions that were applied.

    Several servers may start at once: one applies, the others wait and find it done. All or nothing happens; UserError says why not.
    """
    with open_for_change(url) as connection:
        return upgrade_with(connection, root, revision)


def upgrade_with(connection: sa.Connection, root: Path, revision: str = "head") -> tuple[str, ...]:
    """Do `upgrade` inside the caller's transaction (of `connect.open_for_change`)."""
    _refuse_unknown(connection, BUILTIN)
    run_builtin(connection)
    scripts = project_scripts(root)
    head = scripts.head()
    _refuse_unknown(connection, scripts)
    if head is None or (revision == "head" and current_revisions(connection, scripts) == (head,)):
        return ()
    return _move(connection, scripts, revision, lambda directory, target, current: directory._upgrade_revs(target, current))


def downgrade(root: Path, url: str, revision: str = "-1") -> tuple[str, ...]:
    """Take the project's tables back to `revision` (default: one step), and return the revisions taken back. The package's tables stay."""
    scripts = project_scripts(root)
    with open_for_change(url) as connection:
        _refuse_unknown(connection, scripts)
        if not current_revisions(connection, scripts):
            raise UserError("the database is at no revision; there is nothing to take back")
        return _move(connection, scripts, revision, lambda directory, target, current: directory._downgrade_revs(target, current))


def history(root: Path, connection: sa.Connection | None = None) -> tuple[Step, ...]:
    """Return the project's revisions, the last one first."""
    scripts = project_scripts(root)
    if scripts.head() is None:
        return ()
    directory, applied = scripts.directory, None if connection is None else set(applied_revisions(connection, scripts))
    return tuple(_step(script, applied) for script in directory.walk_revisions())


def applied_revisions(connection: sa.Connection, scripts: Scripts) -> tuple[str, ...]:
    """Return every revision that the database has."""
    graph = scripts.graph()
    return tuple(step.id for head in current_revisions(connection, scripts) for step in walk_back(graph, head))


def _step(script: Script, applied: set[str] | None) -> Step:
    parent = script.down_revision if isinstance(script.down_revision, str) else None
    is_applied = None if applied is None else script.revision in applied
    message = (script.doc or "").strip()
    return Step(script.revision, message, parent, Path(script.path), is_applied, script.is_head)


def _move(connection: sa.Connection, scripts: Scripts, revision: str, move: Move) -> tuple[str, ...]:
    """Run `env.py` for the steps that lead to `revision`, and return their ids."""
    init_migrations(scripts.folder.parent)
    directory, config = scripts.directory, scripts.config
    done: list[str] = []

    def walk(current: Any, _context: MigrationContext) -> Any:
        for step in move(directory, revision, current):
            yield step
            done.append(step.revision.revision)

    config.attributes[CONNECTION] = connection
    try:
        with located(), EnvironmentContext(config, directory, fn=walk, destination_rev=revision):
            directory.run_env()
    finally:
        del config.attributes[CONNECTION]
    return tuple(done)


def _refuse_unknown(connection: sa.Connection, scripts: Scripts) -> None:
    unknown = unknown_revisions(connection, scripts)
    if unknown:
        raise UserError(unknown_text(unknown, scripts))


def unknown_revisions(connection: sa.Connection, scripts: Scripts) -> tuple[str, ...]:
    """Return the revisions that the database has and the folder lacks."""
    graph = scripts.graph()
    return tuple(head for head in current_revisions(connection, scripts) if head not in graph)


def unknown_text(unknown: tuple[str, ...], scripts: Scripts) -> str:
    """Say what to do about a database that is ahead of the files."""
    names = ", ".join(unknown)
    if scripts.is_builtin:
        return f"the database was upgraded by a newer crudgen (its revision {names} is unknown here): install that version"
    return f"the database is at revision {names}, which isn't in {scripts.folder / 'versions'}: get the missing file from where it was made"
