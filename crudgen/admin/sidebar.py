"""The sidebar: what the reader may list, in the schema's groups; drawn once for each set of roles and language.

Children are found with their parents, not here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from crudgen.admin.visit import Visit
from crudgen.admin.words import entity_plural
from crudgen.schema.catalog import Action, Catalog, Entity

OWN = "crudgen_"
"""What the names of the package's own entities begin with, but for `user`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entity in the sidebar."""

    entity: Entity
    label: str
    help: str
    icon: str
    url: str
    create_url: str


@dataclass(frozen=True, slots=True)
class Group:
    """Entities under one heading; "" is the heading of those that name none."""

    label: str
    entries: Sequence[Entry]


def make_groups(catalog: Catalog, visit: Visit) -> list[Group]:
    """Return the sidebar: groups in the order in which the project's files first name them, the package's own last."""
    found: dict[str, list[Entry]] = {}
    entities = sorted(visit.rights.entities(), key=lambda one: (one.is_builtin, one.name.startswith(OWN)))
    for entity in entities:
        if visit.rights.may(Action.READ, entity) and visit.rights.parent(entity) is None:
            found.setdefault(visit.language.of(entity.group), []).append(make_entry(visit, entity))
    return [Group(label, sorted(entries, key=lambda entry: entry.label.casefold())) for label, entries in found.items()]


def make_entry(visit: Visit, entity: Entity) -> Entry:
    """Return the sidebar's line of one entity."""
    create = visit.url(entity.name, "create") if visit.rights.writable(entity, Action.CREATE) else ""
    label = entity_plural(visit.language, entity)
    return Entry(entity, label, visit.language.of(entity.help), entity.icon or "table", home_url(visit, entity), create)


def home_url(visit: Visit, entity: Entity) -> str:
    """Return where an entity begins: its list, or the page of its one record, as a form for whoever may change it."""
    if not entity.single:
        return visit.url(entity.name, "list")
    return visit.url(entity.name, "edit" if visit.rights.writable(entity, Action.UPDATE) else "details")
