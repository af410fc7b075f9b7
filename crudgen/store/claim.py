"""A server's claim on a SQLite file: one server at a time where SQLite cannot be shared without harm. Commands make none."""

import fcntl
import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from crudgen.errors import UserError

SHAREABLE = (3, 51, 3)
"""From this version on several processes may checkpoint one write-ahead log; before it, that can damage the file."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A lock on the file beside the database, held until it is released or the process ends, however it ends."""

    descriptor: int

    def release(self) -> None:
        """Let another server have the database."""
        os.close(self.descriptor)


def claim_file(path: Path, version: tuple[int, ...] = sqlite3.sqlite_version_info) -> Claim | None:
    """Return the claim on the database at `path`, None where SQLite (`version`) needs none.

    The lock is on a file of its own, `<name>-server`, since closing a second handle of the database would drop SQLite's
    locks. Raises UserError where another server holds it.
    """
    if version >= SHAREABLE:
        return None
    beside = path.with_name(f"{path.name}-server")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as exc:
        raise UserError(f"cannot write {beside}: {exc.strerror}") from exc
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as exc:
        other = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
        os.close(descriptor)
        raise UserError(_taken(path, other, version)) from exc
    with suppress(OSError):  # a full disk: the lock holds without the number that is shown to people
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return Claim(descriptor)


def _taken(path: Path, other: str, version: tuple[int, ...]) -> str:
    who = f"the process {other}" if other else "another process"
    return (
        f"{path} is being served already, by {who}; two servers on one file need SQLite "
        f"{'.'.join(map(str, SHAREABLE))}, and this is {'.'.join(map(str, version))}: stop the other one first"
    )
