"""What `migrations/env.py` runs: revisions against a connection, or written out as SQL, with crudgen's operations and tables."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import sqlalchemy as sa
from alembic import context
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError

import crudgen.migrate.directives  # noqa: F401 -- registers the operations
from crudgen.config import load_settings
from crudgen.errors import SchemaError, UserError
from crudgen.migrate.connect import open_for_change
from crudgen.migrate.essence import NOTHING, complete
from crudgen.migrate.rebuild import KNOWN
from crudgen.migrate.revisions import RENDERING, fill_directives
from crudgen.migrate.scripts import BUILTIN, Scripts, project_scripts
from crudgen.migrate.tables import find_table
from crudgen.schema import load_builtin, load_catalog

CONNECTION = "crudgen_connection"  # the attribute of Alembic's Config that holds the connection of crudgen's own commands
DIALECT = "crudgen_dialect"  # the one that holds the name of the dialect to write SQL for
OFFLINE: dict[str, Any] = {"literal_binds": True, "dialect_opts": {"paramstyle": "named"}, "transaction_per_migration": True}


def run() -> None:
    """Run what Alembic was asked for. crudgen's commands hand their connection over; by hand, one is opened as they do."""
    with _by_hand_errors():
        scripts = Scripts(Path(context.script.dir), "alembic_version")
        connection = context.config.attributes.get(CONNECTION)
        if context.is_offline_mode():
            _run_offline(scripts)
        elif connection is not None:
            _run_online(scripts, connection)
        else:
            _show_progress()
            with open_for_change(load_settings(scripts.folder.parent, os.environ).database_url) as opened:
                _run_online(scripts, opened)


def run_builtin(connection: sa.Connection) -> None:
    """Bring the tables of the package's own entities to their head; nothing happens where they are."""
    if current_revisions(connection, BUILTIN) == (BUILTIN.head(),):
        return
    known = Known(BUILTIN)
    options = {"fn": _to_head, "script": BUILTIN.directory, "version_table": BUILTIN.table, **known.options}
    _run_steps(MigrationContext.configure(connection, opts=options), known)


def write_builtin(dialect: str, output: TextIO) -> None:
    """Write the SQL that makes the tables of the package's own entities."""
    known = Known(BUILTIN)
    options = {"fn": _to_head, "script": BUILTIN.directory, "version_table": BUILTIN.table, **known.options}
    offline = {"as_sql": True, "output_buffer": output, "literal_binds": True, "transaction_per_migration": True}
    dialect_options = {"paramstyle": "named"}
    _run_steps(MigrationContext.configure(dialect_name=dialect, dialect_opts=dialect_options, opts=options | offline), known)


def _to_head(revision: Any, migration: MigrationContext) -> Any:
    assert migration.script is not None  # noqa: S101 -- given in the options
    return migration.script._upgrade_revs("head", revision)


def current_revisions(connection: sa.Connection, scripts: Scripts) -> tuple[str, ...]:
    """Return the revisions that the database says it is at; none where it was never upgraded."""
    return MigrationContext.configure(connection, opts={"version_table": scripts.table}).get_current_heads()


class Known:
    """The tables as they are before the step that runs: those of the snapshot of the revision before it."""

    def __init__(self, scripts: Scripts) -> None:
        self.scripts = scripts
        self.context: MigrationContext | None = None
        self.heads: tuple[str, ...] | None = None

    @property
    def options(self) -> dict[str, Any]:
        """Return the options of a migration context that keep this up to date."""
        return {KNOWN: self.find, "on_version_apply": (self.advance,), "transactional_ddl": True}

    def advance(self, *, heads: set[str], **_rest: Any) -> None:
        """Note that a step is done."""
        self.heads = tuple(heads)

    def find(self, name: str) -> sa.Table | None:
        """Return the table `name` as it is now, or None if no entity has it."""
        assert self.context is not None  # noqa: S101 -- set before any step runs
        heads = self.heads if self.heads is not None else self.context.get_current_heads()
        part = self.scripts.read(heads[0] if heads else None)
        return find_table(complete(part, NOTHING if self.scripts.is_builtin else load_builtin()), name)


def _run_steps(migration: MigrationContext, known: Known) -> None:
    known.context = migration
    with Operations.context(migration):
        migration.run_migrations()


def _run_online(scripts: Scripts, connection: sa.Connection) -> None:
    known = Known(scripts)
    options = RENDERING | known.options | {"autogenerate_plugins": [], "target_metadata": sa.MetaData()}
    context.configure(connection=connection, process_revision_directives=_fill(scripts), **options)
    migration = context.get_context()
    if getattr(migration.opts.get("fn"), "__name__", "") == "upgrade":
        run_builtin(connection)
    _run_steps(migration, known)


def _run_offline(scripts: Scripts) -> None:
    known = Known(scripts)
    dialect = context.config.attributes.get(DIALECT)
    url = None if dialect else load_settings(scripts.folder.parent, os.environ).database_url
    context.configure(url=url, dialect_name=dialect, **OFFLINE, **known.options)
    _run_steps(context.get_context(), known)


def _fill(scripts: Scripts) -> Callable[..., None]:
    """Return the hook of `alembic revision --autogenerate`, which loads the schemas only when it is called."""

    def fill(migration: MigrationContext, revision: Any, directives: Any) -> None:
        root = scripts.folder.parent
        catalog = load_catalog(root, load_settings(root, os.environ).roles)
        fill_directives(project_scripts(root), catalog)(migration, revision, directives)

    return fill


@contextmanager
def _by_hand_errors() -> Iterator[None]:
    """Let Alembic's command line print our errors as its own, without a traceback. crudgen's commands turn them back."""
    try:
        yield
    except (UserError, SchemaError) as error:
        raise CommandError(str(error)) from error


def _show_progress() -> None:
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    logging.getLogger("alembic.runtime.migration").setLevel(logging.INFO)
