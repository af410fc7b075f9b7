"""CSV files: delimiters, headers, rows."""

import io
from collections.abc import Callable

import pytest

from crudgen.errors import Invalid
from crudgen.plan.actor import SYSTEM
from crudgen.service.rows import Row, read_rows
from tests.support.world import Build

SCHEMA = """
fields:
  name: {type: string, required: true, column: full_name, label: {en: Name, ru: Имя}}
  price: decimal
  sold_on: date
  boss: person
  secret: {type: string, hidden: true}
"""
Read = Callable[[bytes], list[Row]]


@pytest.fixture
def read(build: Build) -> Read:
    world = build(person=SCHEMA)
    rights = world.service.rights(SYSTEM)
    return lambda content: list(read_rows(io.BytesIO(content), rights, world.catalog.entities["person"]))


def refused(read: Read, content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        read(content)
    return [(error.pointer, error.message) for error in caught.value.errors]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(read: Read, delimiter: str) -> None:
    content = delimiter.join(("id", "name", "price")) + "\n" + delimiter.join(("7", "Ann", "1.50"))
    assert [row.body for row in read(content.encode())] == [{"id": 7, "name": "Ann", "price": "1.50"}]


def test_a_single_column_needs_no_delimiter(read: Read) -> None:
    assert [row.body for row in read(b"name\nAnn\n")] == [{"name": "Ann"}]


@pytest.mark.parametrize("header", ["name", "full_name", "Name", "Имя", "NAME", " имя ", "Full_Name"])
def test_a_header_is_a_name_a_column_or_a_label(read: Read, header: str) -> None:
    assert [row.body for row in read(f"{header}\nAnn\n".encode())] == [{"name": "Ann"}]


def test_a_byte_order_mark_is_no_part_of_the_header(read: Read) -> None:
    assert [row.body for row in read("\ufeffname\nAnn\n".encode())] == [{"name": "Ann"}]


def test_an_empty_cell_is_null_and_an_empty_line_is_nothing(read: Read) -> None:
    rows = read(b"name,price\nAnn,\n\nBob,1\n")
    assert [(row.number, row.body) for row in rows] == [(2, {"name": "Ann", "price": None}), (4, {"name": "Bob", "price": "1"})]


def test_a_line_break_within_a_cell_does_not_count_as_a_row(read: Read) -> None:
    rows = read(b'name,price\n"Ann\nLee",1\nBob,2\n')
    assert [(row.number, row.body["name"]) for row in rows] == [(2, "Ann\nLee"), (3, "Bob")]


def test_an_unknown_column_is_refused_with_the_nearest(read: Read) -> None:
    assert refused(read, b"name,prise\nAnn,1\n") == [("/1", 'has an unknown column "prise"; did you mean "price"?')]


def test_a_hidden_field_is_as_unknown_as_any(read: Read) -> None:
    assert refused(read, b"name,secret\n") == [("/1", 'has an unknown column "secret"')]


def test_two_columns_of_one_field_are_refused(read: Read) -> None:
    assert refused(read, "name,Имя\n".encode()) == [("/1/name", "is named by two columns")]


def test_a_required_field_needs_a_column(read: Read) -> None:
    assert refused(read, b"price\n1\n") == [("/1/name", "has no column")]


def test_a_row_of_another_length_is_named(read: Read) -> None:
    rows = read(b"name,price\nAnn\nBob,1,2\n")
    assert [(error.pointer, error.message) for row in rows for error in row.errors] == [
        ("/2", "has 1 cells, the header 2"),
        ("/3", "has 3 cells, the header 2"),
    ]


def test_a_bad_cell_is_named_and_the_others_are_read(read: Read) -> None:
    [row] = read(b"name,boss\nAnn,x\n")
    assert row.body == {"name": "Ann"}
    assert [error.pointer for error in row.errors] == ["/2/boss"]


@pytest.mark.parametrize("content", [b"", b"\n"])
def test_a_file_without_a_header_is_refused(read: Read, content: bytes) -> None:
    assert ("/1", "has no header: the first line names the fields") in refused(read, content)


def test_a_file_in_another_encoding_is_refused_with_the_cure(read: Read) -> None:
    assert refused(read, "name\nЯна\n".encode("utf-16"))[0][1].startswith("is not in UTF-8")


def test_a_quote_left_open_is_refused(read: Read) -> None:
    assert refused(read, b'name\nAnn\n"Bob\n')[0][0] == "/3"


def test_the_stream_stays_its_owners(build: Build) -> None:
    world = build(person=SCHEMA)
    stream = io.BytesIO(b"name\nAnn\nBob\n")
    rows = read_rows(stream, world.service.rights(SYSTEM), world.catalog.entities["person"])
    next(rows)
    rows.close()
    assert not stream.closed
