"""Operations that revision files use beside Alembic's own: `op.append_column`, `op.change_table`, `op.preflight` and others.

Each is registered with Alembic when this module is imported, which `environment` does. What a database needs differs
here and nowhere else, so that one file is right for all of them.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.render import _render_column, render_op, renderers
from alembic.operations import BatchOperations, Operations, ops
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.elements import UnaryExpression

from crudgen.migrate.preflight import Rule, check_rows
from crudgen.migrate.rebuild import change_table
from crudgen.migrate.render import render_item
from crudgen.model.checks import Check, Condition
from crudgen.store.functions import fold

UniqueColumns = Sequence[tuple[str, Sequence[str]]]
Columns = Sequence[tuple[str, str]]


@Operations.register_operation("change_table")
class ChangeTable(ops.ModifyTableOps):
    """Several changes of one table: ALTER where the database has it, one rebuild on SQLite."""

    @classmethod
    def change_table(cls, operations: Operations, table_name: str) -> AbstractContextManager[BatchOperations]:
        """Open a batch of changes of one table. SQLite's rebuild keeps the ids, and what crudgen doesn't own."""
        return change_table(operations, table_name)


@renderers.dispatch_for(ChangeTable)
def _render_change_table(context: AutogenContext, operation: ChangeTable) -> list[str]:
    with context._within_batch():
        lines = [line for inner in operation.ops for line in render_op(context, inner)]
    return [f"with op.change_table({str(operation.table_name)!r}) as batch_op:", *lines, ""]


@Operations.implementation_for(ChangeTable)
def _change_table(operations: Operations, operation: ChangeTable) -> None:
    with change_table(operations, operation.table_name) as batch:
        for inner in operation.ops:
            batch.invoke(inner)


@Operations.register_operation("append_column")
class AppendColumn(ops.MigrateOperation):
    """A new column with its CHECK: one statement on SQLite, without a rebuild."""

    def __init__(self, table_name: str, column: sa.Column[Any], check: Check) -> None:
        self.table_name, self.column, self.check = table_name, column, check

    @classmethod
    def append_column(cls, operations: Operations, table_name: str, column: sa.Column[Any], check: Check) -> None:
        """Add a column and the CHECK on it."""
        operations.invoke(cls(table_name, column, check))


@renderers.dispatch_for(AppendColumn)
def _render_append_column(context: AutogenContext, operation: AppendColumn) -> str:
    column, check = _render_column(operation.column, context), render_item("check", operation.check, context)
    return f"op.append_column(\n{str(operation.table_name)!r},\n{column},\n{check},\n)"


@Operations.implementation_for(AppendColumn)
def _append_column(operations: Operations, operation: AppendColumn) -> None:
    dialect = operations.migration_context.dialect
    if dialect.supports_alter or not is_needed(operation.check, dialect):
        operations.add_column(operation.table_name, operation.column)
        operations.invoke(CreateCheck(operation.table_name, operation.check))
    else:
        column = operation.column
        default = getattr(column.server_default, "arg", None)
        inner = sa.Column(column.name, column.type, operation.check._copy(), nullable=column.nullable, server_default=default)
        operations.add_column(operation.table_name, inner)


@BatchOperations.register_operation("create_check", "batch_create_check")
@Operations.register_operation("create_check")
class CreateCheck(ops.MigrateOperation):
    """The CHECK of a column or of a row, where the database has something to check."""

    def __init__(self, table_name: str, check: Check | Condition) -> None:
        self.table_name, self.check = table_name, check

    @classmethod
    def create_check(cls, operations: Operations, table_name: str, check: Check | Condition) -> None:
        """Add a CHECK."""
        operations.invoke(cls(table_name, check))

    @classmethod
    def batch_create_check(cls, operations: BatchOperations, check: Check | Condition) -> None:
        """Add a CHECK to the batch's table."""
        operations.invoke(cls(operations.impl.table_name, check))


@BatchOperations.register_operation("drop_check", "batch_drop_check")
@Operations.register_operation("drop_check")
class DropCheck(ops.MigrateOperation):
    """The way back. It takes the whole CHECK, since some databases never had it."""

    def __init__(self, table_name: str, check: Check | Condition) -> None:
        self.table_name, self.check = table_name, check

    @classmethod
    def drop_check(cls, operations: Operations, table_name: str, check: Check | Condition) -> None:
        """Drop a CHECK."""
        operations.invoke(cls(table_name, check))

    @classmethod
    def batch_drop_check(cls, operations: BatchOperations, check: Check | Condition) -> None:
        """Drop a CHECK of the batch's table."""
        operations.invoke(cls(operations.impl.table_name, check))


@renderers.dispatch_for(CreateCheck)
def _render_create_check(context: AutogenContext, operation: CreateCheck) -> str:
    return _render_check("create_check", context, operation.table_name, operation.check)


@renderers.dispatch_for(DropCheck)
def _render_drop_check(context: AutogenContext, operation: DropCheck) -> str:
    return _render_check("drop_check", context, operation.table_name, operation.check)


def _render_check(verb: str, context: AutogenContext, table: str, check: Check | Condition) -> str:
    text = str(render_item("check", check, context))
    if "\n" in text:
        text = f"\n{text},\n" if context._has_batch else f"\n{str(table)!r},\n{text},\n"
        return f"{'batch_op' if context._has_batch else 'op'}.{verb}({text})"
    return f"batch_op.{verb}({text})" if context._has_batch else f"op.{verb}({str(table)!r}, {text})"


@Operations.implementation_for(CreateCheck)
def _create_check(operations: Operations, operation: CreateCheck) -> None:
    if is_needed(operation.check, operations.migration_context.dialect):
        check = operation.check._copy()
        operations.schema_obj.table(operation.table_name).append_constraint(check)
        operations.impl.add_constraint(check)


@Operations.implementation_for(DropCheck)
def _drop_check(operations: Operations, operation: DropCheck) -> None:
    if is_needed(operation.check, operations.migration_context.dialect):
        operations.invoke(ops.DropConstraintOp(str(operation.check.name), operation.table_name, type_="check"))


def is_needed(check: Check | Condition, dialect: Dialect) -> bool:
    """Tell whether the table has this CHECK on a database."""
    return bool(check._should_create_for_compiler(dialect.ddl_compiler(dialect, None)))  # type: ignore[arg-type]


class CreateIndex(ops.CreateIndexOp):
    """Alembic's own, written so that a descending column is quoted as each database wants it."""


@renderers.dispatch_for(CreateIndex)
def _render_create_index(_context: AutogenContext, operation: CreateIndex) -> str:
    columns = ", ".join(_index_part(part) for part in operation.columns)
    return f"op.create_index({str(operation.index_name)!r}, {str(operation.table_name)!r}, [{columns}], unique={bool(operation.unique)})"


def _index_part(part: Any) -> str:
    if isinstance(part, UnaryExpression):
        return f"sa.column({str(part.element.name)!r}).desc()"
    return repr(str(part.name))


@Operations.register_operation("preflight")
class Preflight(ops.MigrateOperation):
    """What must be true of the rows before anything changes."""

    def __init__(self, unique: UniqueColumns = (), ci: Columns = (), rules: Sequence[Rule] = (), filled: Columns = ()) -> None:
        self.rules = tuple(rules)
        self.unique = tuple((table, tuple(columns)) for table, columns in unique)
        self.ci = tuple((str(table), str(column)) for table, column in ci)
        self.filled = tuple((str(table), str(column)) for table, column in filled)

    @classmethod
    def preflight(
        cls,
        operations: Operations,
        *,
        unique: UniqueColumns = (),
        ci: Columns = (),
        rules: Sequence[tuple[str, Sequence[str], Condition, Sequence[sa.Column[Any]]]] = (),
        filled: Columns = (),
    ) -> None:
        """Refuse the step, with counts and samples, where rows repeat a value that becomes unique, break a rule, or lack a value.

        Columns of `ci` ignore case; those of `filled` become required. A rule has its table, the columns of the key, the CHECK,
        and the columns that are added for it.
        """
        made = [Rule(table, tuple(key), condition, tuple(added)) for table, key, condition, added in rules]
        operations.invoke(cls(unique, ci, made, filled))


@renderers.dispatch_for(Preflight)
def _render_preflight(context: AutogenContext, operation: Preflight) -> str:
    parts = {
        "unique": [f"({str(table)!r}, {[str(column) for column in columns]!r})" for table, columns in operation.unique],
        "ci": [f"({table!r}, {column!r})" for table, column in operation.ci],
        "rules": [_render_rule(context, rule) for rule in operation.rules],
        "filled": [f"({table!r}, {column!r})" for table, column in operation.filled],
    }
    lines = "".join(f"{name}={_list(items)},\n" for name, items in parts.items() if items)
    return f"op.preflight(\n{lines})"


def _list(items: list[str]) -> str:
    return "\n".join(["[", *(f"{item}," for item in items), "]"]) if items else "[]"


def _render_rule(context: AutogenContext, rule: Rule) -> str:
    condition = render_item("check", rule.condition, context)
    added = _list([str(_render_column(column, context)) for column in rule.added])
    return f"(\n{rule.table!r},\n{list(rule.key)!r},\n{condition},\n{added},\n)"


@Operations.implementation_for(Preflight)
def _preflight(operations: Operations, operation: Preflight) -> None:
    connection = None if operations.migration_context.as_sql else operations.get_bind()
    if connection is not None:
        check_rows(connection, operation.unique, operation.ci, operation.rules, operation.filled)


@Operations.register_operation("fold_text")
class FoldText(ops.MigrateOperation):
    """Fill the column that keeps another one's text with case differences gone, for the rows that exist."""

    def __init__(self, table_name: str, column: str, folded: str) -> None:
        self.table_name, self.column, self.folded = table_name, column, folded

    @classmethod
    def fold_text(cls, operations: Operations, table_name: str, column: str, folded: str) -> None:
        """Set `folded` to the text of `column` in small letters."""
        operations.invoke(cls(table_name, column, folded))


@renderers.dispatch_for(FoldText)
def _render_fold_text(_context: AutogenContext, operation: FoldText) -> str:
    return f"op.fold_text({operation.table_name!r}, {operation.column!r}, {operation.folded!r})"


@Operations.implementation_for(FoldText)
def _fold_text(operations: Operations, operation: FoldText) -> None:
    table = sa.table(operation.table_name, sa.column(operation.column), sa.column(operation.folded))
    operations.execute(sa.update(table).values({operation.folded: fold(table.c[operation.column])}))


@Operations.register_operation("create_cyclic_foreign_key")
class CreateCyclicForeignKey(ops.MigrateOperation):
    """A foreign key between tables that refer to each other, added when both are there; SQLite has it in the table already."""

    def __init__(
        self, name: str, source: str, target: str, columns: Sequence[str], target_columns: Sequence[str], ondelete: str | None = None
    ) -> None:
        self.name, self.source, self.target = name, source, target
        self.columns, self.target_columns, self.ondelete = list(columns), list(target_columns), ondelete

    @classmethod
    def create_cyclic_foreign_key(cls, operations: Operations, *args: Any, **options: Any) -> None:
        """Add the foreign key; arguments as for `op.create_foreign_key`."""
        operations.invoke(cls(*args, **options))


@renderers.dispatch_for(CreateCyclicForeignKey)
def _render_create(_context: AutogenContext, operation: CreateCyclicForeignKey) -> str:
    names = (operation.name, operation.source, operation.target)
    arguments = [*(repr(str(name)) for name in names), repr(operation.columns), repr(operation.target_columns)]
    if operation.ondelete:
        arguments.append(f"ondelete={operation.ondelete!r}")
    return f"op.create_cyclic_foreign_key({', '.join(arguments)})"


@Operations.implementation_for(CreateCyclicForeignKey)
def _create(operations: Operations, operation: CreateCyclicForeignKey) -> None:
    key = operation
    if operations.migration_context.dialect.supports_alter:
        operations.create_foreign_key(key.name, key.source, key.target, key.columns, key.target_columns, ondelete=key.ondelete)


@Operations.register_operation("drop_cyclic_foreign_key")
class DropCyclicForeignKey(ops.MigrateOperation):
    """The way back: before tables that refer to each other are dropped."""

    def __init__(self, name: str, source: str) -> None:
        self.name, self.source = name, source

    @classmethod
    def drop_cyclic_foreign_key(cls, operations: Operations, name: str, source: str) -> None:
        """Drop the foreign key `name` of the table `source`; on SQLite it goes with the table."""
        operations.invoke(cls(name, source))


@renderers.dispatch_for(DropCyclicForeignKey)
def _render_drop(_context: AutogenContext, operation: DropCyclicForeignKey) -> str:
    return f"op.drop_cyclic_foreign_key({str(operation.name)!r}, {str(operation.source)!r})"


@Operations.implementation_for(DropCyclicForeignKey)
def _drop(operations: Operations, operation: DropCyclicForeignKey) -> None:
    if operations.migration_context.dialect.supports_alter:
        operations.drop_constraint(operation.name, operation.source, type_="foreignkey")
