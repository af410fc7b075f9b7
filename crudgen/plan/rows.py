"""Rows: on which records a caller's grants hold, as conditions that become part of every statement. Pure.

Names are `plan.rights`' matter; here it is asked on which rows what may be named may be seen. A rule itself sees all rows
and fields, so its condition has no guards; what a request names has: it is as if the rest were not there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crudgen.plan.nodes import And, At, Compare, Condition, Holds, Mask, Operator, Or, Path
from crudgen.plan.rights import Grant, Rights, above_of, list_of
from crudgen.schema.catalog import Action, Entity, Field, Relation
from crudgen.schema.expression import Expression
from crudgen.schema.expression.tree import Typed, walk

ALL = And()
NONE = Or()


def both(*conditions: Condition) -> Condition:
    """Return the condition that all of these hold, as short as it goes."""
    kept = tuple(one for one in conditions if one != ALL)
    return kept[0] if len(kept) == 1 else And(kept)


def visible(rights: Rights, entity: Entity) -> Condition:
    """Return the condition on the records that the caller may read."""
    return allowed(rights, Action.READ, entity)


def allowed(rights: Rights, action: Action, entity: Entity, name: str = "") -> Condition:
    """Return the condition on the records with which the caller may do `action`; about the field or list `name`, where it is given."""
    if rights.may_all(action, entity):
        return ALL
    return both(allowed_above(rights, action, entity), own_rows(rights, action, entity, name))


def allowed_above(rights: Rights, action: Action, entity: Entity) -> Condition:
    """Return what a child's parent must be for `action` on the child; nothing where it is no child."""
    parent, step = rights.parent(entity), entity.parent
    if parent is None or step is None or rights.is_admin:
        return ALL
    above = allowed(rights, above_of(action), parent, list_of(rights.catalog, entity))
    return above if above == ALL else At((step,), above)


def own_rows(rights: Rights, action: Action, entity: Entity, name: str = "") -> Condition:
    """Return the condition on the records for which the entity's own rules let the caller do `action`, about `name` if given."""
    conditions = []
    for grant in rights.grants(action, entity):
        if not name or grant.names(name):
            if grant.when is None:
                return ALL
            conditions.append(hold(rights, grant.when))
    return conditions[0] if len(conditions) == 1 else Or(tuple(conditions))


def hold(rights: Rights, expression: Expression, known: Mapping[str, Any] | None = None) -> Holds:
    """Return the condition of a rule or check, for the caller and now; `known` are the values of `old` and `input` by dotted name.

    What is not known of the caller, of a row before or of what was sent is null.
    """
    if not expression.context:
        return Holds(expression, rights.now)
    every = {**rights.context, **(known or {})}
    names = [node.value.name for node in walk(expression.tree) if node.op == "path" and node.value.root in expression.context]
    return Holds(expression, rights.now, {name: every.get(name) for name in names})


def named(rights: Rights, entity: Entity, name: str) -> Condition:
    """Return the condition on the caller's visible records on which the field or list `name` may be read."""
    if name in entity.key or all(grant.names(name) for grant in rights.grants(Action.READ, entity)):
        return ALL
    return own_rows(rights, Action.READ, entity, name)


def masks(rights: Rights, entity: Entity, names: Iterable[str]) -> tuple[Mask, ...]:
    """Return on which records each of the names is answered, those left out that always are."""
    grants = rights.grants(Action.READ, entity)
    if rights.may_all(Action.READ, entity) or all(grant.names_all for grant in grants):
        return ()
    groups: dict[tuple[int, ...], list[str]] = {}
    for name in names:
        holding = tuple(place for place, grant in enumerate(grants) if name in entity.key or grant.names(name))
        if len(holding) < len(grants) and all(grants[place].when is not None for place in holding):
            groups.setdefault(holding, []).append(name)
    return tuple(Mask(frozenset(group), own_rows(rights, Action.READ, entity, group[0])) for group in groups.values())


def shown_names(rights: Rights, entity: Entity, masked: Iterable[Mask], answers: Iterable[Any]) -> frozenset[str]:
    """Return the fields and relations that the caller may read of a record, by what its masks were answered."""
    every = frozenset(rights.fields(entity)) | frozenset(rights.relations(entity))
    return every.difference(*(mask.names for mask, told in zip(masked, answers, strict=True) if told is not True))


def reached(rights: Rights, relation: Relation) -> Condition:
    """Return the condition on the target's records that the caller may reach over a relation from a record that they may read."""
    target = rights.catalog.entities[relation.target]
    back = ALL if relation.is_owned else named(rights, target, relation.field)
    if relation.part_of and relation.many:
        return both(own_rows(rights, Action.READ, target), back)  # what the parent's rules say is asked of the parent
    return both(visible(rights, target), back)


def way(rights: Rights, entity: Entity, relation: Relation) -> Condition:
    """Return the condition on the caller's visible records on which a relation may be named.

    Rules name fields and lists of children; other ways back are as open as what they lead to.
    """
    if relation.is_owned:
        return named(rights, entity, relation.field)
    return named(rights, entity, relation.name) if relation.part_of else ALL


def guard(rights: Rights, entity: Entity, path: Path | Sequence[Relation]) -> Condition:
    """Return the condition on the records on which a path that a request names may be read, step by step; nothing is seen of others."""
    steps, field = (path.steps, path.field) if isinstance(path, Path) else (tuple(path), None)
    if not steps:
        return named(rights, entity, field.name) if field is not None else ALL
    step, target = steps[0], rights.catalog.entities[steps[0].target]
    rest = guard(rights, target, Path(steps[1:], field) if field is not None else steps[1:])
    beyond = both(reached(rights, step), rest)
    here = way(rights, entity, step)
    if beyond == ALL:
        return here
    own = entity.fields[step.field]
    return both(here, Or((Compare(Path((), own), Operator.NULL, True), At((step,), beyond))))


def guard_expression(rights: Rights, expression: Expression) -> tuple[Condition, Mapping[str, Condition]]:
    """Return the guard of the paths that a request's expression names, and those of the records that its aggregates go over."""
    entity, conditions, rows = expression.entity, [], _Rows(rights)
    for node in _outside(expression.tree):
        if node.op == "path":
            conditions.append(guard(rights, entity, Path(node.value.steps, node.value.field)))
        elif node.op == "aggregate":
            steps: tuple[Relation, ...] = node.value.steps
            first = next(place for place, step in enumerate(steps) if step.many)
            conditions.append(guard(rights, entity, steps[:first]))
            rows.add(steps, first, [Path(inner.value.steps, inner.value.field) for inner in walk(node) if _is_each(inner)])
            named_list = way(rights, rights.catalog.entities[steps[first].source], steps[first])
            conditions.append(At(steps[:first], named_list) if first and named_list != ALL else named_list)
    return both(*conditions), rows.found


def _outside(tree: Typed) -> Iterable[Typed]:
    """Yield the nodes that are not inside an aggregate."""
    pending = [tree]
    while pending:
        node = pending.pop()
        yield node
        if node.op != "aggregate":
            pending.extend(node.args)


def _is_each(node: Typed) -> bool:
    return node.op == "path" and node.value.root == "each"


class _Rows:
    """The guards of aggregates' records, by the dotted path to them."""

    def __init__(self, rights: Rights) -> None:
        self._rights = rights
        self.found: dict[str, Condition] = {}

    def add(self, steps: Sequence[Relation], first: int, paths: Iterable[Path]) -> None:
        """Take in an aggregate over `steps`, whose first to-many one is at `first`, and the paths that its argument names."""
        for place in range(first, len(steps)):
            self._put(steps[: place + 1], self._step(steps, place))
        for path in paths:
            self._put(steps, self._name(steps[-1].target, path))
            for place, step in enumerate(path.steps):
                rest = Path(path.steps[place + 1 :], path.field)
                self._put((*steps, *path.steps[: place + 1]), both(reached(self._rights, step), self._name(step.target, rest)))

    def _step(self, steps: Sequence[Relation], place: int) -> Condition:
        target = self._rights.catalog.entities[steps[place].target]
        follows = way(self._rights, target, steps[place + 1]) if place + 1 < len(steps) else ALL
        return both(reached(self._rights, steps[place]), follows)

    def _name(self, entity: str, path: Path) -> Condition:
        name = path.steps[0].field if path.steps else path.field.name
        return named(self._rights, self._rights.catalog.entities[entity], name)

    def _put(self, steps: Sequence[Relation], condition: Condition) -> None:
        if condition != ALL:
            name = ".".join(step.name for step in steps)
            self.found[name] = both(self.found.get(name, ALL), condition)


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask of a record to know what the caller may do with it: `asks` go into a Read, its answers into `holding`."""

    grants: tuple[Grant, ...]
    asks: tuple[Condition, ...]
    has_above: bool

    def holding(self, answers: Sequence[Any]) -> tuple[Grant, ...]:
        """Return the grants that hold for the record; none where nothing may be done with it."""
        told = iter(answers)
        if self.has_above and next(told) is not True:
            return ()
        return tuple(grant for grant in self.grants if grant.when is None or next(told) is True)

    def promising(self, answers: Sequence[Any]) -> tuple[Grant, ...]:
        """Return the grants that hold, or may come to: what they ask of the values to be sent is not known before these are.

        An unknown value is null, and a condition on it that is null is still open.
        """
        conditions = [grant.when for grant in self.grants if grant.when is not None]
        is_open = [False] * self.has_above + ["input" in one.context for one in conditions]
        return self.holding([told is True or (told is None and may_come) for told, may_come in zip(answers, is_open, strict=True)])


def question(
    rights: Rights, action: Action, entity: Entity, sent: Mapping[str, Any] | None = None, *, as_part: bool = False
) -> Question:
    """Return what to ask of a record; `sent` are the values of the body, which rules know as `input`.

    `as_part`: of a child in its parent's list, about whose parent is asked elsewhere.
    """
    grants = rights.grants(action, entity)
    above = ALL if as_part else allowed_above(rights, action, entity)
    known = {f"input.{name}": value for name, value in (sent or {}).items()}
    asks = [hold(rights, grant.when, known) for grant in grants if grant.when is not None]
    return Question(grants, (above, *asks) if above != ALL else tuple(asks), above != ALL)


def may_name(grants: Iterable[Grant], field: Field | str) -> bool:
    """Tell whether one of the grants is about a field or list."""
    name = field if isinstance(field, str) else field.name
    return any(grant.names(name) for grant in grants)
