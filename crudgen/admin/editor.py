"""Create and edit: what a form's page shows, and what happens when it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request

from crudgen.admin.cells import Scene
from crudgen.admin.conflict import merge_inputs
from crudgen.admin.form import Input, Sent, make_inputs, missing, read_body, refill
from crudgen.admin.forms import first
from crudgen.admin.grid import Grid, all_rows, merge_grid, read_grid, replace_inputs, start_grid
from crudgen.admin.grids import load_grids
from crudgen.admin.messages import Problem, show_all
from crudgen.admin.references import Titles
from crudgen.admin.view import EntityView
from crudgen.admin.visit import Visit
from crudgen.admin.widgets import Desk
from crudgen.admin.words import relation_name
from crudgen.errors import Conflict, Forbidden, Invalid, PreconditionFailed
from crudgen.plan.nodes import Record
from crudgen.schema import TYPES
from crudgen.schema.catalog import Field
from crudgen.schema.types import BadValue, value_field
from crudgen.service.permit import Permit

VERSION = "_version"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form's page. `record` is None for a new one; `version` is what the record was when read; `clash` names the labels of
    the fields that two people changed, None where nobody else saved."""

    inputs: Sequence[Input]
    record: Record | None = None
    version: int | None = None
    problems: Sequence[Problem] = ()
    clash: Sequence[str] | None = None
    grids: Sequence[Grid] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """What a sent form came to: the record; `is_changed` is False where nothing differed."""

    record: Record
    is_changed: bool = True


async def open_sheet(view: EntityView, request: Request, desk: Desk, record: Record | None) -> Sheet:
    """Return the page of a form that nobody has sent yet. A new record takes values from the address."""
    visit = view.visit(request)
    permit = await view.permit(request, record) if record is not None else None
    inputs = make_inputs(visit, desk, view.entity, record, permit)
    if record is None:
        given = {name: [value] for name, value in request.query_params.multi_items()}
        inputs = [replace(one, texts=tuple(given[one.name])) if one.name in given else one for one in inputs]
    grids = [start_grid(one) if record is None else one for one in await _load_grids(view, visit, desk, record, permit)]
    inputs, grids = await _name_all(view, visit, desk, inputs, grids)
    return Sheet(inputs, record, record.version if record else None, grids=grids)


async def save_sheet(view: EntityView, request: Request, desk: Desk, sent: Sent, record: Record | None) -> Saved | Sheet:
    """Write what was sent; where that fails, return the page again with all that was typed."""
    visit = view.visit(request)
    permit = await view.permit(request, record) if record is not None else None
    fresh = make_inputs(visit, desk, view.entity, record, permit)
    grids = await _load_grids(view, visit, desk, record, permit)
    version = _read_version(sent)
    if record is not None and version is not None and version != record.version:
        return await _collide(view, visit, desk, fresh, grids, sent, record)
    body, errors = read_body(desk, fresh, sent, is_new=record is None)
    filled = refill(fresh, sent)
    for place, grid in enumerate(grids):
        grids[place], rows, bad = read_grid(desk, grid, sent)
        body |= {grid.name: rows} if rows is not None else {}
        errors += bad
    try:
        if errors:
            raise Invalid(errors=(*errors, *missing(filled, errors)))
        if record is None:
            return Saved(await view.insert_model(request, body))
        if not body:
            return Saved(record, is_changed=False)
        return Saved(await view.update_model(request, record.key, body, version))
    except PreconditionFailed:
        current = await view.get_object_for_edit(request)
        permit = await view.permit(request, current)
        now = await _load_grids(view, visit, desk, current, permit)
        return await _collide(view, visit, desk, make_inputs(visit, desk, view.entity, current, permit), now, sent, current)
    except (Invalid, Conflict, Forbidden) as exc:
        shown, grids, problems = show_all(visit.language, filled, grids, exc)
        shown, grids = await _name_all(view, visit, desk, shown, grids)
        return Sheet(shown, record, version, problems, grids=grids)


def _read_version(sent: Sent) -> int | None:
    text = first(sent, VERSION)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


async def _load_grids(view: EntityView, visit: Visit, desk: Desk, record: Record | None, permit: Permit | None) -> list[Grid]:
    return await load_grids(view.context.service, visit, desk, view.entity, record, permit)


async def _collide(
    view: EntityView, visit: Visit, desk: Desk, fresh: Sequence[Input], grids: Sequence[Grid], sent: Sent, record: Record
) -> Sheet:
    inputs, merged = await _name_all(view, visit, desk, merge_inputs(fresh, sent), [merge_grid(one, sent) for one in grids])
    labels = [one.label for one in inputs if one.theirs is not None]
    labels += [f"{grid_name(visit, view, grid)} › {one.label}" for grid in merged for one in clashing(grid)]
    return Sheet(inputs, record, record.version, clash=list(dict.fromkeys(labels)), grids=merged)


def grid_name(visit: Visit, view: EntityView, grid: Grid) -> str:
    """Return what a child list is called."""
    return relation_name(visit.language, view.context.service.catalog, grid.relation)


def clashing(grid: Grid) -> list[Input]:
    """Return the cells that two people changed."""
    return [one for row in grid.rows for one in row.inputs.values() if one.theirs is not None]


async def _name_all(
    view: EntityView, visit: Visit, desk: Desk, inputs: Sequence[Input], grids: Sequence[Grid]
) -> tuple[list[Input], list[Grid]]:
    """Return inputs and grids with the titles of the records that they hold; one call for each entity in all."""
    cells = [one for grid in grids for row in all_rows(grid) for one in row.inputs.values()]
    named = {one.name: one for one in await name_picked(view, visit, desk, [*inputs, *cells])}
    return [named[one.name] for one in inputs], [replace_inputs(grid, named) for grid in grids]


async def name_picked(view: EntityView, visit: Visit, desk: Desk, inputs: Sequence[Input]) -> list[Input]:
    """Return the inputs with the titles of the records that their pickers hold, or that they show; one call for each entity."""
    titles = Titles(view.context.service, visit)
    for one in inputs:
        titles.want(one.field, one.value)
        for text in (*one.texts, *(one.theirs or ())):
            key = _read_key(view, one.field, text)
            if key is not None:
                titles.want(one.field, [key] if one.field.type == "links" else key)
    await titles.load()
    return [_show(desk, titles, one) if one.is_fixed else _name(view, visit, titles, one) for one in inputs]


def _show(desk: Desk, titles: Titles, one: Input) -> Input:
    return replace(one, cell=titles.show(Scene(desk.language, desk.zone, is_short=one.is_cell), one.field, one.value))


def _read_key(view: EntityView, one: Field, text: str) -> Any:
    if one.relation is None:
        return None
    stored = value_field(view.context.service.catalog, one)
    try:
        return TYPES[stored.type].read(stored, text)
    except BadValue:
        return None


def _name(view: EntityView, visit: Visit, titles: Titles, one: Input) -> Input:
    if one.field.relation is not None:
        target = view.context.service.catalog.entities[one.field.relation.target]
        keys = {text: _read_key(view, one.field, text) for text in (*one.texts, *(one.theirs or ()))}
        names = {text: titles.title(target, (key,)) if key is not None else text for text, key in keys.items()}
        lookup = visit.url(one.field.relation.source, "ajax", "lookup") + f"?name={one.field.name}"
        one = replace(one, options=tuple((text, names[text]) for text in one.texts), lookup=lookup)
    else:
        names = {"true": visit.language.text("Yes"), "false": visit.language.text("No")} if one.field.type == "bool" else dict(one.options)
    if one.theirs is None:
        return one
    label = ", ".join(names.get(text, text) for text in one.theirs) or visit.language.text("empty")
    return replace(one, theirs_label=label)
