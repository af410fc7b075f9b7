"""The database, Python and the browser find the same value of an expression: random catalogs, rows and expressions."""

import datetime as dt
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from crudgen.schema import TYPES
from crudgen.schema.catalog import Catalog, Entity, Relation
from crudgen.schema.expression import Expression, ExpressionError, Scope, calendar, compile_expression, evaluate, letters, to_json
from crudgen.schema.types.temporal import write_duration
from crudgen.store import Mode
from crudgen.store.arithmetic import register
from crudgen.store.expression import render_condition, render_value, shape_of_expression
from crudgen.store.parameters import Parameters, parameter_name
from crudgen.store.scope import Scope as Tables
from tests.features.browser import Browser
from tests.features.expressions import WAYS, Writer, catalogs, leaves_of, row_of
from tests.schema.expression import test_evaluate as table
from tests.store.world import World

NOW = dt.datetime(2026, 11, 23, 1, 2, 3, 456000, tzinfo=dt.UTC)
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    running = Browser(tmp_path_factory.mktemp("browser"))
    yield running
    running.close()


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Catalog, Rows]:
    """Return a catalog and rows of it; the ids count from 1."""
    catalog = draw(catalogs())
    counts = {"kind": 2, "tag": 2, "thing": 3, "part": draw(st.integers(0, 5))}
    rows = {name: [row_of(draw, list(catalog.entities[name].fields.values())) for _ in range(count)] for name, count in counts.items()}
    for name, made in rows.items():
        for index, row in enumerate(made):
            row["id"] = index + 1
            if name == "thing":
                row["tags"] = draw(st.lists(st.sampled_from([1, 2]), unique=True))
    return catalog, rows


class Row:
    """A row as the evaluator sees it: values by dotted name, rows of a path to many."""

    def __init__(self, catalog: Catalog, rows: Rows, entity: Entity, row: dict[str, Any] | None) -> None:
        self.catalog, self.rows, self.entity, self.row = catalog, rows, entity, row

    def __call__(self, name: str) -> Any:
        first, _, rest = name.partition(".")
        relation = self.entity.relations.get(first)
        if relation is not None and relation.many:
            return self.many(relation, rest)
        if not rest:
            return None if self.row is None else self.row[first]
        assert relation is not None
        return self.one(relation)(rest)

    def at(self, entity: str, row: dict[str, Any] | None) -> "Row":
        return Row(self.catalog, self.rows, self.catalog.entities[entity], row)

    def one(self, relation: Relation) -> "Row":
        key = None if self.row is None else self.row[relation.name]
        return self.at(relation.target, None if key is None else self.rows[relation.target][key - 1])

    def many(self, relation: Relation, rest: str) -> list["Row"]:
        if self.row is None:
            return []
        own, others = self.row["id"], self.rows[relation.target]
        if relation.link is not None:
            found = [row for row in others if row["id"] in self.row["tags"]]
        else:
            found = [row for row in others if row[relation.field] == own]
        seen = [self.at(relation.target, row) for row in found]
        return [far for near in seen for far in near(rest)] if rest else seen


def find_in_database(world: World, expression: Expression) -> tuple[list[Any], set[int] | None]:
    """Return the value of each row, and for a condition the rows where it holds."""

    def work(connection: Connection) -> tuple[list[Any], set[int] | None]:
        register(connection.connection.driver_connection)  # type: ignore[arg-type]
        values: list[Any] = []
        shape_of_expression(expression, values, {}, NOW)
        bound = {parameter_name(index): value for index, value in enumerate(values)}
        tables = Tables(world.tables, expression.entity)
        value, (key,) = render_value(expression, tables, Parameters()), tables.key()
        found = list(connection.execute(sa.select(value).select_from(tables.source).order_by(key), bound).scalars())
        if expression.type.kind != "bool":
            return found, None
        tables = Tables(world.tables, expression.entity)
        condition = render_condition(expression, tables, Parameters())
        return found, set(connection.execute(sa.select(tables.key()[0]).select_from(tables.source).where(condition), bound).scalars())

    return world.database.run_now(work, Mode.SCAN)


def json_of(value: Any, expression: Expression) -> Any:
    """Return the JSON form in which the browser answers."""
    match expression.type.kind:
        case _ if value is None:
            return None
        case "decimal" | "uuid":
            return str(value) if expression.type.kind == "uuid" else format(value, "f")
        case "int":
            return value if abs(value) < 2**53 else str(value)
        case "date":
            return value.isoformat()
        case "time":
            return value.isoformat("microseconds")
        case "datetime":
            return calendar.write_datetime(calendar.from_datetime(value))
        case "duration":
            return write_duration(value)
        case _:
            return value


def seen_by_browser(expression: Expression, row: Row) -> dict[str, Any]:
    """Return the values that the tree names, in JSON."""

    def collect(names: set[str], row: Row) -> dict[str, Any]:
        return {name: dump(row, name) for name in names}

    def dump(row: Row, name: str) -> Any:
        *steps, last = name.split(".")
        entity = row.entity
        for step in steps:
            entity = row.catalog.entities[entity.relations[step].target]
        value, field = row(name), entity.fields[last]
        if value is None:
            return None
        if isinstance(value, dt.time):
            return value.isoformat()  # orjson 3.13.0 writes .069976 of a time as .69976
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else TYPES[field.type].to_json(field, value)

    own: set[str] = set()
    each: set[str] = set()
    rows: set[str] = set()
    pending: list[Any] = [to_json(expression)]
    while pending:
        node = pending.pop()
        pending.extend(node.get("args", ()))
        if node["op"] == "path":
            (each if node.get("each") else own).add(node["value"])
        if node["op"] == "aggregate":
            rows.add(node["rows"])
    values = collect(own, row)
    for name in rows:
        values[name] = [collect({path for path in each if has(one, path)}, one) for one in row(name)]
    return values


def has(row: Row, path: str) -> bool:
    """Tell whether a path leads somewhere from this row; paths of several aggregates are collected together."""
    first, _, rest = path.partition(".")
    return first in row.entity.fields and (not rest or has(row.at(row.entity.relations[first].target, None), rest))


@settings(
    max_examples=30, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)  # shrinking takes minutes
@given(data=st.data())
def test_database_python_and_browser_agree(data: st.DataObject, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    catalog, rows = data.draw(worlds(), "world")
    world = World(catalog, tmp_path_factory.mktemp("world") / "app.db")
    try:
        for name in ("kind", "tag", "thing", "part"):
            for row in rows[name]:
                linked = {"tags": tuple(row["tags"])} if name == "thing" else {}
                world.insert(name, linked, **{key: value for key, value in row.items() if key != "tags"})
        for _ in range(data.draw(st.integers(6, 12))):
            check_one(data, world, rows, browser)
    finally:
        world.close()


def check_one(data: st.DataObject, world: World, rows: Rows, browser: Browser) -> None:
    """Draw an expression, and find its value for every row in three ways."""
    leaves = leaves_of(world.catalog)
    kind = data.draw(st.sampled_from([*WAYS, "bool", "decimal", "int"]))
    text = data.draw(_texts(leaves, kind), "expression")
    entity = world.catalog.entities["thing"]
    try:
        expression = compile_expression(text, Scope(world.catalog, entity))
    except ExpressionError as error:
        if error.code not in ALLOWED:
            raise
        return
    note(text)
    stored, holding = find_in_database(world, expression)
    seen = [Row(world.catalog, rows, entity, row) for row in rows["thing"]]
    found = [evaluate(expression, row, now=NOW) for row in seen]
    assert stored == found
    assert [str(one) for one in stored] == [str(one) for one in found]
    assert holding is None or holding == {index + 1 for index, value in enumerate(found) if value is True}
    tree = to_json(expression)
    shown = [
        browser.ask({"tree": tree, "values": seen_by_browser(expression, row), "now": NOW.isoformat().replace("+00:00", "Z")})
        for row in seen
    ]
    assert shown == [json_of(value, expression) for value in found]


ALLOWED = {
    "expression_date",
    "expression_datetime",
    "expression_scale",
    "expression_null",
    "expression_name",
    "expression_too_deep",
    "expression_too_long",
    "expression_too_large",
}
"""What even a well-typed expression can meet: too many digits or parts, `if(…, null, null)`, and no field of the wanted kind."""


@st.composite
def _texts(draw: st.DrawFn, leaves: Any, kind: str) -> str:
    return Writer(draw, leaves).write(kind, draw(st.sampled_from((0, 1, 2, 3, 4, 3, 2))))


def test_the_browser_folds_every_letter_as_the_database_does(browser: Browser) -> None:
    known = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000 and unicodedata.category(chr(code))[0] in "LMN"]
    shown = browser.ask({"letters": "".join(known)})
    assert shown == [[letters.fold(letter), letters.lower(letter)] for letter in known]


@pytest.mark.parametrize(("text", "value"), table.VALUES, ids=[text for text, _ in table.VALUES])
def test_the_browser_finds_what_python_does(text: str, value: Any, browser: Browser) -> None:
    expression = compile_expression(text, table.scope())
    assert browser.ask({"tree": to_json(expression), "values": TABLE_ROW, "now": table.NOW.isoformat().replace("+00:00", "Z")}) == json_of(
        value, expression
    )


def plain(value: Any) -> Any:
    """Return a value of the table's row in its JSON form."""
    match value:
        case list():
            return [{name: plain(one) for name, one in item.items()} if isinstance(item, dict) else item for item in value]
        case Decimal() | UUID():
            return str(value)
        case dt.timedelta():
            return write_duration(value)
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case _:
            return value


TABLE_ROW = {name: plain(value) for name, value in table.ROW.items()}
