import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from crudgen.api.encode import Encoder
from crudgen.plan.nodes import Page, Record
from tests.catalogs import catalog, entity, field, links, reference

CATALOG = catalog(
    entity("tag", field("name")),
    entity("both", links("tags", "tag"), field("name")),
    entity(
        "thing", field("value"), field("price", "decimal", scale=3), reference("parent", "thing", inverse="parts"), links("tags", "tag")
    ),
    entity(
        "everything",
        field("price", "decimal"),
        field("at", "datetime"),
        field("day", "date"),
        field("hour", "time"),
        field("took", "duration"),
        field("code", "uuid"),
        field("big", "int"),
        field("free", "json"),
        field("ratio", "float"),
    ),
    entity("coded", field("code", "uuid"), reference("other", "coded"), key=("code",)),
    entity("line", field("on", "date"), field("number", "int"), key=("on", "number")),
)
ENCODER = Encoder(CATALOG)
ID = UUID("0193562e-7d3a-7c1b-9c55-0f5a3b6c7d8e")


def record(name: str, key: tuple = (1,), truncated: tuple = (), /, **values) -> Record:
    one = CATALOG.entities[name]
    return Record(one, key, 1, dict(zip(one.key, key, strict=True)) | values, truncated)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("price", Decimal("1234567890.5"), '"1234567890.50"'),
        ("price", Decimal("0"), '"0.00"'),
        ("at", datetime(2026, 11, 23, 9, 30, tzinfo=UTC), '"2026-11-23T09:30:00Z"'),
        ("at", datetime(2026, 11, 23, 9, 30, 0, 120000, tzinfo=UTC), '"2026-11-23T09:30:00.120000Z"'),
        ("day", date(2026, 1, 2), '"2026-01-02"'),
        ("hour", time(9, 30), '"09:30:00"'),
        ("took", timedelta(days=1, seconds=5), '"P1DT5S"'),
        ("code", ID, f'"{ID}"'),
        ("big", 2**63 - 1, "9223372036854775807"),
        ("free", {"b": [1, None], "a": "Ж"}, '{"b":[1,null],"a":"Ж"}'),
        ("ratio", 0.1, "0.1"),
        ("price", None, "null"),
    ],
)
def test_every_type_is_written_as_the_contract_has_it(name, value, text):
    assert ENCODER.encode_record(record("everything", **{name: value})).decode() == f'{{"id":1,"{name}":{text}}}'


def test_a_reference_is_its_id_or_the_record():
    inner = record("thing", (2,), value="b", price=Decimal("1"))
    assert json.loads(ENCODER.encode_record(record("thing", value="a", parent=2))) == {"id": 1, "value": "a", "parent": 2}
    shown = json.loads(ENCODER.encode_record(record("thing", value="a", parent=inner)))
    assert shown["parent"] == {"id": 2, "value": "b", "price": "1.000"}


def test_a_to_many_is_a_list_of_ids_or_of_records_and_says_when_it_is_cut():
    part = record("thing", (2,), price=Decimal("1"))
    shown = json.loads(ENCODER.encode_record(record("thing", (1,), ("parts",), tags=[3, 4], parts=[part])))
    assert shown == {"id": 1, "tags": [3, 4], "parts": [{"id": 2, "price": "1.000"}], "parts_truncated": True}


def test_encoding_leaves_the_record_as_it_was():
    shared = record("thing", (2,), price=Decimal("1"))
    both = [record("thing", (1,), parent=shared), record("thing", (3,), parent=shared)]
    first = ENCODER.encode_records(both)
    assert ENCODER.encode_records(both) == first
    assert shared.values["price"] == Decimal("1")


def test_a_page_has_its_total_and_its_cursor():
    page = Page([record("tag", name="x")], total=7, total_is="exact", next="abc")
    assert json.loads(ENCODER.encode_page(page)) == {"items": [{"id": 1, "name": "x"}], "total": 7, "total_is": "exact", "next": "abc"}
    assert json.loads(ENCODER.encode_page(Page([]))) == {"items": [], "total": None, "total_is": "none", "next": None}


def test_a_key_alone_holds_nothing_else():
    assert ENCODER.encode_key(record("thing", value="secret")) == b'{"id":1}'
    assert ENCODER.encode_key(record("line", (date(2026, 1, 2), 3))) == b'{"on":"2026-01-02","number":3}'


def test_the_texts_of_a_key_are_those_of_an_address():
    assert ENCODER.key_texts(record("line", (date(2026, 1, 2), 3))) == ("2026-01-02", "3")
    assert ENCODER.key_texts(record("coded", (ID,))) == (str(ID),)


def test_lists_of_ids_stand_where_the_file_has_them():
    one = CATALOG.entities["both"]
    late = Record(one, (1,), 1, {"id": 1, "name": "x", "tags": [2], "parts": [3]})
    assert ENCODER.encode_record(late) == b'{"id":1,"tags":[2],"name":"x","parts":[3]}'
