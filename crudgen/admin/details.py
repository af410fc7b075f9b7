"""One record to read: its fields, and first rows of what refers to it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from crudgen.admin.cells import Cell, Scene
from crudgen.admin.columns import Column, list_columns
from crudgen.admin.keys import write_key
from crudgen.admin.references import Titles, want_all
from crudgen.admin.rows import Row, make_rows
from crudgen.admin.visit import Visit
from crudgen.admin.words import field_name, relation_name
from crudgen.plan.keys import write_part
from crudgen.plan.nodes import Key, Record
from crudgen.plan.request import ListRequest, Term
from crudgen.schema.catalog import Action, Entity, Field, Relation
from crudgen.service.permit import Permit
from crudgen.service.service import Service

FIRST_ROWS = 5
FIRST_PARTS = 100
"""How many rows of a child list are shown: it belongs to the record, so all of it as a rule."""

MAX_SECTIONS = 12
WIDE = frozenset({"text", "markdown", "json", "links", "list"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of the record; `help` is the schema's."""

    label: str
    cell: Cell
    help: str
    is_wide: bool


@dataclass(frozen=True, slots=True)
class Related:
    """What refers to the record over one relation: how many, the first rows, and where all of them are."""

    name: str
    label: str
    icon: str
    total: int
    is_more: bool
    columns: Sequence[Column]
    rows: Sequence[Row]
    url: str
    create_url: str
    edit_url: str


def shown_fields(visit: Visit, entity: Entity) -> list[Field]:
    """Return the fields that a record's page shows, its dates of change at the end."""
    return list(visit.rights.fields(entity).values())


def make_entries(
    visit: Visit, scene: Scene, titles: Titles, record: Record, unshown: Collection[str]
) -> tuple[list[Entry], list[Entry]]:
    """Return the record's fields as people read them, but those `unshown`: first what was declared, then what is made."""
    declared: list[Entry] = []
    made: list[Entry] = []
    for one in shown_fields(visit, record.entity):
        if one.name not in record.values or one.name in unshown:
            continue
        cell = titles.show(scene, one, record.values[one.name])
        entry = Entry(field_name(visit.language, one), cell, visit.language.of(one.help), one.type in WIDE)
        (made if one.is_implicit else declared).append(entry)
    return declared, made


def related_relations(visit: Visit, entity: Entity) -> list[Relation]:
    """Return the other sides of references to the entity that the reader may follow and list, its own children first."""
    found = []
    for relation in visit.rights.relations(entity).values():
        target = visit.rights.catalog.entities[relation.target]
        if not relation.is_owned and relation.many and _back(visit, target, relation):
            found.append(relation)
    return sorted(found, key=lambda relation: not relation.part_of)[:MAX_SECTIONS]


def _back(visit: Visit, target: Entity, relation: Relation) -> bool:
    return relation.field in visit.rights.fields(target)


async def load_related(service: Service, visit: Visit, scene: Scene, entity: Entity, key: Key, permit: Permit) -> list[Related]:
    """Return a section for each relation with its first rows; one list and the titles it needs for each."""
    if len(key) != 1:
        return []
    shown = [relation for relation in related_relations(visit, entity) if relation.name not in permit.unshown]
    return [await _load_section(service, visit, scene, relation, key, permit) for relation in shown]


async def _load_section(service: Service, visit: Visit, scene: Scene, relation: Relation, key: Key, permit: Permit) -> Related:
    catalog = service.catalog
    target = catalog.entities[relation.target]
    columns = [one for one in list_columns(visit.rights, visit.language, target) if one.field.name != relation.field]
    shown = [one.field for one in columns]
    source = catalog.entities[relation.source]
    term = Term(relation.field, "eq", write_part(catalog, source.key_fields[0], key[0]))
    most = min(FIRST_PARTS if relation.part_of else FIRST_ROWS, service.limits(target).most)
    page = await service.list(visit.actor, target, ListRequest(terms=(term,), fields=tuple(one.name for one in shown), limit=most))
    titles = Titles(service, visit)
    want_all(titles, shown, page.items)
    await titles.load()
    here = write_key(catalog, source, key)
    may_create = not relation.part_of and relation.field in visit.rights.writable(target, Action.CREATE)
    return Related(
        name=relation.name,
        label=relation_name(visit.language, catalog, relation),
        icon=target.icon,
        total=page.total or 0,
        is_more=page.total_is == "at_least",
        columns=columns,
        rows=make_rows(service, visit, scene, titles, columns, page.items),
        url=visit.url(target.name, "list") + f"?{relation.field}[in]={here}",
        create_url=f"{visit.url(target.name, 'create')}?{relation.field}={here}" if may_create else "",
        edit_url=f"{visit.url(source.name, 'edit', here)}#lines-{relation.name}" if relation.name in permit.names else "",
    )
