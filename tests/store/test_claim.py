"""One server a file: a lock that ends with its process, whatever way that ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from crudgen.errors import UserError
from crudgen.store import Database, Mode
from crudgen.store.claim import SHAREABLE, claim_file

OLD = (3, 40, 1)


def test_a_second_server_on_the_file_is_refused(tmp_path: Path) -> None:
    first = claim_file(tmp_path / "data" / "app.db", OLD)
    with pytest.raises(
        UserError, match=r"served already, by the process \d+; two servers on one file need SQLite 3\.51\.3, and this is 3\.40\.1"
    ):
        claim_file(tmp_path / "data" / "app.db", OLD)
    assert first is not None
    first.release()
    again = claim_file(tmp_path / "data" / "app.db", OLD)
    assert again is not None
    again.release()


def test_a_killed_server_leaves_no_claim(tmp_path: Path) -> None:
    claim = f"claim_file(Path({str(tmp_path / 'app.db')!r}), {OLD})"
    code = f"import os; from pathlib import Path; from crudgen.store.claim import claim_file; {claim}; os.kill(os.getpid(), 9)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    again = claim_file(tmp_path / "app.db", OLD)
    assert again is not None
    again.release()


def test_a_sqlite_that_can_be_shared_needs_no_claim(tmp_path: Path) -> None:
    assert claim_file(tmp_path / "app.db", SHAREABLE) is None


def test_a_database_that_becomes_the_server_checkpoints_from_then_on(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'app.db'}", create=True, checkpoint=False)

    def setting() -> int:
        return database.run_now(lambda connection: connection.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar_one(), Mode.WRITE)

    before = setting()
    database.become_server()
    database.become_server()
    assert (before, setting()) == (0, 1000)
    database.close_now()
