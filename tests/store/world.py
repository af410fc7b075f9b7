"""A database file with the tables of a Catalog, and short ways to write plans."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection

from crudgen.model import Tables
from crudgen.plan.nodes import And, Compare, Condition, Expand, Insert, Key, Linked, Operator, Order, Page, Read, Record, Update
from crudgen.plan.nodes import Path as FieldPath
from crudgen.schema.catalog import Catalog, Entity
from crudgen.store import Database, Keyring, Mode, Store

T = TypeVar("T")


class World:
    """A Catalog, its store, and its file."""

    def __init__(self, catalog: Catalog, file: Path, **options: Any) -> None:
        self.catalog = catalog
        self.file = file
        self.tables = Tables(catalog)
        self.store = Store(catalog, self.tables, Keyring([b"a secret of the tests"]))
        self.database = Database(f"sqlite:///{quote(str(file))}", create=True, **options)
        self.database.run_now(lambda connection: self.tables.metadata().create_all(connection), Mode.SCHEMA)

    def close(self) -> None:
        self.database.close_now()

    def entity(self, name: str) -> Entity:
        return self.catalog.entities[name]

    def write(self, work: Callable[[Connection], T]) -> T:
        return self.database.run_now(work, Mode.WRITE)

    def insert(self, entity: str, links: dict[str, Any] | None = None, **values: Any) -> Key:
        return self.write(lambda connection: self.store.insert(connection, Insert(self.entity(entity), values, links or {})))

    def insert_many(self, entity: str, rows: Iterable[dict[str, Any]]) -> list[Key]:
        plans = [Insert(self.entity(entity), row) for row in rows]
        return self.write(lambda connection: self.store.insert_many(connection, plans))

    def update(self, entity: str, key: Any, version: int | None = None, links: dict[str, Any] | None = None, **values: Any) -> None:
        plan = Update(self.entity(entity), (key,), values, links or {}, version)
        self.write(lambda connection: self.store.update(connection, plan))

    def read(self, plan: Read) -> Page:
        return self.database.run_now(lambda connection: self.store.read(connection, plan), Mode.SCAN)

    def path(self, entity: str, dotted: str) -> FieldPath:
        return path(self.catalog, entity, dotted)

    def plan(self, entity: str, *where: Condition, sort: str = "", **options: Any) -> Read:
        return plan(self.catalog, entity, *where, sort=sort, **options)

    def get(self, entity: str, key: Any, **options: Any) -> Record:
        (record,) = self.read(self.plan(entity, self.compare(entity, "id", "eq", key), **options)).items
        return record

    def compare(self, entity: str, dotted: str, operator: str, value: Any) -> Compare:
        return compare(self.catalog, entity, dotted, operator, value)

    def ids(self, entity: str, *where: Condition, **options: Any) -> list[Any]:
        return [record.key[0] for record in self.read(self.plan(entity, *where, **options)).items]


def path(catalog: Catalog, entity: str, dotted: str) -> FieldPath:
    owner, steps = catalog.entities[entity], []
    *names, last = dotted.split(".")
    for name in names:
        steps.append(owner.relations[name])
        owner = catalog.entities[steps[-1].target]
    return FieldPath(tuple(steps), owner.fields[last])


def compare(catalog: Catalog, entity: str, dotted: str, operator: str, value: Any) -> Compare:
    return Compare(path(catalog, entity, dotted), Operator(operator), value)


def plan(catalog: Catalog, entity: str, *where: Condition, sort: str = "", expand: Iterable[str] = (), **options: Any) -> Read:
    """Return a read of all columns; `sort` and `expand` as in a URL."""
    owner = catalog.entities[entity]
    order = [Order(path(catalog, entity, name.removeprefix("-")), name.startswith("-")) for name in sort.split(",") if name]
    order += [Order(FieldPath((), field)) for field in owner.key_fields if all(field.name != one.path.name for one in order)]
    if "links" in options:
        options["links"] = tuple(
            Linked(owner.relations[name], catalog.entities[owner.relations[name].target]) for name in options["links"]
        )
    columns = tuple(field for field in owner.fields.values() if field.is_column)
    return Read(owner, columns, where=And(tuple(where)), order=tuple(order), expand=expands(catalog, owner, expand), **options)


def expands(catalog: Catalog, owner: Entity, names: Iterable[str]) -> tuple[Expand, ...]:
    tree: dict[str, list[str]] = {}
    for name in names:
        first, _, rest = name.partition(".")
        tree.setdefault(first, []).extend([rest] if rest else [])
    made = []
    for name, nested in tree.items():
        target = catalog.entities[owner.relations[name].target]
        fields = tuple(field for field in target.fields.values() if field.is_column)
        made.append(Expand(owner.relations[name], target, fields, expands(catalog, target, nested)))
    return tuple(made)
