"""Lookup: what a reference picker finds while somebody types."""

from collections.abc import Mapping
from typing import Any

from crudgen.admin.columns import readable_path
from crudgen.admin.visit import Visit
from crudgen.errors import NotFound
from crudgen.plan.keys import write_part
from crudgen.schema.catalog import Action, Entity, Relation
from crudgen.service.service import Service

PAGE = 20
MAX_PAGE = 500
MAX_TERM = 200


async def look_up(service: Service, visit: Visit, entity: Entity, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return `{"results": [{"id", "text"}], "more": bool}` for the field `name`, the text `term` and the page `page`, from 1.

    Raises NotFound for a field that is no reference of the visitor's, and where its target may not be read.
    """
    relation = find_relation(visit, entity, asked.get("name", ""))
    target = service.catalog.entities[relation.target]
    page = asked.get("page", "1")
    number = min(max(int(page), 1), MAX_PAGE) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    term = asked.get("term", "").strip()[:MAX_TERM]
    found = await service.choices(visit.actor, target, term, limit=PAGE + 1, offset=(number - 1) * PAGE)
    key = target.key_fields[0]
    results = [{"id": write_part(service.catalog, key, parts[0]), "text": title} for parts, title in found[:PAGE]]
    return {"results": results, "more": len(found) > PAGE}


def find_relation(visit: Visit, entity: Entity, name: str) -> Relation:
    """Return the reference that a picker stands for: a field that the visitor may read or write. Raises NotFound."""
    path = readable_path(visit.rights, entity, name)
    one = path.field if path is not None else None
    for action in (Action.CREATE, Action.UPDATE):
        one = one or visit.rights.writable(entity, action).get(name)
    if one is None or one.relation is None:
        raise NotFound("there is no such field")
    return one.relation
