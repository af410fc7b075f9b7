"""What each column type stores, reads back and writes into DDL, by dialect, without a database."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite

from crudgen.model import types
from crudgen.model.checks import literal

SQLITE, POSTGRESQL, MYSQL = sqlite.dialect(), postgresql.dialect(), mysql.dialect()
BERLIN = dt.timezone(dt.timedelta(hours=2))


def stored(type_: types.ColumnType, value: Any, dialect: Any = SQLITE) -> Any:
    convert = type_.dialect_impl(dialect).bind_processor(dialect)
    return value if convert is None else convert(value)


def read(type_: types.ColumnType, value: Any, dialect: Any = SQLITE) -> Any:
    convert = type_.dialect_impl(dialect).result_processor(dialect, None)
    return value if convert is None else convert(value)


@pytest.mark.parametrize(
    ("type_", "value", "form"),
    [
        (types.Decimal(12, 2), Decimal("12.5"), 1250),
        (types.Decimal(12, 2), Decimal("-0.01"), -1),
        (types.Decimal(18, 0), Decimal("-999999999999999999"), -999999999999999999),
        (types.Decimal(38, 4), Decimal("9999999999999999999999999999999999.9999"), "9" * 38),
        (types.Decimal(20, 2), Decimal("-1.00"), "-" + "9" * 17 + "900"),
        (types.UtcDateTime(), dt.datetime(2024, 3, 31, 2, 30, tzinfo=BERLIN), "2024-03-31 00:30:00.000000"),
        (types.UtcDateTime(), dt.datetime(9999, 12, 31, 23, 59, 59, 999999, dt.UTC), "9999-12-31 23:59:59.999999"),
        (types.UtcDateTime(), dt.datetime(1, 1, 1, tzinfo=dt.UTC), "0001-01-01 00:00:00.000000"),
        (types.Duration(), dt.timedelta(days=-1, microseconds=1), -86_399_999_999),
        (types.Date(), dt.date(1, 1, 1), "0001-01-01"),
        (types.Time(), dt.time(23, 59, 59, 1), "23:59:59.000001"),
        (types.Uuid(), uuid.UUID(int=7), "0" * 31 + "7"),
        (types.Json(), {"b": 1.0, "a": [None, "é"]}, '{"b":1.0,"a":[null,"é"]}'),
    ],
)
def test_sqlite_stores_the_exact_form_and_reads_the_value_back(type_: types.ColumnType, value: Any, form: Any) -> None:
    assert stored(type_, value) == form
    back = read(type_, form)
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    ("type_", "dialect"),
    [
        *((type_, SQLITE) for type_ in (types.Decimal(12, 2), types.Decimal(38, 4), types.Json())),
        *((type_, dialect) for type_ in (types.UtcDateTime(), types.Duration()) for dialect in (SQLITE, POSTGRESQL, MYSQL)),
    ],
)
def test_none_stays_null(type_: types.ColumnType, dialect: Any) -> None:
    assert stored(type_, None, dialect) is None
    assert read(type_, None, dialect) is None


def test_a_decimal_comes_back_in_its_scale() -> None:
    assert str(read(types.Decimal(12, 2), 1250)) == "12.50"
    assert str(read(types.Decimal(12, 2), -5)) == "-0.05"


def test_a_decimal_is_never_rounded_to_be_stored() -> None:
    with pytest.raises(ValueError, match="more than 2 digits"):
        stored(types.Decimal(12, 2), Decimal("1.239"))


def test_wide_decimals_sort_as_texts_like_the_numbers() -> None:
    type_ = types.Decimal(20, 2)
    values = [
        Decimal(text) for text in ("-999999999999999999.99", "-10", "-9.99", "-0.01", "0", "0.01", "9.99", "10", "999999999999999999.99")
    ]
    assert sorted(values, key=lambda value: stored(type_, value).encode()) == values


def test_a_datetime_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="without an offset"):
        stored(types.UtcDateTime(), dt.datetime(2024, 1, 1))  # noqa: DTZ001


def test_instants_are_utc_on_every_database() -> None:
    instant = dt.datetime(2024, 3, 31, 2, 30, tzinfo=BERLIN)
    assert stored(types.UtcDateTime(), instant, POSTGRESQL) == instant
    assert stored(types.UtcDateTime(), instant, MYSQL) == dt.datetime(2024, 3, 31, 0, 30)  # noqa: DTZ001
    assert read(types.UtcDateTime(), instant, POSTGRESQL).tzinfo is dt.UTC
    assert read(types.UtcDateTime(), dt.datetime(2024, 3, 31, 0, 30), MYSQL) == instant  # noqa: DTZ001


@pytest.mark.parametrize(
    ("type_", "names"),
    [
        (types.Id(), ("INTEGER", "BIGINT", "BIGINT")),
        (types.Int(), ("BIGINT", "BIGINT", "BIGINT")),
        (types.Float(), ("DOUBLE", "DOUBLE PRECISION", "DOUBLE")),
        (types.Bool(), ("BOOLEAN", "BOOLEAN", "BOOL")),
        (types.Decimal(12, 2), ("BIGINT", "NUMERIC(12, 2)", "NUMERIC(12, 2)")),
        (types.Decimal(30, 4), ("VARCHAR(31)", "NUMERIC(30, 4)", "NUMERIC(30, 4)")),
        (types.UtcDateTime(), ("DATETIME", "TIMESTAMP WITH TIME ZONE", "DATETIME(6)")),
        (types.Time(), ("TIME", "TIME WITHOUT TIME ZONE", "TIME(6)")),
        (types.Uuid(), ("CHAR(32)", "UUID", "CHAR(32)")),
        (types.Json(), ("TEXT", "JSONB", "JSON")),
        (types.String(20), ("VARCHAR(20)", 'VARCHAR(20) COLLATE "C"', "VARCHAR(20) COLLATE utf8mb4_0900_bin")),
        (types.Text(), ("TEXT", 'TEXT COLLATE "C"', "LONGTEXT COLLATE utf8mb4_0900_bin")),
    ],
)
def test_a_type_is_declared_as_each_database_needs_it(type_: types.ColumnType, names: tuple[str, ...]) -> None:
    assert tuple(type_.compile(dialect) for dialect in (SQLITE, POSTGRESQL, MYSQL)) == names


def test_mariadb_has_its_own_name_for_the_collation_without_padding() -> None:
    dialect = mysql.dialect()
    dialect.is_mariadb = True
    assert types.String(5).compile(dialect) == "VARCHAR(5) COLLATE utf8mb4_nopad_bin"


@pytest.mark.parametrize(
    ("json", "type_", "texts"),
    [
        ("0.50", types.Decimal(12, 2), ("50", "0.50", "0.50")),
        ("-0.50", types.Decimal(20, 2), ("'-" + "9" * 18 + "50'", "-0.50", "-0.50")),
        (True, types.Bool(), ("1", "true", "true")),
        (7, types.Int(), ("7", "7", "7")),
        (1e300, types.Float(), ("1e+300", "1e+300", "1e+300")),
        ("it's 100% \\", types.String(20), ("'it''s 100% \\'", "'it''s 100%% \\'", "'it''s 100%% \\\\'")),
        ("2024-01-31", types.Date(), ("'2024-01-31'",) * 3),
        ("23:59:59", types.Time(), ("'23:59:59.000000'", "'23:59:59'", "'23:59:59'")),
        ("2024-01-01T00:00:00+02:00", types.UtcDateTime(),
         ("'2023-12-31 22:00:00.000000'", "'2023-12-31 22:00:00.000000+00'", "'2023-12-31 22:00:00.000000'")),
        (60_000_000, types.Duration(), ("60000000",) * 3),
        (["a"], types.Json(), ("'[\"a\"]'", "'[\"a\"]'", "('[\"a\"]')")),
        ("00000000-0000-0000-0000-000000000007", types.Uuid(),
         ("'" + "0" * 31 + "7'", "'00000000-0000-0000-0000-000000000007'", "'" + "0" * 31 + "7'")),
    ],
)  # fmt: skip
def test_a_literal_is_written_as_the_column_stores_it(json: Any, type_: types.ColumnType, texts: tuple[str, ...]) -> None:
    written = tuple(str(literal(json, type_).compile(dialect=dialect)) for dialect in (SQLITE, POSTGRESQL, MYSQL))
    assert written == texts


@pytest.mark.parametrize(
    "source",
    ["types.Id()", "types.Decimal(12, 2)", "types.String(20)", "types.UtcDateTime()", "checks.literal('0.50', types.Decimal(12, 2))"],
)
def test_a_repr_is_source_for_a_revision_file(source: str) -> None:
    from crudgen.model import checks

    assert repr(eval(source, {"types": types, "checks": checks})) == source  # noqa: S307


def test_equal_types_share_a_cache_key_and_unequal_ones_do_not() -> None:
    def key(type_: types.ColumnType) -> Any:
        return sa.select(sa.column("x", type_)).where(sa.column("x", type_) == sa.bindparam("p", type_=type_))._generate_cache_key()

    assert key(types.Decimal(12, 2)) == key(types.Decimal(12, 2))
    assert key(types.Decimal(12, 2)) != key(types.Decimal(12, 3))
