"""References that go in circles: which of them must be added after the tables, so that the rest has an order."""

from collections.abc import Mapping

from crudgen.schema.catalog import Catalog


def cyclic_edges(catalog: Catalog) -> frozenset[tuple[str, str]]:
    """Return (entity, field) of the references that close a circle; without them every target can be made before its referrers.

    Of a circle's references those count that lead to an entity of a later name. A reference to the entity itself is none.
    """
    targets = {
        entity.name: {
            field.name: field.relation.target
            for field in entity.fields.values()
            if field.is_column and field.relation is not None and field.relation.target != entity.name
        }
        for entity in catalog.stored
    }
    core = _core(targets)
    return frozenset((entity, field) for entity in core for field, target in targets[entity].items() if target in core and target > entity)


def _core(targets: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """Return the entities that are in a circle, or between two circles."""
    forward = {entity: set(fields.values()) for entity, fields in targets.items()}
    backward: dict[str, set[str]] = {entity: set() for entity in targets}
    for entity, others in forward.items():
        for other in others:
            backward[other].add(entity)
    return frozenset(_trim(forward, backward) & _trim(backward, forward))


def _trim(ways: Mapping[str, set[str]], back: Mapping[str, set[str]]) -> set[str]:
    """Return what is left when entities that lead nowhere are taken away again and again."""
    left = {entity: len(others) for entity, others in ways.items()}
    ends = [entity for entity, count in left.items() if not count]
    while ends:
        end = ends.pop()
        del left[end]
        for entity in back[end]:
            left[entity] -= 1
            if not left[entity]:
                ends.append(entity)
    return set(left)
