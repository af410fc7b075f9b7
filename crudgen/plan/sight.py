"""Whether a caller may know of an expression: of every field and relation that it names. Pure."""

from collections.abc import Sequence

from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Entity, Field, Relation
from crudgen.schema.expression import Expression
from crudgen.schema.expression.tree import Typed

USER = "user"
OF_CALLER = frozenset({"user.id", "user.roles"})
"""What everybody knows of themselves."""


def may_know(rights: Rights, expression: Expression) -> bool:
    """Tell whether all that an expression names may be read by the caller on some record, so that it tells them of nothing new."""
    return _knows(rights, expression.tree, expression.entity, expression.entity)


def _knows(rights: Rights, node: Typed, row: Entity, each: Entity) -> bool:
    """Tell it of a node about `row`; `each` is the entity that an aggregate around it goes over."""
    entities = rights.catalog.entities
    if node.op == "aggregate":
        steps = node.value.steps
        each = entities[steps[-1].target]
        if not _reaches(rights, row, steps, None):
            return False
    if node.op == "path":
        place = node.value
        start = {"user": entities[USER], "each": each}.get(place.root, row)
        return place.name in OF_CALLER or _reaches(rights, start, place.steps, place.field)
    return all(_knows(rights, argument, row, each) for argument in node.args)


def _reaches(rights: Rights, entity: Entity, steps: Sequence[Relation], field: Field | None) -> bool:
    for step in steps:
        if step.name not in rights.relations(entity):
            return False
        entity = rights.catalog.entities[step.target]
    return field is None or field.name in rights.fields(entity)
