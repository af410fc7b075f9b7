"""Dotted paths of a draft: over references, one by one, to a field."""

from crudgen.document import hint_name
from crudgen.schema.draft import Draft, EntityDraft, FieldDraft

MAX_STEPS = 5


class Unread(LookupError):
    """A path over a field that has a mistake of its own, so that nothing can be said."""


class BadPath(ValueError):
    """A path that leads nowhere; `hint` is the cure."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def follow(draft: Draft, start: EntityDraft, path: str) -> FieldDraft:
    """Return the field at the end of a path; every step before it is a to-one reference. Raises BadPath, or Unread."""
    *steps, last = path.split(".")
    if len(steps) > MAX_STEPS:
        raise BadPath(f'"{path}" goes over more than {MAX_STEPS} references')
    entity = start
    for step in steps:
        relation = _find(entity, step).field.relation
        if relation is None or relation.many:
            raise BadPath(f'"{step}" of "{path}" is no reference to one record')
        entity = draft.entities[relation.target]
    return _find(entity, last)


def _find(entity: EntityDraft, name: str) -> FieldDraft:
    member = entity.fields.get(name)
    if member is None:
        if entity.is_unread(name):
            raise Unread(name)
        if name in entity.relations:
            raise BadPath(f'"{name}" of "{entity.entity.name}" is a list of records, not a field')
        raise BadPath(f'"{entity.entity.name}" has no field "{name}"', hint_name(name, entity.fields))
    if not member.field.is_readable:
        raise BadPath(f'"{name}" of "{entity.entity.name}" is never shown, so it cannot stand here')
    return member
