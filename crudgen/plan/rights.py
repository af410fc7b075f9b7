"""Rights: what a caller may see and do. THE one check; every door's names are looked up here and nowhere else.

What may not be seen is absent from these mappings, so that it cannot be told from what does not exist.
"""

from collections.abc import Mapping
from functools import cached_property

from crudgen.schema.catalog import Action, Catalog, Entity, Field, Relation

FOLLOWS = {Action.RESTORE: Action.DELETE, Action.EXPORT: Action.READ, Action.IMPORT: Action.CREATE}
"""An action without rules of its own takes those of another."""

ADMIN = "admin"


class Rights:
    """The rights of one set of roles over one Catalog; made once for each set, and filled as it is asked."""

    def __init__(self, catalog: Catalog, roles: frozenset[str], *, is_authenticated: bool) -> None:
        self.catalog = catalog
        self.roles = roles
        self.is_authenticated = is_authenticated
        self._fields: dict[str, Mapping[str, Field]] = {}
        self._relations: dict[str, Mapping[str, Relation]] = {}
        self._writable: dict[tuple[str, Action], Mapping[str, Field]] = {}

    def may(self, action: Action, entity: Entity) -> bool:
        """Tell whether the caller may do `action` on `entity` at all."""
        if ADMIN in self.roles:
            return True
        rules = entity.access.get(action)
        if rules is None and action in FOLLOWS:
            rules = entity.access.get(FOLLOWS[action])
        return any(self._matches(rule.role) for rule in rules or ())

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
        return relation is not None and self.may(Action.READ, self.catalog.entities[relation.target])

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

    def writable(self, entity: Entity, action: Action) -> Mapping[str, Field]:
        """Return the fields that the caller may send on `action` (create, update or import)."""
        known = self._writable.get((entity.name, action))
        if known is None:
            allowed = self.may(action, entity)
            known = {name: field for name, field in entity.fields.items() if allowed and is_writable(field, action)}
            self._writable[entity.name, action] = known
        return known


def is_writable(field: Field, action: Action) -> bool:
    """Tell whether `action` may set the field at all: a key only when the record is made, a counted id only by an import."""
    if field.hidden or (field.readonly and not (field.is_key or field.is_implicit)):
        return False
    if field.is_key:
        is_counted = field.is_implicit and field.type == "int"
        return action is Action.IMPORT or (action is Action.CREATE and not is_counted)
    return not field.is_implicit or action is Action.IMPORT
