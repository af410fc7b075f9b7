"""`serve --dev`: every edit of the schemas is revised and applied at once, as far as it is safe.

All that --dev wrote since the last committed revision is one file: each edit replaces it. What these edits made and nobody
has put a value into yet may be dropped or replaced without a question, so that a name may be typed letter by letter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from alembic.operations import Operations, ops
from alembic.runtime.migration import MigrationContext

from crudgen.errors import UserError
from crudgen.migrate.apply import upgrade_with
from crudgen.migrate.changes import Change, UnusedDropped
from crudgen.migrate.connect import open_for_change
from crudgen.migrate.diff import compare
from crudgen.migrate.essence import complete, extract
from crudgen.migrate.folding import delete_revisions, find_dev_tail, forget_strays, revision_of
from crudgen.migrate.plan import plan_operations, refuse_unanswered
from crudgen.migrate.rebuild import KNOWN
from crudgen.migrate.revisions import write_revision
from crudgen.migrate.scripts import Scripts, init_migrations, project_scripts
from crudgen.migrate.stand_in import leave_out_unused
from crudgen.migrate.tables import find_table
from crudgen.schema.catalog import Catalog


@dataclass(frozen=True, slots=True)
class DevResult:
    """What an edit came to: the changes made to the tables and the file that holds them, or why nothing was changed."""

    changes: tuple[Change, ...] = ()
    path: Path | None = None
    refusal: str = ""


def dev_apply(root: Path, url: str, catalog: Catalog) -> DevResult:
    """Bring the database at `url` to the committed revisions and then to `catalog`, where that is safe.

    Never raises for what a person wrote: a refusal is returned as text, and then database and files are as they were.
    """
    try:
        return _apply(root, url, catalog)
    except UserError as error:
        return DevResult(refusal=str(error))


def _apply(root: Path, url: str, catalog: Catalog) -> DevResult:
    init_migrations(root)
    scripts = project_scripts(root)
    with open_for_change(url) as connection:
        forget_strays(connection, scripts)
        upgrade_with(connection, root)
    tail, base = find_dev_tail(scripts)
    old, committed = scripts.read(scripts.head()), scripts.read(base)
    new = extract(catalog, old)
    if not compare(old, new):
        return DevResult()
    refuse_unanswered(compare(committed, extract(catalog, committed)))
    path = None
    try:
        with open_for_change(url) as connection:
            changes = _move(connection, committed, old, new, catalog)
            path = write_revision(scripts, catalog, "", base=base or "base", is_dev=True)
            _stamp(connection, scripts, revision_of(path) if path else base)
    except BaseException:
        delete_revisions(scripts, [revision_of(path)] if path else [])
        raise
    delete_revisions(scripts, tail)
    return DevResult(changes, path)


def _move(connection: sa.Connection, committed: Catalog, old: Catalog, new: Catalog, catalog: Catalog) -> tuple[Change, ...]:
    """Change the tables from `old` to `new`, by way of what is left without the unused things that changed; return what was done."""
    between = leave_out_unused(connection, committed, old, new, catalog)
    done: list[Change] = [UnusedDropped.of(change) for change in compare(old, between)]
    for before, after in ((old, between), (between, new)):
        start, end = complete(before, catalog), complete(after, catalog)
        upgrades, _downgrades = plan_operations(start, end, compare(before, after))
        _invoke(connection, upgrades, start)
    return (*done, *compare(between, new))


def _invoke(connection: sa.Connection, operations: Iterable[ops.MigrateOperation], known: Catalog) -> None:
    options = {KNOWN: lambda name: find_table(known, name), "transactional_ddl": True}
    runner = Operations(MigrationContext.configure(connection, opts=options))
    for operation in operations:
        runner.invoke(operation)


def _stamp(connection: sa.Connection, scripts: Scripts, revision: str | None) -> None:
    """Write into the database that it is at `revision`, wherever it was."""
    directory = scripts.directory
    options = {
        "script": directory,
        "version_table": scripts.table,
        "purge": True,
        "transactional_ddl": True,
        "fn": lambda _heads, _context: directory._stamp_revs(revision or "base", ()),
    }
    MigrationContext.configure(connection, opts=options).run_migrations()
