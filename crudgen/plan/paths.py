"""Names of a request, looked up: what the caller may not read is not found, exactly as what does not exist."""

from collections.abc import Iterable

from crudgen.document import nearest
from crudgen.errors import BadRequest
from crudgen.plan.nodes import Path
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Entity, Relation

MAX_DEPTH = 5
"""How many references one dotted path may cross."""


def refuse_name(kind: str, name: str, known: Iterable[str]) -> BadRequest:
    """Return the refusal of an unknown name, with the nearest of the names that the caller may use."""
    guess = nearest(name, tuple(known))
    hint = f'; did you mean "{guess}"?' if guess else ""
    return BadRequest(f'unknown {kind} "{name[:100]}"{hint}', code=f"unknown_{kind}")


def find_path(rights: Rights, entity: Entity, dotted: str, *, known: Iterable[str] = ()) -> Path:
    """Return the path that a dotted name spells, over to-one relations to a readable column.

    `known` are further names to guess from. Raises BadRequest for a name that is not there for the caller.
    """
    *steps, last = dotted.split(".")
    if len(steps) > MAX_DEPTH:
        raise BadRequest(f'"{dotted[:100]}" crosses more than {MAX_DEPTH} references', code="too_deep")
    walked: list[Relation] = []
    for step in steps:
        relation = rights.relations(entity).get(step)
        if relation is None:
            raise refuse_name("field", dotted, _names(rights, entity, known))
        if relation.many:
            raise BadRequest(f'"{dotted}" crosses "{step}", which leads to many records', code="to_many")
        walked.append(relation)
        entity = rights.catalog.entities[relation.target]
    field = rights.fields(entity).get(last)
    if field is None or not field.is_value:
        if last in rights.relations(entity):
            raise BadRequest(f'"{dotted}" leads to many records, which have no single value', code="to_many")
        raise refuse_name("field", dotted, _names(rights, entity, known))
    return Path(tuple(walked), field)


def _names(rights: Rights, entity: Entity, known: Iterable[str]) -> list[str]:
    return [*rights.fields(entity), *rights.relations(entity), *known]
