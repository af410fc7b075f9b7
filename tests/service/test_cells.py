"""Cells of a spreadsheet, read by the type of their column."""

import pytest

from crudgen.schema.catalog import Catalog, Field
from crudgen.schema.types.base import BadValue
from crudgen.service.cells import cell_reader
from tests.support.catalog import catalog_of

EMPTY = Catalog({})


def read(kind: str, cell: str) -> object:
    return cell_reader(EMPTY, Field("x", kind, "x", of="string"))(cell)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("string", "007", "007"),
        ("string", " kept ", " kept "),
        ("string", "'=cmd()", "=cmd()"),
        ("string", "'tis", "'tis"),
        ("int", " 12 ", 12),
        ("int", "9007199254740993", 9007199254740993),
        ("float", "1.5", 1.5),
        ("decimal", " 0.10 ", "0.10"),
        ("bool", "TRUE", True),
        ("bool", "0", False),
        ("date", "1962-02-18 00:00:00", "1962-02-18"),
        ("date", "1962-02-18T00:00:00.000Z", "1962-02-18"),
        ("date", "1962-02-18 10:00:00", "1962-02-18 10:00:00"),
        ("datetime", "2021-01-01 00:00:00", "2021-01-01T00:00:00Z"),
        ("datetime", "2021-01-01T00:00", "2021-01-01T00:00Z"),
        ("datetime", "2021-01-01 00:00:00.5+02:00", "2021-01-01T00:00:00.5+02:00"),
        ("json", '{"a": [1, null]}', {"a": [1, None]}),
        ("list", '["a", "b"]', ["a", "b"]),
    ],
)
def test_a_cell_becomes_the_json_form(kind: str, cell: str, value: object) -> None:
    assert read(kind, cell) == value


@pytest.mark.parametrize(
    ("kind", "cell"), [("int", "1.0"), ("int", "x"), ("bool", "maybe"), ("json", "NaN"), ("json", "{"), ("list", "[" * 100_000)]
)
def test_a_cell_that_spells_nothing_is_a_bad_value(kind: str, cell: str) -> None:
    with pytest.raises(BadValue):
        read(kind, cell)


@pytest.mark.parametrize("cell", ["a\nb", 'x,"a" b', '"a'])
def test_ids_that_are_no_list_are_a_bad_value_of_their_cell(cell: str) -> None:
    catalog = catalog_of({"tag": "id: string\nfields: {name: string}\n", "post": "fields: {tags: [tag]}\n"})
    with pytest.raises(BadValue):
        cell_reader(catalog, catalog.entities["post"].fields["tags"])(cell)
