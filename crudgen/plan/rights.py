"""Rights: what a caller may see and do. THE one check; every door's names are looked up here and nowhere else.

What may not be seen is absent from these mappings, so that it cannot be told from what does not exist.
"""

from collections.abc import Mapping
from functools import cached_property

from crudgen.schema.catalog import Action, Catalog, Entity, Field, Relation, Rule

FOLLOWS = {Action.RESTORE: Action.DELETE, Action.EXPORT: Action.READ, Action.IMPORT: Action.CREATE}
"""An action without rules of its own takes those of another."""

VIEWED = frozenset({Action.READ, Action.EXPORT})
"""What can be done on a view."""

ADMIN = "admin"


class Rights:
    """The rights of one set of roles over one Catalog; made once for each set, and filled as it is asked."""

    def __init__(self, catalog: Catalog, roles: frozenset[str], *, is_authenticated: bool) -> None:
        self.catalog = catalog
        self.roles = roles
        self.is_authenticated = is_authenticated
        self._fields: dict[str, Mapping[str, Field]] = {}
        self._relations: dict[str, Mapping[str, Relation]] = {}
        self._writable: dict[tuple[str, Action, bool], Mapping[str, Field]] = {}
        self._parents: dict[str, Entity | None] = {}
        self._parts: dict[tuple[str, Action], Mapping[str, Relation]] = {}

    def may(self, action: Action, entity: Entity) -> bool:
        """Tell whether the caller may do `action` on `entity` at all. To write a child is to update its parent."""
        if entity.view is not None and action not in VIEWED:
            return False
        if ADMIN in self.roles:
            return True
        parent = self.parent(entity)
        if parent is None:
            return any(self._matches(rule.role) for rule in find_rules(entity, action) or ())
        above = Action.READ if action in (Action.READ, Action.EXPORT) else Action.UPDATE
        return self.may(above, parent) and self.may_as_part(action, entity)

    def may_as_part(self, action: Action, entity: Entity) -> bool:
        """Tell whether a child's own rules let the caller do what the parent's allow already; without a rule they do."""
        rules = find_rules(entity, action)
        return ADMIN in self.roles or rules is None or any(self._matches(rule.role) for rule in rules)

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
            known = {name: relation for name, relation in entity.parts.items() if self._may_send(action, relation)}
            self._parts[entity.name, action] = known
        return known

    def _may_send(self, action: Action, relation: Relation) -> bool:
        needed = (Action.CREATE, Action.UPDATE, Action.DELETE) if action is Action.UPDATE else (Action.CREATE,)
        child = self.catalog.entities[relation.target]
        return any(self.may_as_part(one, child) for one in needed)

    def _matches(self, role: str) -> bool:
        match role:
            case "public":
                return True
            case "authenticated":
                return self.is_authenticated
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
            known = {name: field for name, field in entity.fields.items() if readable and self._shows(field)}
            self._fields[entity.name] = known
        return known

    def _shows(self, field: Field) -> bool:
        return field.is_readable and (field.type != "links" or self._may_read(field.relation))

    def _may_read(self, relation: Relation | None) -> bool:
        if relation is None or not self.may(Action.READ, self.catalog.entities[relation.target]):
            return False
        return self._may_link(relation, Action.READ)

    def _may_link(self, relation: Relation | None, *actions: Action) -> bool:
        """Tell whether the caller may do all of `actions` on the entity whose records the links are, if there is one."""
        link = relation.link if relation is not None else None
        return link is None or not link.through or all(self.may(one, self.catalog.entities[link.through]) for one in actions)

    def relations(self, entity: Entity) -> Mapping[str, Relation]:
        """Return the ways to other entities that the caller may follow: both the declaring field and the target are readable."""
        known = self._relations.get(entity.name)
        if known is None:
            known = {name: relation for name, relation in entity.relations.items() if self._may_follow(entity, relation)}
            self._relations[entity.name] = known
        return known

    def _may_follow(self, entity: Entity, relation: Relation) -> bool:
        declaring = entity if relation.is_owned else self.catalog.entities[relation.target]
        return self.may(Action.READ, entity) and self._may_read(relation) and declaring.fields[relation.field].is_readable

    def writable(self, entity: Entity, action: Action, *, as_part: bool = False) -> Mapping[str, Field]:
        """Return the fields that the caller may send on `action` (create, update or import).

        `as_part`: in a list of its parent's, whose own rules have allowed the write already.
        """
        known = self._writable.get((entity.name, action, as_part))
        if known is None:
            allowed = self.may_as_part(action, entity) if as_part else self.may(action, entity)
            known = {name: field for name, field in entity.fields.items() if allowed and self._may_write(field, action)}
            self._writable[entity.name, action, as_part] = known
        return known

    def _may_write(self, field: Field, action: Action) -> bool:
        needed = (Action.CREATE, Action.DELETE) if action is Action.UPDATE else (Action.CREATE,)
        return is_writable(field, action) and self._may_link(field.relation, *needed)


def find_rules(entity: Entity, action: Action) -> tuple[Rule, ...] | None:
    """Return the entity's own rules for an action, those of the action that it follows included; None where it has none."""
    rules = entity.access.get(action)
    return entity.access.get(FOLLOWS[action]) if rules is None and action in FOLLOWS else rules


def is_writable(field: Field, action: Action) -> bool:
    """Tell whether `action` may set the field at all: a key only when the record is made, a counted id only by an import."""
    is_number = bool(field.sequence) and action is Action.IMPORT
    if field.hidden or (field.readonly and not (field.is_key or field.is_implicit or is_number)):
        return False
    if field.is_key:
        is_counted = field.is_implicit and field.type == "int"
        return action is Action.IMPORT or (action is Action.CREATE and not is_counted)
    return not field.is_implicit or action is Action.IMPORT
