"""Where an expression stands: the entity whose row it is about, what else it may read, and what its names lead to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from crudgen.document import hint_name
from crudgen.schema.catalog import Catalog, Entity, Field, Relation
from crudgen.schema.expression.codes import ExpressionError
from crudgen.schema.expression.nodes import Name
from crudgen.schema.expression.tree import Place, Root
from crudgen.schema.expression.types import Type
from crudgen.schema.paths import MAX_STEPS
from crudgen.schema.types import TYPES

CONTEXT: tuple[Root, ...] = ("user", "old", "input")


class Names(Protocol):
    """What an expression may name; `plan.rights.Rights` is one for the expressions of requests."""

    def fields(self, entity: Entity) -> Mapping[str, Field]:
        """Return the entity's fields that may be named."""

    def relations(self, entity: Entity) -> Mapping[str, Relation]:
        """Return the entity's relations that may be named."""


class Everything:
    """Every name there is: for the expressions of the schema files."""

    def fields(self, entity: Entity) -> Mapping[str, Field]:
        """Return all fields."""
        return entity.fields

    def relations(self, entity: Entity) -> Mapping[str, Relation]:
        """Return all relations."""
        return entity.relations


EVERYTHING = Everything()


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may use. `expects` is the type that its value must have; a number is rounded half up to its scale.

    `group` tells that it is about a group of the entity's rows: an aggregate without a path to many goes over these.
    """

    catalog: Catalog
    entity: Entity
    user: bool = False
    old: bool = False
    input: bool = False
    clock: bool = True
    expects: Type | None = None
    names: Names = EVERYTHING
    group: bool = False

    def has(self, root: Root) -> bool:
        """Tell whether `user`, `old` or `input` is known here."""
        return {"user": self.user, "old": self.old, "input": self.input}[root]


@dataclass(frozen=True, slots=True)
class Found:
    """What a name leads to: a field over steps, or the records of the last step. `rows` counts the steps up to the last to-many one."""

    root: Root
    steps: tuple[Relation, ...]
    field: Field | None
    rows: int = 0

    @property
    def prefix(self) -> tuple[Relation, ...]:
        """Return the steps that lead to the rows; none for a path over to-one steps alone."""
        return self.steps[: self.rows]

    def place(self, catalog: Catalog) -> Place:
        """Return the field's place, seen from the rows if there are some. A key behind a reference is the reference's own value."""
        assert self.field is not None  # noqa: S101 -- asked for fields only
        root: Root = "each" if self.rows else self.root
        steps = self.steps[self.rows :]
        if steps and self.field.is_key and len(catalog.entities[steps[-1].target].key) == 1:
            owner = catalog.entities[steps[-1].source]
            return Place(root, steps[:-1], owner.fields[steps[-1].field])
        return Place(root, steps, self.field)


def resolve(scope: Scope, name: Name) -> Found:
    """Return what a name leads to. Raises ExpressionError."""
    root, entity, parts, offset = _begin(scope, name)
    if len(parts) > MAX_STEPS + 1:
        raise ExpressionError("expression_path_length", f"the path goes over more than {MAX_STEPS} references", "shorten it", name.offset)
    steps: list[Relation] = []
    rows = 0
    for part in parts[:-1]:
        relation = _step(scope, entity, part, offset)
        steps.append(relation)
        rows = len(steps) if relation.many else rows
        entity = scope.catalog.entities[relation.target]
        offset += len(part) + 1
    field = scope.names.fields(entity).get(parts[-1])
    if field is not None and field.is_value:
        return Found(root, tuple(steps), _usable(field, offset), rows)
    relation = _step(scope, entity, parts[-1], offset)
    return Found(root, (*steps, relation), None, len(steps) + 1)


def _begin(scope: Scope, name: Name) -> tuple[Root, Entity, tuple[str, ...], int]:
    """Return where a path begins: root, entity, what is left of the path, and its offset."""
    first, rest = name.parts[0], name.parts[1:]
    root = next((root for root in CONTEXT if root == first), None)
    is_own = first in scope.names.fields(scope.entity) or first in scope.names.relations(scope.entity)
    if root is None or (is_own and not (rest and scope.has(root))):
        return "", scope.entity, name.parts, name.offset
    if not scope.has(root):
        raise ExpressionError("expression_context", f"`{root}` is not known here", _CURES[root], name.offset)
    if root == "user":
        user = scope.catalog.entities["user"]
        return root, user, rest or user.key, name.offset + (len(first) + 1 if rest else 0)
    if not rest:
        raise ExpressionError("expression_context", f"`{root}` is a whole row", f"name a field of it, as in `{root}.id`", name.offset)
    return root, scope.entity, rest, name.offset + len(first) + 1


_CURES = {
    "user": "only access rules and hooks know who acts",
    "old": "only rules about updates know the row before",
    "input": "only rules about writes know the values sent",
}


def _step(scope: Scope, entity: Entity, part: str, offset: int) -> Relation:
    relation = scope.names.relations(entity).get(part)
    if relation is not None:
        return relation
    fields = scope.names.fields(entity)
    if part in fields:
        raise ExpressionError("expression_not_reference", f'"{part}" of "{entity.name}" is no reference', "end the path there", offset)
    known = {*fields, *scope.names.relations(entity)}
    if entity is scope.entity:
        known |= {root for root in CONTEXT if scope.has(root)}
    raise ExpressionError("expression_name", f'"{entity.name}" has no field "{part}"', hint_name(part, known), offset)


def _usable(field: Field, offset: int) -> Field:
    if TYPES[field.type].is_secret:
        raise ExpressionError("expression_unusable", f'the values of "{field.name}" are secret', "use another field", offset)
    return field
