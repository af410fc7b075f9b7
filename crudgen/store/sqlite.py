"""SQLite: readers that only read, one writing thread, and a file that is never made anew behind anybody's back.

WAL, `synchronous=FULL`, no memory mapping. Reads by key run where they are called, other reads in a few threads; each
reader is a connection held open, so that a read pays for no checkout. Writes run in one thread, in BEGIN IMMEDIATE.
"""

import asyncio
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import Connection, Dialect, Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from crudgen.errors import Conflict, Unavailable
from crudgen.store.claim import Claim, claim_file
from crudgen.store.connect import Identity, SqliteOptions, TimedConnection, identify, open_engine, read_path
from crudgen.store.faults import KEEPS_CONNECTION, primary_code
from crudgen.store.work import Mode, Work

T = TypeVar("T")

READERS = 4
"""Threads for reads that are not by key."""


@dataclass(slots=True)
class Held:
    """A connection held open between units of work, and the file that it is of."""

    connection: Connection
    driver: TimedConnection
    file: Identity
    is_spoilt: bool = False

    def end_transaction(self) -> None:
        """Roll back what is still open; a connection that cannot is spoilt."""
        try:
            if self.driver.in_transaction:
                self.driver.execute("ROLLBACK")
        except sqlite3.Error:
            self.is_spoilt = True

    def close(self) -> None:
        """Close the connection."""
        self.connection.invalidate()
        self.connection.close()
        self.driver.close()


class Call:
    """One unit of work on its way to a thread; `is_cancelled` says that nobody waits for it any more."""

    __slots__ = ("is_cancelled",)

    def __init__(self) -> None:
        self.is_cancelled = False


class Cancelled(Exception):
    """The caller has gone."""


class SqliteDriver:
    """What `Database` does with a file."""

    def __init__(self, url: URL, options: SqliteOptions) -> None:
        self._path = read_path(url)
        self._options = options
        self._reading = open_engine(self._path, options, is_writer=False)
        self._writing = open_engine(self._path, options, is_writer=True)
        self._readers = ThreadPoolExecutor(min(READERS, options.pool_size), "crudgen-read")
        self._writer = ThreadPoolExecutor(1, "crudgen-write")
        self._idle: list[Held] = []
        self._held_writer: Held | None = None
        self._claim: Claim | None = None
        self._is_closed = False
        self._lock = threading.Lock()

    @property
    def dialect(self) -> Dialect:
        """Return SQLAlchemy's dialect."""
        return self._writing.dialect

    @property
    def engine(self) -> Engine:
        """Return the engine whose transactions may write; each of its connections is a new one."""
        return self._writing

    def become_server(self) -> None:
        """Claim the file, and from now on bring what is written from its log into it. Raises UserError."""
        if self._claim is None:
            self._claim = claim_file(self._path)
        if not self._options.checkpoint:
            self._options = replace(self._options, checkpoint=True)
            self._threads(self._writer).submit(self._close_writer).result()
            self._writing = open_engine(self._path, self._options, is_writer=True)

    async def run(self, work: Work[T], mode: Mode) -> T:
        """Run a unit of work: reads by key here and now, everything else in its thread."""
        if mode is Mode.KEY:
            return self._read(work)
        loop = asyncio.get_running_loop()
        if mode is Mode.SCAN:
            return await loop.run_in_executor(self._threads(self._readers), self._read, work)
        call = Call()
        try:
            return await loop.run_in_executor(self._threads(self._writer), self._write, work, mode, call)
        except asyncio.CancelledError:
            call.is_cancelled = True
            raise

    def run_now(self, work: Work[T], mode: Mode) -> T:
        """Run a unit of work and wait for it; a read runs in the calling thread."""
        if mode in (Mode.KEY, Mode.SCAN):
            return self._read(work)
        return self._threads(self._writer).submit(self._write, work, mode, Call()).result()

    def forget_statements(self) -> None:
        """Forget compiled statements."""
        self._reading.clear_compiled_cache()
        self._writing.clear_compiled_cache()

    def close(self) -> None:
        """Close every connection, after what is running; closing twice is no mistake."""
        with self._lock:
            self._is_closed = True
        self._readers.shutdown()
        if self._held_writer is not None:
            self._writer.submit(self._close_writer).result()
        self._writer.shutdown()
        while self._idle:
            self._idle.pop().close()
        claim, self._claim = self._claim, None
        if claim is not None:
            claim.release()

    def _threads(self, pool: ThreadPoolExecutor) -> ThreadPoolExecutor:
        if self._is_closed:
            raise Unavailable("the database is closed")
        return pool

    def _read(self, work: Work[T]) -> T:
        """Run a unit of work on an idle reader, or a new one, in a transaction that sees one state."""
        held = self._take_reader()
        try:
            held.driver.execute("BEGIN")
            return work(held.connection)
        except (DBAPIError, sqlite3.Error) as exc:
            held.is_spoilt = _spoils(exc)
            raise
        finally:
            self._give_back(held)

    def _take_reader(self) -> Held:
        file = identify(self._path)
        while self._idle:
            with suppress(IndexError):  # another thread took it
                held = self._idle.pop()
                if held.file == file:
                    return held
                held.close()  # of a file that was moved away
        if self._is_closed:
            raise Unavailable("the database is closed")
        return _open(self._reading, file)

    def _give_back(self, held: Held) -> None:
        held.end_transaction()
        if held.is_spoilt or self._is_closed:
            held.close()
        else:
            self._idle.append(held)

    def _write(self, work: Work[T], mode: Mode, call: Call) -> T:
        """Run a unit of work in a transaction of the writer, and commit it unless its caller has gone."""
        held = self._take_writer()
        is_schema = mode is Mode.SCHEMA
        try:
            if is_schema:
                _begin_schema(held)
            with held.connection.begin():
                result = work(held.connection)
                if is_schema:
                    _check_references(held.connection)
                if call.is_cancelled:
                    raise Cancelled
            return result
        except (DBAPIError, sqlite3.Error) as exc:
            held.is_spoilt = _spoils(exc)
            raise
        finally:
            held.end_transaction()  # SQLAlchemy leaves it open when COMMIT itself is refused
            if is_schema or held.is_spoilt:
                # Settings of a schema change go with the connection; so do other connections' notions of the tables.
                held.close()
                self._held_writer = None

    def _take_writer(self) -> Held:
        held = self._held_writer
        is_new = self._options.create and not self._path.exists()
        if held is not None and (is_new or held.file != identify(self._path)):
            held.close()
            held = None
        if held is None:
            held = self._held_writer = _open(self._writing, None if is_new else identify(self._path))
            held.file = identify(self._path)
        return held

    def _close_writer(self) -> None:
        held, self._held_writer = self._held_writer, None
        if held is not None:
            with suppress(sqlite3.Error):
                held.driver.execute("PRAGMA analysis_limit = 400")
                held.driver.execute("PRAGMA optimize")
            held.close()


def _open(engine: Engine, file: Identity | None) -> Held:
    connection = engine.connect()
    driver = connection.connection.driver_connection
    assert isinstance(driver, TimedConnection)  # noqa: S101 -- made by open_engine
    return Held(connection, driver, file or (0, 0))


def _spoils(error: Exception) -> bool:
    """Tell whether a connection is not to be used again after this error."""
    driver = error.orig if isinstance(error, DBAPIError) else error
    return primary_code(driver) not in KEEPS_CONNECTION | {sqlite3.SQLITE_ERROR}


def _begin_schema(held: Held) -> None:
    """Let tables be rebuilt: with foreign keys on, dropping the old table would delete what refers to it."""
    held.driver.deadline = None
    held.driver.execute("PRAGMA foreign_keys = OFF")


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(1)
    if broken:
        table, _, target, _ = broken[0]
        raise Conflict(f'rows of table "{table}" would refer to rows of "{target}" that do not exist', code="reference")


__all__ = ["SqliteDriver", "SqliteOptions"]
