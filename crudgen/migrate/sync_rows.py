"""`op.sync_rows`: write the rows that belong to the schema, once it is sure that nothing of anybody's is lost."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

import sqlalchemy as sa
from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.render import renderers
from alembic.operations import Operations, ops
from uuid_utils.compat import uuid7

from crudgen.errors import UserError
from crudgen.model.columns import VERSION
from crudgen.model.types import ColumnType
from crudgen.schema.names import folded_name

Row: TypeAlias = Mapping[str, Any]
"""Values in the form of literals, by column."""

MAKERS: dict[str, Callable[[datetime], Any]] = {"now": lambda now: now, "today": lambda now: now.date(), "uuid": lambda _: uuid7()}
SHOWN = 5


@Operations.register_operation("sync_rows")
class SyncRows(ops.MigrateOperation):
    """Rows of one table: `drop` goes, `change` changes, `put` is made or, where the row is there already, taken over."""

    def __init__(
        self,
        table_name: str,
        *,
        key: str,
        types: Mapping[str, ColumnType],
        put: Sequence[Row] = (),
        change: Sequence[Row] = (),
        drop: Sequence[Any] = (),
        defaults: Row | None = None,
        made: Mapping[str, str] | None = None,
        touch: str = "",
        id: str = "",
        referring: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.table_name, self.key, self.types = str(table_name), key, dict(types)
        self.put, self.change, self.drop = list(put), list(change), list(drop)
        self.defaults, self.made, self.touch = dict(defaults or {}), dict(made or {}), touch
        self.id, self.referring = id, list(referring)

    @classmethod
    def sync_rows(cls, operations: Operations, table_name: str, **options: Any) -> None:
        """Write rows that belong to the schema; `key` is the column that tells them apart, `types` those of all columns named.

        A row of `put` that is there already is taken over, where each column is null, its default or equal. `made` columns of
        new rows get a moment or a UUID, `touch` the moment of a change. Rows of `drop` must not be referred to: `id` is what the
        (table, column) pairs of `referring` hold. Raises UserError with every problem before anything is written.
        """
        operations.invoke(cls(table_name, **options))


@renderers.dispatch_for(SyncRows)
def _render_sync_rows(context: AutogenContext, operation: SyncRows) -> str:
    context.imports.add("from crudgen.model import types")
    types = [f"{column!r}: {kind!r}," for column, kind in operation.types.items()]
    lines = ["op.sync_rows(", f"{operation.table_name!r},", f"key={operation.key!r},", "types={", *types, "},"]
    for name in ("put", "change", "drop"):
        values = [f"{value!r}," for value in getattr(operation, name)]
        lines += [f"{name}=[", *values, "],"] if values else []
    for name in ("defaults", "made", "touch", "id", "referring"):
        value = getattr(operation, name)
        lines += [f"{name}={value!r},"] if value else []
    return "\n".join([*lines, ")"])


@Operations.implementation_for(SyncRows)
def _sync_rows(operations: Operations, operation: SyncRows) -> None:
    writing = _Writing(operation)
    if not operations.migration_context.as_sql:
        writing.look(operations.get_bind())
    for statement in writing.statements():
        operations.execute(statement)


class _Writing:
    """One operation under way. `present` tells of the rows to put that are there already, by key, whether they differ."""

    def __init__(self, operation: SyncRows) -> None:
        self.operation = operation
        columns = {name: sa.column(name, kind) for name, kind in operation.types.items()}
        names = dict.fromkeys((*columns, VERSION, *([operation.id] if operation.id else [])))
        self.table = sa.table(operation.table_name, *(columns.get(name, sa.column(name)) for name in names))
        self.key = self.table.c[operation.key]
        self.present: dict[Any, bool] = {}

    def look(self, connection: sa.Connection) -> None:
        """Note which rows are there. Raises UserError where something would be lost or is missing."""
        problems = [*self._taken(connection), *self._missing(connection), *self._held(connection)]
        if problems:
            lines = ["the rows don't allow this upgrade; nothing was changed", *problems, "mend the rows, then upgrade again"]
            raise UserError("\n".join(lines))

    def _stored(self, connection: sa.Connection, rows: Sequence[Row]) -> Iterator[tuple[Row, sa.RowMapping | None]]:
        """Yield each row beside what the table has under its key."""
        columns = [self.table.c[name] for name in self.operation.types]
        for row in rows:
            found = connection.execute(sa.select(*columns).where(self._is(row[self.operation.key]))).mappings().first()
            yield row, found

    def _taken(self, connection: sa.Connection) -> Iterator[str]:
        for row, found in self._stored(connection, self.operation.put):
            if found is None:
                continue
            self.present[row[self.operation.key]] = any(found[name] != self._value(name, row[name]) for name in row)
            other = [name for name in row if not self._is_free(name, row[name], found[name])]
            other = [name for name in other if name not in {folded_name(one) for one in other}]
            if other:
                texts = ", ".join(f"{name} {found[name]!r}, which the schema has as {row[name]!r}" for name in other)
                yield f"{self._name(row[self.operation.key])} is there already with {texts}"

    def _is_free(self, name: str, wanted: Any, stored: Any) -> bool:
        """Tell whether the schema's value takes nobody else's place."""
        default = self.operation.defaults.get(name)
        return stored is None or stored == self._value(name, wanted) or (default is not None and stored == self._value(name, default))

    def _missing(self, connection: sa.Connection) -> Iterator[str]:
        for row, found in self._stored(connection, self.operation.change):
            if found is None:
                yield f"{self._name(row[self.operation.key])} belongs to the schema and is not there: put it back"

    def _held(self, connection: sa.Connection) -> Iterator[str]:
        for key in self.operation.drop if self.operation.id else ():
            own = sa.select(self.table.c[self.operation.id]).where(self._is(key)).scalar_subquery()
            for table, column in self.operation.referring:
                other = sa.table(table, sa.column(column))
                count = connection.execute(sa.select(sa.func.count()).select_from(other).where(other.c[column] == own)).scalar_one()
                if count:
                    yield f"{self._name(key)} cannot go: rows of {table} that refer to it by {column}: {count}"

    def _name(self, key: Any) -> str:
        return f"  {self.operation.table_name}: the row with {self.operation.key} {key!r}"

    def statements(self) -> Iterator[Any]:
        """Yield what is to be done: what goes before what comes, so that unique values are free."""
        now = datetime.now(UTC)
        for key in self.operation.drop:
            yield sa.delete(self.table).where(self._is(key), *self._unheld())
        for row in self.operation.change:
            yield self._update(row, now)
        for row in self.operation.put:
            differs = self.present.get(row[self.operation.key])
            if differs is None:
                yield self._insert(row, now)
            elif differs:
                yield self._update(row, now)

    def _unheld(self) -> Iterator[sa.ColumnElement[bool]]:
        """Yield what lets a row stay that is referred to, where nobody has looked before: in SQL that is written out."""
        for table, column in self.operation.referring:
            other = sa.table(table, sa.column(column))
            # Once more inside: MySQL takes no subquery on the table itself, which may refer to its own rows.
            inner = sa.select(other.c[column]).where(other.c[column].is_not(None)).subquery("referring")
            yield self.table.c[self.operation.id].not_in(sa.select(inner.c[column]))

    def _update(self, row: Row, now: datetime) -> sa.Update:
        values = {name: self._value(name, value) for name, value in row.items() if name != self.operation.key}
        if self.operation.touch:
            values[self.operation.touch] = now
        return sa.update(self.table).where(self._is(row[self.operation.key])).values({**values, VERSION: self.table.c[VERSION] + 1})

    def _insert(self, row: Row, now: datetime) -> sa.Insert:
        made = {name: MAKERS[kind](now) for name, kind in self.operation.made.items()}
        return sa.insert(self.table).values({**made, **{name: self._value(name, value) for name, value in row.items()}})

    def _is(self, key: Any) -> sa.ColumnElement[bool]:
        is_key: sa.ColumnElement[bool] = self.key == self._value(self.operation.key, key)
        return is_key

    def _value(self, name: str, value: Any) -> Any:
        return None if value is None else self.operation.types[name].value_of(value)
