"""The list page: asked of the service in a fixed number of calls, laid out for the template."""

from collections.abc import Sequence
from dataclasses import dataclass

from crudgen.admin.cells import Scene
from crudgen.admin.columns import Column, list_columns, readable_path, sort_of
from crudgen.admin.filters import Chip, Filter, make_chips, make_filters, want_picked
from crudgen.admin.query import PAGE_SIZE, Query, Reader, list_request
from crudgen.admin.references import Titles, want_all
from crudgen.admin.rows import Row, make_rows
from crudgen.admin.visit import Visit
from crudgen.errors import BadRequest
from crudgen.plan.nodes import Page
from crudgen.schema.catalog import Entity
from crudgen.service.service import Service


@dataclass(frozen=True, slots=True)
class Head:
    """A column's header: how it is sorted now ("", "ascending", "descending"), and where a click leads."""

    column: Column
    sorted: str
    url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """All that a list page shows. `trouble` says what is wrong with the address, in the service's words."""

    query: Query
    heads: Sequence[Head]
    rows: Sequence[Row]
    filters: Sequence[Filter]
    chips: Sequence[Chip]
    can_search: bool
    total: int | None
    is_more: bool
    first: int
    last: int
    previous: str
    next: str
    trouble: str = ""

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return the filters in force that the panel has no input for; its form sends them along unseen."""
        shown = {name for one in self.filters for name in one.inputs}
        return [pair for pair in self.query.pairs if pair[0] not in shown]

    @property
    def is_narrowed(self) -> bool:
        """Tell whether a search or filter is in force."""
        return bool(self.chips or self.query.search or self.query.pairs)


async def load_listing(service: Service, visit: Visit, scene: Scene, entity: Entity, query: Query) -> Listing:
    """Return the list page; where the address makes no sense, an empty one that says so."""
    columns = list_columns(visit.rights, visit.language, entity)
    titles = Titles(service, visit)
    trouble, page = "", Page([])
    try:
        page = await _ask(service, visit, scene, entity, query, columns)
    except BadRequest as exc:
        trouble = exc.detail
    want_all(titles, [column.field for column in columns], page.items)
    want_picked(titles, visit, entity, query)
    await titles.load()
    first = (query.page - 1) * PAGE_SIZE + 1
    last = first + len(page.items) - 1
    has_next = len(page.items) == PAGE_SIZE and (page.total is None or page.total_is == "at_least" or last < page.total)
    return Listing(
        query=query,
        heads=make_heads(entity, columns, query),
        rows=make_rows(service, visit, scene, titles, columns, page.items),
        filters=make_filters(visit, titles, entity, query),
        chips=make_chips(visit, titles, entity, query),
        can_search=any(readable_path(visit.rights, entity, name) for name in entity.search),
        total=page.total,
        is_more=page.total_is == "at_least",
        first=first,
        last=last,
        previous=query.url(page=query.page - 1) if query.page > 1 else "",
        next=query.url(page=query.page + 1) if has_next else "",
        trouble=trouble,
    )


async def _ask(service: Service, visit: Visit, scene: Scene, entity: Entity, query: Query, columns: Sequence[Column]) -> Page:
    terms = Reader(visit.rights, visit.language, scene.zone).terms(entity, query)
    request = list_request(query, terms, sort_of(entity, query.sort), [column.field.name for column in columns])
    return await service.list(visit.actor, entity, request)


def make_heads(entity: Entity, columns: Sequence[Column], query: Query) -> list[Head]:
    """Return the headers; a click sorts upwards, the next one downwards, the next as the schema says."""
    now = sort_of(entity, query.sort)[0]
    heads = []
    for column in columns:
        state = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(now, "") if column.sort else ""
        following = {"": column.sort, "ascending": f"-{column.sort}", "descending": column.sort}[state]
        heads.append(Head(column, state, query.url(sort=following) if column.sort else ""))
    return heads
