"""Tables of a Catalog: the lean ones, the complete ones, and what SQLite makes of them."""

import sqlite3
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.schema import CreateTable

from crudgen.model import Tables
from crudgen.schema.catalog import IndexColumn
from tests.catalogs import catalog, entity, field, links, reference, shop


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys = ON")
    yield connection
    connection.close()


def create(database: sqlite3.Connection, tables: Tables) -> None:
    engine = sa.create_engine("sqlite://", creator=lambda: database, poolclass=sa.pool.StaticPool)
    tables.metadata().create_all(engine)


def test_a_table_is_made_when_first_asked_for() -> None:
    tables = Tables(shop())
    assert tables["order"] is tables["order"]
    assert list(tables["order"].metadata.tables) == ["order"]


def test_a_link_table_is_the_same_from_both_sides() -> None:
    shopping = shop()
    tables = Tables(shopping)
    own, other = shopping.entities["product"].relations["tags"], shopping.entities["tag"].relations["products"]
    assert tables.link(own) is tables.link(other)


def test_every_table_has_a_version_column() -> None:
    table = Tables(shop()).metadata().tables["order"]
    assert not table.c["_version"].nullable


def test_columns_have_the_names_that_the_schema_maps_them_to() -> None:
    tables = Tables(catalog(entity("album", field("title", column="Title"), table="Album")))
    assert tables["album"].name == "Album"
    assert "Title" in tables["album"].c


def test_each_reference_and_link_column_is_indexed() -> None:
    metadata = Tables(shop()).metadata()
    first = {
        (table.name, next(iter(index)).name)
        for table in metadata.tables.values()
        for index in [*(index.columns for index in table.indexes), table.primary_key.columns]
    }
    columns = {(table.name, key.parent.name) for table in metadata.tables.values() for key in table.foreign_keys}
    assert columns - first == set()


def test_a_unique_reference_has_no_second_index() -> None:
    tables = Tables(catalog(entity("user"), entity("profile", reference("user", "user", unique=True))))
    assert [index.name for index in tables.metadata().tables["profile"].indexes] == ["uq_profile__user"]


def test_an_index_keeps_its_directions() -> None:
    order = entity(
        "order", field("status"), field("placed_at", "datetime"), indexes=((IndexColumn("status"), IndexColumn("placed_at", True)),)
    )
    (index,) = Tables(catalog(order)).metadata().tables["order"].indexes
    sql = str(sa.schema.CreateIndex(index).compile(dialect=sqlite.dialect()))
    assert "(status, placed_at DESC)" in sql


def test_a_composite_key_of_references() -> None:
    track = entity("entry", reference("playlist", "playlist"), reference("track", "track"), key=("playlist", "track"))
    table = Tables(catalog(entity("playlist"), entity("track"), track)).metadata().tables["entry"]
    assert [column.name for column in table.primary_key] == ["playlist", "track"]


def test_a_reference_takes_the_type_of_the_key_that_it_leads_to() -> None:
    code = field("code", max_length=3, required=True)
    table = (
        Tables(catalog(entity("currency", code, key=("code",)), entity("price", reference("currency", "currency"))))
        .metadata()
        .tables["price"]
    )
    assert repr(table.c["currency"].type) == "types.String(3)"


def test_references_in_a_circle_are_made(database: sqlite3.Connection) -> None:
    tables = Tables(
        catalog(
            entity("author", reference("best", "book", inverse="best_of")),
            entity("book", reference("author", "author", inverse="books"), reference("sequel_of", "book", inverse="sequels")),
        )
    )
    create(database, tables)
    references = [row[2] for table in ("author", "book") for row in database.execute(f"PRAGMA foreign_key_list({table})")]
    assert sorted(references) == ["author", "book", "book"]


def test_only_one_reference_of_a_circle_comes_late() -> None:
    metadata = Tables(catalog(entity("a", reference("b", "b", inverse="x")), entity("b", reference("a", "a", inverse="y")))).metadata()
    late = [key.name for table in metadata.tables.values() for key in table.foreign_key_constraints if key.use_alter]
    assert late == ["fk_a__b"]
    assert [table.name for table in metadata.sorted_tables] == ["a", "b"]


def test_ids_are_never_used_again(database: sqlite3.Connection) -> None:
    create(database, Tables(shop()))
    database.execute("INSERT INTO tag (name) VALUES ('a'), ('b')")
    database.execute("DELETE FROM tag WHERE id = 2")
    database.execute("INSERT INTO tag (name) VALUES ('c')")
    assert database.execute("SELECT id FROM tag ORDER BY id").fetchall() == [(1,), (3,)]


def test_a_default_is_the_databases_too(database: sqlite3.Connection) -> None:
    create(database, Tables(catalog(entity("item", field("price", "decimal", default="9.90"), field("active", "bool", default=True)))))
    database.execute("INSERT INTO item DEFAULT VALUES")
    assert database.execute("SELECT price, active, _version FROM item").fetchall() == [(990, 1, 1)]


ITEM = catalog(
    entity(
        "item",
        field("name", max_length=3, min_length=2),
        field("note", "text", max_length=4),
        field("kind", "enum", values=("a", "b")),
        field("qty", "int", min=1, max=9),
        field("price", "decimal", precision=4, scale=2, min="0.50"),
        field("wide", "decimal", precision=20, scale=2),
        field("ratio", "float", max=1),
        field("active", "bool"),
        field("day", "date", min="2020-01-01"),
        field("at", "time"),
        field("moment", "datetime"),
        field("token", "uuid"),
        field("data", "json"),
        field("pin", "secret", max_length=4),
    )
)
RUBBISH = [
    ("name", "'abcd'"), ("name", "'a'"), ("name", "x'616263'"), ("note", "'abcde'"), ("kind", "'zz'"), ("kind", "''"),
    ("qty", "0"), ("qty", "10"), ("qty", "'abc'"), ("qty", "1.5"), ("price", "49"), ("price", "10000"), ("price", "0.75"),
    ("wide", "'1'"), ("ratio", "1.5"), ("ratio", "'x'"), ("active", "2"), ("active", "'yes'"), ("day", "'2019-12-31'"), ("day", "2026"),
    ("day", "'tomorrow'"), ("at", "'12:00'"), ("moment", "'2024-01-01'"), ("moment", "1700000000"), ("token", "'abc'"), ("data", "'{'"),
    ("pin", "'in the clear'"), ("pin", "''"), ("pin", "5"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value"), RUBBISH)
def test_sqlite_refuses_what_the_column_cannot_hold(database: sqlite3.Connection, column: str, value: str) -> None:
    create(database, Tables(ITEM))
    with pytest.raises(sqlite3.IntegrityError, match=f"CHECK constraint failed: ck_item__{column}"):
        database.execute(f"INSERT INTO item ({column}) VALUES ({value})")  # noqa: S608


def test_sqlite_takes_nulls_and_right_values(database: sqlite3.Connection) -> None:
    create(database, Tables(ITEM))
    database.execute("INSERT INTO item DEFAULT VALUES")
    database.execute(
        "INSERT INTO item (name, note, kind, qty, price, ratio, active, day) VALUES ('яя', 'abcd', 'b', 9, 50, 1, 1, '2020-01-01')"
    )
    assert database.execute("SELECT count(*) FROM item").fetchone() == (2,)


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect(), mysql.dialect()], ids=lambda dialect: dialect.name)
def test_the_ddl_of_every_table_is_as_before(dialect: sa.Dialect, golden: "object") -> None:
    metadata = Tables(catalog(*shop().entities.values(), *ITEM.entities.values())).metadata()
    text = "\n".join(str(CreateTable(table).compile(dialect=dialect)).strip() + ";" for table in metadata.sorted_tables)
    golden(f"tables.{dialect.name}", text)  # type: ignore[operator]


def test_a_link_to_the_entity_itself_has_two_columns() -> None:
    tables = Tables(catalog(entity("page", links("related", "page", inverse="related_by"))))
    table = tables.metadata().tables["page_related"]
    assert len(table.columns) == len(table.foreign_keys) == 2
