"""The store: plans in, records out, on whatever connection it is given. Transactions are the Database's."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Literal

from sqlalchemy import Connection

from crudgen.model import Tables
from crudgen.plan.nodes import Delete, Insert, Key, Page, Read, Update
from crudgen.schema.catalog import Catalog, Entity, Field, Relation
from crudgen.store.bulk import BulkWriter
from crudgen.store.counters import Counters
from crudgen.store.keyring import Keyring
from crudgen.store.keys import Keys
from crudgen.store.links import Linker
from crudgen.store.read import Reader
from crudgen.store.sealing import Found, Sealer
from crudgen.store.write import Writer


class Store:
    """Reads and writes of one Catalog. Every method works inside the transaction of its connection.

    Statements are rendered once for each shape of plan and kept as long as the store. Secrets are sealed here, whichever door they
    came through; what is read of them is the mask.
    """

    def __init__(self, catalog: Catalog, tables: Tables, keyring: Keyring) -> None:
        self.catalog = catalog
        self.tables = tables
        self._keys = Keys(tables)
        self._reader = Reader(tables)
        self._writer = Writer(tables, self._keys, Linker(tables))
        self._bulk = BulkWriter(self._writer)
        self._counters = Counters(tables)
        self._sealer = Sealer(tables, keyring)

    def read(self, connection: Connection, plan: Read) -> Page:
        """Return the page that the plan asks for, with what comes along; the number of statements is the plan's."""
        return self._reader.read(connection, plan)

    def sort_values(self, connection: Connection, plan: Read) -> tuple[Any, ...] | None:
        """Return what the first record of the plan is sorted by, None where there is none."""
        return self._reader.sort_values(connection, plan)

    def count(self, connection: Connection, plan: Read) -> tuple[int, Literal["exact", "at_least"]]:
        """Return how many records there are, and whether that is all: `count="exact"` counts through, else up to 10,000."""
        return self._reader.count(connection, plan)

    def insert(self, connection: Connection, plan: Insert) -> Key:
        """Insert a record and return its key. Raises Conflict (code "unique" or "reference"), Invalid."""
        return self._writer.insert(connection, self._sealer.seal(plan))

    def insert_many(self, connection: Connection, plans: Sequence[Insert]) -> list[Key]:
        """Insert records of one entity and return their keys, in order; error pointers begin with the index."""
        return self._bulk.insert_many(connection, [self._sealer.seal(plan) for plan in plans])

    def update(self, connection: Connection, plan: Update) -> None:
        """Change a record and raise its version. Raises Missing, Stale, Conflict, Invalid."""
        self._writer.update(connection, self._sealer.seal(plan))

    def delete(self, connection: Connection, plan: Delete) -> None:
        """Delete a record and its links. Raises Missing, Stale, Conflict."""
        self._writer.delete(connection, plan)

    def reveal(self, connection: Connection, entity: Entity, field: Field, key: Key) -> str | None:
        """Return the text of a record's secret, None where it has none. Raises Missing, Unopened."""
        return self._sealer.reveal(connection, entity, field, key)

    def find_old_secrets(self, connection: Connection, entity: Entity, after: Key, limit: int) -> tuple[Key, list[Found]]:
        """Return the last key of the `limit` records behind `after`, () where there is none, and their secrets that an old key sealed."""
        return self._sealer.find_old(connection, entity, after, limit)

    def reseal(self, connection: Connection, entity: Entity, found: Found) -> bool:
        """Seal a secret with the newest key; tell whether it was, since somebody may have written another. Raises Unopened."""
        return self._sealer.reseal(connection, entity, found)

    def version_of(self, connection: Connection, entity: Entity, key: Key) -> int | None:
        """Return the version of the record at `key`, None where there is none."""
        return self._keys.version_of(connection, entity, key)

    def missing_keys(self, connection: Connection, entity: Entity, keys: Iterable[Key]) -> set[Key]:
        """Return those of `keys` at which there is no record."""
        return self._keys.missing_keys(connection, entity, keys)

    def referring_keys(self, connection: Connection, relation: Relation, keys: Collection[Key]) -> list[Key]:
        """Return the keys of the records that refer to `keys` over the made other side of a reference."""
        return self._keys.referring_keys(connection, relation, keys)

    def parent_keys(self, connection: Connection, relation: Relation, keys: Collection[Key]) -> list[Key]:
        """Return the keys that the records at `keys` refer to over their own reference `relation`, each once."""
        return self._keys.parent_keys(connection, relation, keys)

    def raise_versions(self, connection: Connection, entity: Entity, keys: Sequence[Key]) -> None:
        """Raise the versions of the records at `keys`, since something that belongs to them has changed."""
        self._writer.raise_versions(connection, entity, keys)

    def clear_reference(self, connection: Connection, relation: Relation, keys: Sequence[Key]) -> None:
        """Set the reference behind a made to-many relation to NULL where it leads to `keys`; the versions are raised."""
        self._writer.clear_reference(connection, relation, keys)

    def take_numbers(self, connection: Connection, entity: Entity, field: Field, period: str, head: str, count: int) -> int:
        """Return the first of `count` new numbers of a sequence in a period; `head` is what its values begin with there."""
        return self._counters.take(connection, entity, field, period, head, count)

    def advance_number(self, connection: Connection, entity: Entity, field: Field, period: str, head: str, number: int) -> None:
        """See to it that no later number of a sequence in a period is `number` or below."""
        self._counters.advance(connection, entity, field, period, head, number)

    def defer_references(self, connection: Connection) -> None:
        """Let references be wrong until the transaction ends, so that rows may come before those that they refer to."""
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
