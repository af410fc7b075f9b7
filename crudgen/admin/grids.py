"""The child lists of a form, with the rows that are stored."""

from collections.abc import Mapping
from dataclasses import replace

from crudgen.admin.grid import NEW, Grid, GridRow, grid_columns, make_row_inputs
from crudgen.admin.keys import write_key
from crudgen.admin.visit import Visit
from crudgen.admin.widgets import Desk
from crudgen.plan.keys import write_part
from crudgen.plan.nodes import Key, Record
from crudgen.plan.request import ListRequest, Term
from crudgen.schema.catalog import Action, Entity, Relation
from crudgen.service.permit import NOTHING, Permit
from crudgen.service.service import Service
from crudgen.service.validate import json_form

MAX_ROWS = 200
"""How many rows a form shows to be edited; longer lists have a page of their own."""


async def load_grids(
    service: Service, visit: Visit, desk: Desk, entity: Entity, record: Record | None, permit: Permit | None = None
) -> list[Grid]:
    """Return the child lists that the visitor may write along with the record, as far as its permit goes, or with a new one."""
    action = Action.CREATE if record is None else Action.UPDATE
    relations = visit.rights.parts(entity, action).values()
    shown = [one for one in relations if one.name in visit.rights.relations(entity) and (permit is None or one.name in permit.names)]
    return [await _load_grid(service, visit, desk, one, record) for one in shown]


async def _load_grid(service: Service, visit: Visit, desk: Desk, relation: Relation, record: Record | None) -> Grid:
    child, rights = service.catalog.entities[relation.target], visit.rights
    columns = grid_columns(visit, child, relation)
    may_add = rights.may_as_part(Action.CREATE, child)
    blank_inputs = make_row_inputs(visit, desk, child, relation, None, f"{relation.name}.{NEW}") if may_add else {}
    blank = GridRow(f"{relation.name}.{NEW}", NEW, "", {}, blank_inputs) if may_add else None
    grid = Grid(relation, child, columns, (), blank)
    if record is None:
        return grid
    term = Term(relation.field, "eq", write_part(service.catalog, record.entity.key_fields[0], record.key[0]))
    most = min(MAX_ROWS, service.limits(child).most)
    fields = tuple(rights.fields(child))
    page = await service.list(visit.actor, child, ListRequest(terms=(term,), fields=fields, limit=most, count="exact"))
    if page.next is not None:
        here = write_key(service.catalog, record.entity, record.key)
        url = visit.url(child.name, "list") + f"?{relation.field}[in]={here}"
        return Grid(relation, child, columns, (), None, total=page.total or 0, list_url=url)
    permits = await service.permits(visit.actor, child, [one.key for one in page.items], as_part=True)
    rows = [_make_row(service, visit, desk, grid, number, one, permits) for number, one in enumerate(page.items)]
    return replace(grid, rows=rows, total=len(rows))


def _make_row(
    service: Service, visit: Visit, desk: Desk, grid: Grid, number: int, record: Record, permits: Mapping[Key, Permit]
) -> GridRow:
    child, name = grid.entity, f"{grid.name}.{number}"
    key = write_key(service.catalog, child, record.key)
    permit = permits.get(record.key, NOTHING)
    return GridRow(
        name=name,
        number=str(number),
        key=key,
        body={
            one.name: json_form(service.catalog, one, part)
            for one, part in zip(child.key_fields, record.key, strict=True)
            if one.name != grid.relation.field
        },
        inputs=make_row_inputs(visit, desk, child, grid.relation, record, name, permit),
        may_remove=permit.may_delete,
        url=visit.url(child.name, "details", key),
    )
