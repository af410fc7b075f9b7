"""A project on disk with a real SQLite file, for the tests of migrations."""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from crudgen.migrate import downgrade, find_changes, open_for_reading, revise, upgrade
from crudgen.migrate.changes import Change
from crudgen.migrate.drift import Difference, find_drift
from crudgen.migrate.status import Status, read_status
from crudgen.schema import load_catalog
from crudgen.schema.catalog import Catalog


class World:
    """A project's folder, its schemas, and its database."""

    def __init__(self, root: Path, roles: tuple[str, ...] = ()) -> None:
        self.root, self.roles = root, roles
        self.file = root / "data" / "app.db"
        self.url = f"sqlite:///{self.file}"
        (root / "schemas").mkdir(parents=True)
        (root / "config.yaml").write_text("title: Test\n", encoding="utf-8")

    def write(self, **schemas: str | None) -> "World":
        """Write the YAML of entities; None deletes one."""
        for name, text in schemas.items():
            path = self.root / "schemas" / f"{name}.yaml"
            path.unlink(missing_ok=True) if text is None else path.write_text(text, encoding="utf-8")
        return self

    @property
    def catalog(self) -> Catalog:
        return load_catalog(self.root, self.roles)

    def changes(self) -> tuple[Change, ...]:
        return find_changes(self.root, self.catalog)

    def texts(self) -> list[str]:
        return [change.text for change in self.changes()]

    def revise(self, message: str = "edit") -> Path:
        path = revise(self.root, self.catalog, message)
        assert path is not None
        return path

    def upgrade(self, revision: str = "head") -> tuple[str, ...]:
        return upgrade(self.root, self.url, revision)

    def downgrade(self, revision: str = "-1") -> tuple[str, ...]:
        return downgrade(self.root, self.url, revision)

    def apply(self, **schemas: str | None) -> Path:
        """Write schemas, revise and upgrade."""
        path = self.write(**schemas).revise()
        self.upgrade()
        return path

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(query, values).fetchall()

    def do(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute("PRAGMA foreign_keys=ON")
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        marks = ", ".join("?" for _ in columns)
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute("PRAGMA foreign_keys=ON")
            connection.executemany(f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({marks})', rows)  # noqa: S608 -- names of tests
            connection.commit()

    def dump(self) -> list[str]:
        """Return everything in the database as text, to compare before and after."""
        with closing(sqlite3.connect(self.file)) as connection:
            return list(connection.iterdump())

    def drift(self) -> tuple[Difference, ...]:
        with open_for_reading(self.url) as connection:
            return find_drift(connection, self.root, self.catalog)

    def status(self) -> Status:
        with open_for_reading(self.url) as connection:
            return read_status(connection, self.root, self.catalog)

    def files(self) -> list[str]:
        """Return the names of the revision files without their ids."""
        return sorted(path.name.partition("_")[2] for path in (self.root / "migrations" / "versions").glob("*.py"))


def plain(text: str) -> str:
    """Return a revision file or SQL script without what differs at each run: ids and dates."""
    dated = re.sub(r"Create Date: .*", "Create Date: …", text)
    ids = list(dict.fromkeys(re.findall(r"\b(?!9{12})[0-9a-f]{12}\b", dated)))
    for number, revision in enumerate(ids, 1):
        dated = dated.replace(revision, f"revision{number}")
    return dated
