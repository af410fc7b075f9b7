"""A spreadsheet's cells: text in, the JSON form that a body would hold out. One reader for each column."""

import csv
import re
from collections.abc import Callable
from typing import TypeAlias

from crudgen.schema import TYPES
from crudgen.schema.catalog import Catalog, Field, Json
from crudgen.schema.types import value_field
from crudgen.schema.types.base import BadValue

CellReader: TypeAlias = Callable[[str], Json]
"""The text of a cell that is not empty -> a value in JSON form; raises BadValue."""

_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00(?::00(?:\.0+)?)?Z?", re.ASCII)
_NO_OFFSET = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?", re.ASCII)
_BOOLS = {"true": True, "1": True, "false": False, "0": False}
_FORMULA = ("'=", "'+", "'-", "'@", "'\t", "'\r")


def cell_reader(catalog: Catalog, field: Field) -> CellReader:
    """Return what reads the cells of a field's column; a reference's cells are ids, a many-to-many's are ids between commas."""
    if field.type == "links" and field.relation is not None:
        return _read_links(cell_reader(catalog, catalog.entities[field.relation.target].key_fields[0]))
    stored = value_field(catalog, field)
    special = _READERS.get(stored.type)
    if special is not None:
        return special
    if stored.type in _BY_TYPE:
        return _read_by_type(stored)
    return read_text


def read_text(cell: str) -> str:
    """Return a text without the quote that keeps a spreadsheet from running it.

    >>> read_text("'=1+1"), read_text("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith(_FORMULA) else cell


def read_date(cell: str) -> str:
    """Return a date; midnight of a day is that day.

    >>> read_date("1962-02-18 00:00:00")
    '1962-02-18'
    """
    text = cell.strip()
    match = _MIDNIGHT.fullmatch(text)
    return match.group(1) if match else text


def read_datetime(cell: str) -> str:
    """Return a date and time with `T` and an offset; without one it is in UTC.

    >>> read_datetime("2021-01-01 10:30:00"), read_datetime("2021-01-01 10:30:00+02:00")
    ('2021-01-01T10:30:00Z', '2021-01-01T10:30:00+02:00')
    """
    text = cell.strip()
    if text[10:11] == " ":
        text = f"{text[:10]}T{text[11:]}"
    return f"{text}Z" if _NO_OFFSET.fullmatch(text) else text


def read_bool(cell: str) -> bool:
    """Return true or false, however a spreadsheet wrote it.

    >>> read_bool("TRUE"), read_bool("0")
    (True, False)
    """
    known = _BOOLS.get(cell.strip().casefold())
    if known is None:
        raise BadValue("type", "must be true or false")
    return known


def _read_trimmed(cell: str) -> str:
    return cell.strip()


def _read_by_type(field: Field) -> CellReader:
    kind = TYPES[field.type]
    return lambda cell: kind.to_json(field, kind.read(field, cell.strip()))


def _read_links(read_key: CellReader) -> CellReader:
    def read_links(cell: str) -> Json:
        try:
            return [read_key(part) for part in next(csv.reader([cell], strict=True), [])]
        except csv.Error:
            raise BadValue("format", "must be ids with commas between them") from None

    return read_links


_BY_TYPE = frozenset({"int", "float", "json", "list"})
_READERS: dict[str, CellReader] = {
    "bool": read_bool,
    "date": read_date,
    "datetime": read_datetime,
    **dict.fromkeys(("time", "decimal", "duration", "uuid"), _read_trimmed),
}
