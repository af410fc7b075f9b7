"""Units of work, and what they need of the database."""

from collections.abc import Callable
from enum import Enum
from typing import TypeAlias, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Work: TypeAlias = Callable[[Connection], T]


class Mode(Enum):
    """What a unit of work needs. Every mode is one transaction: all its statements see one state of the database."""

    KEY = "key"
    """A read of a few rows by key: run at once, on the event loop where the database is a file."""
    SCAN = "scan"
    """Any other read: never on the event loop."""
    WRITE = "write"
    """A transaction that may write."""
    SCHEMA = "schema"
    """A transaction that changes tables: without a time limit; SQLite checks foreign keys once, at its end."""
