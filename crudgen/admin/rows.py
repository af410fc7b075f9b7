"""Rows of a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from crudgen.admin.cells import Cell, Scene
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


def make_rows(
    service: Service, visit: Visit, scene: Scene, titles: Titles, columns: Sequence[Column], records: Sequence[Record]
) -> list[Row]:
    """Return the rows of a list's page; titles have been loaded."""
    return [
        Row(
            visit.url(record.entity.name, "details", write_key(service.catalog, record.entity, record.key)),
            tuple(titles.show(scene, column.field, record.values.get(column.field.name)) for column in columns),
        )
        for record in records
    ]
