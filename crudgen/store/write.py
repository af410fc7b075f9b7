"""Writes, run: rows and links, each in one statement, with versions compared and driver errors made ours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from crudgen.model import Tables
from crudgen.model.columns import VERSION, makes_keys
from crudgen.plan.nodes import Delete, Insert, Key, Update
from crudgen.schema.catalog import Entity, Field, Relation
from crudgen.store.cache import Statements
from crudgen.store.faults import Missing, Stale, dangling, read_conflict
from crudgen.store.keys import Keys, key_values, where_key

BATCH = 1_000
"""Rows of one executemany."""


@dataclass(frozen=True, slots=True)
class Writer:
    """The writing half of the store."""

    tables: Tables
    keys: Keys
    statements: Statements[Any] = field(default_factory=Statements)

    def insert(self, connection: Connection, plan: Insert) -> Key:
        """Insert a record with its links and return its key. Raises Conflict, Invalid."""
        entity = plan.entity
        names = tuple(plan.values)
        statement = self.statements.get(("insert", entity.name, names), lambda: sa.insert(self.tables[entity.name]))
        try:
            result = connection.execute(statement, _row(entity, plan.values))
        except IntegrityError as exc:
            raise self._explain(connection, exc, entity, plan.values) from exc
        key = key_of(entity, plan.values) or (result.inserted_primary_key[0],)
        for name, ids in plan.links.items():
            if ids:
                self._link(connection, entity.relations[name], key[0], ids)
        return key
