"""Reads, run: a page of records with what was asked to come along, in a number of statements that the plan alone decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection

from crudgen.model import Tables
from crudgen.plan.nodes import Page, Read
from crudgen.store.cache import Statements
from crudgen.store.chunks import Row
from crudgen.store.conditions import shape_of
from crudgen.store.expand import Expander, build_records
from crudgen.store.parameters import name_values
from crudgen.store.render import CAP, LIMIT, OFFSET, Statement, render_count, render_read, shape_read
from crudgen.store.values import Unfit

COUNT_CAP = 10_000
"""Up to here a list is counted exactly unless it is asked to be counted through."""

_NO_LIMIT = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Reader:
    """The reading half of the store."""

    tables: Tables
    statements: Statements[Statement] = field(default_factory=Statements)
    counts: Statements[sa.Select[Any]] = field(default_factory=Statements)

    def read(self, connection: Connection, plan: Read) -> Page:
        """Return the page that the plan asks for, with everything that comes along."""
        try:
            shape, values = shape_read(plan)
        except Unfit:
            return Page([])  # a cursor with a value that the column cannot hold: no row is behind it
        statement = self.statements.get(shape, lambda: render_read(plan, self.tables))
        rows: Sequence[Row] = connection.execute(statement.select, _bind(plan, values)).fetchall()
        has_more = plan.limit is not None and len(rows) > plan.limit
        if has_more:
            rows = rows[: plan.limit]
        page = Page(build_records(plan.entity, rows, statement.layout))
        if has_more and plan.order:
            page.after = tuple([rows[-1][place] for place in statement.layout.after])
        if page.items and (plan.links or plan.expand):
            Expander(self.tables, self.statements).attach(connection, page.items, rows, statement.layout, plan.links, plan.expand)
        if plan.count != "none":
            self._count_page(connection, plan, page, has_more=has_more)
        return page

    def sort_values(self, connection: Connection, plan: Read) -> tuple[Any, ...] | None:
        """Return what the first record of the plan is sorted by, None where there is none."""
        shape, values = shape_read(plan)
        statement = self.statements.get(shape, lambda: render_read(plan, self.tables))
        row = connection.execute(statement.select, _bind(plan, values)).first()
        return None if row is None else tuple([row[place] for place in statement.layout.after])

    def count(self, connection: Connection, plan: Read) -> tuple[int, Literal["exact", "at_least"]]:
        """Return how many records the plan's condition holds for, and whether that is all.

        `count="exact"` counts through; everything else stops above 10,000.
        """
        values: list[Any] = []
        is_capped = plan.count != "exact"
        shape = (plan.entity.name, shape_of(plan.where, values), is_capped)
        select = self.counts.get(shape, lambda: render_count(plan.where, plan.entity, self.tables, is_capped=is_capped))
        bound = name_values(values)
        if is_capped:
            bound[CAP] = COUNT_CAP + 1
        total: int = connection.execute(select, bound).scalar_one()
        return (COUNT_CAP, "at_least") if is_capped and total > COUNT_CAP else (total, "exact")

    def _count_page(self, connection: Connection, plan: Read, page: Page, *, has_more: bool) -> None:
        if not has_more and plan.after is None and (page.items or not plan.offset):
            page.total, page.total_is = plan.offset + len(page.items), "exact"  # the page shows where the list ends
        else:
            page.total, page.total_is = self.count(connection, plan)

def _bind(plan: Read, values: Sequence[Any]) -> dict[str, Any]:
    bound = name_values(values)
    if plan.limit is not None:
        bound[LIMIT] = plan.limit + 1  # one more, to know whether more follow
    if plan.offset:
        bound[OFFSET] = plan.offset
        bound.setdefault(LIMIT, _NO_LIMIT)
    return bound
