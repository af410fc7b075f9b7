"""CHECK constraints and literal defaults that mean the same on every database.

All are values with a `repr` that is Python source, so that a revision file can hold them:
`checks.Check("qty", types.Int(), min=0, name="ck_order__qty")` and `checks.literal("0.00", types.Decimal(12, 2))`.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement

from crudgen.model import types
from crudgen.model.types import ColumnType


class Literal(ColumnElement[Any]):
    """A constant of a column's type, given in its JSON form (durations in microseconds)."""

    inherit_cache = False

    def __init__(self, json: Any, type_: ColumnType) -> None:
        self.json = json
        self.type: ColumnType = type_

    def __repr__(self) -> str:
        return f"checks.literal({self.json!r}, {self.type!r})"


def literal(json: Any, type_: ColumnType) -> Literal:
    """Return a constant for `server_default`, given in its JSON form."""
    return Literal(json, type_)


@compiles(Literal)
def _write_literal(element: Literal, compiler: SQLCompiler, **options: Any) -> str:
    text = _constant(element.json, element.type, compiler)
    is_blob = compiler.dialect.name in {"mysql", "mariadb"} and isinstance(element.type, types.Text | types.Json)
    return f"({text})" if is_blob else text  # MySQL takes a default of these types only as an expression


class Rule(ColumnElement[bool]):
    """What a column's CHECK says: the bounds that the schema gives, and on SQLite the storage class of the type."""

    inherit_cache = False
    type = sa.Boolean()

    def __init__(self, column: str, of: ColumnType, bounds: dict[str, Any]) -> None:
        self.column, self.of, self.bounds = column, of, bounds


@compiles(Rule)
def _write_rule(element: Rule, compiler: SQLCompiler, **options: Any) -> str:
    name = compiler.preparer.quote(element.column)
    parts = [
        *_storage(name, element.of, compiler.dialect),
        *(_BOUNDS[key](name, value, element.of, compiler) for key, value in element.bounds.items() if _applies(key, element, compiler)),
    ]
    return " AND ".join(parts) or "1 = 1"


def _applies(key: str, rule: Rule, compiler: SQLCompiler) -> bool:
    """Leave out what the column type holds by itself: only SQLite ignores the length of a VARCHAR."""
    return key != "max_length" or compiler.dialect.name == "sqlite" or not isinstance(rule.of, types.String)


def _constant(json: Any, type_: ColumnType, compiler: SQLCompiler) -> str:
    return compiler.render_literal_value(type_.value_of(json), type_)


def _length(name: str, compiler: SQLCompiler) -> str:
    return f"length({name})" if compiler.dialect.name == "sqlite" else f"char_length({name})"


def _one_of(name: str, values: Sequence[Any], type_: ColumnType, compiler: SQLCompiler) -> str:
    return f"{name} IN ({', '.join(_constant(value, type_, compiler) for value in values)})"


_BOUNDS: dict[str, Any] = {
    "min_length": lambda name, value, type_, compiler: f"{_length(name, compiler)} >= {value:d}",
    "max_length": lambda name, value, type_, compiler: f"{_length(name, compiler)} <= {value:d}",
    "min": lambda name, value, type_, compiler: f"{name} >= {_constant(value, type_, compiler)}",
    "max": lambda name, value, type_, compiler: f"{name} <= {_constant(value, type_, compiler)}",
    "one_of": _one_of,
    "starts": lambda name, value, type_, compiler: f"substr({name}, 1, {len(value)}) = {_constant(value, type_, compiler)}",
}


def _storage(name: str, type_: ColumnType, dialect: Dialect) -> list[str]:
    """Return what keeps rubbish out of a column whose database would take it."""
    if isinstance(type_, types.Bool):
        return [] if dialect.name == "postgresql" else [f"{name} IN (0, 1)"]
    if dialect.name != "sqlite":
        return []
    if isinstance(type_, types.Decimal):
        return _decimal_storage(name, type_)
    return [part.format(name) for part in _SQLITE_STORAGE.get(type(type_), ())]


def _decimal_storage(name: str, type_: types.Decimal) -> list[str]:
    if not type_.is_scaled:
        return [f"length({name}) IN ({type_.precision}, {type_.precision + 1})"]
    most = 10**type_.precision - 1
    return [f"typeof({name}) IN ('integer', 'null')", f"{name} BETWEEN {-most} AND {most}"]


_SQLITE_STORAGE: dict[type[ColumnType], tuple[str, ...]] = {
    types.Int: ("typeof({0}) IN ('integer', 'null')",),
    types.Duration: ("typeof({0}) IN ('integer', 'null')",),
    types.Float: ("typeof({0}) IN ('real', 'null')",),
    types.UtcDateTime: ("typeof({0}) IN ('text', 'null')", "length({0}) = 26"),
    types.Date: ("typeof({0}) IN ('text', 'null')", "length({0}) = 10"),
    types.Time: ("typeof({0}) IN ('text', 'null')", "length({0}) = 15"),
    types.Uuid: ("length({0}) = 32",),
    types.Json: ("({0} IS NULL OR json_valid({0}))",),
    types.String: ("typeof({0}) IN ('text', 'null')",),
    types.Text: ("typeof({0}) IN ('text', 'null')",),
}


class Check(sa.CheckConstraint):
    """The one CHECK of a column. It is left out of DDL for a database on which there is nothing to check."""

    def __init__(self, column: str, type_: ColumnType, *, name: str, **bounds: Any) -> None:
        super().__init__(Rule(column, type_, bounds), name=name)
        self.ddl_if(callable_=_is_needed)

    @property
    def rule(self) -> Rule:
        """Return what is checked: `column`, `of` (its type) and `bounds`."""
        assert isinstance(self.sqltext, Rule)  # noqa: S101 -- made so above
        return self.sqltext

    def _copy(self, *, target_table: sa.Table | None = None, **options: Any) -> "Check":
        """Stay a Check when SQLAlchemy or Alembic copies a table."""
        rule = self.rule
        copy = Check(rule.column, rule.of, name=str(self.name), **rule.bounds)
        if target_table is not None:
            target_table.append_constraint(copy)
        return copy

    def __repr__(self) -> str:
        bounds = "".join(f", {key}={value!r}" for key, value in self.rule.bounds.items())
        return f"checks.Check({self.rule.column!r}, {self.rule.of!r}{bounds}, name={str(self.name)!r})"


class Sql(ColumnElement[bool]):
    """A condition over a row, in the words of each database that can check it."""

    inherit_cache = False
    type = sa.Boolean()

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts

    def self_group(self, against: Any = None) -> "Sql":
        """Stay as it is: SQLAlchemy would compare a condition with 1."""
        return self

    def negated(self) -> "Sql":
        """Return the condition that holds where this one is false."""
        return Sql({dialect: f"(NOT {text})" for dialect, text in self.texts.items()})

    def on(self, dialect: Dialect) -> str | None:
        """Return the condition on a database, None where its tables cannot check it."""
        return self.texts.get("mysql" if dialect.name == "mariadb" else dialect.name)


@compiles(Sql)
def _write_sql(element: Sql, compiler: SQLCompiler, **options: Any) -> str:
    text = element.on(compiler.dialect)
    assert text is not None  # noqa: S101 -- left out of the DDL where it is
    return text.replace("%", "%%") if compiler.preparer._double_percents else text


class Condition(sa.CheckConstraint):
    """The CHECK of a rule that each row obeys. Its SQL is kept as it was written when its revision was made, for each database."""

    def __init__(self, rule: str, *, name: str, **texts: str) -> None:
        super().__init__(Sql(texts), name=name)
        self.rule = rule
        self.ddl_if(callable_=_can_check)

    @property
    def sql(self) -> Sql:
        """Return what is checked."""
        assert isinstance(self.sqltext, Sql)  # noqa: S101 -- made so above
        return self.sqltext

    def _copy(self, *, target_table: sa.Table | None = None, **options: Any) -> "Condition":
        """Stay a Condition when SQLAlchemy or Alembic copies a table."""
        copy = Condition(self.rule, name=str(self.name), **self.sql.texts)
        if target_table is not None:
            target_table.append_constraint(copy)
        return copy

    def __repr__(self) -> str:
        texts = "".join(f"{dialect}={text!r},\n" for dialect, text in sorted(self.sql.texts.items()))
        return f"checks.Condition(\n{self.rule!r},\nname={str(self.name)!r},\n{texts})"


def _can_check(ddl: Any, target: Any, bind: Any, tables: Any = None, state: Any = None, *, dialect: Dialect, **options: Any) -> bool:
    return target.sql.on(dialect) is not None


def _is_needed(ddl: Any, target: Any, bind: Any, tables: Any = None, state: Any = None, *, dialect: Dialect, **options: Any) -> bool:
    rule = target.rule
    unlimited = set(rule.bounds) - ({"max_length"} if dialect.name != "sqlite" and isinstance(rule.of, types.String) else set())
    return bool(unlimited or _storage("x", rule.of, dialect))
