"""CHECK constraints as values."""

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.schema import CreateTable

from crudgen.model import checks, types

SOURCE = "checks.Check('qty', types.Int(), min=0, max=9, name='ck_order__qty')"


def test_a_repr_is_source_for_a_revision_file() -> None:
    check = eval(SOURCE, {"checks": checks, "types": types})  # noqa: S307
    assert repr(check) == SOURCE


def test_a_copied_table_keeps_its_checks() -> None:
    check = checks.Check("qty", types.Int(), min=0, name="ck_order__qty")
    table = sa.Table("order", sa.MetaData(), sa.Column("qty", types.Int()), check)
    copied = table.to_metadata(sa.MetaData())
    assert [repr(one) for one in copied.constraints if isinstance(one, checks.Check)] == [repr(check)]


@pytest.mark.parametrize("dialect", [postgresql.dialect(), mysql.dialect()], ids=lambda dialect: dialect.name)
def test_what_the_type_holds_by_itself_is_left_out_elsewhere(dialect: sa.Dialect) -> None:
    names = {"a": types.Int(), "b": types.String(5), "c": types.UtcDateTime()}
    columns = [sa.Column(name, type_) for name, type_ in names.items()]
    constraints = [
        checks.Check("a", names["a"], name="ck_t__a"),
        checks.Check("b", names["b"], max_length=5, name="ck_t__b"),
        checks.Check("c", names["c"], name="ck_t__c"),
    ]
    table = sa.Table("t", sa.MetaData(), *columns, *constraints)
    assert "CHECK" not in str(CreateTable(table).compile(dialect=dialect))
    assert str(CreateTable(table).compile(dialect=sqlite.dialect())).count("CHECK") == 3


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect(), mysql.dialect()], ids=lambda dialect: dialect.name)
def test_how_a_text_begins_is_checked_everywhere(dialect: sa.Dialect) -> None:
    column = sa.Column("token", types.Text())
    table = sa.Table("t", sa.MetaData(), column, checks.Check("token", types.Text(), starts="sealed:", name="ck_t__token"))
    assert "substr(token, 1, 7) = 'sealed:'" in str(CreateTable(table).compile(dialect=dialect))


def test_a_column_whose_name_is_a_word_of_sql_is_quoted() -> None:
    check = checks.Check("order", types.Int(), min=1, name="ck_t__order")
    assert str(check.sqltext.compile(dialect=postgresql.dialect())) == '"order" >= 1'
