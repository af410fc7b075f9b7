"""The database: the one place that knows the driver, runs units of work, and makes transactions.

A unit of work is `def work(connection) -> T`: sync, short, and run again by nobody.
"""

import asyncio
import sqlite3
from typing import Protocol, TypeVar

from sqlalchemy import Dialect, Engine, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from crudgen.errors import UserError
from crudgen.store.faults import read_fault
from crudgen.store.sqlite import SqliteDriver, SqliteOptions
from crudgen.store.work import Mode, Work

T = TypeVar("T")


class Driver(Protocol):
    """What a kind of database does for `Database`."""

    @property
    def dialect(self) -> Dialect:
        """Return SQLAlchemy's dialect of this database."""

    @property
    def engine(self) -> Engine:
        """Return the engine whose transactions may write."""

    async def run(self, work: Work[T], mode: Mode) -> T:
        """Run a unit of work from the event loop."""

    def run_now(self, work: Work[T], mode: Mode) -> T:
        """Run a unit of work and wait for it."""

    def become_server(self) -> None:
        """Make this the process that serves the database."""

    def close(self) -> None:
        """Close every connection; what runs is waited for."""

    def forget_statements(self) -> None:
        """Forget compiled statements."""


class Database:
    """A database by its URL. Nothing is opened before the first unit of work.

    With `create`, a SQLite file that is not there is made; otherwise that is Unavailable.
    Without `checkpoint`, commits stay in SQLite's write-ahead log: for commands beside a running server.
    Times are in seconds.
    """

    def __init__(
        self,
        url: str | URL,
        *,
        pool_size: int = 10,
        statement_timeout: float = 15.0,
        busy_timeout: float = 5.0,
        create: bool = False,
        checkpoint: bool = True,
    ) -> None:
        parsed = make_url(url)
        if parsed.drivername not in ("sqlite", "sqlite+pysqlite"):
            raise UserError(f'database.url: "{parsed.drivername}://" is not supported yet; use "sqlite:///data/app.db"')
        options = SqliteOptions(pool_size, statement_timeout, busy_timeout, create, checkpoint)
        self._driver: Driver = SqliteDriver(parsed, options)

    @property
    def dialect(self) -> Dialect:
        """Return SQLAlchemy's dialect of this database."""
        return self._driver.dialect

    def become_server(self) -> None:
        """Claim the database for this process, the one that checkpoints; a second call does nothing.

        Raises UserError where another server has it and the database cannot be shared.
        """
        self._driver.become_server()

    def session(self) -> Session:
        """Return a new ORM session on connections of its own, for people's scripts; crudgen itself never uses one."""
        return Session(self._driver.engine)

    async def run(self, work: Work[T], mode: Mode) -> T:
        """Run a unit of work and return its result. Raises Unavailable, Conflict, and what the work raises."""
        try:
            return await self._driver.run(work, mode)
        except (DBAPIError, sqlite3.Error) as exc:
            fault = read_fault(exc)
            if fault is None:
                raise
            raise fault from exc

    def run_now(self, work: Work[T], mode: Mode) -> T:
        """Run a unit of work from code without an event loop, and wait for it."""
        try:
            return self._driver.run_now(work, mode)
        except (DBAPIError, sqlite3.Error) as exc:
            fault = read_fault(exc)
            if fault is None:
                raise
            raise fault from exc

    async def close(self) -> None:
        """Close every connection, after what is running."""
        await asyncio.to_thread(self._driver.close)

    def close_now(self) -> None:
        """Close every connection, after what is running."""
        self._driver.close()

    def forget_statements(self) -> None:
        """Forget compiled statements, after a swap of snapshots."""
        self._driver.forget_statements()
