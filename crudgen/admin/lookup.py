"""Lookup: what a reference picker finds while somebody types."""

from collections.abc import Mapping
from typing import Any

from crudgen.admin.columns import readable_path
from crudgen.admin.visit import Visit
from crudgen.errors import NotFound
from crudgen.plan.keys import write_part
from crudgen.plan.rights import Rights, list_of
from crudgen.schema.catalog import Action, Entity, Field, Relation
from crudgen.service.service import Service

PAGE = 20
MAX_PAGE = 500
MAX_TERM = 200


async def look_up(service: Service, visit: Visit, entity: Entity, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return `{"results": [{"id", "text"}], "more": bool}` for the field `name`, the text `term` and the page `page`, from 1.

    Only records that the field may lead to, unless `to` says that they are to "filter" by.
    Raises NotFound for a field that is no reference of the visitor's, and where its target may not be read.
    """
    one, relation = find_reference(visit, entity, asked.get("name", ""))
    target = service.catalog.entities[relation.target]
    page = asked.get("page", "1")
    number = min(max(int(page), 1), MAX_PAGE) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    is_choice = asked.get("to") != "filter"
    term = asked.get("term", "").strip()[:MAX_TERM]
    found = await service.choices(visit.actor, target, term, PAGE + 1, (number - 1) * PAGE, to_fit=one if is_choice else None)
    key = target.key_fields[0]
    results = [{"id": write_part(service.catalog, key, parts[0]), "text": title} for parts, title in found[:PAGE]]
    return {"results": results, "more": len(found) > PAGE}


def find_reference(visit: Visit, entity: Entity, name: str) -> tuple[Field, Relation]:
    """Return the reference that a picker stands for: a field that the visitor may read or write. Raises NotFound."""
    rights = visit.rights
    path = readable_path(rights, entity, name)
    one = path.field if path is not None else None
    for action in (Action.CREATE, Action.UPDATE):
        one = one or rights.writable(entity, action, as_part=_is_sent_along(rights, entity, action)).get(name)
    if one is None or one.relation is None:
        raise NotFound("there is no such field")
    return one, one.relation


def _is_sent_along(rights: Rights, entity: Entity, action: Action) -> bool:
    """Tell whether records of a child may be written in a form of its parent's, of a new one too."""
    parent = rights.parent(entity)
    return parent is not None and rights.may(action, parent) and list_of(rights.catalog, entity) in rights.parts(parent, action)
