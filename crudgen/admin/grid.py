"""Grids: the rows of a child list inside its parent's form, and the part of a body that they stand for. No data is read here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crudgen.admin.conflict import merge_inputs
from crudgen.admin.form import Input, Sent, make_inputs, mark, missing, read_body, refill, seen_of, sent_texts
from crudgen.admin.forms import first
from crudgen.admin.visit import Visit
from crudgen.admin.widgets import WIDGETS, Desk
from crudgen.admin.words import field_name
from crudgen.errors import FieldError
from crudgen.plan.nodes import Record
from crudgen.schema.catalog import Action, Entity, Field, Json, Relation
from crudgen.service.permit import Permit

ROWS = "_rows."
"""Before a list's name: the hidden inputs that number its rows, in their order."""

NEW = "__n__"
"""Stands for the number in the row that new ones are copied from."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row. `name` begins the names of its inputs; `key` names the record in a form, "" for a new row, and `body` in a body;
    `inputs` are by the field's name, what can only be read among them. `place` is where it stood in the body that was sent."""

    name: str
    number: str
    key: str
    body: Mapping[str, Json]
    inputs: Mapping[str, Input]
    may_remove: bool = True
    url: str = ""
    place: int | None = None
    is_removed: bool = False
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """One child list in a form. `blank` is the row that new ones are copied from, None where none may be added.

    `list_url` is where the rows are, if there are too many to be shown in a form; then `rows` is empty.
    """

    relation: Relation
    entity: Entity
    columns: Sequence["GridColumn"]
    rows: Sequence[GridRow]
    blank: GridRow | None
    total: int = 0
    list_url: str = ""
    errors: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the list's name."""
        return self.relation.name

    @property
    def next_number(self) -> int:
        """Return the number of the next new row."""
        return 1 + max((int(row.number) for row in self.rows), default=-1)


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column: a field of the child."""

    field: Field
    label: str
    help: str
    is_required: bool
    is_numeric: bool
    width: str


WIDTHS = dict.fromkeys(("string", "text", "markdown", "json", "links", "reference", "list", "secret"), "wide")
NUMERIC = frozenset({"int", "float", "decimal"})


def grid_columns(visit: Visit, child: Entity, relation: Relation) -> list[GridColumn]:
    """Return a column for each field of the child that the visitor may see or send, but for its parent and what is made."""
    rights = visit.rights
    known = {**rights.fields(child), **rights.writable(child, Action.CREATE, as_part=True)}
    fields = [one for name, one in child.fields.items() if name in known and name != relation.field and not one.is_implicit]
    return [
        GridColumn(
            field=one,
            label=field_name(visit.language, one),
            help=visit.language.of(one.help),
            is_required=one.required and one.default is None,
            is_numeric=one.type in NUMERIC,
            width=WIDTHS.get(one.type, ""),
        )
        for one in fields
        if one.type in WIDGETS
    ]


def make_row_inputs(
    visit: Visit, desk: Desk, child: Entity, relation: Relation, record: Record | None, name: str, permit: Permit | None = None
) -> dict[str, Input]:
    """Return the inputs of one row, by the field's name; those of a new row are filled with defaults."""
    inputs = make_inputs(visit, desk, child, record, permit, as_part=True)
    return {one.name: replace(one, name=f"{name}.{one.name}", is_cell=True) for one in inputs if one.name != relation.field}


def read_grid(desk: Desk, grid: Grid, sent: Sent) -> tuple[Grid, list[Json] | None, list[FieldError]]:
    """Return the grid as it was sent, the list in JSON form, or None where nothing in it was changed, and what could not be read."""
    numbers = sent.get(ROWS + grid.name)
    if numbers is None or grid.list_url:
        return grid, None, []
    known = {row.key: row for row in grid.rows}
    rows: list[GridRow] = []
    body: list[Json] = []
    errors: list[FieldError] = []
    is_changed = False
    for number in numbers:
        row = sent_row(grid, known, number, sent)
        if row is None:
            continue
        if row.is_removed:
            is_changed = True
            rows += [row] if row.key else []
            continue
        values, bad = read_body(desk, list(row.inputs.values()), sent, is_new=not row.key)
        if not row.key and not _is_touched(row, sent):
            rows.append(row)
            continue
        filled = {one.field.name: one for one in refill(list(row.inputs.values()), sent)}
        bad += missing(list(filled.values()), bad) if not row.key and bad else []
        errors += [replace(error, pointer=f"/{grid.name}/{len(body)}{error.pointer}") for error in bad]
        rows.append(replace(row, place=len(body), inputs=filled))
        body.append({**row.body, **values})
        is_changed = is_changed or bool(values or bad) or not row.key
    return replace(grid, rows=rows), body if is_changed else None, errors


def sent_row(grid: Grid, known: Mapping[str, GridRow], number: str, sent: Sent) -> GridRow | None:
    """Return the row that was sent under a number, still holding what is stored; None where it is gone, or may not be."""
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        return None
    name = f"{grid.name}.{number}"
    key = first(sent, f"{name}._key")
    source = known.get(key) if key else grid.blank
    if source is None:
        return None
    inputs = {field: replace(one, name=f"{name}.{field}") for field, one in source.inputs.items()}
    is_removed = source.may_remove and first(sent, f"{name}._remove") == "1"
    return replace(source, name=name, number=number, inputs=inputs, is_removed=is_removed)


def merge_grid(grid: Grid, sent: Sent) -> Grid:
    """Return the grid as it is now, with what this person changed on top: somebody else saved first."""
    numbers = sent.get(ROWS + grid.name)
    if numbers is None:
        return grid
    known = {row.key: row for row in grid.rows}
    rows: list[GridRow] = []
    for number in numbers:
        row = sent_row(grid, known, number, sent)
        if row is not None and (row.key or _is_touched(row, sent)):
            merged = merge_inputs(list(row.inputs.values()), sent) if row.key else refill(list(row.inputs.values()), sent)
            rows.append(replace(row, inputs={one.field.name: one for one in merged}))
    seen = {row.key for row in rows}
    free = 1 + max((int(row.number) for row in rows), default=-1)
    theirs = [row for row in grid.rows if row.key not in seen]
    return replace(grid, rows=[*rows, *(renumber(grid, row, free + place) for place, row in enumerate(theirs))])


def renumber(grid: Grid, row: GridRow, number: int) -> GridRow:
    """Return the row under another number."""
    name = f"{grid.name}.{number}"
    inputs = {field: replace(one, name=f"{name}.{field}") for field, one in row.inputs.items()}
    return replace(row, name=name, number=str(number), inputs=inputs)


def _is_touched(row: GridRow, sent: Sent) -> bool:
    """Tell whether anything was typed into a new row; one that was not is left out without a word."""
    pairs = ((sent_texts(one, sent), seen_of(one, sent)) for one in row.inputs.values())
    return any(texts is not None and mark(texts) != seen for texts, seen in pairs)


def start_grid(grid: Grid) -> Grid:
    """Return the grid of a new record, with one empty row to begin with."""
    return replace(grid, rows=[renumber(grid, grid.blank, 0)]) if grid.blank is not None else grid


def all_rows(grid: Grid) -> list[GridRow]:
    """Return the rows, and the one that new ones are copied from."""
    return [*grid.rows, *([grid.blank] if grid.blank is not None else [])]


def replace_inputs(grid: Grid, inputs: Mapping[str, Input]) -> Grid:
    """Return the grid with its inputs replaced by those of the same names."""
    rows = [replace(row, inputs={field: inputs[one.name] for field, one in row.inputs.items()}) for row in all_rows(grid)]
    return replace(grid, rows=rows[: len(grid.rows)], blank=rows[-1] if grid.blank is not None else None)
