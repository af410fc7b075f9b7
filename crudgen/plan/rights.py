"""Rights: what a caller may see and do. THE one check; every door's names are looked up here and nowhere else.

What may not be seen is absent from these mappings, so that it cannot be told from what does not exist. Which rows the rules
are about is said by `plan.rows`, from the grants that are found here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from crudgen.plan.actor import ANONYMOUS, Actor
from crudgen.schema.catalog import Action, Catalog, Entity, Field, Relation, Rule
from crudgen.schema.expression import Expression

FOLLOWS = {Action.RESTORE: Action.DELETE, Action.EXPORT: Action.READ, Action.IMPORT: Action.CREATE}
"""An action without rules of its own takes those of another."""

ADMIN = "admin"
KEPT = frozenset({"crudgen_audit"})
"""Entities that the server alone writes, whoever asks."""

READS = frozenset({Action.READ, Action.EXPORT})


@dataclass(frozen=True, slots=True)
class Grant:
    """One rule that speaks for the caller: on the rows for which `when` holds, None for all; `rule` is None for what needs no rule."""

    when: Expression | None = None
    rule: Rule | None = None

    def names(self, name: str) -> bool:
        """Tell whether it is about the field, or the list, of that name."""
        rule = self.rule
        return rule is None or (name not in rule.excluded and (rule.fields is None or name in rule.fields))

    @property
    def names_all(self) -> bool:
        """Tell whether it is about every field."""
        return self.rule is None or (self.rule.fields is None and not self.rule.excluded)


EVERYTHING = (Grant(),)

NEVER_SINGLE = frozenset({Action.CREATE, Action.DELETE, Action.RESTORE, Action.IMPORT})
"""What nobody can do where there is one record, which is always there."""


class Rights:
    """The rights of one set of roles over one Catalog; made once for each set, and filled as it is asked.

    `is_person` tells whether they are a user's: a key made for a role is nobody's, and never owns a record.
    `of(actor, now)` are those of one caller at one moment, which row rules depend on; they share what is known of the names.
    """

    def __init__(self, catalog: Catalog, roles: frozenset[str], *, is_authenticated: bool, is_person: bool = False) -> None:
        self.catalog = catalog
        self.roles = roles
        self.is_authenticated = is_authenticated
        self.is_person = is_person
        self.actor, self.now = ANONYMOUS, datetime.now(UTC)
        self._grants: dict[tuple[str, Action], tuple[Grant, ...]] = {}
        self._whole: dict[tuple[str, Action], bool] = {}
        self._fields: dict[str, Mapping[str, Field]] = {}
        self._relations: dict[str, Mapping[str, Relation]] = {}
        self._writable: dict[tuple[str, Action, bool], Mapping[str, Field]] = {}
        self._parents: dict[str, Entity | None] = {}
        self._parts: dict[tuple[str, Action], Mapping[str, Relation]] = {}

    def of(self, actor: Actor, now: datetime) -> "Rights":
        """Return the same rights, as those of one caller of these roles at one moment."""
        mine = object.__new__(Rights)
        mine.__dict__.update(self.__dict__, actor=actor, now=now)
        return mine

    @property
    def context(self) -> Mapping[str, Any]:
        """Return what expressions know of the caller, by dotted name (`user.id`)."""
        return self.actor.context

    @property
    def kind(self) -> tuple[Any, ...]:
        """Return what two callers have in common who may name the same things; they may still see other rows."""
        return (self.roles, self.is_authenticated, self.is_person)

    @property
    def is_admin(self) -> bool:
        """Tell whether every rule of `access` lets the caller pass."""
        return ADMIN in self.roles

    def grants(self, action: Action, entity: Entity) -> tuple[Grant, ...]:
        """Return what the entity's own rules grant the caller; of a child without rules of its own, everything that its parent does."""
        known = self._grants.get((entity.name, action))
        if known is None:
            known = self._grants[entity.name, action] = self._find_grants(action, entity)
        return known

    def _find_grants(self, action: Action, entity: Entity) -> tuple[Grant, ...]:
        if is_kept(entity, action):
            return ()
        rules = find_rules(entity, action)
        if self.is_admin or (rules is None and entity.parent is not None):
            return EVERYTHING
        formulas = self.catalog.formulas
        return tuple(Grant(formulas.rule(entity, action, rule), rule) for rule in rules or () if self._matches(rule.role))

    def may(self, action: Action, entity: Entity) -> bool:
        """Tell whether the caller may do `action` on any record of `entity` at all. To write a child is to update its parent."""
        parent = self.parent(entity)
        if parent is None:
            return bool(self.grants(action, entity))
        above, name = above_of(action), list_of(self.catalog, entity)
        return self.may_name(above, parent, name) and self.may_as_part(action, entity)

    def may_name(self, action: Action, entity: Entity, name: str) -> bool:
        """Tell whether the caller may do `action` about a field, or a list, of that name, on any record at all."""
        return self.may(action, entity) and any(grant.names(name) for grant in self.grants(action, entity))

    def may_as_part(self, action: Action, entity: Entity) -> bool:
        """Tell whether a child's own rules let the caller do what the parent's allow already; without a rule they do."""
        return bool(self.grants(action, entity))

    def parent(self, entity: Entity) -> Entity | None:
        """Return the entity that `entity` is part of, None where it stands for itself."""
        if entity.name not in self._parents:
            relation = entity.parent
            self._parents[entity.name] = self.catalog.entities[relation.target] if relation is not None else None
        return self._parents[entity.name]

    def parts(self, entity: Entity, action: Action) -> Mapping[str, Relation]:
        """Return the lists of children that the caller may send along with `action` (create or update) on their parent."""
        known = self._parts.get((entity.name, action))
        if known is None:
            known = {name: relation for name, relation in entity.parts.items() if self._may_send(action, entity, relation)}
            self._parts[entity.name, action] = known
        return known

    def _may_send(self, action: Action, entity: Entity, relation: Relation) -> bool:
        needed = (Action.CREATE, Action.UPDATE, Action.DELETE) if action is Action.UPDATE else (Action.CREATE,)
        child = self.catalog.entities[relation.target]
        is_named = any(grant.names(relation.name) for grant in self.grants(action, entity))
        return is_named and any(self.may_as_part(one, child) for one in needed)

    def _matches(self, role: str) -> bool:
        match role:
            case "public":
                return True
            case "authenticated":
                return self.is_authenticated
            case "owner":
                return self.is_person
            case "nobody":
                return False
            case _:
                return role in self.roles

    def knows(self, entity: Entity) -> bool:
        """Tell whether the caller may do anything at all with `entity`; if not, it does not exist for them."""
        return any(self.may(action, entity) for action in Action)

    @cached_property
    def _by_path(self) -> dict[str, Entity]:
        return {entity.path: entity for entity in self.catalog.entities.values()}

    def entity_at(self, path: str) -> Entity | None:
        """Return the entity at a URL segment, or None where there is none for the caller."""
        entity = self._by_path.get(path)
        return entity if entity is not None and self.knows(entity) else None

    @cached_property
    def _entities(self) -> tuple[Entity, ...]:
        return tuple(entity for entity in self.catalog.entities.values() if self.knows(entity))

    def entities(self) -> tuple[Entity, ...]:
        """Return the entities that exist for the caller, in the Catalog's order."""
        return self._entities

    def fields(self, entity: Entity) -> Mapping[str, Field]:
        """Return the fields that the caller may read, by name, in the file's order."""
        known = self._fields.get(entity.name)
        if known is None:
            readable = self.may(Action.READ, entity)
            known = {name: field for name, field in entity.fields.items() if readable and self._shows(entity, field)}
            self._fields[entity.name] = known
        return known

    def _shows(self, entity: Entity, field: Field) -> bool:
        if not field.is_readable or not (field.is_key or self.may_name(Action.READ, entity, field.name)):
            return False
        return field.type != "links" or self._may_read(field.relation)

    def _may_read(self, relation: Relation | None) -> bool:
        if relation is None or not self.may(Action.READ, self.catalog.entities[relation.target]):
            return False
        return self._may_link(relation, Action.READ)

    def _may_link(self, relation: Relation | None, *actions: Action) -> bool:
        """Tell whether the caller may do all of `actions` on every record that the links are, if they are records."""
        link = relation.link if relation is not None else None
        return link is None or not link.through or all(self.may_all(one, self.catalog.entities[link.through]) for one in actions)

    def may_all(self, action: Action, entity: Entity) -> bool:
        """Tell whether the caller may do `action` on every record of `entity`, about every field."""
        known = self._whole.get((entity.name, action))
        if known is None:
            is_plain = any(grant.when is None and grant.names_all for grant in self.grants(action, entity))
            parent = self.parent(entity)
            known = is_plain and (parent is None or self.may_all(above_of(action), parent))
            self._whole[entity.name, action] = known
        return known

    def relations(self, entity: Entity) -> Mapping[str, Relation]:
        """Return the ways to other entities that the caller may follow: both the declaring field and the target are readable.

        A `single` entity refers to others, but is none of their lists.
        """
        known = self._relations.get(entity.name)
        if known is None:
            known = {name: relation for name, relation in entity.relations.items() if self._may_follow(entity, relation)}
            self._relations[entity.name] = known
        return known

    def _may_follow(self, entity: Entity, relation: Relation) -> bool:
        if not (self.may(Action.READ, entity) and self._may_read(relation)):
            return False
        if relation.part_of and relation.many and not self.may_name(Action.READ, entity, relation.name):
            return False
        declaring = entity if relation.is_owned else self.catalog.entities[relation.target]
        if declaring.single and not relation.is_owned:
            return False
        field = declaring.fields[relation.field]
        return field.is_readable and (field.is_key or self.may_name(Action.READ, declaring, field.name))

    def writable(self, entity: Entity, action: Action, *, as_part: bool = False) -> Mapping[str, Field]:
        """Return the fields that the caller may send on `action` (create, update or import).

        `as_part`: in a list of its parent's, whose own rules have allowed the write already.
        """
        known = self._writable.get((entity.name, action, as_part))
        if known is None:
            allowed = self.may_as_part(action, entity) if as_part else self.may(action, entity)
            known = {name: field for name, field in entity.fields.items() if allowed and self._may_write(entity, field, action)}
            self._writable[entity.name, action, as_part] = known
        return known

    def knows_field(self, entity: Entity, name: str) -> bool:
        """Tell whether the caller may read the field, or write it, so that its name tells them nothing new."""
        return name in self.fields(entity) or any(name in self.writable(entity, one) for one in (Action.CREATE, Action.UPDATE))

    def _may_write(self, entity: Entity, field: Field, action: Action) -> bool:
        needed = (Action.CREATE, Action.DELETE) if action is Action.UPDATE else (Action.CREATE,)
        is_named = is_always(field) or any(grant.names(field.name) for grant in self.grants(action, entity))
        return is_named and is_writable(field, action) and self._may_link(field.relation, *needed)


def is_kept(entity: Entity, action: Action) -> bool:
    """Tell whether the server alone does `action`, whoever asks: it writes the audit, and makes the record of a single entity."""
    is_read_only = entity.name in KEPT or entity.view is not None
    return (is_read_only and action not in READS) or (entity.single and action in NEVER_SINGLE)


def above_of(action: Action) -> Action:
    """Return what one must be allowed on a parent to do `action` on its children."""
    return Action.READ if action in READS else Action.UPDATE


def list_of(catalog: Catalog, child: Entity) -> str:
    """Return the name of the list of the parent's that the records of a child stand in."""
    way = child.parent
    assert way is not None  # noqa: S101 -- only asked for children
    return next(one.name for one in catalog.entities[way.target].parts.values() if one.target == child.name)


def is_always(field: Field) -> bool:
    """Tell whether every rule is about the field, whatever fields it names: a key, and a child's way to its parent."""
    return field.is_key or (field.relation is not None and field.relation.part_of)


def find_rules(entity: Entity, action: Action) -> tuple[Rule, ...] | None:
    """Return the entity's own rules for an action, those of the action that it follows included; None where it has none."""
    rules = entity.access.get(action)
    return entity.access.get(FOLLOWS[action]) if rules is None and action in FOLLOWS else rules


def is_writable(field: Field, action: Action) -> bool:
    """Tell whether `action` may set the field at all: a key only when the record is made, a counted id only by an import."""
    is_number = bool(field.sequence) and action is Action.IMPORT
    if field.computed:
        return False
    if field.hidden or (field.readonly and not (field.is_key or field.is_implicit or is_number)):
        return False
    if field.is_key:
        is_counted = field.is_implicit and field.type == "int"
        return action is Action.IMPORT or (action is Action.CREATE and not is_counted)
    return not field.is_implicit or action is Action.IMPORT
