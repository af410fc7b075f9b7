"""What the grants that hold for a stored record allow: the fields and lists that a caller may write on it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import Connection

from crudgen.errors import FieldError
from crudgen.plan.rights import Rights, is_always, list_of
from crudgen.plan.rows import ALL, allowed, may_name
from crudgen.schema.catalog import Action, Field
from crudgen.service.part import Part
from crudgen.service.reach import Wanted, matching_keys
from crudgen.service.stored import Stored
from crudgen.service.validate import FORBIDDEN, refuse_writing
from crudgen.store import Store


def writable_on(rights: Rights, stored: Stored, *, as_part: bool = False) -> Mapping[str, Field]:
    """Return the fields of a stored record that the caller may change."""
    grants = stored.grants[Action.UPDATE]
    writable = rights.writable(stored.record.entity, Action.UPDATE, as_part=as_part)
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
