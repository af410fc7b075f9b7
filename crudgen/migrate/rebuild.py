"""Change a table in place: by ALTER, or on SQLite by making it anew from the known table and moving the rows over."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic.operations import BatchOperations, Operations

from crudgen.errors import UserError

KNOWN = "crudgen_known"  # the option of the migration context that holds the function from a name to the table as it is before this step
OBJECTS = sa.text(
    "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND tbl_name = :table AND sql IS NOT NULL ORDER BY rowid"
)
COLUMNS = sa.text('SELECT name, type, "notnull", dflt_value FROM pragma_table_xinfo(:table) WHERE hidden = 0')
KEEP_SEQUENCE = "CREATE TEMP TABLE crudgen_sequence AS SELECT seq FROM sqlite_sequence WHERE name = {}"
RESTORE_SEQUENCE = (
    "DELETE FROM sqlite_sequence WHERE name = {}",
    "INSERT INTO sqlite_sequence (name, seq) SELECT {}, seq FROM temp.crudgen_sequence",
    "DROP TABLE temp.crudgen_sequence",
)


class _Declared(sa.types.UserDefinedType[Any]):
    """A column type in the words of the database, for columns that crudgen doesn't know."""

    cache_ok = True

    def __init__(self, words: str) -> None:
        self.words = words

    def get_col_spec(self, **_options: Any) -> str:
        return self.words


@contextmanager
def change_table(operations: Operations, name: str) -> Iterator[BatchOperations]:
    """Yield a batch of changes of the table `name`, carried out at the end of the block."""
    context = operations.migration_context
    if context.dialect.name != "sqlite":
        with operations.batch_alter_table(name) as batch:
            yield batch
        return
    known = _known_table(context.opts.get(KNOWN), name)
    connection = None if context.as_sql else operations.get_bind()
    extras = _own_objects(connection, known) if connection is not None else []
    table = _with_unknown_columns(connection, known) if connection is not None else known
    table.constraints = sa.util.OrderedSet(sorted(table.constraints, key=_order))  # Alembic copies them in the order of a set
    table.indexes = sa.util.OrderedSet(sorted(table.indexes, key=_order))
    _keep_sequence(operations, known)
    operations.execute("PRAGMA legacy_alter_table=ON")  # else SQLite refuses the rename while a view names the table
    with operations.batch_alter_table(name, copy_from=table, recreate="always") as batch:
        yield batch
    operations.execute("PRAGMA legacy_alter_table=OFF")
    _restore_sequence(operations, known)
    for statement in extras:
        operations.execute(sa.text(statement.replace(":", "\\:")))


def _known_table(find: Callable[[str], sa.Table | None] | None, name: str) -> sa.Table:
    table = find(name) if find is not None else None
    if table is None:
        raise UserError(f"no snapshot knows the table {name}; `op.change_table` is for the tables of entities: use `op.batch_alter_table`")
    return table


def _own_objects(connection: sa.Connection, known: sa.Table) -> list[str]:
    """Return the statements that make the triggers and indexes which aren't the catalog's; they go with the old table."""
    indexes = {index.name for index in known.indexes}
    return [statement for name, statement in connection.execute(OBJECTS, {"table": known.name}) if name not in indexes]


def _with_unknown_columns(connection: sa.Connection, known: sa.Table) -> sa.Table:
    """Return the known table with the columns that others added to the real one."""
    table = known.to_metadata(sa.MetaData())
    for name, words, not_null, default in connection.execute(COLUMNS, {"table": known.name}):
        if name not in known.c:
            literal = sa.text(f"({default})".replace(":", "\\:")) if default else None
            table.append_column(sa.Column(name, _Declared(words), nullable=not not_null, server_default=literal))
    return table


def _keep_sequence(operations: Operations, known: sa.Table) -> None:
    """Remember the last id given out, so that the ids of deleted rows are not given again."""
    if _has_sequence(known):
        operations.execute(KEEP_SEQUENCE.format(_literal(known.name)))


def _restore_sequence(operations: Operations, known: sa.Table) -> None:
    if _has_sequence(known):
        for statement in RESTORE_SEQUENCE:
            operations.execute(statement.format(_literal(known.name)))


def _order(item: sa.Constraint | sa.Index) -> tuple[str, str]:
    return type(item).__name__, str(item.name)


def _has_sequence(table: sa.Table) -> bool:
    return bool(table.dialect_options["sqlite"]["autoincrement"])


def _literal(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
