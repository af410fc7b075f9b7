"""What the grants that hold for a stored record allow: the fields and lists that a caller may write on it, and whether it may go."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from crudgen.errors import FieldError
from crudgen.plan.check import key_order, where_keys
from crudgen.plan.nodes import Key, Read
from crudgen.plan.rights import Grant, Rights, is_always, list_of
from crudgen.plan.rows import ALL, allowed, both, hold, masks, may_name, question, visible
from crudgen.schema.catalog import Action, Entity, Field
from crudgen.service.part import Part
from crudgen.service.reach import Wanted, matching_keys
from crudgen.service.stored import Stored
from crudgen.service.validate import FORBIDDEN, refuse_writing
from crudgen.store import Store


@dataclass(frozen=True, slots=True)
class Permit:
    """What a caller may do with one record that they see: the names of the fields and child lists to change, and whether to delete it.

    What a rule asks of the values to be sent is only known when they are, so it counts as allowed. `unshown` are the fields that
    `show_if` leaves out, and the child lists that may not be read.
    """

    names: frozenset[str]
    may_delete: bool
    unshown: frozenset[str] = frozenset()


NOTHING = Permit(frozenset(), may_delete=False)
"""That of a record which is gone, or out of sight."""


def find_permits(
    store: Store, connection: Connection, rights: Rights, entity: Entity, keys: Sequence[Key], *, as_part: bool = False
) -> dict[Key, Permit]:
    """Return what the caller may do with the records at `keys` that they see. `as_part`: in their parent's list.

    One statement, and none where nothing depends on the record.
    """
    update, delete = (question(rights, action, entity, as_part=as_part) for action in (Action.UPDATE, Action.DELETE))
    formulas = rights.catalog.formulas
    shown = {name: formula for name, one in rights.fields(entity).items() if (formula := formulas.show_if(entity, one)) is not None}
    lists = masks(rights, entity, entity.parts)
    asks = (*update.asks, *delete.asks, *(mask.where for mask in lists), *(hold(rights, formula) for formula in shown.values()))
    seen = visible(rights, entity)
    if not asks and seen == ALL:
        answered: dict[Key, tuple[Any, ...]] = dict.fromkeys(keys, ())
    else:
        plan = Read(entity, entity.key_fields, where=both(where_keys(entity, keys), seen), order=key_order(entity), asks=asks)
        answered = {record.key: record.answers for record in store.read(connection, plan).items}
    found = {}
    for key, values in answered.items():
        answers = list(values)
        changes = update.promising([answers.pop(0) for _ in update.asks])
        deletes = delete.promising([answers.pop(0) for _ in delete.asks])
        groups = [*(mask.names for mask in lists), *({name} for name in shown)]
        unshown = frozenset().union(*(names for names, told in zip(groups, answers, strict=True) if told is not True))
        found[key] = Permit(frozenset(writable_names(rights, entity, changes, as_part=as_part)), bool(deletes), unshown)
    return found


def writable_names(rights: Rights, entity: Entity, grants: Sequence[Grant], *, as_part: bool) -> Iterator[str]:
    """Yield the fields and child lists that a record's grants let the caller change."""
    yield from writable_by(rights, entity, grants, as_part=as_part)
    yield from (name for name in rights.parts(entity, Action.UPDATE) if may_name(grants, name))


def writable_on(rights: Rights, stored: Stored, *, as_part: bool = False) -> Mapping[str, Field]:
    """Return the fields of a stored record that the caller may change."""
    return writable_by(rights, stored.record.entity, stored.grants[Action.UPDATE], as_part=as_part)


def writable_by(rights: Rights, entity: Entity, grants: Sequence[Grant], *, as_part: bool = False) -> Mapping[str, Field]:
    """Return the fields that the grants of a record let the caller change."""
    writable = rights.writable(entity, Action.UPDATE, as_part=as_part)
    return {name: field for name, field in writable.items() if grants and (is_always(field) or may_name(grants, field))}


def refuse_unallowed(part: Part) -> None:
    """Add to the draft's errors what it names of a stored record and the caller may not write.

    What has the stored value is refused, too: else a caller could guess one that they may not read.
    """
    if part.stored is None:
        return
    grants = part.stored.grants[Action.UPDATE]
    if part.draft.sent and not grants:
        part.draft.errors.append(FieldError(part.pointer, FORBIDDEN, "may not be changed by you"))
        return
    told = {error.pointer for error in part.draft.errors}
    for name in sorted(part.draft.sent):
        field = part.entity.fields.get(name)
        pointer = f"{part.pointer}/{name}"
        if not (field is not None and is_always(field)) and not may_name(grants, name) and pointer not in told:
            part.draft.errors.append(refuse_writing(pointer))


def new_references(part: Part) -> Iterator[Wanted]:
    """Yield the ids that are not those that the caller sees there already: what is kept is not asked about again."""
    stored = part.stored
    for wanted in part.draft.references:
        name = wanted.field.name
        is_kept = stored is not None and name in stored.shown and stored.record.values.get(name) == wanted.key
        if not is_kept:
            yield wanted


def refuse_parents(
    store: Store, connection: Connection, rights: Rights, parts: Sequence[Part], told: Collection[str]
) -> Iterator[FieldError]:
    """Yield an error for each child of one entity that would come into the list of a parent that the caller may not update.

    To be asked before anything is written: rules are about the parent as it is before. `told` are the pointers of ids that
    lead nowhere, which are not told twice.
    """
    way = parts[0].entity.parent if parts else None
    if way is None or rights.is_admin:
        return
    above = rights.catalog.entities[way.target]
    where = allowed(rights, Action.UPDATE, above, list_of(rights.catalog, parts[0].entity))
    coming = {part.pointer: part for part in parts if way.field in part.changes() and f"{part.pointer}/{way.field}" not in told}
    keys = {(part.draft.values[way.field],) for part in coming.values()}
    open_keys = keys if where == ALL else matching_keys(store, connection, above, sorted(keys), where)
    for pointer, part in coming.items():
        if (part.draft.values[way.field],) not in open_keys:
            is_new = part.stored is None
            yield FieldError(pointer, FORBIDDEN, "may not be created by you") if is_new else refuse_writing(f"{pointer}/{way.field}")
