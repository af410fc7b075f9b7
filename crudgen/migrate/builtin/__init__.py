"""The package's own revisions: the tables of `user`, `crudgen_session`, `crudgen_api_key`. Written by `python -m crudgen.migrate.builtin`.

A revision that was released is never changed: a project's database may be at it.
"""

from pathlib import Path

from crudgen.migrate.changes import Change
from crudgen.migrate.revisions import pending_changes, write_revision
from crudgen.migrate.scripts import BUILTIN
from crudgen.schema import load_builtin


def find_builtin_changes() -> tuple[Change, ...]:
    """Return what the package's YAML files say and its revisions don't; none in a release."""
    return pending_changes(BUILTIN, load_builtin())


def write_builtin_revision(message: str = "") -> Path | None:
    """Write a revision of the package's own for what is pending; None where nothing is. For developers of crudgen."""
    return write_revision(BUILTIN, load_builtin(), message) if find_builtin_changes() else None
