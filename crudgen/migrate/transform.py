"""Tables as they were and as they shall be, to Alembic's operations. Pure: names and definitions decide, no database is read."""

from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa
from alembic.operations import ops

from crudgen.migrate.directives import CreateCyclicForeignKey, CreateIndex, DropCyclicForeignKey
from crudgen.migrate.table_diff import change_operations, referred_columns, referred_table

Tables = Mapping[str, sa.Table]


def transform(old: Tables, new: Tables) -> list[ops.MigrateOperation]:
    """Return the operations that lead from `old` to `new`; the way back is the same with the two exchanged.

    Both hold tables by name, and only those that may differ. Tables are dropped last, after everything that refers to them.
    """
    added = [table for name, table in new.items() if name not in old]
    removed = [table for name, table in old.items() if name not in new]
    kept = [name for name in sorted(new) if name in old]
    changes = [operation for name in kept for operation in change_operations(old[name], new[name])]
    return [*_creations(added), *changes, *_removals(removed)]


def _creations(tables: Sequence[sa.Table]) -> Iterator[ops.MigrateOperation]:
    ordered = order_tables(tables)
    cyclic = _cyclic(ordered)
    for table in ordered:
        yield _create_table(table, cyclic)
        for index in sorted(table.indexes, key=_name):
            yield CreateIndex.from_index(index)
    for constraint in cyclic:
        yield _create_cyclic(constraint)


def _removals(tables: Sequence[sa.Table]) -> Iterator[ops.MigrateOperation]:
    ordered = order_tables(tables)
    for constraint in _cyclic(ordered):
        yield DropCyclicForeignKey(_name(constraint), constraint.table.name)
    for table in reversed(ordered):
        yield ops.DropTableOp.from_table(table)


def _create_table(table: sa.Table, cyclic: Sequence[sa.ForeignKeyConstraint]) -> ops.CreateTableOp:
    for constraint in table.foreign_key_constraints:
        constraint.use_alter = constraint in cyclic  # a database that can add it later does; SQLite writes it into the table
    return ops.CreateTableOp.from_table(table)


def _create_cyclic(constraint: sa.ForeignKeyConstraint) -> CreateCyclicForeignKey:
    columns, target, targets = [str(column.name) for column in constraint.columns], referred_table(constraint), referred_columns(constraint)
    return CreateCyclicForeignKey(_name(constraint), str(constraint.table.name), target, columns, targets, constraint.ondelete)


def order_tables(tables: Sequence[sa.Table]) -> list[sa.Table]:
    """Return the tables so that each comes after those it refers to, as far as circles allow; otherwise by name."""
    by_name = {str(table.name): table for table in tables}
    ordered: dict[str, sa.Table] = {}
    seen: set[str] = set()
    for first in sorted(by_name):
        waiting = [(first, False)]
        while waiting:
            name, is_done = waiting.pop()
            if is_done:
                ordered[name] = by_name[name]
            elif name not in seen:
                seen.add(name)
                targets = {referred_table(constraint) for constraint in by_name[name].foreign_key_constraints}
                waiting.append((name, True))
                waiting.extend((target, False) for target in sorted(targets, reverse=True) if target in by_name)
    return list(ordered.values())


def _cyclic(ordered: Sequence[sa.Table]) -> list[sa.ForeignKeyConstraint]:
    """Return the foreign keys to tables that are made only later."""
    place = {str(table.name): index for index, table in enumerate(ordered)}
    late = [
        constraint
        for index, table in enumerate(ordered)
        for constraint in table.foreign_key_constraints
        if place.get(referred_table(constraint), -1) > index
    ]
    return sorted(late, key=lambda constraint: (str(constraint.table.name), _name(constraint)))


def _name(item: sa.Constraint | sa.Index) -> str:
    return str(item.name)
