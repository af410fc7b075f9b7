"""Check `part_of`: a child has one parent, and no record is part of itself, however far up."""

from crudgen.errors import Diagnostic
from crudgen.schema.draft import Draft, EntityDraft, FieldDraft, refuse


def check_parts(draft: Draft, problems: list[Diagnostic]) -> Draft:
    """Refuse a second parent, a parent that only the server writes, and a circle of parents."""
    parents = {name: found[0] for name, entity in draft.entities.items() if (found := _check_entity(draft, entity, problems))}
    told: set[str] = set()
    for name in parents:
        circle = _find_circle(parents, name)
        if circle and told.isdisjoint(circle):
            told |= set(circle)
            _refuse_circle(parents, circle, problems)
    return draft


def _check_entity(draft: Draft, entity: EntityDraft, problems: list[Diagnostic]) -> list[FieldDraft]:
    """Return the references that make the entity a child."""
    found = [member for member in entity.fields.values() if member.field.relation is not None and member.field.relation.part_of]
    for member in found[1:]:
        message = f'"{entity.entity.name}" is part of "{_target(found[0])}" already, by "{found[0].field.name}"'
        refuse(problems, member.at("part_of"), "part_of", message, "a child has one parent: take part_of away from one of them")
    for member in found:
        target = draft.entities[_target(member)].entity
        if target.is_builtin and target.name != "user":
            message = f'nothing can be part of "{target.name}", which only the server writes'
            refuse(problems, member.at("part_of"), "part_of", message, "take part_of away")
    return found


def _find_circle(parents: dict[str, FieldDraft], start: str) -> list[str]:
    """Return the entities from `start` up to itself, in order; empty where the way up ends, or never comes back to it."""
    walked = [start]
    while walked[-1] in parents:
        above = _target(parents[walked[-1]])
        if above == start:
            return walked
        if above in walked:
            return []
        walked.append(above)
    return []


def _refuse_circle(parents: dict[str, FieldDraft], circle: list[str], problems: list[Diagnostic]) -> None:
    member = parents[circle[0]]
    if len(circle) == 1:
        message, cure = f'"{circle[0]}" cannot be part of itself: the first one would have no parent', "for a tree use a plain reference"
    else:
        way = " → ".join([*circle, circle[0]])
        message, cure = f"these are parts of each other in a circle: {way}", "take part_of away from one of them"
    refuse(problems, member.at("part_of"), "part_of", message, cure)


def _target(member: FieldDraft) -> str:
    relation = member.field.relation
    return relation.target if relation is not None else ""
