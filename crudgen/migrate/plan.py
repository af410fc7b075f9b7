"""From two Catalogs to one revision: the changes, the operations for both ways, or the refusal. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from alembic.operations import ops

from crudgen.errors import UserError
from crudgen.migrate.changes import Change, Kind, UniqueAdded
from crudgen.migrate.diff import compare
from crudgen.migrate.directives import Preflight
from crudgen.migrate.essence import complete
from crudgen.migrate.tables import pick_tables
from crudgen.migrate.transform import transform
from crudgen.schema.catalog import Catalog

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
    checks = tuple(_preflights(old, new, changes))
    before, after = pick_tables(old, names), pick_tables(new, names)
    return (*checks, *transform(before, after)), tuple(transform(after, before))


def _preflights(old: Catalog, new: Catalog, changes: Iterable[Change]) -> Iterator[ops.MigrateOperation]:
    groups = [group for change in changes if isinstance(change, UniqueAdded) for group in _unique_columns(old, new, change)]
    if groups:
        yield Preflight(unique=groups)


def _unique_columns(old: Catalog, new: Catalog, change: UniqueAdded) -> Iterator[tuple[str, list[str]]]:
    """Yield the table and the columns whose rows must not repeat; nothing where a new field will be null in all of them."""
    entity, before = new.entities[change.entity], old.entities[change.entity].fields
    fields = [entity.fields[name] for name in change.fields]
    if all(field.name in before or field.default is not None for field in fields):
        yield entity.table, [field.column for field in fields if field.name in before]


def refuse_unanswered(changes: Iterable[Change]) -> None:
    """Raise UserError if a change is not safe, naming each such change, its place and its cure."""
    refused = [change for change in changes if change.kind is not Kind.SAFE]
    if refused:
        lines = [*map(str, refused), "nothing was written: a revision is made when every change has an answer"]
        raise UserError("\n".join(lines))


def describe(changes: Iterable[Change]) -> str:
    """Return the changes as they stand in a revision's docstring."""
    return "\n".join(f"- {change.text} ({change.kind.words})" for change in changes)
