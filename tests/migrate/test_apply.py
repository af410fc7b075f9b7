"""Upgrades and downgrades of real SQLite files with rows in them: all or nothing, once, and nothing lost."""
# ruff: noqa: S608

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crudgen.errors import UserError
from crudgen.migrate import history, open_for_reading
from crudgen.migrate.builtin import find_builtin_changes
from tests.migrate.world import World

CUSTOMER = "timestamps: false\nfields: {name: {type: string, required: true, max_length: 50}, size: int}\n"
NOTE = "timestamps: false\nfields: {customer: {type: customer, required: true, on_delete: cascade}, text: text}\n"


@pytest.fixture
def filled(world: World) -> World:
    world.apply(customer=CUSTOMER, note=NOTE)
    world.insert("customer", ["id", "name", "size"], [(number, f"name {number}", number) for number in range(1, 101)])
    world.insert("note", ["customer", "text"], [(number, "x") for number in range(1, 101)])
    return world


EDITS = {
    "a field": CUSTOMER.replace("size: int", "size: int, extra: string"),
    "a required field with a default": CUSTOMER.replace("size: int", "size: int, extra: {type: decimal, required: true, default: '1.25'}"),
    "a unique field": CUSTOMER.replace("size: int", "size: int, extra: {type: string, unique: true}"),
    "a reference to itself": CUSTOMER.replace("size: int", "size: int, extra: {type: customer, on_delete: set_null, inverse: extras}"),
    "a link": CUSTOMER.replace("size: int", "size: int, extra: {type: [note], inverse: extras}"),
    "an index": CUSTOMER + "indexes: [[name, -size]]\n",
    "an index on one field": CUSTOMER.replace("size: int", "size: {type: int, index: true}"),
    "a unique": CUSTOMER + "unique: [[name, size]]\n",
    "a longer text": CUSTOMER.replace("50", "200"),
    "another type of text": CUSTOMER.replace("type: string, required: true, max_length: 50", "type: text, required: true"),
    "no longer required": CUSTOMER.replace("required: true, ", ""),
    "a default": CUSTOMER.replace("size: int", "size: {type: int, default: 3}"),
    "several at once": CUSTOMER.replace("50", "200")
    .replace("size: int", "size: {type: int, unique: true}, extra: bool, more: {type: note, inverse: mores}"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_rows_survive_there_and_back(filled: World, edit: str) -> None:
    before, tables = content(filled), schema(filled)
    filled.apply(customer=edit)
    kept = [(table, columns, [row[: len(rows[0])] for row in filled.rows(query(table, columns))]) for table, columns, rows in before]
    assert kept == before
    assert (filled.changes(), filled.drift(), filled.status().problem) == ((), (), "")
    filled.downgrade()
    assert content(filled) == before
    assert schema(filled) == tables
    assert filled.rows("PRAGMA foreign_key_check") == []


def content(world: World) -> list[tuple[str, str, list[tuple[Any, ...]]]]:
    tables = (("customer", "id, name, size, _version"), ("note", "id, customer, text, _version"))
    return [(table, columns, world.rows(query(table, columns))) for table, columns in tables]


def query(table: str, columns: str) -> str:
    return f"SELECT {columns} FROM {table} ORDER BY id"


def schema(world: World) -> list[tuple[str, list[str]]]:
    """Return the parts of the statements that make what the database has; those of a rebuilt table may stand in another order."""
    rows = world.rows("SELECT name, replace(sql, '\"customer\"', 'customer') FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    return [(name, sorted(line.strip(" \t,") for line in sql.splitlines())) for name, sql in rows]


def test_the_chain_makes_the_same_tables_as_one_revision(filled: World, tmp_path: Path) -> None:
    wider = EDITS["a field"].replace("50", "90") + "indexes: [[extra]]\n"
    for edit in (EDITS["a field"], EDITS["a field"] + "indexes: [[extra]]\n", wider):
        filled.apply(customer=edit)
    once = World(tmp_path / "once")
    once.apply(customer=wider, note=NOTE)
    query = "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('customer') ORDER BY name"
    assert filled.rows(query) == once.rows(query)
    assert filled.drift() == ()
    names = "SELECT name FROM sqlite_master ORDER BY name"
    assert filled.rows(names) == once.rows(names)


def test_a_value_that_was_too_long_fits_after_widening(filled: World) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        filled.do(f"INSERT INTO customer (name) VALUES ('{'x' * 51}')")
    filled.apply(customer=CUSTOMER.replace("50", "60"))
    filled.do(f"INSERT INTO customer (name) VALUES ('{'x' * 51}')")
    with pytest.raises(sqlite3.IntegrityError):
        filled.do(f"INSERT INTO customer (name) VALUES ('{'x' * 61}')")


def test_a_downgrade_that_no_longer_fits_changes_nothing(filled: World) -> None:
    filled.apply(customer=CUSTOMER.replace("50", "60"))
    filled.do(f"INSERT INTO customer (name) VALUES ('{'x' * 55}')")
    before = filled.dump()
    with pytest.raises(UserError, match="CHECK constraint failed: ck_customer__name; the database is as it was"):
        filled.downgrade()
    assert filled.dump() == before


def test_duplicates_are_told_before_anything_changes(filled: World) -> None:
    filled.do("UPDATE customer SET size = 7 WHERE id <= 3", "UPDATE customer SET name = 'same' WHERE id IN (50, 51)")
    unique = CUSTOMER.replace("max_length: 50", "max_length: 50, unique: true").replace("size: int", "size: {type: int, unique: true}")
    filled.write(customer=unique)
    filled.revise()
    before = filled.dump()
    with pytest.raises(UserError) as caught:
        filled.upgrade()
    assert str(caught.value) == (
        "the rows don't allow this upgrade; nothing was changed\n"
        "  customer: name must be unique, but 1 values are shared by 2 rows: 'same' (2 rows)\n"
        "  customer: size must be unique, but 1 values are shared by 4 rows: 7 (4 rows)\n"
        "mend the rows, then upgrade again"
    )
    assert filled.dump() == before
    filled.do("UPDATE customer SET size = id + 1000", "UPDATE customer SET name = name || id")
    assert len(filled.upgrade()) == 1


def test_an_upgrade_that_fails_in_the_middle_leaves_everything_as_it_was(filled: World) -> None:
    before = filled.dump()
    filled.write(customer=EDITS["a longer text"], tag="fields: {name: string}\n")
    path = filled.revise()
    second = filled.write(tag="fields: {name: string, more: int}\n").revise()
    text = second.read_text(encoding="utf-8")
    start = "def upgrade() -> None:"
    second.write_text(text.replace(start, f"{start}\n    op.execute('SELECT 1 FROM nowhere')"), encoding="utf-8")
    with pytest.raises(UserError, match="no such table: nowhere; the database is as it was"):
        filled.upgrade()
    assert filled.dump() == before
    second.write_text(text, encoding="utf-8")
    assert filled.upgrade() == (path.name[:12], second.name[:12])


def test_rows_that_refer_to_nothing_are_refused_before_the_commit(filled: World) -> None:
    with closing(sqlite3.connect(filled.file)) as connection:
        connection.execute("DELETE FROM customer WHERE id = 5")  # with references unchecked
        connection.commit()
    filled.write(customer=EDITS["a field"]).revise()
    before = filled.dump()
    with pytest.raises(UserError, match="note: row 5 refers to a row of customer that isn't there"):
        filled.upgrade()
    assert filled.dump() == before


def test_a_killed_upgrade_leaves_the_database_as_it_was(filled: World) -> None:
    before = filled.dump()
    path = filled.write(customer=EDITS["several at once"]).revise()
    text = path.read_text(encoding="utf-8")
    kill = "    import os, signal; os.kill(os.getpid(), signal.SIGKILL)\n"
    path.write_text(text.replace("    op.create_index", f"{kill}    op.create_index", 1), encoding="utf-8")
    process = start_upgrade(filled)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert filled.dump() == before
    path.write_text(text, encoding="utf-8")
    assert filled.upgrade() == (path.name[:12],)


def test_several_servers_that_start_at_once_apply_once(world: World) -> None:
    world.write(customer=CUSTOMER, note=NOTE).revise()
    world.write(customer=EDITS["several at once"]).revise()
    processes = [start_upgrade(world) for _ in range(4)]
    outputs = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert sorted(len(output.split()) for output in outputs) == [0, 0, 0, 2]
    assert world.status().problem == ""


def test_a_locked_database_is_told(filled: World) -> None:
    from crudgen.migrate.connect import open_for_change

    with closing(sqlite3.connect(filled.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        with pytest.raises(UserError, match="is locked by another program"), open_for_change(filled.url, lock_seconds=0.2):
            pass
    assert time.monotonic() - started < 10


def test_upgrade_goes_to_a_revision_and_downgrade_to_the_base(filled: World) -> None:
    first = filled.write(customer=EDITS["a field"]).revise().name[:12]
    filled.write(customer=EDITS["a field"].replace("extra: string", "extra: string, more: int")).revise()
    assert filled.upgrade(first) == (first,)
    assert filled.status().is_behind
    assert len(filled.upgrade()) == 1
    assert len(filled.downgrade("base")) == 3
    names = {name for (name,) in filled.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    own = {"crudgen_version", "crudgen_user", "crudgen_session", "crudgen_api_key", "crudgen_counter", "crudgen_audit"}
    assert names == {"alembic_version", "sqlite_sequence", *own}
    with pytest.raises(UserError, match="at no revision"):
        filled.downgrade()


def test_an_unknown_target_is_told(filled: World) -> None:
    with pytest.raises(UserError, match="Can't locate revision identified by 'nosuch'"):
        filled.upgrade("nosuch")


def test_a_revision_that_is_missing_on_disk_is_told(filled: World) -> None:
    path = filled.apply(customer=EDITS["a field"])
    path.unlink()
    with pytest.raises(UserError, match=f"the database is at revision {path.name[:12]}, which isn't in"):
        filled.upgrade()
    assert filled.status().is_unknown


def test_a_newer_crudgen_is_told(filled: World) -> None:
    filled.do("UPDATE crudgen_version SET version_num = 'b9999'")
    with pytest.raises(UserError, match="upgraded by a newer crudgen"):
        filled.upgrade()


def test_a_project_without_entities_gets_the_built_in_tables(world: World) -> None:
    assert world.upgrade() == ()
    assert world.rows("SELECT count(*) FROM crudgen_user") == [(0,)]
    assert world.status().problem == ""


MISTAKES = [("    nonsense()", "NameError: name 'nonsense' is not defined"), ("    1 +", "SyntaxError: invalid syntax")]


@pytest.mark.parametrize(("code", "message"), MISTAKES)
def test_a_mistake_in_a_hand_edited_revision_is_located(filled: World, code: str, message: str) -> None:
    path = filled.write(customer=EDITS["a field"]).revise()
    start = "def upgrade() -> None:"
    path.write_text(path.read_text(encoding="utf-8").replace(start, f"{start}\n{code}"), encoding="utf-8")
    before = filled.dump()
    with pytest.raises(UserError, match=rf"{path.name}:\d+: {message}"):
        filled.upgrade()
    assert filled.dump() == before


def test_the_fixed_files_are_written_again_where_they_are_missing(filled: World) -> None:
    filled.write(customer=EDITS["a field"]).revise()
    (filled.root / "migrations" / "env.py").unlink()
    assert len(filled.upgrade()) == 1


def test_circles_between_a_new_entity_and_those_that_exist_are_closed(filled: World) -> None:
    before = schema(filled)
    company = "fields: {boss: {type: user, inverse: leads}, best: {type: customer, inverse: best_of}}\n"
    customer = CUSTOMER.replace("size: int", "size: int, company: company")
    filled.apply(company=company, user="fields: {company: {type: company, inverse: staff}}\n", customer=customer)
    assert (filled.changes(), filled.drift(), filled.status().problem) == ((), (), "")
    filled.downgrade()
    assert [(name, lines) for name, lines in schema(filled) if name in ("customer", "note")] == [
        (name, lines) for name, lines in before if name in ("customer", "note")
    ]


def test_history_is_told_last_first(filled: World) -> None:
    filled.write(customer=EDITS["a field"]).revise("second")
    with open_for_reading(filled.url) as connection:
        steps = history(filled.root, connection)
    assert [(step.message, step.is_applied, step.is_head) for step in steps] == [("second", False, True), ("edit", True, False)]
    assert [step.is_applied for step in history(filled.root)] == [None, None]


def test_the_built_in_revisions_say_what_the_built_in_files_say() -> None:
    assert find_builtin_changes() == ()


def start_upgrade(world: World) -> "subprocess.Popen[str]":
    code = "import sys; from pathlib import Path; from crudgen.migrate import upgrade; print(*upgrade(Path(sys.argv[1]), sys.argv[2]))"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen([sys.executable, "-c", code, str(world.root), world.url], env=environment, stdout=subprocess.PIPE, text=True)
