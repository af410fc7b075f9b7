"""What conditions inside JSON find on a real file, and how they are written on every database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite

from crudgen.model import Tables
from crudgen.plan.check import check_term
from crudgen.plan.nodes import Condition
from crudgen.plan.request import Term
from crudgen.plan.rights import Rights
from crudgen.store.render import render_read
from tests import golden
from tests.catalogs import catalog, entity, field
from tests.store.world import World, plan

THINGS = catalog(entity("thing", field("meta", "json"), field("words", "list", of="string"), field("sizes", "list", of="int")))
ADMIN = Rights(THINGS, frozenset({"admin"}), is_authenticated=True)
ROWS = [
    {"meta": {"color": "red", "size": 3, "on": True, "tags": ["a", "3"], "deep": [{"x": "ä"}], "it's": 1}, "words": ["en", "ru"]},
    {"meta": {"color": "Red", "size": 3.5, "on": False, "tags": [3], "null": None}, "words": ["e"], "sizes": [1, 20]},
    {"meta": {"color": "3", "size": "3", "on": "true", "tags": {"k": "a"}}, "words": [], "sizes": [2]},
    {"meta": [1, 2]},
    {"meta": None, "words": None},
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(THINGS, tmp_path_factory.mktemp("inside") / "app.db")
    for row in ROWS:
        world.insert("thing", **row)
    yield world
    world.close()


def condition(text: str) -> Condition:
    name, _, value = text.partition("=")
    path, bracket, operator = name.partition("[")
    return check_term(ADMIN, THINGS.entities["thing"], Term(path, operator[:-1] if bracket else "eq", value))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("meta.color=red", [1]),
        ("meta.size=3", [1, 3]),
        ("meta.color=3", [3]),
        ("meta.size[gt]=3", [2]),
        ("meta.size[gte]=3", [1, 2]),
        ("meta.size[between]=3,4", [1, 2]),
        ("meta.color[lt]=S", [2, 3]),
        ("meta.on=true", [1, 3]),
        ("meta.on[ne]=true", [2]),
        ("meta.color[in]=red,3", [1, 3]),
        ("meta.color[nin]=red,3", [2]),
        ("meta.color[contains]=e", [1, 2]),
        ("meta.color[icontains]=RE", [1, 2]),
        ("meta.color[starts]=R", [2]),
        ("meta.color[ends]=d", [1, 2]),
        ("meta.color[null]=true", [4, 5]),
        ("meta.color[null]=false", [1, 2, 3]),
        ("meta.null[null]=true", [1, 2, 3, 4, 5]),
        ("meta.tags[contains]=a", [1]),
        ("meta.tags[contains]=3", [1, 2]),
        ("meta.tags.0=a", [1]),
        ("meta.0=1", [4]),
        ("meta.deep.0.x[icontains]=Ä", [1]),
        ("meta.it's=1", [1]),
        ("meta.nope=1", []),
        ("words[contains]=en", [1]),
        ("words[contains]=e", [2]),
        ("words[null]=true", [4, 5]),
        ("sizes[contains]=2", [3]),
        ("sizes[contains]=20", [2]),
    ],
)
def test_what_a_condition_finds(world: World, text: str, found: list[int]) -> None:
    assert [record.key[0] for record in world.read(world.plan("thing", condition(text), sort="id")).items] == found


WRITTEN = ("meta.a=3", "meta.a[ne]=true", "meta.a[gt]=3", "meta.a[contains]=x", "meta.a[ends]=x", "meta.a[null]=true", "sizes[contains]=2")


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect(), mysql.dialect()], ids=lambda one: one.name)
def test_statements_are_written_for_every_database(dialect: sa.Dialect) -> None:
    tables = Tables(THINGS)
    texts = [str(render_read(plan(THINGS, "thing", condition(text)), tables).select.compile(dialect=dialect)) for text in WRITTEN]
    golden.compare(
        Path(__file__).parent / "golden" / f"inside.{dialect.name}.sql", "\n\n".join(text.partition("WHERE ")[2] for text in texts)
    )


def test_names_inside_json_never_enter_the_statement() -> None:
    statement = render_read(plan(THINGS, "thing", condition("meta.x' OR 1=1--=3")), Tables(THINGS)).select
    assert "OR 1=1" not in str(statement.compile(dialect=sqlite.dialect()))
