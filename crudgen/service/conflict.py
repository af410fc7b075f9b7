"""What a caller is told of a conflict: only names that they may know. That something is in the way cannot be hidden."""

from crudgen.errors import Conflict, FieldError
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Entity

_NAMELESS = {"unique": "another record has the same values", "reference": "other records refer to this one"}


def tell_conflict(rights: Rights, entity: Entity, conflict: Conflict) -> Conflict:
    """Return the conflict of a write to `entity` without the entities and fields that the caller may not know of."""
    told = tuple(error for error in conflict.errors if _may_know(rights, entity, error))
    if len(told) == len(conflict.errors):
        return conflict
    return Conflict(_NAMELESS.get(conflict.name, ""), errors=told, code=conflict.name)


def _may_know(rights: Rights, entity: Entity, error: FieldError) -> bool:
    if "entity" in error.params:
        return error.params["field"] in rights.fields(rights.catalog.entities[error.params["entity"]])
    *steps, name = error.pointer.split("/")
    for step in steps:  # into child lists: /items/2/code
        if step in entity.relations:
            entity = rights.catalog.entities[entity.relations[step].target]
    return rights.knows_field(entity, name)
