"""The file: who may write, who waits for whom, and what happens when it goes away."""

import asyncio
import sqlite3
import threading
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import sqlalchemy as sa

from crudgen.errors import Conflict, Unavailable, UserError
from crudgen.plan.nodes import Insert
from crudgen.store import Database, Mode, Stale
from tests.catalogs import shop
from tests.store.world import World


def pragma(name: str) -> Any:
    return lambda connection: connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.mark.parametrize("mode", [Mode.KEY, Mode.SCAN, Mode.WRITE])
@pytest.mark.parametrize(
    ("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("mmap_size", 0), ("busy_timeout", 5000)]
)
def test_every_connection_is_set_up(shop_world: World, mode: Mode, name: str, value: Any) -> None:
    assert shop_world.database.run_now(pragma(name), mode) == value


@pytest.mark.parametrize("mode", [Mode.KEY, Mode.SCAN])
def test_readers_cannot_write(shop_world: World, mode: Mode) -> None:
    with pytest.raises(Unavailable, match="read-only"):
        shop_world.database.run_now(lambda connection: connection.exec_driver_sql("DELETE FROM tag"), mode)


def test_reads_by_key_run_where_they_are_called_and_others_do_not(shop_world: World) -> None:
    async def threads() -> list[str]:
        return [
            await shop_world.database.run(lambda _: threading.current_thread().name, mode) for mode in (Mode.KEY, Mode.SCAN, Mode.WRITE)
        ]

    here, reader, writer = asyncio.run(threads())
    assert here == threading.current_thread().name
    assert reader.startswith("crudgen-read")
    assert writer.startswith("crudgen-write")


def test_a_unit_of_reading_sees_one_state(shop_world: World) -> None:
    def count(connection: sa.Connection) -> tuple[int, int]:
        first = connection.exec_driver_sql("SELECT count(*) FROM tag").scalar_one()
        shop_world.insert("tag", name="a")
        return first, connection.exec_driver_sql("SELECT count(*) FROM tag").scalar_one()

    assert shop_world.database.run_now(count, Mode.SCAN) == (0, 0)
    assert shop_world.ids("tag") == [1]


def test_readers_go_on_beside_a_long_write(shop_world: World) -> None:
    started, done = threading.Event(), threading.Event()

    def write(connection: sa.Connection) -> None:
        shop_world.store.insert(connection, Insert(shop_world.entity("tag"), {"name": "a"}))
        started.set()
        assert done.wait(10)

    writer = threading.Thread(target=lambda: shop_world.write(write))
    writer.start()
    assert started.wait(10)
    assert shop_world.ids("tag") == []
    done.set()
    writer.join()
    assert shop_world.ids("tag") == [1]


def test_no_update_is_lost_and_nobody_hears_of_locks(shop_world: World) -> None:
    """Twenty threads read a record, add one to a number and write it back with a version check, twenty times each."""
    shop_world.insert("customer", name="x")
    shop_world.insert("order", number="1", customer=1)
    shop_world.insert("product", name="x")
    shop_world.insert("line", order=1, product=1, quantity=1)
    failures: list[Exception] = []

    def add() -> None:
        added = 0
        try:
            while added < 20:
                line = shop_world.get("line", 1)
                try:
                    shop_world.update("line", 1, version=line.version, quantity=line.values["quantity"] + 1)
                    added += 1
                except Stale:
                    continue
        except Exception as exc:  # noqa: BLE001 -- told by the assertion
            failures.append(exc)

    threads = [threading.Thread(target=add) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    line = shop_world.get("line", 1)
    assert failures == []
    assert (line.values["quantity"], line.version) == (401, 401)


def test_two_servers_on_one_file_wait_for_each_other(shop_world: World) -> None:
    other = Database(f"sqlite:///{shop_world.file}")
    failures: list[Exception] = []

    def insert(database: Database, name: str) -> None:
        plans = [Insert(shop_world.entity("tag"), {"name": f"{name}{number}"}) for number in range(50)]
        try:
            for plan in plans:
                database.run_now(lambda connection, plan=plan: shop_world.store.insert(connection, plan), Mode.WRITE)  # type: ignore[misc]
        except Exception as exc:  # noqa: BLE001 -- told by the assertion
            failures.append(exc)

    threads = [threading.Thread(target=insert, args=(database, name)) for database, name in ((shop_world.database, "a"), (other, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close_now()
    assert failures == []
    assert len(shop_world.ids("tag")) == 100


def test_a_file_locked_by_somebody_else_is_busy(tmp_path: Path) -> None:
    world = World(shop(), tmp_path / "app.db", busy_timeout=0.1)
    other = sqlite3.connect(world.file)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="busy"):
        world.insert("tag", name="a")
    assert world.ids("tag") == []
    other.rollback()
    other.close()
    assert world.insert("tag", name="a") == (1,)
    world.close()


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'app.db'}")
    for mode in Mode:
        with pytest.raises(Unavailable, match="not there"):
            database.run_now(pragma("user_version"), mode)
    database.close_now()
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_made_where_that_is_asked_for(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'data' / 'app.db'}", create=True)
    with pytest.raises(Unavailable):
        database.run_now(pragma("user_version"), Mode.SCAN)
    assert database.run_now(pragma("user_version"), Mode.SCHEMA) == 0
    assert database.run_now(pragma("user_version"), Mode.SCAN) == 0
    database.close_now()


def test_a_file_moved_away_is_unavailable_and_found_again(shop_world: World) -> None:
    shop_world.insert("tag", name="a")
    server = Database(f"sqlite:///{shop_world.file}")
    assert server.run_now(lambda connection: connection.exec_driver_sql("SELECT count(*) FROM tag").scalar(), Mode.SCAN) == 1
    shop_world.close()
    away = shop_world.file.with_suffix(".away")
    shop_world.file.rename(away)
    for mode in (Mode.KEY, Mode.SCAN, Mode.WRITE):
        with pytest.raises(Unavailable, match="not there"):
            server.run_now(lambda connection: connection.exec_driver_sql("SELECT count(*) FROM tag").scalar(), mode)
    assert not shop_world.file.exists()
    away.rename(shop_world.file)
    assert server.run_now(lambda connection: connection.exec_driver_sql("SELECT count(*) FROM tag").scalar(), Mode.WRITE) == 1
    server.close_now()


def test_another_file_of_the_same_name_is_noticed(shop_world: World, tmp_path: Path) -> None:
    shop_world.insert("tag", name="a")
    other = World(shop(), tmp_path / "other.db")
    other.insert_many("tag", [{"name": "b"}, {"name": "c"}])
    other.close()
    assert shop_world.ids("tag") == [1]
    for suffix in ("", "-wal", "-shm"):
        shop_world.file.with_name(f"app.db{suffix}").unlink(missing_ok=True)
    other.file.rename(shop_world.file)
    assert shop_world.ids("tag") == [1, 2]
    assert shop_world.insert("tag", name="d") == (3,)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "app.db"
    file.write_bytes(b"this is a text of some length, and surely no database at all" * 20)
    database = Database(f"sqlite:///{file}")
    for mode in (Mode.SCAN, Mode.WRITE):
        with pytest.raises(Unavailable, match="restore a backup"):
            database.run_now(pragma("user_version"), mode)
    database.close_now()


@pytest.mark.parametrize("mode", [Mode.SCAN, Mode.WRITE])
def test_a_statement_that_takes_too_long_is_ended(tmp_path: Path, mode: Mode) -> None:
    world = World(shop(), tmp_path / "app.db", statement_timeout=0.2)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    started = monotonic()
    with pytest.raises(Unavailable, match="too long"):
        world.database.run_now(lambda connection: connection.exec_driver_sql(endless).scalar(), mode)
    assert monotonic() - started < 5
    assert world.ids("tag") == []
    world.close()


def test_the_time_is_that_of_one_statement_not_of_the_work(tmp_path: Path) -> None:
    world = World(shop(), tmp_path / "app.db", statement_timeout=0.3)
    slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) SELECT count(*) FROM n"

    def work(connection: sa.Connection) -> int:
        for _ in range(4):
            sleep(0.1)
            connection.exec_driver_sql(slow).scalar()
        return 4

    assert world.database.run_now(work, Mode.WRITE) == 4
    world.close()


def test_a_write_whose_caller_has_gone_is_rolled_back(shop_world: World) -> None:
    started, may_end = threading.Event(), threading.Event()

    def write(connection: sa.Connection) -> None:
        shop_world.store.insert(connection, Insert(shop_world.entity("tag"), {"name": "a"}))
        started.set()
        assert may_end.wait(10)

    async def cancel() -> None:
        task = asyncio.create_task(shop_world.database.run(write, Mode.WRITE))
        await asyncio.to_thread(started.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        may_end.set()

    asyncio.run(cancel())
    assert shop_world.insert("tag", name="b") == (1,)


def test_a_change_of_tables_is_one_transaction(shop_world: World) -> None:
    def work(connection: sa.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE extra (id INTEGER)")
        raise LookupError

    with pytest.raises(LookupError):
        shop_world.database.run_now(work, Mode.SCHEMA)
    names = shop_world.database.run_now(lambda connection: sa.inspect(connection).get_table_names(), Mode.SCAN)
    assert "extra" not in names


def test_a_table_is_rebuilt_without_deleting_what_refers_to_it(shop_world: World) -> None:
    shop_world.insert("customer", name="x")
    shop_world.insert("order", number="1", customer=1)
    shop_world.insert("product", name="x")
    shop_world.insert("line", order=1, product=1, quantity=1)

    def rebuild(connection: sa.Connection) -> None:
        connection.exec_driver_sql('CREATE TABLE new AS SELECT * FROM "order"')
        connection.exec_driver_sql('DROP TABLE "order"')
        connection.exec_driver_sql('CREATE TABLE "order" (id INTEGER PRIMARY KEY, number, customer, status, total, placed_at, _version)')
        connection.exec_driver_sql('INSERT INTO "order" SELECT * FROM new')

    shop_world.database.run_now(rebuild, Mode.SCHEMA)
    assert shop_world.ids("line") == [1]
    assert shop_world.database.run_now(pragma("foreign_keys"), Mode.WRITE) == 1


def test_a_change_of_tables_that_breaks_references_is_refused(shop_world: World) -> None:
    shop_world.insert("customer", name="x")
    shop_world.insert("order", number="1", customer=1)
    with pytest.raises(Conflict, match='"order" would refer to rows of "customer"'):
        shop_world.database.run_now(lambda connection: connection.exec_driver_sql("DELETE FROM customer"), Mode.SCHEMA)
    assert shop_world.ids("customer") == [1]


def test_a_closed_database_stays_closed(tmp_path: Path) -> None:
    world = World(shop(), tmp_path / "app.db")
    world.insert("tag", name="a")
    world.close()
    world.close()
    for mode in Mode:
        with pytest.raises(Unavailable, match="closed"):
            world.database.run_now(pragma("user_version"), mode)
    assert not world.file.with_name("app.db-wal").exists()


def test_closing_waits_for_what_is_running(tmp_path: Path) -> None:
    world = World(shop(), tmp_path / "app.db")

    async def run() -> list[int]:
        reading = asyncio.create_task(world.database.run(lambda _: sleep(0.2) or 1, Mode.SCAN))
        writing = asyncio.create_task(world.database.run(lambda _: sleep(0.2) or 2, Mode.WRITE))
        await asyncio.sleep(0.05)
        await world.database.close()
        return [await reading, await writing]

    assert asyncio.run(run()) == [1, 2]


def test_commands_beside_a_server_do_not_checkpoint(shop_world: World) -> None:
    command = Database(f"sqlite:///{shop_world.file}", checkpoint=False)
    assert command.run_now(pragma("wal_autocheckpoint"), Mode.WRITE) == 0
    command.close_now()


def test_forgotten_statements_are_compiled_again(shop_world: World) -> None:
    shop_world.insert("tag", name="a")
    shop_world.database.forget_statements()
    assert shop_world.ids("tag") == [1]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(UserError, match="in memory"):
        Database(url)


@pytest.mark.parametrize("url", ["postgresql+asyncpg://x/y", "mysql://x/y", "sqlite+aiosqlite:///x.db"])
def test_other_databases_are_not_supported_yet(url: str) -> None:
    with pytest.raises(UserError, match="not supported yet"):
        Database(url)


def test_a_name_with_odd_letters(tmp_path: Path) -> None:
    world = World(shop(), tmp_path / "ä ?#%41 b.db")
    assert world.insert("tag", name="a") == (1,)
    world.close()
    assert (tmp_path / "ä ?#%41 b.db").exists()
