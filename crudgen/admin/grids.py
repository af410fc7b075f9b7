"""The child lists of a form, with the rows that are stored."""

from collections.abc import Sequence

from crudgen.admin.cells import Cell, Scene
from crudgen.admin.grid import NEW, Grid, GridColumn, GridRow, grid_columns, make_row_inputs
from crudgen.admin.keys import write_key
from crudgen.admin.references import Titles, want_all
from crudgen.admin.visit import Visit
from crudgen.admin.widgets import Desk
from crudgen.plan.keys import write_part
from crudgen.plan.nodes import Record
from crudgen.plan.request import ListRequest, Term
from crudgen.schema.catalog import Action, Entity, Relation
from crudgen.service.service import Service
from crudgen.service.validate import json_form

MAX_ROWS = 200
"""How many rows a form shows to be edited; longer lists have a page of their own."""


async def load_grids(service: Service, visit: Visit, desk: Desk, entity: Entity, record: Record | None) -> list[Grid]:
    """Return the child lists that the visitor may write along with the record, or with a new one."""
    action = Action.CREATE if record is None else Action.UPDATE
    relations = visit.rights.parts(entity, action).values()
    shown = [one for one in relations if one.name in visit.rights.relations(entity)]
    return [await _load_grid(service, visit, desk, one, record) for one in shown]


async def _load_grid(service: Service, visit: Visit, desk: Desk, relation: Relation, record: Record | None) -> Grid:
    child, rights = service.catalog.entities[relation.target], visit.rights
    columns = grid_columns(visit, child, relation)
    may_add = rights.may_as_part(Action.CREATE, child)
    blank_inputs = make_row_inputs(visit, desk, child, relation, None, f"{relation.name}.{NEW}") if may_add else {}
    blank = GridRow(f"{relation.name}.{NEW}", NEW, "", {}, blank_inputs, {}) if may_add else None
    grid = Grid(relation, child, columns, (), blank, rights.may_as_part(Action.DELETE, child))
    if record is None:
        return _with_rows(grid, [])
    term = Term(relation.field, "eq", write_part(service.catalog, record.entity.key_fields[0], record.key[0]))
    most = min(MAX_ROWS, service.limits(child).most)
    fields = tuple(rights.fields(child))
    page = await service.list(visit.actor, child, ListRequest(terms=(term,), fields=fields, limit=most, count="exact"))
    if page.next is not None:
        here = write_key(service.catalog, record.entity, record.key)
        url = visit.url(child.name, "list") + f"?{relation.field}[in]={here}"
        return Grid(relation, child, columns, (), None, may_remove=False, total=page.total or 0, list_url=url)
    return _with_rows(grid, await _make_rows(service, visit, desk, grid, page.items))


def _with_rows(grid: Grid, rows: Sequence[GridRow]) -> Grid:
    return Grid(grid.relation, grid.entity, grid.columns, rows, grid.blank, grid.may_remove, total=len(rows))


async def _make_rows(service: Service, visit: Visit, desk: Desk, grid: Grid, records: Sequence[Record]) -> list[GridRow]:
    titles = Titles(service, visit)
    want_all(titles, [column.field for column in grid.columns], records)
    await titles.load()
    return [_make_row(service, visit, desk, grid, titles, number, record) for number, record in enumerate(records)]


def _make_row(service: Service, visit: Visit, desk: Desk, grid: Grid, titles: Titles, number: int, record: Record) -> GridRow:
    child, name = grid.entity, f"{grid.name}.{number}"
    inputs = make_row_inputs(visit, desk, child, grid.relation, record, name)
    scene = Scene(desk.language, desk.zone)
    key = write_key(service.catalog, child, record.key)
    return GridRow(
        name=name,
        number=str(number),
        key=key,
        body={
            one.name: json_form(service.catalog, one, part)
            for one, part in zip(child.key_fields, record.key, strict=True)
            if one.name != grid.relation.field
        },
        inputs=inputs,
        fixed={one.field.name: _show(scene, titles, one, record) for one in grid.columns if one.field.name not in inputs},
        url=visit.url(child.name, "details", key),
    )


def _show(scene: Scene, titles: Titles, column: GridColumn, record: Record) -> Cell:
    return titles.show(scene, column.field, record.values.get(column.field.name))
