"""From two Catalogs to one revision: the changes, the operations for both ways, or the refusal. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from alembic.operations import ops

from crudgen.errors import UserError
from crudgen.migrate.changes import (
    Change,
    CheckAdded,
    EntityAdded,
    FieldGivenUp,
    FieldRestored,
    FieldWidened,
    Kind,
    RowsChanged,
    UniqueAdded,
)
from crudgen.migrate.diff import compare
from crudgen.migrate.directives import Preflight
from crudgen.migrate.essence import complete
from crudgen.migrate.preflight import Rule
from crudgen.migrate.rows import write_rows
from crudgen.migrate.table_diff import bare_column
from crudgen.migrate.tables import pick_tables
from crudgen.migrate.transform import Tables, transform
from crudgen.model.checks import Condition
from crudgen.schema.catalog import Catalog, Entity, Field
from crudgen.schema.expression.parse import find_names

Operations: TypeAlias = tuple[ops.MigrateOperation, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a revision does: `changes` for people, operations for `upgrade()` and `downgrade()`."""

    changes: tuple[Change, ...]
    upgrades: Operations
    downgrades: Operations


def plan_revision(old: Catalog, new: Catalog, builtin: Catalog) -> Plan:
    """Return what leads from `old` to `new`, two owned parts (`essence.extract`). Raises UserError where a change has no answer yet."""
    changes = compare(old, new)
    refuse_unanswered(changes)
    return Plan(changes, *plan_operations(complete(old, builtin), complete(new, builtin), changes))


def plan_operations(old: Catalog, new: Catalog, changes: Iterable[Change]) -> tuple[Operations, Operations]:
    """Return the operations for `changes`, there and back, between two complete Catalogs."""
    changes = tuple(changes)
    names = {change.entity for change in changes}
    before, after = pick_tables(old, names), pick_tables(new, names)
    rules = [_plan_rule(new.entities[change.entity], change, before, after) for change in changes if isinstance(change, CheckAdded)]
    there = (*_preflights(old, new, changes, rules), *transform(before, after), *_write_rows(new, old, new, changes))
    given_up = [change for change in changes if isinstance(change, FieldGivenUp)]
    return there, (*_check_rows([], [], _required(old, given_up)), *_write_rows(new, new, old, changes), *transform(after, before))


def _write_rows(tables: Catalog, old: Catalog, new: Catalog, changes: Iterable[Change]) -> Iterator[ops.MigrateOperation]:
    """Yield what leads from the rows of the schema in `old` to those in `new`, there or back; it runs on the tables of `tables`."""
    names = dict.fromkeys(change.entity for change in changes if isinstance(change, RowsChanged | EntityAdded))
    for name in names:
        yield from write_rows(tables, old.entities.get(name), new.entities.get(name))


def _plan_rule(entity: Entity, change: CheckAdded, before: Tables, after: Tables) -> Rule:
    """Return what the rows that exist must obey, with the columns that they get in the same revision."""
    table = after[entity.table]
    condition = next(one for one in table.constraints if isinstance(one, Condition) and one.rule == change.rule)
    named = {entity.fields[name].column for name in find_names(change.rule)}
    added = [column for column in table.columns if column.name in named and column.name not in before[entity.table].columns]
    return Rule(entity.table, tuple(str(column.name) for column in table.primary_key), condition, tuple(map(bare_column, added)))


def _preflights(old: Catalog, new: Catalog, changes: Iterable[Change], rules: list[Rule]) -> Iterator[ops.MigrateOperation]:
    groups = [(new.entities[change.entity], group) for change in changes for group in _unique_groups(old, new, change)]
    yield from _check_rows(groups, rules, _required(new, [change for change in changes if isinstance(change, FieldRestored)]))


def _required(catalog: Catalog, changes: Iterable[FieldGivenUp | FieldRestored]) -> list[tuple[str, str]]:
    """Return the tables and columns of the changed fields that `catalog` requires: while they were given up, rows went without."""
    found = [(catalog.entities[change.entity], change.field) for change in changes]
    return [(entity.table, entity.fields[name].column) for entity, name in found if entity.fields[name].required]


def _check_rows(
    groups: list[tuple[Entity, list[Field]]], rules: list[Rule], filled: list[tuple[str, str]]
) -> Iterator[ops.MigrateOperation]:
    if groups or rules or filled:
        unique = dict.fromkeys((entity.table, tuple(field.column for field in group)) for entity, group in groups)
        ci = dict.fromkeys((entity.table, field.column) for entity, group in groups for field in group if field.ci)
        yield Preflight(unique=list(unique), ci=list(ci), rules=rules, filled=filled)


def _unique_groups(old: Catalog, new: Catalog, change: Change) -> Iterator[list[Field]]:
    """Yield the fields whose values must not repeat from now on; nothing where a new field will be null in all rows."""
    match change:
        case UniqueAdded():
            entity, before = new.entities[change.entity], old.entities[change.entity].fields
            fields = [entity.fields[name] for name in change.fields]
            if all(field.name in before or field.default is not None for field in fields):
                yield [field for field in fields if field.name in before]
        case FieldWidened():
            entity, before = new.entities[change.entity], old.entities[change.entity].fields
            if entity.fields[change.field].ci and not before[change.field].ci:
                groups = [*([(change.field,)] if entity.fields[change.field].unique else []), *entity.unique]
                kept = [group for group in groups if change.field in group and before.keys() >= {*group}]
                yield from ([entity.fields[name] for name in group] for group in kept)
        case _:
            return


def refuse_unanswered(changes: Iterable[Change]) -> None:
    """Raise UserError if a change is not safe, naming each such change, its place and its cure."""
    refused = [change for change in changes if change.kind is not Kind.SAFE]
    if refused:
        lines = [*map(str, refused), "nothing was written: a revision is made when every change has an answer"]
        raise UserError("\n".join(lines))


def describe(changes: Iterable[Change]) -> str:
    """Return the changes as they stand in a revision's docstring."""
    return "\n".join(f"- {change.text} ({change.kind.words})" for change in changes)
