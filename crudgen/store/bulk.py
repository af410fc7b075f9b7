"""Many records inserted at once: in batches, with their keys, and with the one that did not fit named by its index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from crudgen.errors import Refusal, Unavailable
from crudgen.model.columns import makes_keys
from crudgen.plan.nodes import Insert, Key
from crudgen.schema.catalog import Entity
from crudgen.store.keys import key_of
from crudgen.store.write import Writer, row_of

BATCH = 1_000
"""Rows given to the driver at once."""

_LAST_ID = 2**63 - 1
_SEQUENCES = sa.table("sqlite_sequence", sa.column("name", sa.String()), sa.column("seq", sa.BigInteger()))


@dataclass(frozen=True, slots=True)
class BulkWriter:
    """Inserts many records of one entity."""

    writer: Writer

    def insert_many(self, connection: Connection, plans: Sequence[Insert]) -> list[Key]:
        """Insert records of one entity and return their keys, in order. Raises Conflict, Invalid.

        The pointers of the errors begin with the index: `/3/email`.
        """
        if len(plans) <= 1:
            return self._insert_each(connection, plans)
        keyed = self._number(connection, plans)
        if keyed is None:
            return self._insert_each(connection, plans)
        keys = [key_of(plan.entity, plan.values) or () for plan in keyed]
        savepoint = connection.begin_nested()
        try:
            self._insert_rows(connection, keyed)
        except IntegrityError:
            savepoint.rollback()
            return self._insert_each(connection, plans)  # finds the one that is wrong
        savepoint.commit()
        self._insert_links(connection, keyed, keys)
        return keys

    def _insert_rows(self, connection: Connection, plans: Sequence[Insert]) -> None:
        table = self.writer.tables[plans[0].entity.name]
        statement = self.writer.statements.get(("insert", plans[0].entity.name), lambda: sa.insert(table))
        for batch in _batches(plans):
            connection.execute(statement, [row_of(plan.entity, plan.values) for plan in batch])

    def _insert_each(self, connection: Connection, plans: Sequence[Insert]) -> list[Key]:
        keys = []
        for index, plan in enumerate(plans):
            try:
                keys.append(self.writer.insert(connection, plan))
            except Refusal as refusal:
                refusal.errors = tuple(replace(error, pointer=f"/{index}{error.pointer}") for error in refusal.errors)
                raise
        return keys

    def _insert_links(self, connection: Connection, plans: Sequence[Insert], keys: Sequence[Key]) -> None:
        entity = plans[0].entity
        for name in dict.fromkeys(name for plan in plans for name in plan.links):
            pairs = [(key[0], one) for plan, key in zip(plans, keys, strict=True) for one in plan.links.get(name, ())]
            self.writer.linker.add(connection, entity.relations[name], pairs)

    def _number(self, connection: Connection, plans: Sequence[Insert]) -> Sequence[Insert] | None:
        """Return the plans with their keys given, None where only the database can number them, one by one.

        On SQLite the transaction alone writes, so the next numbers are known. Where some keys are given and some
        are not, they might meet; so those go one by one, too.
        """
        entity = plans[0].entity
        given = sum(key_of(entity, plan.values) is not None for plan in plans)
        if given == len(plans):
            return plans
        if given or not makes_keys(entity) or connection.dialect.name != "sqlite":
            return None
        first = self._next_id(connection, entity)
        if first + len(plans) > _LAST_ID:
            raise Unavailable(f'no ids are left for new records of "{entity.name}"')
        (name,) = entity.key
        return [replace(plan, values={**plan.values, name: first + index}) for index, plan in enumerate(plans)]

    def _next_id(self, connection: Connection, entity: Entity) -> int:
        """Return the id that AUTOINCREMENT would give: never one that a record has or had."""
        table = self.writer.tables[entity.name]
        column = table.c[entity.key_fields[0].column]
        ever = sa.select(_SEQUENCES.c.seq).where(_SEQUENCES.c.name == table.name).scalar_subquery()
        highest = sa.select(sa.func.max(column)).scalar_subquery()
        row: Sequence[Any] = connection.execute(sa.select(ever, highest)).one()
        return 1 + max(row[0] or 0, row[1] or 0)


def _batches(plans: Sequence[Insert]) -> Iterable[list[Insert]]:
    """Yield the plans in batches; those of one batch give values to the same fields."""
    groups: dict[tuple[str, ...], list[Insert]] = {}
    for plan in plans:
        groups.setdefault(tuple(sorted(plan.values)), []).append(plan)
    return (group[start : start + BATCH] for group in groups.values() for start in range(0, len(group), BATCH))
