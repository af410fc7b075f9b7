"""Values in schema files: a default is what every record gets, from the service and from the database; else the file is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crudgen.errors import SchemaError
from crudgen.store import Mode
from tests.features.value_doors import open_doors
from tests.support.catalog import catalog_of

LONG = "12345678901234567890.123456789012345678"
DEFAULTS = {
    "{type: int, default: 9223372036854775807}": "9223372036854775807",
    "{type: int, default: -9223372036854775808}": "-9223372036854775808",
    "{type: int, default: 0x7fffffffffffffff}": "9223372036854775807",
    "{type: float, default: 0.30000000000000004}": "0.30000000000000004",
    "{type: float, default: 1.7976931348623157e308}": "1.7976931348623157e308",
    "{type: float, default: 5e-324}": "5e-324",
    "{type: float, default: -0.0}": "0.0",
    "{type: float, default: 9007199254740992}": "9007199254740992.0",
    "{type: decimal, default: 0.1}": '"0.10"',
    "{type: decimal, default: -12.50}": '"-12.50"',
    "{type: decimal, default: 1e5}": '"100000.00"',
    f"{{type: decimal, precision: 38, scale: 18, default: '{LONG}'}}": f'"{LONG}"',
    "{type: decimal, precision: 38, scale: 18, default: '-0.000000000000000001'}": '"-0.000000000000000001"',
    "{type: string, default: 007}": '"007"',
    "{type: string, default: 5:30}": '"5:30"',
    "{type: string, default: 2024-01-01}": '"2024-01-01"',
    "{type: string, default: 'NULL'}": '"NULL"',
    "{type: string, default: ' it''s \"100 %\" :x \\n '}": '" it\'s \\"100 %\\" :x \\\\n "',
    "{type: string, default: \"a\\r\\nb\"}": '"a\\r\\nb"',
    "{type: text, default: \"e\\u0301 \\U0001f600\"}": '"e\\u0301 \\ud83d\\ude00"',
    "{type: bool, default: false}": "false",
    "{type: enum, values: [yes, 007], default: 007}": '"007"',
    "{type: date, default: 0001-01-01}": '"0001-01-01"',
    "{type: time, default: 23:59:59.999999}": '"23:59:59.999999"',
    "{type: datetime, default: '2024-01-01T02:00:00.5+02:00'}": '"2024-01-01T00:00:00.500000Z"',
    "{type: datetime, default: '9999-12-31T23:59:59.999999Z'}": '"9999-12-31T23:59:59.999999Z"',
    "{type: duration, default: -PT1.5S}": '"-PT1.5S"',
    "{type: duration, default: P106751991DT4H54.775807S}": '"P106751991DT4H54.775807S"',
    "{type: uuid, default: 0196F3C0-1111-7222-8333-44445555ABCD}": '"0196f3c0-1111-7222-8333-44445555abcd"',
    "{type: email, default: Ann@Shop.TEST}": '"Ann@shop.test"',
    "{type: json, default: {b: 1.0, a: [1e16, 007, 9007199254740993, '%s']}}": '{"b": 1.0, "a": [1e16, "007", 9007199254740993, "%s"]}',
    "{type: list, of: decimal, default: ['1.5']}": '["1.50"]',
}  # fmt: skip

REFUSED = [
    "{type: int, default: 9223372036854775808}",
    "{type: int, default: 1.0}",
    "{type: int, min: 1.5}",
    "{type: float, default: 9007199254740993}",
    "{type: float, default: 1e400}",
    "{type: float, default: 1e-400}",
    "{type: float, default: 0.1000000000000000055}",
    "{type: float, default: .nan}",
    "{type: float, max: .inf}",
    "{type: decimal, default: 12.345}",
    "{type: decimal, default: 0.1000000000000000055}",
    "{type: decimal, precision: 38, scale: 18, default: 12345678901234567890.123456789012345678}",
    "{type: decimal, precision: 30, min: 12345678901234567890}",
    "{type: string, default: 1e5}",
    "{type: string, max_length: 3, default: '\U0001f600\U0001f600\U0001f600\U0001f600'}",
    '{type: string, default: "\\0"}',
    '{type: string, default: "\\ud800"}',
    "{type: bool, default: yes}",
    "{type: bool, default: 1}",
    "{type: date, default: 2024-02-30}",
    "{type: time, default: 24:00}",
    "{type: time, default: '12:00:00.1234567'}",
    "{type: datetime, default: '2024-01-01T00:00:00'}",
    "{type: duration, default: P1M}",
    "{type: duration, max: P106751991DT4H54.775808S}",
    "{type: json, default: {a: .nan}}",
    "{type: json, default: {a: 9223372036854775808}}",
    "{type: list, of: int, default: [9223372036854775808]}",
]


def test_a_default_is_the_same_from_the_service_and_from_the_database(tmp_path: Path) -> None:
    kinds = {f"k{place}": text for place, text in enumerate(DEFAULTS)}
    wrong: list[Any] = []
    with open_doors(tmp_path / "project", kinds) as doors:
        for kind, text in kinds.items():
            doors.call("POST", f"v_{kind}", "{}")
            insert = sa.text(f"INSERT INTO v_{kind} DEFAULT VALUES")
            doors.run(doors.context.service.database.run(lambda connection, insert=insert: connection.execute(insert), Mode.WRITE))
            got = [item["value"] for item in doors.call("GET", f"v_{kind}?sort=id").json()["items"]]
            if repr(got) != repr([json.loads(DEFAULTS[text])] * 2):
                wrong.append((text, got))
    assert not wrong


@pytest.mark.parametrize("text", REFUSED)
def test_a_literal_that_would_be_changed_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(SchemaError) as caught:
        catalog_of({"thing": f"fields:\n  value: {text}\n"})
    assert [(one.file, one.line) for one in caught.value.diagnostics] == [("schemas/thing.yaml", 2)]
