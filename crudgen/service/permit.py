"""What the grants that hold for a stored record allow: the fields and lists that a caller may write on it."""

from collections.abc import Iterator, Mapping

from crudgen.errors import FieldError
from crudgen.plan.rights import Rights, is_always
from crudgen.plan.rows import may_name
from crudgen.schema.catalog import Action, Field
from crudgen.service.part import Part
from crudgen.service.reach import Wanted
from crudgen.service.stored import Stored
from crudgen.service.validate import FORBIDDEN, refuse_writing


def writable_on(rights: Rights, stored: Stored, *, as_part: bool = False) -> Mapping[str, Field]:
    """Return the fields of a stored record that the caller may change."""
    grants = stored.grants[Action.UPDATE]
    writable = rights.writable(stored.record.entity, Action.UPDATE, as_part=as_part)
    return {name: field for name, field in writable.items() if grants and (is_always(field) or may_name(grants, field))}


def refuse_unallowed(part: Part) -> None:
    """Add to the draft's errors what it names of a stored record and the caller may not write, be it with the value that is there.

    A list of children in which nothing changes is as if it were left out: it holds what the caller has read.
    """
    if part.stored is None:
        return
    grants = part.stored.grants[Action.UPDATE]
    names = part.draft.sent.difference(one.relation.name for one in part.lists if not one.is_touched)
    if not grants and names:
        part.draft.errors.append(FieldError(part.pointer, FORBIDDEN, "may not be changed by you"))
        return
    told = {error.pointer for error in part.draft.errors}
    for name in sorted(names):
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
