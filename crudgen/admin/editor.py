"""Create and edit: what a form's page shows, and what happens when it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request

from crudgen.admin.conflict import clashes, merge_inputs
from crudgen.admin.form import Input, Sent, make_inputs, read_body, refill
from crudgen.admin.forms import first
from crudgen.admin.messages import Problem, show_errors
from crudgen.admin.references import Titles
from crudgen.admin.view import EntityView
from crudgen.admin.visit import Visit
from crudgen.admin.widgets import Desk
from crudgen.errors import Conflict, FieldError, Forbidden, Invalid, PreconditionFailed, Refusal
from crudgen.plan.nodes import Record
from crudgen.schema import TYPES
from crudgen.schema.catalog import Field
from crudgen.schema.types import BadValue, value_field

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


@dataclass(frozen=True, slots=True)
class Saved:
    """What a sent form came to: the record; `is_changed` is False where nothing differed."""

    record: Record
    is_changed: bool = True


async def open_sheet(view: EntityView, request: Request, desk: Desk, record: Record | None) -> Sheet:
    """Return the page of a form that nobody has sent yet. A new record takes values from the address."""
    visit = view.visit(request)
    inputs = make_inputs(visit, desk, view.entity, record)
    if record is None:
        given = {name: [value] for name, value in request.query_params.multi_items()}
        inputs = [replace(one, texts=tuple(given[one.name])) if one.name in given else one for one in inputs]
    return Sheet(await name_picked(view, visit, inputs), record, record.version if record else None)


async def save_sheet(view: EntityView, request: Request, desk: Desk, sent: Sent, record: Record | None) -> Saved | Sheet:
    """Write what was sent; where that fails, return the page again with all that was typed."""
    visit = view.visit(request)
    fresh = make_inputs(visit, desk, view.entity, record)
    version = _read_version(sent)
    if record is not None and version is not None and version != record.version:
        return await _collide(view, visit, fresh, sent, record)
    body, errors = read_body(desk, fresh, sent, is_new=record is None)
    filled = refill(fresh, sent)
    try:
        if errors:
            raise Invalid(errors=(*errors, *_missing(filled, errors)))
        if record is None:
            return Saved(await view.insert_model(request, body))
        if not body:
            return Saved(record, is_changed=False)
        return Saved(await view.update_model(request, record.key, body, version))
    except PreconditionFailed:
        current = await view.get_object_for_edit(request)
        return await _collide(view, visit, make_inputs(visit, desk, view.entity, current), sent, current)
    except (Invalid, Conflict, Forbidden) as exc:
        return await _complain(view, visit, filled, record, version, exc)


def _read_version(sent: Sent) -> int | None:
    text = first(sent, VERSION)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _missing(inputs: Sequence[Input], errors: Sequence[FieldError]) -> list[FieldError]:
    """Return what else is missing, so that people see all mistakes at once."""
    told = {error.pointer for error in errors}
    empty = [one for one in inputs if one.is_required and not one.texts and not one.widget.is_multiple]
    return [FieldError(f"/{one.name}", "required", "is required") for one in empty if f"/{one.name}" not in told]


async def _complain(
    view: EntityView, visit: Visit, inputs: Sequence[Input], record: Record | None, version: int | None, refusal: Refusal
) -> Sheet:
    shown, problems = show_errors(visit.language, inputs, refusal)
    return Sheet(await name_picked(view, visit, shown), record, version, problems)


async def _collide(view: EntityView, visit: Visit, fresh: Sequence[Input], sent: Sent, record: Record) -> Sheet:
    inputs = await name_picked(view, visit, merge_inputs(fresh, sent))
    names = {one.name for one in clashes(inputs)}
    return Sheet(inputs, record, record.version, clash=[one.label for one in inputs if one.name in names])


async def name_picked(view: EntityView, visit: Visit, inputs: Sequence[Input]) -> list[Input]:
    """Return the inputs with the titles of the records that their pickers hold; one call for each entity."""
    titles = Titles(view.context.service, visit)
    for one in inputs:
        for text in (*one.texts, *(one.theirs or ())):
            key = _read_key(view, one.field, text)
            if key is not None:
                titles.want(one.field, [key] if one.field.type == "links" else key)
    await titles.load()
    return [_name(view, visit, titles, one) for one in inputs]


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
        lookup = visit.url(view.entity.name, "ajax", "lookup") + f"?name={one.name}"
        one = replace(one, options=tuple((text, names[text]) for text in one.texts), lookup=lookup)
    else:
        names = {"true": visit.language.text("Yes"), "false": visit.language.text("No")} if one.field.type == "bool" else dict(one.options)
    if one.theirs is None:
        return one
    label = ", ".join(names.get(text, text) for text in one.theirs) or visit.language.text("empty")
    return replace(one, theirs_label=label)
