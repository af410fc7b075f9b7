"""The connection that changes tables: one at a time, everything in one transaction, and references checked before it is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from crudgen.errors import UserError
from crudgen.model.fold import FUNCTION, fold_value

LOCK_SECONDS = 60.0
ORPHANS = 5


@contextmanager
def open_for_change(url: str, *, lock_seconds: float = LOCK_SECONDS) -> Iterator[sa.Connection]:
    """Yield a connection inside a transaction that nobody else writes beside; kept at the end, or as if it had never been.

    A second server that comes meanwhile waits up to `lock_seconds`, then sees what the first has done.
    Raises UserError where the database is locked longer, can't be opened, or where rows would refer to nothing.
    """
    engine = _engine(url, lock_seconds)
    try:
        with _explained(url), engine.connect() as connection, connection.begin():
            before = connection.execute(sa.text("SELECT total_changes()")).scalar()
            yield connection
            if connection.execute(sa.text("SELECT total_changes()")).scalar() != before:
                _refuse_orphans(connection)
    finally:
        engine.dispose()


@contextmanager
def open_for_reading(url: str) -> Iterator[sa.Connection]:
    """Yield a connection for looking only; a database file that isn't there isn't made: it looks like an empty database."""
    engine = _engine(url if database_exists(url) else "sqlite://", LOCK_SECONDS, begin="BEGIN")
    try:
        with _explained(url), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def database_exists(url: str) -> bool:
    """Tell whether there is anything at `url` to look at; a server is taken to be there."""
    parsed = sa.make_url(url)
    return parsed.get_backend_name() != "sqlite" or not parsed.database or Path(parsed.database).exists()


def _engine(url: str, lock_seconds: float, begin: str = "BEGIN IMMEDIATE") -> sa.Engine:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise UserError(f"migrations of {parsed.get_backend_name()} are not supported yet; `crudgen sql` writes them out")
    if begin != "BEGIN" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(parsed, poolclass=NullPool, connect_args={"timeout": lock_seconds})

    @sa.event.listens_for(engine, "connect")
    def _prepare(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None  # the driver must not begin or commit by itself: DDL belongs to the transaction
        dbapi.execute("PRAGMA foreign_keys=OFF")  # else a rebuilt table takes the rows that refer to it along; ignored inside a transaction
        dbapi.create_function(FUNCTION, 1, fold_value, deterministic=True)
        dbapi.execute("PRAGMA wal_autocheckpoint=0")  # the server alone does that

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


@contextmanager
def _explained(url: str) -> Iterator[None]:
    place = sa.make_url(url).render_as_string(hide_password=True)
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error.orig):
            raise UserError(f"{place} is locked by another program; stop it, or try again") from error
        raise UserError(f"{place}: {error.orig}; the database is as it was") from error
    except DBAPIError as error:
        raise UserError(f"{place}: {error.orig}; the database is as it was") from error


def _refuse_orphans(connection: sa.Connection) -> None:
    rows = connection.execute(sa.text("PRAGMA foreign_key_check")).fetchmany(ORPHANS)
    if rows:
        lines = [f"  {table}: row {rowid} refers to a row of {parent} that isn't there" for table, rowid, parent, _key in rows]
        raise UserError("\n".join(["references to nothing; the database is as it was", *lines, "mend these rows, then upgrade again"]))
