"""Link rows of many-to-many relations: added, or made exactly a given set."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from crudgen.model import Tables
from crudgen.schema.catalog import Relation
from crudgen.store.cache import Statements
from crudgen.store.faults import dangling


@dataclass(frozen=True, slots=True)
class Linker:
    """The part of the store that writes links."""

    tables: Tables
    statements: Statements[Any] = field(default_factory=Statements)

    def add(self, connection: Connection, relation: Relation, pairs: Iterable[tuple[Any, Any]]) -> None:
        """Link each pair of a near and a far id; a pair named twice is one. Raises Conflict for an id that does not exist."""
        assert relation.link is not None  # noqa: S101 -- only such relations have links
        near, far = relation.link.near, relation.link.far
        rows = [{near: one, far: other} for one, other in dict.fromkeys(pairs)]
        if not rows:
            return
        statement = self.statements.get(("link", relation.link.table), lambda: sa.insert(self.tables.link(relation)))
        try:
            connection.execute(statement, rows)
        except IntegrityError as exc:
            raise dangling([relation.name]) from exc

    def replace(self, connection: Connection, relation: Relation, near: Any, far: Sequence[Any]) -> None:
        """Link the near id to exactly the given far ids; links that stay are not touched."""
        current = {row[0] for row in connection.execute(self._statement(relation, "current"), {"near": near}).fetchall()}
        wanted = dict.fromkeys(far)
        gone = [one for one in current if one not in wanted]
        if gone:
            statement = self._statement(relation, "unlink")
            connection.execute(statement, [{"near": near, "far": one} for one in gone])
        self.add(connection, relation, [(near, one) for one in wanted if one not in current])

    def _statement(self, relation: Relation, kind: str) -> Any:
        return self.statements.get((kind, relation.source, relation.name), lambda: getattr(self, f"_render_{kind}")(relation))

    def _render_current(self, relation: Relation) -> sa.Select[Any]:
        near, far = self._columns(relation)
        return sa.select(far).where(near == sa.bindparam("near", type_=near.type))

    def _render_unlink(self, relation: Relation) -> sa.Delete:
        near, far = self._columns(relation)
        is_near, is_far = near == sa.bindparam("near", type_=near.type), far == sa.bindparam("far", type_=far.type)
        return sa.delete(self.tables.link(relation)).where(is_near, is_far)

    def _columns(self, relation: Relation) -> tuple[sa.Column[Any], sa.Column[Any]]:
        assert relation.link is not None  # noqa: S101 -- only such relations have links
        table = self.tables.link(relation)
        return table.c[relation.link.near], table.c[relation.link.far]
