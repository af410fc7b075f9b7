"""Which entities are filled, in which order, and with how many rows."""

import math
from collections.abc import Iterable, Mapping, Sequence

from crudgen.document import nearest
from crudgen.errors import UserError
from crudgen.schema.catalog import Catalog, Entity, Relation

SHARE = 0.4
"""An entity gets this part of the rows of those that refer to it."""

FEW_FIELDS = 6


def parse_rows(texts: Sequence[str], otherwise: int = 2000) -> tuple[int, dict[str, int]]:
    """Return the number for the largest entities, and the numbers of those that are named, from `--rows` options.

    >>> parse_rows(["500", "supplier=20"])
    (500, {'supplier': 20})
    """
    named: dict[str, int] = {}
    for text in texts:
        name, _, number = text.rpartition("=")
        if not number.isascii() or not number.isdigit():
            raise UserError(f'--rows takes a number or ENTITY=NUMBER, not "{text}"')
        if name:
            named[name] = int(number)
        else:
            otherwise = int(number)
    return otherwise, named


def own_references(entity: Entity) -> tuple[Relation, ...]:
    """Return the entity's own references and many-to-many fields."""
    return tuple(relation for relation in entity.relations.values() if relation.is_owned)


def order_entities(catalog: Catalog) -> list[Entity]:
    """Return the project's own entities, those of one record left out, so that each comes after those that it refers to.

    Where optional references go round in a circle, one of them points forward and stays empty.
    Raises UserError where required ones do.
    """
    done: dict[str, Entity] = {}
    entities = {entity.name: entity for entity in catalog.stored if not (entity.is_builtin or entity.single)}
    for name in entities:
        _visit(entities, name, done, ())
    return list(done.values())


def _visit(entities: Mapping[str, Entity], name: str, done: dict[str, Entity], way: tuple[str, ...]) -> None:
    if name in done or name not in entities:
        return
    entity = entities[name]
    for relation in own_references(entity):
        if not _is_required(entity, relation):
            continue
        if relation.target in (*way, name):
            circle = " -> ".join((*way, name, relation.target))
            raise UserError(f"cannot make up rows: the required references {circle} go round in a circle, so no row can be the first")
        _visit(entities, relation.target, done, (*way, name))
    for relation in own_references(entity):
        if relation.target not in (*way, name):
            _visit(entities, relation.target, done, (*way, name))
    done[name] = entity


def _is_required(entity: Entity, relation: Relation) -> bool:
    return not relation.many and entity.fields[relation.field].required


def count_rows(entities: Iterable[Entity], rows: int, named: Mapping[str, int]) -> dict[str, int]:
    """Return how many rows each entity gets: `rows` for the deepest ones, less for those that they refer to, few for lists of words.

    None for those whose rows are the schema's. `named` holds the numbers that were asked for by name. Raises UserError for an unknown name.
    """
    ordered = list(entities)
    unknown = [name for name in named if name not in {entity.name for entity in ordered}]
    if unknown:
        guess = nearest(unknown[0], [entity.name for entity in ordered])
        raise UserError(f'--rows: unknown entity "{unknown[0]}"' + (f'; did you mean "{guess}"?' if guess else ""))
    depth: dict[str, int] = {}
    for entity in ordered:
        depth[entity.name] = 1 + max((depth.get(relation.target, -1) for relation in own_references(entity)), default=-1)
    deepest = max(depth.values(), default=0)
    few = max(3, round(math.pow(rows, SHARE)))
    counts = {name: math.ceil(rows * SHARE ** (deepest - level)) for name, level in depth.items()}
    counts |= {entity.name: min(rows, few) for entity in ordered if _is_word_list(entity)}
    return counts | {entity.name: 0 for entity in ordered if entity.rows is not None} | dict(named)


def _is_word_list(entity: Entity) -> bool:
    """Tell whether the entity is a list to choose from (categories, tags, genres): few fields, no references but to itself, referred to."""
    own = [field for field in entity.fields.values() if not field.is_implicit and not field.computed]
    outward = [relation for relation in own_references(entity) if relation.target != entity.name]
    referred = any(not relation.is_owned and relation.target != entity.name for relation in entity.relations.values())
    return referred and not outward and len(own) < FEW_FIELDS
