"""One SQLite connection: how it is opened, what is set on it, and the time that its statements have."""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, TypeAlias
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from crudgen.errors import Unavailable, UserError
from crudgen.model.fold import FUNCTION, fold_value
from crudgen.store import arithmetic

Identity: TypeAlias = tuple[int, int]

_STATEMENTS = 1024  # compiled statements kept by an engine
_STEPS = 20_000  # of SQLite's virtual machine between two looks at the clock: about half a millisecond


@dataclass(frozen=True, slots=True)
class SqliteOptions:
    """How a file is used; times in seconds. See `Database`."""

    pool_size: int = 10
    statement_timeout: float = 15.0
    busy_timeout: float = 5.0
    create: bool = False
    checkpoint: bool = True


class TimedConnection(sqlite3.Connection):
    """A driver's connection whose statements end at `deadline`, a time of the monotonic clock; None: never."""

    deadline: float | None = None

    def is_late(self) -> bool:
        """Tell whether the running statement has to end."""
        return self.deadline is not None and monotonic() > self.deadline


def read_path(url: URL) -> Path:
    """Return the file of an SQLite URL. Raises UserError for a database in memory."""
    name = url.database or ""
    if not name or name == ":memory:" or name.startswith("file:"):
        raise UserError('database.url: a database in memory is not supported; name a file, as in "sqlite:///data/app.db"')
    return Path(name)


def identify(path: Path) -> Identity:
    """Return what tells this file from another one of the same name. Raises Unavailable where there is none."""
    try:
        found = os.stat(path)
    except OSError as exc:
        raise Unavailable("the database file is not there") from exc
    return found.st_dev, found.st_ino


def open_engine(path: Path, options: SqliteOptions, *, is_writer: bool) -> Engine:
    """Return an engine whose every connection is a new one; a writer's transactions are BEGIN IMMEDIATE.

    A reader's connection cannot write, and begins no transaction by itself.
    """
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: _connect(path, options, is_writer=is_writer),
        poolclass=NullPool,
        query_cache_size=_STATEMENTS,
        skip_autocommit_rollback=not is_writer,  # a reader ends its own; to SQLAlchemy every connection here looks like autocommit
    )
    if is_writer:
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    timeout = options.statement_timeout

    def set_deadline(connection: Any, cursor: Any, *rest: Any) -> None:
        driver: TimedConnection = cursor.connection
        if driver.deadline is not None:
            driver.deadline = monotonic() + timeout

    sa.event.listen(engine, "before_cursor_execute", set_deadline)
    return engine


def _connect(path: Path, options: SqliteOptions, *, is_writer: bool) -> TimedConnection:
    if options.create and is_writer:
        path.parent.mkdir(parents=True, exist_ok=True)
    elif not path.is_file():
        raise Unavailable("the database file is not there")
    mode = "rwc" if options.create and is_writer else "rw"
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode={mode}",
        uri=True,
        timeout=options.busy_timeout,
        isolation_level=None,
        check_same_thread=False,
        factory=TimedConnection,
        cached_statements=256,
    )
    try:
        _prepare(connection, options, is_writer=is_writer)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: TimedConnection, options: SqliteOptions, *, is_writer: bool) -> None:
    (journal,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if journal != "wal":
        raise UserError("the database file cannot be used with a write-ahead log; put it on a local disk")
    pragmas = {
        "synchronous": "FULL",
        "foreign_keys": "ON",
        "mmap_size": "0",
        "cache_size": "-16000",
        "temp_store": "MEMORY",
        "wal_autocheckpoint": "1000" if options.checkpoint else "0",
        "query_only": "OFF" if is_writer else "ON",
    }
    for name, value in pragmas.items():
        connection.execute(f"PRAGMA {name} = {value}")
    connection.create_function(FUNCTION, 1, fold_value, deterministic=True)
    arithmetic.register(connection)
    connection.deadline = monotonic() + options.statement_timeout
    connection.set_progress_handler(connection.is_late, _STEPS)
