"""Migrations: the schemas as last revised against the schemas now, written as Alembic revisions that run on every database.

`find_changes` and `revise` need no database; `upgrade`, `downgrade`, `dev_apply` take the project's folder and the database's URL;
`read_status`, `find_drift`, `history` look at an open connection. Importing this package imports Alembic.
"""

from crudgen.migrate.apply import Step, downgrade, history, upgrade
from crudgen.migrate.changes import Change, Kind
from crudgen.migrate.connect import database_exists, open_for_reading
from crudgen.migrate.dev import DevResult, dev_apply
from crudgen.migrate.drift import Difference, find_drift
from crudgen.migrate.offline import DIALECTS, write_sql
from crudgen.migrate.revisions import find_changes, revise
from crudgen.migrate.scripts import init_migrations
from crudgen.migrate.status import Status, read_status

__all__ = [
    "DIALECTS",
    "Change",
    "DevResult",
    "Difference",
    "Kind",
    "Status",
    "Step",
    "database_exists",
    "dev_apply",
    "downgrade",
    "find_changes",
    "find_drift",
    "history",
    "init_migrations",
    "open_for_reading",
    "read_status",
    "revise",
    "upgrade",
    "write_sql",
]
