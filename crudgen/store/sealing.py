"""Secrets in the tables: sealed on their way in, opened for one caller at a time, and sealed again with a new key."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection

from crudgen.model import Tables
from crudgen.plan.nodes import Insert, Key, Update
from crudgen.schema.catalog import Entity, Field
from crudgen.schema.types import Clear
from crudgen.store.cache import Statements
from crudgen.store.faults import Missing
from crudgen.store.keyring import Keyring, place_of
from crudgen.store.keys import key_values, where_key

Write = TypeVar("Write", Insert, Update)


@dataclass(frozen=True, slots=True)
class Found:
    """A secret that another key than the newest sealed: whose it is, and its text at rest."""

    key: Key
    field: Field
    sealed: str


@dataclass(frozen=True, slots=True)
class Sealer:
    """The part of the store that knows the keys."""

    tables: Tables
    keyring: Keyring
    statements: Statements[Any] = field(default_factory=Statements)

    def seal(self, plan: Write) -> Write:
        """Return the plan with its secrets sealed."""
        clear = {name: value.text for name, value in plan.values.items() if type(value) is Clear}
        if not clear:
            return plan
        fields = plan.entity.fields
        sealed = {name: self.keyring.seal(place_of(plan.entity, fields[name]), text) for name, text in clear.items()}
        return replace(plan, values={**plan.values, **sealed})

    def reveal(self, connection: Connection, entity: Entity, one: Field, key: Key) -> str | None:
        """Return the text of a record's secret, None where it has none. Raises Missing, Unopened."""
        table = self.tables[entity.name]
        shape = ("reveal", entity.name, one.name)
        select = self.statements.get(shape, lambda: sa.select(table.c[one.column]).where(where_key(entity, table)))
        row = connection.execute(select, key_values(key)).one_or_none()
        if row is None:
            raise Missing
        return None if row[0] is None else self.keyring.open(place_of(entity, one), row[0])

    def find_old(self, connection: Connection, entity: Entity, after: Key, limit: int) -> tuple[Key, list[Found]]:
        """Look at the `limit` records behind `after`, () being before the first: return the key of the last one, () where there
        is none, and the secrets among them that the newest key did not seal.

        The step is of records, not of secrets found, so that it is as short where nearly all is done.
        """
        fields = secret_fields(entity)
        shape = ("old", entity.name, bool(after))
        select = self.statements.get(shape, lambda: self._render_old(entity, fields, is_first=not after))
        rows = connection.execute(select, {**key_values(after), "head": self.keyring.head, "most": limit}).fetchall()
        width = len(entity.key)
        found = [
            Found(tuple(row[:width]), one, sealed)
            for row in rows
            for one, sealed in zip(fields, row[width:], strict=True)
            if sealed is not None
        ]
        return (tuple(rows[-1][:width]) if rows else ()), found

    def reseal(self, connection: Connection, entity: Entity, one: Found) -> bool:
        """Seal a secret with the newest key, unless somebody has written another since; tell whether it was. Raises Unopened.

        The version stays, since for everybody outside the record is the same.
        """
        place = place_of(entity, one.field)
        sealed = self.keyring.seal(place, self.keyring.open(place, one.sealed))
        shape = ("reseal", entity.name, one.field.name)
        statement = self.statements.get(shape, lambda: self._render_reseal(entity, one.field))
        changed = connection.execute(statement, {**key_values(one.key), "before": one.sealed, "after": sealed}).rowcount
        return bool(changed)

    def _render_old(self, entity: Entity, fields: Sequence[Field], *, is_first: bool) -> sa.Select[Any]:
        table = self.tables[entity.name]
        key = [table.c[one.column] for one in entity.key_fields]
        head = sa.bindparam("head", type_=sa.String())
        length = sa.func.length(head)
        old = [sa.case((sa.func.substr(column, 1, length) != head, column)) for column in (table.c[one.column] for one in fields)]
        select = sa.select(*key, *old).order_by(*key).limit(sa.bindparam("most", type_=sa.Integer()))
        if is_first:
            return select
        last = [sa.bindparam(f"k{index}", type_=column.type) for index, column in enumerate(key)]
        return select.where(key[0] > last[0] if len(key) == 1 else sa.tuple_(*key) > sa.tuple_(*last))

    def _render_reseal(self, entity: Entity, one: Field) -> sa.Update:
        table = self.tables[entity.name]
        column = table.c[one.column]
        before, after = (sa.bindparam(name, type_=column.type) for name in ("before", "after"))
        return sa.update(table).where(where_key(entity, table), column == before).values({one.column: after})


def secret_fields(entity: Entity) -> tuple[Field, ...]:
    """Return the fields of an entity that are kept encrypted."""
    return tuple(one for one in entity.fields.values() if one.type == "secret")
