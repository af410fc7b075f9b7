"""One table as it was and as it shall be, to Alembic's operations. Pure: names and definitions decide."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import sqlalchemy as sa
from alembic.operations import ops

from crudgen.migrate.directives import AppendColumn, ChangeTable, CreateCheck, CreateIndex, DropCheck, FoldText
from crudgen.model.checks import Check, Condition
from crudgen.model.columns import FOLDS

Column: TypeAlias = sa.Column[Any]
Operations: TypeAlias = Iterator[ops.MigrateOperation]


def change_operations(old: sa.Table, new: sa.Table) -> Operations:
    """Yield what leads from `old` to `new`, two tables of one name; nothing when they are the same.

    Columns that can simply be appended are, and indexes come and go by themselves. Whatever else there is becomes one batch,
    since SQLite makes the table anew for it. MySQL needs an index for each foreign key: new indexes come before old ones go,
    and a foreign key goes before its column's index.
    """
    batch = [*_drops(old, new), *_alterations(old, new)]
    late = [*_new_foreign_keys(old, new), *(CreateCheck(str(new.name), one) for one in _differing_conditions(new, old))]
    if batch or late:
        yield ChangeTable(str(new.name), [*batch, *_additions(old, new), *late])
    else:
        yield from (_append(new, column) for column in _missing(new, old))
    yield from _folds(old, new)
    yield from (CreateIndex.from_index(index) for index in _differing(new, old))
    yield from (ops.DropIndexOp.from_index(index) for index in _differing(old, new) if _is_covered(index, new))


def referred_table(constraint: sa.ForeignKeyConstraint) -> str:
    """Return the name of the table that a foreign key points at, without needing that table."""
    return constraint.elements[0].target_fullname.rpartition(".")[0]


def referred_columns(constraint: sa.ForeignKeyConstraint) -> list[str]:
    """Return the columns that a foreign key points at."""
    return [element.target_fullname.rpartition(".")[2] for element in constraint.elements]


def _folds(old: sa.Table, new: sa.Table) -> Operations:
    """Yield what fills the new columns of folded texts, where the rows that exist have a text."""
    for column in _missing(new, old):
        source = column.info.get(FOLDS)
        if source is not None and (source in old.columns or new.columns[source].server_default is not None):
            yield FoldText(str(new.name), str(source), str(column.name))


def _missing(table: sa.Table, other: sa.Table) -> list[Column]:
    """Return the columns of `table` that `other` lacks."""
    return [column for column in table.columns if column.name not in other.columns]


def _drops(old: sa.Table, new: sa.Table) -> Operations:
    name = str(old.name)
    for key in _keys(old).values():
        if not _same_key(key, _keys(new).get(str(key.name))):
            yield ops.DropConstraintOp(str(key.name), name, type_="foreignkey")
    for owner, check in _checks(old).items():
        if repr(check) != repr(_checks(new).get(owner)):
            yield DropCheck(name, check)
    yield from (DropCheck(name, one) for one in _differing_conditions(old, new))
    for index in _differing(old, new):
        if not _is_covered(index, new):
            yield ops.DropIndexOp.from_index(index)
    for column in _missing(old, new):
        yield ops.DropColumnOp(name, str(column.name))


def _additions(old: sa.Table, new: sa.Table) -> Operations:
    checks = _checks(new)
    for column in _missing(new, old):
        yield ops.AddColumnOp(str(new.name), bare_column(column))
        if str(column.name) in checks:
            yield CreateCheck(str(new.name), checks[str(column.name)])


def _append(table: sa.Table, column: Column) -> ops.MigrateOperation:
    check = _checks(table).get(str(column.name))
    if check is None:
        return ops.AddColumnOp(str(table.name), bare_column(column))
    return AppendColumn(str(table.name), bare_column(column), check)


def bare_column(column: Column) -> Column:
    """Return the column without what has operations of its own."""
    default = column.server_default
    return sa.Column(column.name, column.type, nullable=column.nullable, server_default=getattr(default, "arg", None))


def _alterations(old: sa.Table, new: sa.Table) -> Operations:
    for column in new.columns:
        before = old.columns.get(column.name)
        if before is not None and _definition(before) != _definition(column):
            yield _alter(str(new.name), before, column)
    before_checks, checks = _checks(old), _checks(new)
    for name, check in checks.items():
        if name in old.columns and repr(check) != repr(before_checks.get(name)):
            yield CreateCheck(str(new.name), check)


def _definition(column: Column) -> tuple[str, bool, str]:
    return repr(column.type), bool(column.nullable), repr(_default(column))


def _default(column: Column) -> Any:
    return getattr(column.server_default, "arg", None)


def _alter(table: str, old: Column, new: Column) -> ops.AlterColumnOp:
    is_other_type, is_other_default = repr(old.type) != repr(new.type), repr(_default(old)) != repr(_default(new))
    return ops.AlterColumnOp(
        table,
        str(new.name),
        existing_type=old.type,
        existing_nullable=old.nullable,
        existing_server_default=_default(old),
        modify_type=new.type if is_other_type else None,
        modify_nullable=new.nullable if old.nullable != new.nullable else None,
        modify_server_default=_default(new) if is_other_default else False,
    )


def _new_foreign_keys(old: sa.Table, new: sa.Table) -> Operations:
    before = _keys(old)
    for name, key in _keys(new).items():
        if not _same_key(key, before.get(name)):
            columns = [str(column.name) for column in key.columns]
            yield ops.CreateForeignKeyOp(name, str(new.name), referred_table(key), columns, referred_columns(key), ondelete=key.ondelete)


def _keys(table: sa.Table) -> dict[str, sa.ForeignKeyConstraint]:
    return {str(key.name): key for key in sorted(table.foreign_key_constraints, key=lambda key: str(key.name))}


def _same_key(key: sa.ForeignKeyConstraint, other: sa.ForeignKeyConstraint | None) -> bool:
    return other is not None and _key_definition(key) == _key_definition(other)


def _key_definition(key: sa.ForeignKeyConstraint) -> tuple[object, ...]:
    return key.ondelete, referred_table(key), referred_columns(key), [column.name for column in key.columns]


def _checks(table: sa.Table) -> dict[str, Check]:
    """Return the CHECK of each column that has one; a column has one at most."""
    checks = [constraint for constraint in table.constraints if isinstance(constraint, Check)]
    return {check.rule.column: check for check in sorted(checks, key=lambda check: str(check.name))}


def _differing_conditions(table: sa.Table, other: sa.Table) -> list[Condition]:
    """Return the rules over whole rows that `table` has and `other` lacks, or has in other words."""
    known = {repr(one) for one in _conditions(other)}
    return [one for one in _conditions(table) if repr(one) not in known]


def _conditions(table: sa.Table) -> list[Condition]:
    return sorted((one for one in table.constraints if isinstance(one, Condition)), key=lambda one: str(one.name))


def _differing(table: sa.Table, other: sa.Table) -> list[sa.Index]:
    """Return the indexes of `table` that `other` lacks; the name of an index says all about it."""
    names = {str(index.name) for index in other.indexes}
    return [index for index in sorted(table.indexes, key=lambda index: str(index.name)) if str(index.name) not in names]


def _is_covered(index: sa.Index, table: sa.Table) -> bool:
    """Tell whether the table still has every column of the index."""
    return all(column.name in table.columns for column in index.columns)
