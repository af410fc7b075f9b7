import pytest
from sqlalchemy.dialects import mysql, postgresql, sqlite

from crudgen.model import Tables
from crudgen.model.expression.check import write_check
from crudgen.schema.expression import BOOL, Scope, compile_expression
from tests.catalogs import shop

CATALOG = shop()
LITE, POSTGRES, MYSQL = sqlite.dialect(), postgresql.dialect(), mysql.dialect()


def check(text: str, dialect: object, entity: str = "order") -> str | None:
    expression = compile_expression(text, Scope(CATALOG, CATALOG.entities[entity], expects=BOOL))
    return write_check(expression, Tables(CATALOG)[entity], dialect)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "lite", "postgres", "mysql_text"),
    [
        ("total > 10.5", '("total" > 1050)', '("total" > 10.50)', "(`total` > 10.50)"),
        ("placed_at is null or total > 0", '(("placed_at" IS NULL) OR ("total" > 0))', None, None),
        ("status != 'it''s' + 'x'", "(\"status\" != ('it''s' || 'x'))", None, "(`status` != concat('it''s', 'x'))"),
        ("placed_at >= '2024-01-01T00:00:00Z'", "(\"placed_at\" >= '2024-01-01 00:00:00.000000')", None, None),
        ("total * 1.5 < 100", '(("total" * 15) < 100000)', '(("total" * 1.5) < 100.000)', None),
    ],
)
def test_a_row_local_condition_is_a_check(text: str, lite: str, postgres: str | None, mysql_text: str | None) -> None:
    assert check(text, LITE) == lite
    assert check(text, POSTGRES) == postgres or postgres is None
    assert check(text, MYSQL) == mysql_text or mysql_text is None


@pytest.mark.parametrize("text", ["customer.name = 'a'", "count(lines) > 0", "placed_at < now()"])
def test_what_the_row_alone_does_not_hold_is_no_check(text: str) -> None:
    assert [check(text, dialect) for dialect in (LITE, POSTGRES, MYSQL)] == [None] * 3


def test_what_needs_a_function_of_ours_is_no_check_on_sqlite() -> None:
    assert check("number icontains 'a'", LITE) is None
    assert check("number contains 'a'", LITE) == "(instr(\"number\", 'a') > 0)"
    assert check("number icontains 'a'", POSTGRES) is not None
