"""Numbers given out one after another, each once, however many ask at a time. Not without gaps: a rolled back write keeps none."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from crudgen.model import Tables
from crudgen.model.counters import COUNTERS
from crudgen.schema.catalog import Entity, Field
from crudgen.schema.sequence import read_format
from crudgen.store.values import following

_AT = sa.and_(*(COUNTERS.c[name] == sa.bindparam(f"at_{name}", type_=COUNTERS.c[name].type) for name in ("entity", "field", "period")))
_COUNT = sa.bindparam("count", type_=COUNTERS.c.value.type)
_TAKE = sa.update(COUNTERS).where(_AT).values(value=COUNTERS.c.value + _COUNT)
_ADVANCE = sa.update(COUNTERS).where(_AT, COUNTERS.c.value < _COUNT).values(value=_COUNT)
_READ = sa.select(COUNTERS.c.value).where(_AT)


@dataclass(frozen=True, slots=True)
class Counters:
    """The part of the store that counts. The UPDATE comes first, so that its lock makes the number this transaction's own."""

    tables: Tables

    def take(self, connection: Connection, entity: Entity, field: Field, period: str, head: str, count: int) -> int:
        """Return the first of `count` new numbers of a period.

        The first time a period is counted, the counting goes on from the highest number among the values that begin with `head`.
        """
        at = _place(entity, field, period)
        if not connection.execute(_TAKE, at | {"count": count}).rowcount:
            self._begin(connection, at, self._find_highest(connection, entity, field, period, head))
            connection.execute(_TAKE, at | {"count": count})
        last: int = connection.execute(_READ, at).scalar_one()
        return last - count + 1

    def advance(self, connection: Connection, entity: Entity, field: Field, period: str, head: str, number: int) -> None:
        """See to it that no later number of a period is `number` or below."""
        at = _place(entity, field, period)
        if not connection.execute(_ADVANCE, at | {"count": number}).rowcount and connection.execute(_READ, at).first() is None:
            self._begin(connection, at, max(number, self._find_highest(connection, entity, field, period, head)))

    def _begin(self, connection: Connection, at: dict[str, Any], value: int) -> None:
        """Make the counter of a period, unless somebody else has just done so."""
        row = {name.removeprefix("at_"): part for name, part in at.items()} | {"value": value}
        try:
            with connection.begin_nested():
                connection.execute(sa.insert(COUNTERS), row)
        except IntegrityError:
            connection.execute(_ADVANCE, at | {"count": value})

    def _find_highest(self, connection: Connection, entity: Entity, field: Field, period: str, head: str) -> int:
        column, format = self.tables[entity.name].c[field.column], read_format(field.sequence)
        select = sa.select(column).where(column.is_not(None))
        if head:
            select = select.where(column >= head, column < following(head))
        found = (format.read(text) for (text,) in connection.execute(select))
        return max((one[1] for one in found if one is not None and one[0] == period), default=0)


def _place(entity: Entity, field: Field, period: str) -> dict[str, Any]:
    return {"at_entity": entity.name, "at_field": field.name, "at_period": period}
