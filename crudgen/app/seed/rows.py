"""The rows of one entity: bodies whose references lead to rows that were made before."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeAlias

from crudgen.app.seed.draw import Draw
from crudgen.app.seed.rules import breaks, find_missing
from crudgen.app.seed.values import make_value
from crudgen.errors import UserError
from crudgen.model.fold import fold
from crudgen.schema.catalog import Catalog, Entity, Field, Json, Relation

Body: TypeAlias = dict[str, Json]

TRIES = 40
"""How often a row is made anew before its entity is taken to be full: all its unique values are used."""

EMPTY = 0.2
"""How often an optional field stays empty."""


@dataclass(slots=True)
class Made:
    """The rows written so far: by entity their keys and what is kept of their bodies, and their keys by what they refer to."""

    catalog: Catalog
    keys: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    bodies: dict[str, dict[Any, Body]] = field(default_factory=lambda: defaultdict(dict))
    by_reference: dict[tuple[str, str, Any], list[Any]] = field(default_factory=lambda: defaultdict(list))

    def add(self, entity: Entity, key: Any, body: Body) -> None:
        """Keep what later rows may refer to, or copy: the key, the references and the prices."""
        kept = {name: value for name, value in body.items() if _is_kept(entity.fields[name])}
        self.keys[entity.name].append(key)
        self.bodies[entity.name][key] = kept
        for name, value in kept.items():
            if entity.fields[name].type == "reference":
                self.by_reference[entity.name, name, value].append(key)


def _is_kept(one: Field) -> bool:
    return one.type == "reference" or one.name.endswith("price")


def make_bodies(entity: Entity, count: int, random: Random, made: Made, start: int = 0) -> Iterator[Body]:
    """Yield up to `count` bodies in JSON form, all different wherever the entity demands it.

    `made` is read between two bodies, so rows written meanwhile can be referred to; `start` rows exist already.
    """
    groups = [*((name,) for name, one in entity.fields.items() if one.unique), *entity.unique, entity.key]
    taken: set[tuple[int, tuple[Any, ...]]] = set()
    for index in range(start + 1, start + count + 1):
        for attempt in range(TRIES):
            body = _make_body(Draw(random, entity, index, attempt), made)
            marks = _marks(entity, groups, body)
            if marks.isdisjoint(taken) and not breaks(made.catalog, entity, body):
                taken |= marks
                yield body
                break
        else:
            return


def _marks(entity: Entity, groups: Sequence[Sequence[str]], body: Body) -> set[tuple[int, tuple[Any, ...]]]:
    compared = {name: fold(value) if entity.fields[name].ci and isinstance(value, str) else value for name, value in body.items()}
    values = [(number, tuple(compared.get(name) for name in group)) for number, group in enumerate(groups)]
    return {(number, group) for number, group in values if None not in group}


def _make_body(draw: Draw, made: Made) -> Body:
    for one in draw.entity.fields.values():
        if not _is_filled(one):
            continue
        if one.relation is not None:
            value = _refer(draw, one, one.relation, made)
        elif not one.required and not one.is_key and (draw.happens(EMPTY) or _is_yet_to_come(draw, one)):
            value = None
        else:
            value = _copy_price(draw, one, made) or make_value(draw, one)
        if value is not None:
            draw.body[one.name] = value
    for one in find_missing(made.catalog, draw.entity, draw.body):
        if one.relation is None and _is_filled(one):
            draw.body[one.name] = make_value(draw, one)
    return draw.body


def _is_yet_to_come(draw: Draw, one: Field) -> bool:
    """Tell whether it is a later moment of a record that is still in the state it began in: an order just placed isn't shipped yet."""
    if one.type not in ("date", "datetime") or draw.clock is None:
        return False
    states = [other for other in draw.entity.fields.values() if other.type == "enum" and other.default is not None]
    return any(other.default is not None and draw.body.get(other.name) == other.default.value for other in states)


def _is_filled(one: Field) -> bool:
    """Tell whether a value is sent: not where the field makes its own, or nobody may send one."""
    if one.is_implicit:
        return one.is_key and one.type == "string"
    if one.relation is not None and one.relation.link is not None and one.relation.link.through:
        return False  # the links are rows of an entity of their own, which is seeded by itself
    makes_its_own = one.default is not None and one.default.kind in ("uuid", "user")
    return not (one.readonly or one.hidden or makes_its_own or one.computed)


def _refer(draw: Draw, one: Field, relation: Relation, made: Made) -> Json:
    keys = made.keys[relation.target]
    if one.type == "links":
        return draw.random.sample(keys, min(len(keys), draw.random.randint(0, 4)))
    if one.required and not keys:
        raise UserError(
            f"cannot make up rows of {draw.entity.name}: its {one.name} is required, and no {relation.target} was made up; "
            f"leave it out with --rows {draw.entity.name}=0"
        )
    near = _near_keys(draw, relation, made)
    if near is not None and (near or not one.required):
        keys = near
    if not keys or (not one.required and draw.happens(EMPTY)):
        return None
    key: Json = draw.random.choice(keys)
    return key


def _near_keys(draw: Draw, relation: Relation, made: Made) -> list[Any] | None:
    """Return the target's rows that share a reference with this record, as an order goes to an address of its own customer.

    None where the two have no reference of the same name and target.
    """
    target = made.catalog.entities[relation.target]
    for name, value in draw.body.items():
        mine, theirs = draw.entity.fields[name].relation, target.fields[name].relation if name in target.fields else None
        if mine is not None and theirs is not None and not mine.many and mine.target == theirs.target != target.name:
            return made.by_reference.get((target.name, name, value), [])
    return None


def _copy_price(draw: Draw, one: Field, made: Made) -> Json:
    """Return the price of the record that this one refers to, since an order keeps the price that it was placed at."""
    if not one.name.endswith("price"):
        return None
    for name, value in draw.body.items():
        relation = draw.entity.fields[name].relation
        if relation is None or relation.many:
            continue
        other = made.bodies[relation.target].get(value, {})
        price = other.get(one.name) or other.get("price")
        if price is not None:
            return price
    return None
