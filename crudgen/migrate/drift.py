"""Compare a real database with the tables it should have. What crudgen doesn't own is named where it sits in our tables, and left alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from crudgen.migrate.directives import is_needed
from crudgen.migrate.kept import add_kept
from crudgen.migrate.scripts import project_scripts
from crudgen.model import Tables
from crudgen.model.checks import Check, Condition
from crudgen.schema.catalog import Catalog, Json


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the schemas say. `kind` is `missing`, `extra` or `differs`; `thing` a table, column, index…"""

    kind: str
    thing: str
    table: str
    name: str
    detail: str = ""

    def __str__(self) -> str:
        place = self.name if self.thing == "table" else f"{self.table}.{self.name}"
        return f"{self.kind} {self.thing} {place}{f': {self.detail}' if self.detail else ''}"

    def to_json(self) -> dict[str, Json]:
        """Return it for programs."""
        return {"kind": self.kind, "thing": self.thing, "table": self.table, "name": self.name, "detail": self.detail}


def find_drift(connection: sa.Connection, root: Path, catalog: Catalog) -> tuple[Difference, ...]:
    """Return what the database of `connection` has otherwise than the tables of `catalog`; none after an upgrade. Only looks.

    What fields under `removed` leave in the tables is known from the last revision of the project in `root`.
    """
    inspector = sa.inspect(connection)
    present = set(inspector.get_table_names())
    scripts = project_scripts(root)
    tables = Tables(add_kept(catalog, scripts.read(scripts.head()))).metadata().tables
    return tuple(difference for name in sorted(tables) for difference in _compare(connection, inspector, tables[name], present))


def _compare(connection: sa.Connection, inspector: sa.Inspector, table: sa.Table, present: set[str]) -> Iterator[Difference]:
    if table.name not in present:
        yield Difference("missing", "table", str(table.name), str(table.name))
        return
    yield from _compare_columns(connection, inspector, table)
    yield from _compare_names("index", table, {str(index.name) for index in table.indexes}, _index_names(connection, inspector, table))
    keys = {str(key.name) for key in table.foreign_key_constraints}
    yield from _compare_names("foreign key", table, keys, {str(key["name"]) for key in inspector.get_foreign_keys(table.name)})
    checks = {str(item.name) for item in table.constraints if isinstance(item, Check | Condition) and is_needed(item, connection.dialect)}
    yield from _compare_names("check", table, checks, {str(check["name"]) for check in inspector.get_check_constraints(table.name)})


def _index_names(connection: sa.Connection, inspector: sa.Inspector, table: sa.Table) -> set[str]:
    """Return the names of the table's indexes. SQLAlchemy overlooks those of SQLite that have an expression in them."""
    if connection.dialect.name != "sqlite":
        return {str(index["name"]) for index in inspector.get_indexes(table.name)}
    query = sa.text("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL")
    return {str(name) for (name,) in connection.execute(query, {"table": table.name})}


def _compare_columns(connection: sa.Connection, inspector: sa.Inspector, table: sa.Table) -> Iterator[Difference]:
    found = {str(column["name"]): column for column in inspector.get_columns(table.name)}
    yield from _compare_names("column", table, {str(column.name) for column in table.columns}, set(found))
    for column in table.columns:
        real = found.get(str(column.name))
        if real is None:
            continue
        expected, actual = column.type.compile(connection.dialect), real["type"].compile(connection.dialect)
        if expected != actual:
            yield Difference("differs", "column", str(table.name), str(column.name), f"its type is {actual}, it should be {expected}")
        if bool(real["nullable"]) != bool(column.nullable):
            detail = "it takes null" if real["nullable"] else "it doesn't take null"
            yield Difference("differs", "column", str(table.name), str(column.name), detail)


def _compare_names(thing: str, table: sa.Table, expected: set[str], found: set[str]) -> Iterator[Difference]:
    yield from (Difference("missing", thing, str(table.name), name) for name in sorted(expected - found))
    yield from (Difference("extra", thing, str(table.name), name) for name in sorted(found - expected - {"None"}))
