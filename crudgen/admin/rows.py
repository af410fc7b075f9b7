"""Rows of a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from crudgen.admin.cells import EMPTY, Cell, Scene
from crudgen.admin.columns import Column
from crudgen.admin.keys import write_key
from crudgen.admin.references import Titles
from crudgen.admin.visit import Visit
from crudgen.plan.nodes import Record
from crudgen.service.service import Service


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a list: the address of its page, and a cell for each column."""

    url: str
    cells: tuple[Cell, ...]


def needs(columns: Sequence[Column]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields to ask for, and the references to expand for columns with dots in their names."""
    fields = dict.fromkeys(one.path.steps[0].name if one.path.steps else one.path.field.name for one in columns)
    expand = dict.fromkeys(".".join(step.name for step in one.path.steps) for one in columns if one.path.steps)
    return tuple(fields), tuple(expand)


def holder_of(record: Record, column: Column) -> Record | None:
    """Return the record, this one or one that it refers to, that holds the column's field."""
    found: Record | None = record
    for step in column.path.steps:
        found = found.values.get(step.name) if found is not None else None
    return found


def make_rows(
    service: Service, visit: Visit, scene: Scene, titles: Titles, columns: Sequence[Column], records: Sequence[Record]
) -> list[Row]:
    """Return the rows of a list's page; titles have been loaded."""
    return [
        Row(
            visit.url(record.entity.name, "details", write_key(service.catalog, record.entity, record.key)),
            tuple(make_cell(scene, titles, column, record) for column in columns),
        )
        for record in records
    ]


def make_cell(scene: Scene, titles: Titles, column: Column, record: Record) -> Cell:
    """Return the cell of one column of one record."""
    holder = holder_of(record, column)
    if holder is None:
        return EMPTY
    return titles.show(scene, column.path.field, holder.values.get(column.path.field.name))
