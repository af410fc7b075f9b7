"""The two streams of revisions, the package's own and a project's: their folders, their heads, their snapshots. Files only."""

import traceback
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from crudgen.errors import SchemaError, UserError
from crudgen.migrate.essence import NOTHING
from crudgen.migrate.graph import Revision, find_heads, read_graph, walk_back
from crudgen.schema.catalog import Catalog
from crudgen.schema.snapshot import dump_catalog, read_catalog

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
QUIET = Namespace(quiet=True)  # crudgen's commands say themselves what they did
FILES = ("alembic.ini", "env.py", "script.py.mako")


@dataclass(frozen=True)
class Scripts:
    """One stream: `folder` holds `versions/` and `snapshots/`; `table` is where a database keeps its revision."""

    folder: Path
    table: str
    is_builtin: bool = False

    @cached_property
    def config(self) -> Config:
        """Return Alembic's configuration."""
        if not self.is_builtin:
            return Config(self.folder / "alembic.ini", cmd_opts=QUIET)
        config = Config(cmd_opts=QUIET)
        config.set_main_option("script_location", str(TEMPLATES).replace("%", "%%"))
        config.set_main_option("version_locations", str(self.folder / "versions").replace("%", "%%"))
        config.set_main_option("path_separator", "newline")
        config.set_main_option("timezone", "UTC")
        return config

    @property
    def directory(self) -> ScriptDirectory:
        """Return Alembic's view of the folder, as it is now."""
        with located():
            return ScriptDirectory.from_config(self.config)

    def graph(self) -> dict[str, Revision]:
        """Return the revisions by id, as the files are now."""
        return read_graph(self.folder / "versions")

    def head(self) -> str | None:
        """Return the last revision's id, None if there is none. Raises UserError where there are several."""
        heads = find_heads(self.graph())
        if len(heads) > 1:
            names = ", ".join(heads)
            raise UserError(f"{self.folder} has several last revisions ({names}); merging is not supported yet: make one revise the other")
        return heads[0] if heads else None

    def read(self, revision: str | None) -> Catalog:
        """Return the snapshot at `revision`: its own, or the nearest one before it, since a revision written by hand has none."""
        for step in walk_back(self.graph(), revision):
            path = self.snapshot_path(step.id)
            if path.exists():
                return _read_snapshot(path)
        return NOTHING

    def write(self, revision: str, catalog: Catalog) -> Path:
        """Write the snapshot of `revision`."""
        path = self.snapshot_path(revision)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dump_catalog(catalog))
        return path

    def snapshot_path(self, revision: str) -> Path:
        """Return where the snapshot of a revision is kept."""
        return self.folder / "snapshots" / f"{revision}.json"


def project_scripts(root: Path) -> Scripts:
    """Return the stream of the project in the folder `root`."""
    return Scripts(root.absolute() / "migrations", "alembic_version")


BUILTIN = Scripts(HERE / "builtin", "crudgen_version", is_builtin=True)


def init_migrations(root: Path) -> list[Path]:
    """Write what `migrations/` lacks of its fixed files, and return what was written."""
    folder = root / "migrations"
    for name in ("versions", "snapshots"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    missing = [name for name in FILES if not (folder / name).exists()]
    for name in missing:
        (folder / name).write_bytes((TEMPLATES / name).read_bytes())
    return [folder / name for name in missing]


@contextmanager
def located() -> Iterator[None]:
    """Turn Alembic's complaints, and whatever goes wrong in the code of a revision file, into UserError."""
    try:
        yield
    except (CommandError, RevisionError) as error:
        if isinstance(error.__cause__, UserError | SchemaError):
            raise error.__cause__ from None
        raise UserError(f"migrations: {error}") from error
    except (UserError, SchemaError, DBAPIError):
        raise
    except Exception as error:
        place = _place_in_revision(error)
        if place:
            raise UserError(f"{place}: {type(error).__name__}: {error}") from error
        raise


def _place_in_revision(error: Exception) -> str:
    """Return `file:line` of the revision file that an error comes from, "" if it comes from none."""
    if isinstance(error, SyntaxError) and error.filename:
        places = [(error.filename, error.lineno)]
    else:
        places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    return next((f"{file}:{line}" for file, line in reversed(places) if Path(file).parent.name == "versions"), "")


def _read_snapshot(path: Path) -> Catalog:
    try:
        return read_catalog(path.read_bytes())
    except ValueError as error:
        raise UserError(f"{path}: {error}; get the file back from version control") from error
