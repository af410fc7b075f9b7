"""A CSV file as bodies: its delimiter, its headers matched to fields, its rows in JSON form with their numbers. Streams."""

import csv
import io
from collections.abc import Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO

from crudgen.document import nearest
from crudgen.errors import FieldError, Invalid
from crudgen.plan.rights import Rights
from crudgen.schema.catalog import Action, Entity, Field, Json
from crudgen.schema.types.base import BadValue
from crudgen.service.cells import CellReader, cell_reader

DELIMITERS = ",;\t|"
MAX_CELL = 16 * 1024 * 1024
MAX_HEADER = 1024 * 1024


@dataclass(slots=True)
class Row:
    """One row of a file: its number in the sheet (the header is 1), the body that it spells, the cells that spell nothing."""

    number: int
    body: dict[str, Json]
    errors: list[FieldError] = field(default_factory=list)


def read_rows(stream: BinaryIO, rights: Rights, entity: Entity) -> Generator[Row, None, None]:
    """Yield the rows of a CSV file in UTF-8 as bodies of `entity`; an empty cell is null, an empty line nothing.

    Raises Invalid, at the first row asked for, where the header names unknown columns or one field twice,
    and later where the file breaks off being CSV. Errors of rows have pointers `/<row>/<field>`.
    """
    csv.field_size_limit(MAX_CELL)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    number = 0
    try:
        first = text.readline(MAX_HEADER)
        columns = Columns(rights, entity)
        table = csv.reader(chain([first], text), delimiter=find_delimiter(first, columns), strict=True)
        readers = columns.match(next(table, []))
        number = 1
        for number, cells in enumerate(table, start=2):
            if cells:
                yield _read_row(number, cells, readers)
    except csv.Error as exc:
        raise _broken(number, f"is not CSV: {exc}") from exc
    except UnicodeDecodeError as exc:
        raise _broken(number, "is not in UTF-8; save the file as CSV in UTF-8") from exc
    finally:
        with suppress(ValueError):  # the caller, whose stream it is, has closed it
            text.detach()


def _broken(number: int, message: str) -> Invalid:
    # The reader fails on the row after the last that it gave.
    return Invalid(errors=(FieldError(f"/{number + 1}", "csv", "{message}", {"message": message}),))


def _read_row(number: int, cells: Sequence[str], readers: Sequence[tuple[str, CellReader]]) -> Row:
    row = Row(number, {})
    if len(cells) != len(readers):
        counts = {"cells": str(len(cells)), "columns": str(len(readers))}
        row.errors.append(FieldError(f"/{number}", "cells", "has {cells} cells, the header {columns}", counts))
        return row
    for (name, read), cell in zip(readers, cells, strict=True):
        try:
            row.body[name] = read(cell) if cell else None
        except BadValue as exc:
            row.errors.append(FieldError(f"/{number}/{name}", exc.code, exc.template, exc.params))
    return row


class Columns:
    """The fields that an import may set, found by name, column or label: first as written, then in any case."""

    def __init__(self, rights: Rights, entity: Entity) -> None:
        self._rights = rights
        self._fields = rights.writable(entity, Action.IMPORT)
        self._exact = _index(self._fields.values())
        self._folded = {name.casefold(): found for name, found in reversed(self._exact.items())}

    def find(self, header: str) -> Field | None:
        """Return the field that a header means."""
        name = header.strip()
        return self._exact.get(name) or self._folded.get(name.casefold())

    def match(self, header: Sequence[str]) -> list[tuple[str, CellReader]]:
        """Return the field and the reader of each column. Raises Invalid with every header that is wrong."""
        readers: dict[str, CellReader] = {}
        errors: list[FieldError] = []
        for name in header:
            found = self.find(name)
            if found is None:
                errors.append(self._unknown(name))
            elif found.name in readers:
                errors.append(FieldError(f"/1/{found.name}", "duplicate", "is named by two columns"))
            else:
                readers[found.name] = cell_reader(self._rights.catalog, found)
        if not header:
            errors.append(FieldError("/1", "csv", "has no header: the first line names the fields"))
        errors.extend(FieldError(f"/1/{name}", "required", "has no column") for name in self._needed() if name not in readers)
        if errors:
            raise Invalid(errors=tuple(errors))
        return list(readers.items())

    def _needed(self) -> list[str]:
        every = self._fields.values()
        given = [one for one in every if one.is_column and not one.is_implicit and not one.is_made]
        return [one.name for one in given if one.required and one.default is None]

    def _unknown(self, header: str) -> FieldError:
        shown = header.strip()[:100]
        guess = nearest(shown, tuple(self._fields))
        if guess:
            template = 'has an unknown column "{column}"; did you mean "{guess}"?'
            return FieldError("/1", "unknown_field", template, {"column": shown, "guess": guess})
        return FieldError("/1", "unknown_field", 'has an unknown column "{column}"', {"column": shown})


def _index(fields: Iterable[Field]) -> dict[str, Field]:
    """Return the fields by every text that may head their column; a name goes before a column, a column before a label."""
    known: dict[str, Field] = {}
    every = tuple(fields)
    for found in every:
        known.setdefault(found.name, found)
    for found in every:
        if found.column:
            known.setdefault(found.column, found)
    for found in every:
        for label in found.label.languages.values():
            known.setdefault(label, found)
    return known


def find_delimiter(line: str, columns: Columns) -> str:
    """Return the delimiter that makes the most known headers of a file's first line; a comma where none does better."""
    return max(DELIMITERS, key=lambda delimiter: _count_known(line, delimiter, columns))


def _count_known(line: str, delimiter: str, columns: Columns) -> int:
    header = next(csv.reader([line], delimiter=delimiter), [])
    return sum(columns.find(name) is not None for name in header)
