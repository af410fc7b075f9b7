"""Write an upgrade or downgrade out as SQL, for any of the databases, without a driver or a server."""

import io
from pathlib import Path
from typing import Any

from alembic.runtime.environment import EnvironmentContext

from crudgen.errors import UserError
from crudgen.migrate.environment import DIALECT, write_builtin
from crudgen.migrate.graph import walk_back
from crudgen.migrate.scripts import Scripts, init_migrations, located, project_scripts

DIALECTS = {"sqlite": "sqlite", "postgresql": "postgresql", "mysql": "mysql", "mariadb": "mariadb"}
PRAGMA = {"sqlite": "PRAGMA foreign_keys=OFF;\n\n"}


def write_sql(root: Path, dialect: str, revisions: str = "head") -> str:
    """Return the SQL that leads over `revisions`: `head`, `to`, or `from:to`, where `from` after `to` leads back.

    A script that begins at the beginning makes the package's own tables too. Each revision is a transaction of its own.
    """
    if dialect not in DIALECTS:
        raise UserError(f"there is no SQL for {dialect!r}; known: {', '.join(DIALECTS)}")
    start, _, end = revisions.rpartition(":")
    start, end = start or "base", end or "head"
    output = io.StringIO()
    output.write(PRAGMA.get(dialect, ""))
    if start == "base":
        write_builtin(DIALECTS[dialect], output)
    scripts = project_scripts(root)
    if scripts.head() is not None:
        _write(scripts, DIALECTS[dialect], start, end, output)
    return output.getvalue()


def _write(scripts: Scripts, dialect: str, start: str, end: str, output: io.StringIO) -> None:
    init_migrations(scripts.folder.parent)
    directory, config = scripts.directory, scripts.config
    with located():
        back = _leads_back(scripts, start, end)

    def walk(current: Any, _context: Any) -> Any:
        return directory._downgrade_revs(end, start) if back else directory._upgrade_revs(end, current)

    config.attributes[DIALECT] = dialect
    options = {"fn": walk, "as_sql": True, "starting_rev": start, "destination_rev": end, "output_buffer": output}
    try:
        with located(), EnvironmentContext(config, directory, **options):
            directory.run_env()
    finally:
        del config.attributes[DIALECT]


def _leads_back(scripts: Scripts, start: str, end: str) -> bool:
    """Tell whether `end` comes before `start`."""
    if start == "base":
        return False
    if end == "base" or end.startswith("-"):
        return True
    directory = scripts.directory
    first, last = directory.get_revision(start).revision, directory.get_revision(end).revision
    return first != last and last in {step.id for step in walk_back(scripts.graph(), first)}
