"""What the database refuses, as our own errors: the field is named, never SQL, values or paths."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from crudgen.errors import Conflict, Invalid, Refusal, Unavailable
from crudgen.plan.nodes import Delete
from crudgen.store import Mode
from crudgen.store.faults import read_fault
from tests.catalogs import catalog, entity, field, reference
from tests.store.world import World


def told(kind: type[Refusal], work: Callable[[], Any]) -> tuple[str, list[tuple[str, str]]]:
    """Return the code and the named fields of a refusal, which quotes nothing that was stored."""
    with pytest.raises(kind) as caught:
        work()
    text = f"{caught.value.detail} {[error.message for error in caught.value.errors]}"
    assert not any(word in text for word in ("INSERT", "UPDATE", "SELECT", "constraint", "SECRET", ".db"))
    return caught.value.name, [(error.pointer, error.code) for error in caught.value.errors]


@pytest.fixture
def customers(shop_world: World) -> World:
    shop_world.insert_many("customer", [{"name": "Ann", "email": "SECRET"}, {"name": "Bob", "email": "b@x"}])
    return shop_world


def test_a_unique_value_that_is_taken(customers: World) -> None:
    expected = ("unique", [("/email", "unique")])
    assert told(Conflict, lambda: customers.insert("customer", name="Cid", email="SECRET")) == expected
    assert told(Conflict, lambda: customers.update("customer", 2, email="SECRET")) == expected


def test_a_key_that_is_taken(customers: World) -> None:
    assert told(Conflict, lambda: customers.insert("customer", id=1, name="x")) == ("unique", [("/id", "unique")])


def test_each_field_of_a_composite_unique_is_named(customers: World) -> None:
    customers.insert("order", number="1", customer=1)
    customers.insert("product", name="Lamp")
    customers.insert("line", order=1, product=1, quantity=1)
    named = told(Conflict, lambda: customers.insert("line", order=1, product=1, quantity=2))
    assert named == ("unique", [("/order", "unique"), ("/product", "unique")])


def test_columns_that_are_called_otherwise(tmp_path: Any) -> None:
    world = World(catalog(entity("album", field("title", column="Title", unique=True), table="Album")), tmp_path / "app.db")
    world.insert("album", title="SECRET")
    assert told(Conflict, lambda: world.insert("album", title="SECRET"))[1] == [("/title", "unique")]
    world.close()


def test_a_reference_to_nothing(customers: World) -> None:
    expected = ("reference", [("/customer", "reference")])
    assert told(Conflict, lambda: customers.insert("order", number="1", customer=9)) == expected
    customers.insert("order", number="1", customer=1)
    assert told(Conflict, lambda: customers.update("order", 1, customer=9)) == expected


def test_a_link_to_nothing(customers: World) -> None:
    assert told(Conflict, lambda: customers.insert("product", {"tags": (9,)}, name="x")) == ("reference", [("/tags", "reference")])


def test_a_record_that_others_refer_to_stays(customers: World) -> None:
    customers.insert("order", number="1", customer=1)

    def delete() -> None:
        customers.write(lambda connection: customers.store.delete(connection, Delete(customers.entity("customer"), (1,))))

    with pytest.raises(Conflict, match='used by records of "order"'):
        delete()
    assert told(Conflict, delete)[0] == "reference"


def test_null_where_a_value_is_required(customers: World) -> None:
    assert told(Invalid, lambda: customers.insert("customer", name=None)) == ("invalid", [("/name", "required")])


def test_a_value_that_the_check_refuses(customers: World) -> None:
    assert told(Invalid, lambda: customers.insert("customer", name="SECRET" * 20)) == ("invalid", [("/name", "invalid")])


def test_a_reference_that_is_wrong_at_the_end_of_the_transaction(customers: World) -> None:
    def work(connection: Any) -> None:
        customers.store.defer_references(connection)
        connection.exec_driver_sql("INSERT INTO \"order\" (number, customer) VALUES ('1', 9)")

    assert told(Conflict, lambda: customers.write(work)) == ("reference", [])
    assert customers.ids("order") == []
    customers.insert("order", number="1", customer=1)
    assert len(customers.ids("order")) == 1


def test_a_reference_may_be_right_only_at_the_end(tmp_path: Any) -> None:
    world = World(catalog(entity("node", reference("next", "node", inverse="before"))), tmp_path / "app.db")

    def work(connection: Any) -> None:
        world.store.defer_references(connection)
        connection.exec_driver_sql("INSERT INTO node (id, next) VALUES (1, 2), (2, 1)")

    world.write(work)
    assert world.ids("node") == [1, 2]
    world.close()


def failure(code: int, text: str = "") -> OperationalError:
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = code
    return OperationalError("SELECT SECRET", {}, error)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (sqlite3.SQLITE_BUSY, "busy"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "busy"),
        (sqlite3.SQLITE_INTERRUPT, "too long"),
        (sqlite3.SQLITE_FULL, "disk is full"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "read-only"),
        (sqlite3.SQLITE_CORRUPT, "damaged"),
        (sqlite3.SQLITE_NOTADB, "damaged"),
        (sqlite3.SQLITE_CANTOPEN, "cannot be opened"),
        (sqlite3.SQLITE_IOERR_FSYNC, "reports an error"),
    ],
)
def test_trouble_with_the_file_is_told_in_plain_words(code: int, text: str) -> None:
    fault = read_fault(failure(code))
    assert isinstance(fault, Unavailable)
    assert text in fault.detail
    assert "SECRET" not in fault.detail


def test_a_table_that_is_not_there_means_that_the_database_was_not_upgraded(customers: World) -> None:
    with pytest.raises(Unavailable, match="crudgen upgrade"):
        customers.database.run_now(lambda connection: connection.exec_driver_sql("SELECT 1 FROM not_there"), Mode.SCAN)


def test_a_mistake_of_our_own_is_not_hidden(customers: World) -> None:
    with pytest.raises(OperationalError):
        customers.database.run_now(lambda connection: connection.exec_driver_sql("SELEKT 1"), Mode.SCAN)
